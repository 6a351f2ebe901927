//! Lines of contents taken apart.

use super::*;

fn taken(line: &str) -> (Option<u32>, &str, Option<u32>) {
    let p = pieces(line);
    (p.ordinal, p.text, p.page)
}

#[test]
fn pages_in_every_shape() {
    for tail in [
        "……………(12)",
        "…(12)",
        "..... (12)",
        "·····\t(12)",
        "……12",
        "……………… 12",
        "（12）",
        "\t12",
        " 12",
        "……（第12页）",
        "……—12—",
        "……12-15",
        "/12",
        "……[12]",
        "，，，，(12)",
        "、、、、12",
        "……(l2)",
        "⋯⋯⋯【12】",
        "………1 2".replace(' ', "").as_str(),
        "——————１２",
    ] {
        let line = format!("关于印发《丁县方案》的通知{tail}");
        assert_eq!(taken(&line), (None, "关于印发《丁县方案》的通知", Some(12)), "{line}");
    }
    assert_eq!(taken("丁政发〔2021〕3号. (12)"), (None, "丁政发〔2021〕3号", Some(12)));
    assert_eq!(taken("关于甲的通知 -12-"), (None, "关于甲的通知", Some(12)));
    assert_eq!(taken("| 3 | 关于甲的通知 | 12 |"), (Some(3), "关于甲的通知", Some(12)));
    assert_eq!(taken("..... (3)"), (None, "", Some(3)));
    assert_eq!(taken("(3)"), (None, "", Some(3)));
    assert_eq!(taken("3"), (None, "", Some(3)));
}

#[test]
fn what_is_no_page() {
    for line in [
        "丁政发〔2021〕13号",
        "丁县行动计划（2021—2023年）",
        "关于调整的通知（试行）",
        "纪念活动方案 2021",
        "关于印发方案的通知",
        "丁县计划(2021)",
        "关于甲的通知（丁政发〔20",
    ] {
        assert_eq!(taken(line), (None, line, None));
    }
}

#[test]
fn ordinals() {
    assert_eq!(taken("1. 关于甲的通知……(1)"), (Some(1), "关于甲的通知", Some(1)));
    assert_eq!(taken("（12）关于甲的通知"), (Some(12), "关于甲的通知", None));
    assert_eq!(taken("( 12 ) 关于甲的通知"), (Some(12), "关于甲的通知", None));
    assert_eq!(taken("03 关于甲的通知 7"), (Some(3), "关于甲的通知", Some(7)));
    assert_eq!(taken("9\t2022年1—9月指标\t\t22"), (Some(9), "2022年1—9月指标", Some(22)));
    assert_eq!(taken("②关于甲的通知"), (Some(2), "关于甲的通知", None));
    assert_eq!(taken("7. 2022年5月大事记……15"), (Some(7), "2022年5月大事记", Some(15)));
    assert_eq!(taken("2021年丁县人民政府工作报告"), (None, "2021年丁县人民政府工作报告", None));
    assert_eq!(taken("[关于甲的通知](#p3) 3"), (None, "关于甲的通知", Some(3)));
    assert_eq!(taken("[2. 关于甲的通知……5](a.html)"), (Some(2), "关于甲的通知", Some(5)));
    assert_eq!(taken("关于甲的通知…………（十二）"), (None, "关于甲的通知", Some(12)));
    assert_eq!(taken("关于甲的通知（二）"), (None, "关于甲的通知（二）", None));
    assert_eq!(taken("P12　关于甲的通知"), (None, "关于甲的通知", Some(12)));
    assert_eq!(taken("第 3 页　《丁县方案》解读"), (None, "《丁县方案》解读", Some(3)));
    assert_eq!(taken("第3次全体会议纪要"), (None, "第3次全体会议纪要", None));
    assert_eq!(taken("3 月大事记……9"), (None, "3 月大事记", Some(9)));
}

#[test]
fn authors_before_the_page() {
    assert_eq!(taken("在全县会议上的讲话…………张三（5）"), (None, "在全县会议上的讲话", Some(5)));
}

#[test]
fn categories() {
    assert_eq!(category("【县委 政府文件】", false, false).as_deref(), Some("县委 政府文件"));
    assert_eq!(category("◆部门文件", false, true).as_deref(), Some("部门文件"));
    assert_eq!(category("（一）政府规章", false, false).as_deref(), Some("政府规章"));
    assert_eq!(category("人事任免", false, true).as_deref(), Some("人事任免"));
    assert_eq!(category("·市政府文件·", false, false).as_deref(), Some("市政府文件"));
    assert_eq!(category("—— 大事记 ——", false, false).as_deref(), Some("大事记"));
    assert_eq!(category("政策解读", false, false), None);
    assert_eq!(category("关于甲同志任免", false, true), None);
    assert_eq!(category("〔2021〕13号", false, true), None);
    assert_eq!(category("【", false, true), None);
}
