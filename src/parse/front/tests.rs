//! Front matter of gazettes that do not exist, in the shapes that real ones have.

use super::*;
use crate::parse::markup;

fn front(text: &str) -> (Front, Vec<String>) {
    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    let front = read(&markup::lines(&source));
    (front, source)
}

fn first_body_line(text: &str) -> String {
    let (front, source) = front(text);
    source[front.body.start].clone()
}

#[test]
fn a_notice_has_no_front_matter() {
    let (front, _) = front(
        "丁县人民政府关于做好防汛工作的通知\n丁政发〔2020〕3号\n各乡镇人民政府：\n现将有关事项通知如下。\n一、目录管理",
    );
    assert!(!front.is_gazette());
    assert_eq!(front.body, 0..5);
}
