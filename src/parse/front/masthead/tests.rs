//! Names and numbers of gazettes that do not exist.

use super::*;
use proptest::prelude::*;

proptest! {
    /// The numbers of an issue in any of the usual lines of a cover.
    #[test]
    fn the_issue_in_any_dress(year in 1949..2100_u32, number in 1..60_u32, total in 1..2000_u32, dress in 0..6_usize) {
        let chinese = |number: u32| -> String {
            number.to_string().bytes().filter_map(|b| "〇一二三四五六七八九".chars().nth(usize::from(b - b'0'))).collect()
        };
        let line = match dress {
            0 => format!("{year}年第{number}期（总第{total}期）"),
            1 => format!("{year} 年 第 {number} 期 （总第 {total} 期）"),
            2 => format!("{year}年第{number:02}期 总第{total}期"),
            3 => format!("{}年第{}期（总第{}期）", chinese(year), crate::text::numerals::format(number), crate::text::numerals::format(total)),
            4 => format!("第{number}期（总第{total}期） {year}年"),
            _ => format!("总第{total}期 {year}年第{number}期"),
        };
        prop_assert_eq!(read(&line), format!("{year}/{number}/{total}"), "{}", line);
    }

    #[test]
    fn any_line_may_be_a_masthead(line in "([0-9０-９〇一二十年月日第期号总累计刊双月编NO.·()（） ]|\\PC){0,40}") {
        if let Some(found) = numbers(&line, None).and_then(|found| found.date) {
            prop_assert!(found.len() == 10, "{}", found);
        }
        let _ = (title(&line), title_and_numbers(&line), name_from_certification(&line));
    }
}

/// As `year/number/total date frequency`.
fn read(line: &str) -> String {
    let n = numbers(line, Some("丁县人民政府公报")).unwrap_or_else(|| panic!("{line}"));
    let show = |value: Option<u32>| value.map_or("-".into(), |v| v.to_string());
    let numbers = format!("{}/{}/{}", show(n.year.map(u32::from)), show(n.number), show(n.total_number));
    format!("{numbers} {} {}", n.date.unwrap_or_default(), n.frequency.unwrap_or_default()).trim_end().to_owned()
}

#[test]
fn numbers_in_every_shape() {
    for (line, expected) in [
        ("2021年第03期", "2021/3/-"),
        ("(總第 22 期)", "-/-/22"),
        ("二〇二〇年第三期（总第十六期）", "2020/3/16"),
        ("2023 年 5 月 8 日出版", "2023/-/- 2023-05-08"),
        ("(双月刊登)", "-/-/-  双月刊"),
        ("2020.3", "2020/3/-"),
        ("第5期（总第185期）月刊", "-/5/185  月刊"),
        ("2020年3月20日 第8号（总号：1691）", "2020/8/1691 2020-03-20"),
        ("丁县人民政府公报 2020年第3期", "2020/3/-"),
        ("２０２０年第１２期", "2020/12/-"),
        ("NO.3", "-/3/-"),
        ("（1956年创刊）月刊", "-/-/-  月刊"),
        ("（双月刊·内部资料 免费交流）", "-/-/-  双月刊"),
        ("2020年第3期 总第45期 2020年6月30日", "2020/3/45 2020-06-30"),
        ("（2020年第3—4期 合刊）", "2020/3/-"),
        ("2020年第3、4期（总第41—42期）", "2020/3/41"),
        ("总第三百一十七期　第十九卷", "-/-/317"),
        ("第十九卷第十二期", "-/12/-"),
        ("冬季号（总第8期）", "-/-/8"),
        ("2020 01", "2020/1/-"),
        ("20 20年第 l期", "2020/1/-"),
        ("（总笫19期）", "-/-/19"),
        ("2020年 1-3月", "2020/-/-"),
        ("NO.1 2020", "2020/1/-"),
        ("2020　第 3 期", "2020/3/-"),
    ] {
        assert_eq!(read(line), expected, "{line}");
    }
}

#[test]
fn what_is_no_number_line() {
    for line in [
        "",
        "关于印发2021年第3期名单的通知",
        "主任：甲",
        "第三条 本办法自2021年起施行",
        "丁政发〔2021〕13号",
        "1. 总则",
    ] {
        assert_eq!(numbers(line, None), None, "{line}");
    }
}

#[test]
fn every_piece_is_known_as_one() {
    for c in FREQUENCIES.iter().chain(FILLERS).flat_map(|word| word.chars()) {
        assert!(is_piece(c), "{c}");
    }
    assert!(numbers("本刊一九五六年 創 刊 月刊", None).is_some_and(|found| found.frequency == Some("月刊")));
}

#[test]
fn names_of_gazettes() {
    assert_eq!(title("丁县人民政府公报").as_deref(), Some("丁县人民政府公报"));
    assert_eq!(title("丁 县 人 民 政 府 公 报").as_deref(), Some("丁县人民政府公报"));
    assert_eq!(title("丁縣人民政府公報").as_deref(), Some("丁縣人民政府公報"));
    assert_eq!(title("丁省政报").as_deref(), Some("丁省政报"));
    for name in ["丁省生态环境厅公报", "丁市人民代表大会常务委员会公报", "丁国最高法院公报", "丁市高新区公报"]
    {
        assert_eq!(title(name).as_deref(), Some(name));
    }
    for other in ["丁市环境状况公报", "丁市水资源公报", "丁省质量公报"] {
        assert_eq!(title(other), None);
    }
    assert_eq!(title("丁县2020年国民经济和社会发展统计公报"), None);
    assert_eq!(title("关于编印《丁县人民政府公报》的通知"), None);
    let (name, found) = title_and_numbers("丁县人民政府公报 2022年第2期").unwrap();
    assert_eq!((name.as_str(), found.year, found.number), ("丁县人民政府公报", Some(2022), Some(2)));
    assert_eq!(numbers("4月10日出版", None).and_then(|n| n.month_day), Some((4, 10)));
    assert_eq!(name_from_certification("丁市人民政府规章标准文本").as_deref(), Some("丁市人民政府公报"));
}
