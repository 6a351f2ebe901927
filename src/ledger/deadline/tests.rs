//! Words and what they mean in a notice of 12 May 2021.

use super::*;
use proptest::prelude::*;

fn base(date: &str) -> Base {
    Base { date: from_iso(date), year: None }
}

/// `words=meaning`, joined.
fn shown(deadlines: impl IntoIterator<Item = Deadline>) -> String {
    let one = |d: Deadline| format!("{}={}", d.words, d.when.map_or("?".into(), |when| when.to_string()));
    deadlines.into_iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What a label says, meanings only.
fn label(text: &str) -> String {
    let one = |d: Deadline| d.when.map_or("?".to_owned(), |when| when.to_string());
    labelled(text, base("2021-05-12")).into_iter().map(one).collect::<Vec<_>>().join(" ")
}

fn prose(text: &str) -> String {
    shown(said(text, base("2021-05-12")).into_iter().map(|(_, deadline)| deadline))
}

#[test]
fn dates_with_a_year() {
    for (words, meaning) in [
        ("2021年6月底前", "2021-06-30"),
        ("2021年6月30日前完成", "2021-06-30"),
        ("2021 年 8 月", "2021-08-01/2021-08-31"),
        ("2021年12月底", "2021-12-31"),
        ("２０２２年２月底前", "2022-02-28"),
        ("2024年2月底前", "2024-02-29"),
        ("二〇二二年三月底前", "2022-03-31"),
        ("2021年6月上旬", "2021-06-10"),
        ("2021年6月中旬前", "2021-06-20"),
        ("2021年6月下旬", "2021-06-30"),
        ("2021年底前", "2021-12-31"),
        ("2022年", "2022-01-01/2022-12-31"),
        ("2022", "2022-01-01/2022-12-31"),
        ("2022年上半年", "2022-01-01/2022-06-30"),
        ("2022年第三季度", "2022-07-01/2022-09-30"),
        ("2022年四季度", "2022-10-01/2022-12-31"),
        ("2021.6", "2021-06-01/2021-06-30"),
        ("2021-06-30", "2021-06-30/2021-06-30"),
        ("2021/6/30", "2021-06-30/2021-06-30"),
    ] {
        let meaning = meaning.strip_suffix("/2021-06-30").filter(|from| *from == "2021-06-30").unwrap_or(meaning);
        assert_eq!(label(words), meaning, "{words}");
    }
}

#[test]
fn before_a_month_or_a_year_is_before_it_begins() {
    assert_eq!(label("2021年6月前"), "2021-05-31");
    assert_eq!(label("2022年以前"), "2021-12-31");
    assert_eq!(label("2021年内"), "2021-01-01/2021-12-31");
}

#[test]
fn what_is_not_said_comes_from_the_document() {
    assert_eq!(label("6月30日前"), "2021-06-30");
    assert_eq!(label("年底前"), "2021-12-31");
    assert_eq!(label("今年10月底前"), "2021-10-31");
    assert_eq!(label("明年3月底前"), "2022-03-31");
    assert_eq!(label("第三季度"), "2021-07-01/2021-09-30");
    assert_eq!(label("3月底前"), "2021-03-31");
    // A notice of December looks ahead.
    let of = |text, base| shown(labelled(text, base));
    assert_eq!(of("3月底前", base("2021-12-20")), "3月底前=2022-03-31");
    // A plan for next year, issued before it begins.
    assert_eq!(of("11月底前", Base { year: Some(2022), ..base("2021-12-20") }), "11月底前=2022-11-30");
    assert_eq!(of("3月底前", Base::default()), "3月底前=?");
}

#[test]
fn periods() {
    for (words, meaning) in [
        ("2021—2023年", "2021-01-01/2023-12-31"),
        ("2021-2023", "2021-01-01/2023-12-31"),
        ("2021年至2023年", "2021-01-01/2023-12-31"),
        ("2021年3月—5月", "2021-03-01/2021-05-31"),
        ("2021年3-5月", "2021-03-01/2021-05-31"),
        ("3至5月", "2021-03-01/2021-05-31"),
        ("6月1日-6月30日", "2021-06-01/2021-06-30"),
        ("6月1日至30日", "2021-06-01/2021-06-30"),
        ("2021年10月至2022年3月", "2021-10-01/2022-03-31"),
        ("2021年全年", "2021-01-01/2021-12-31"),
    ] {
        assert_eq!(label(words), meaning, "{words}");
    }
}

#[test]
fn a_period_does_not_look_like_two_days() {
    for (words, eye) in [
        ("2021年6月30日前", "2021-06-30"),
        ("2021年6月", "2021-06"),
        ("2021年", "2021年"),
        ("2021—2023年", "2021年至2023年"),
        ("2021年3—5月", "2021-03至2021-05"),
        ("6月5日至20日", "2021-06-05至2021-06-20"),
        ("每月", "每月"),
    ] {
        let when = labelled(words, base("2021-05-12"))[0].when.unwrap();
        assert_eq!(when.brief(), eye, "{words}");
    }
}

#[test]
fn again_and_again() {
    for (words, meaning) in [
        ("每月25日前", "每月"),
        ("每年12月底前", "每年"),
        ("每季度末月25日前报送", "每季度"),
        ("每周五前", "每周"),
        ("长期坚持", "长期"),
        ("持续推进", "长期"),
    ] {
        assert_eq!(label(words), meaning, "{words}");
    }
}

#[test]
fn counted_from_the_document() {
    assert_eq!(label("印发后30日内"), "2021-06-11");
    assert_eq!(label("3个月内"), "2021-08-12");
    assert_eq!(label("立即完成"), "2021-05-12");
    assert_eq!(label("15个工作日内"), "?");
}

#[test]
fn a_label_with_several_times_keeps_the_words_of_each() {
    assert_eq!(
        shown(labelled("2021年6月底制定方案，8月底全面投入使用", base("2021-05-12"))),
        "2021年6月底制定方案=2021-06-30 8月底全面投入使用=2021-08-31"
    );
    assert_eq!(shown(labelled("按照上级要求", base("2021-05-12"))), "按照上级要求=?");
    assert_eq!(shown(labelled("  ", base("2021-05-12"))), "");
}

#[test]
fn running_text() {
    for (text, found) in [
        ("2021年6月底前，各乡镇完成摸底。", "2021年6月底前=2021-06-30"),
        ("到2025年，全县普惠园占比达到90%。", "2025年=2025-12-31"),
        ("于每月25日前将进度报县教育局。", "每月25日前=每月"),
        ("今年年底前建成3所，2022年8月完成验收。", "今年年底前=2021-12-31 2022年8月=2022-08-01/2022-08-31"),
        ("（长期坚持）", "长期坚持=长期"),
        ("6月15日前报送方案，9月底前完成。", "6月15日前=2021-06-15 9月底前=2021-09-30"),
        ("2022年，基本建成冷库3座。", "2022年=2022-01-01/2022-12-31"),
        ("推广良种。2023 年,力争达到两万亩。", "2023年=2023-01-01/2023-12-31"),
        // A year to come, whatever is said of it; this year's aim behind a comma.
        (
            "2022年，冷链服务全覆盖。2023—2024年，乡村普及。",
            "2022年=2022-01-01/2022-12-31 2023—2024年=2023-01-01/2024-12-31",
        ),
        ("2022年3月，全县铺开。", "2022年3月=2022-03-01/2022-03-31"),
        ("按照《管理办法》，2021年，完成移民村改造。", "2021年=2021-01-01/2021-12-31"),
        // A plan that was signed late.
        ("3月底前完成招标，8月底竣工。", "3月底前=2021-03-31 8月底=2021-08-31"),
        ("完成节点：2022年。", "2022年=2022-01-01/2022-12-31"),
    ] {
        assert_eq!(prose(text), found, "{text}");
    }
}

#[test]
fn times_that_are_no_deadlines() {
    for text in [
        "2020年底，全县已有园所30家。",
        "截至3月底，全县新建园所2家。",
        "3月底前全县已建成园所2家。",
        "2022年，是规划的第一年。",
        "2021年，全县有园所30家。",
        "会议认为，2021年，全县要完成的任务较多。",
        "2021年3月，县里启动试点。",
        "开工时间：2022年。",
        "自2022年1月1日起施行。",
        "每年开展一次演练。",
        "2021年工作方案",
        "3年内累计投入500万元",
        "2022年度资金安排120万元",
        "收到申请后15日内办结",
        "持续推进改革，长期稳定。",
        "根据2022年中央一号文件",
        "第12条",
    ] {
        assert_eq!(prose(text), "", "{text}");
    }
}

#[test]
fn years_of_titles() {
    assert_eq!(title_year("河口县2023年教育工作方案"), Some(2023));
    assert_eq!(title_year("河口县三年行动计划（2021—2023年）"), None);
    assert_eq!(title_year("关于2021年和2022年计划"), None);
    assert_eq!(title_year("实施方案"), None);
}

const WORDS: &str = "([0-9]{1,4}|[二〇一三十]{1,4}|年|月|日|号|底|前|之前|内|至|到|-|－|—|每|长期|第|季度|上半年|旬|初|中|末|今年|明年|次年|个月|印发后|截至|完成|，|。|；|已|达到)";

/// What a text means without its words.
fn whens(deadlines: impl IntoIterator<Item = Deadline>) -> Vec<Option<When>> {
    deadlines.into_iter().map(|deadline| deadline.when).collect()
}

proptest! {
    /// What is said is said by the words that are given for it, in order, within the years that the text or its document name:
    /// a day before (年前) to a year after (明年).
    #[test]
    fn any_text_is_read(text in proptest::string::string_regex(&format!("({WORDS}|\\PC){{0,24}}")).unwrap()) {
        let mut end = 0;
        let found = said(&text, base("2021-05-12"));
        for (at, deadline) in &found {
            prop_assert!(at.start >= end && text.get(at.clone()).is_some(), "{:?}", at);
            end = at.end;
            prop_assert!(deadline.when.is_some() && !deadline.words.contains(char::is_whitespace));
        }
        let folded = crate::text::fold::fold(&text);
        let named = folded.char_indices().filter_map(|(at, c)| {
            let run = &folded[at..];
            let same = |next: char| if c.is_ascii_digit() { next.is_ascii_digit() } else { numerals::is_numeral(next) };
            numerals::parse(&run[..run.find(|next| !same(next)).unwrap_or(run.len())])
        });
        let years: Vec<i32> = named.filter(|year| YEARS.contains(year)).map(|year| year as i32).chain([2021]).collect();
        let (first, last) = (years.iter().min().unwrap() - 1, years.iter().max().unwrap() + 1);
        let relative = ["内", "个月"].iter().any(|word| text.contains(word));
        for deadline in labelled(&text, base("2021-05-12")).into_iter().chain(found.into_iter().map(|(_, deadline)| deadline)) {
            let Some(When::Dated { from, to }) = deadline.when else { continue };
            prop_assert!(from.is_none_or(|from| from <= to), "{:?}", deadline);
            prop_assert!(relative || (first..=last).contains(&to.year()), "{:?}", deadline);
        }
    }

    /// Print and recogniser set digits in either width and spaces anywhere: the meaning is the same.
    #[test]
    fn width_and_spaces_mean_nothing(words in proptest::collection::vec(WORDS, 0..10), gaps in proptest::collection::vec(0..3_usize, 40)) {
        let text = words.concat();
        let dressed: String = text.chars().zip(gaps.iter().cycle()).map(|(c, gap)| {
            let wide = if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c };
            match gap {
                0 => c.to_string(),
                1 => wide.to_string(),
                _ => format!(" {wide}"),
            }
        }).collect();
        let of = |text: &str| whens(said(text, base("2021-05-12")).into_iter().map(|(_, deadline)| deadline));
        prop_assert_eq!(of(&dressed), of(&text), "{}", dressed);
        prop_assert_eq!(whens(labelled(&dressed, base("2021-05-12"))), whens(labelled(&text, base("2021-05-12"))), "{}", dressed);
    }

    #[test]
    fn a_date_is_written_and_read(days in 0..40_000_i64) {
        let date = from_iso("1990-01-01").unwrap() + time::Duration::days(days);
        prop_assert_eq!(from_iso(&iso(date)), Some(date));
        let printed = format!("{}年{}月{}日前", date.year(), u8::from(date.month()), date.day());
        prop_assert_eq!(label(&printed), iso(date));
    }
}
