//! The frame of a document: 文号, 主送机关, 落款, 成文日期, release note. Each function looks at one line.

use crate::text::numerals;

/// A document number that is the whole line: 泉政发〔2021〕13号, （泉政办规〔2020〕3号）, 第5号, 令第5号, 2021年第3号.
/// Brackets become 〔〕, spaces go. What GB/T 9704-2012 puts beside it is left out: the signer (7.2.6), the urgency (7.2.3).
pub(super) fn doc_number(text: &str) -> Option<String> {
    let text = text.find("签发人").map_or(text, |at| &text[..at]).trim_end_matches(super::markup::is_space);
    // A joint document has the number of each of its issuers: 丁发改〔2021〕3号　丁财〔2021〕7号.
    if text.len() <= 300 && text.matches(['号', '號']).count() >= 2 {
        let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
        let numbers = compact.split_inclusive(['号', '號']).map(|number| number.trim_start_matches(['、', '，', ',']));
        let numbers: Option<Vec<String>> = numbers.map(super::doc_number::plain).collect();
        if let Some(first) = numbers.and_then(|numbers| numbers.into_iter().next()) {
            return Some(first);
        }
    }
    let urgency = ["特提", "特急", "加急", "平急", "急件"].iter().find_map(|word| text.strip_suffix(word));
    let text = urgency.unwrap_or(text).trim_end_matches(super::markup::is_space);
    if text.len() > 150 || !text.ends_with(|c: char| matches!(c, '号' | '號' | '）' | ')' | '】') || c.is_ascii_digit())
    {
        return None;
    }
    let mut compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    if let Some(rest) =
        ["文号：", "文号:", "发文字号：", "发文字号:"].iter().find_map(|label| compact.strip_prefix(label))
    {
        compact = rest.to_owned();
    }
    super::doc_number::whole(&compact)
        .or_else(|| super::doc_number::of_congress(&compact))
        .or_else(|| dated_serial(&compact))
        .or_else(|| serial(unwrapped(&compact).unwrap_or(&compact)))
}

/// 〔2018〕第12号: the year and number of minutes, without a body.
fn dated_serial(compact: &str) -> Option<String> {
    let number = super::doc_number::normal(compact);
    let (year, serial) = number.strip_prefix('〔')?.split_once('〕')?;
    let digits = serial.strip_suffix('号')?.trim_start_matches('第');
    let year = numerals::parse(year).filter(|year| (1949..=2199).contains(year));
    (year.is_some() && numerals::parse(digits).is_some()).then_some(number)
}

/// 第5号, 令第5号, 2021年第3号: the numbers of orders and announcements have no issuing body in them.
fn serial(bare: &str) -> Option<String> {
    let body = bare.strip_suffix('号')?;
    let digits = trailing_number(body)?;
    let ordinal = body[..body.len() - digits.len()].strip_suffix('第')?;
    let year =
        ordinal.strip_suffix('年').filter(|year| numerals::parse(year).is_some_and(|y| (1949..=2199).contains(&y)));
    let known = matches!(ordinal, "" | "令" | "公告" | "通告" | "公布令" | "政府令" | "主席令") || year.is_some();
    known.then(|| bare.to_owned())
}

fn unwrapped(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['（', '(', '【'])?;
    inner.strip_suffix(['）', ')', '】'])
}

/// The digits (Arabic or Chinese) that a text ends with.
fn trailing_number(text: &str) -> Option<&str> {
    let is = |c: char| numerals::arabic_digit(c).is_some() || numerals::is_numeral(c) || c == '-';
    let start = text.trim_end_matches(is).len();
    let digits = &text[start..];
    (!digits.is_empty() && digits.len() <= 24).then_some(digits)
}

/// A date that is the whole line: 2021年5月19日, 2021 年 5 月 19 日, 二〇二一年五月十九日. As `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Option<String> {
    if text.len() > 100 || !text.ends_with(['日', '发', '印', '。', '）', ')']) {
        return None;
    }
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let compact = numerals::repaired(&compact);
    let bare = unwrapped(&compact).unwrap_or(&compact);
    let (date, rest) = leading_date(bare)?;
    matches!(rest, "" | "印发" | "印" | "。").then_some(date)
}

/// A full date at the start of a text without spaces, and what follows.
pub(super) fn leading_date(text: &str) -> Option<(String, &str)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let year = numerals::parse(year).filter(|y| (1900..=2199).contains(y))?;
    let month = numerals::parse(month).filter(|m| (1..=12).contains(m))?;
    let day = numerals::parse(day).filter(|d| (1..=31).contains(d))?;
    Some((format!("{year:04}-{month:02}-{day:02}"), rest))
}

/// Whether a date as [`date`] reads it is one: 2021年2月31日 is printed where a date stands, but is none.
pub(super) fn is_of_calendar(date: &str) -> bool {
    let numbers: Vec<u16> = date.split('-').filter_map(|number| number.parse().ok()).collect();
    let [year, month, day] = numbers[..] else { return false };
    let month = time::Month::try_from(month as u8);
    month.is_ok_and(|month| (1..=u16::from(month.length(year.into()))).contains(&day))
}

/// When a report or a speech was given, as a line under its title says it: ——2025年1月8日在…会议上, （2025年1月8日在…上）.
pub(super) fn spoken(text: &str) -> Option<String> {
    if text.len() > 400 {
        return None;
    }
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let marked = compact.strip_prefix("——");
    let bare = marked.or_else(|| unwrapped(&compact)).unwrap_or(&compact);
    let (date, rest) = leading_date(bare)?;
    (marked.is_some() || rest.starts_with('在') && rest.ends_with('上')).then_some(date)
}

/// When a meeting adopted a document, as it is printed in brackets below the title (GB/T 9704-2012 has no date for such a one).
pub(super) fn adopted(text: &str) -> Option<String> {
    if text.len() > 500 || !text.starts_with(['（', '(']) {
        return None;
    }
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let (date, rest) = leading_date(unwrapped(&compact)?)?;
    let adopts = ["通过", "批准", "决定", "审议"].iter().any(|word| rest.contains(word));
    (adopts && !rest.contains('。')).then_some(date)
}

/// A date at the end of a line after a signatory: 青岚县人民政府 2021年5月19日.
pub(super) fn trailing_date(text: &str) -> Option<(&str, String)> {
    if text.len() > 200 {
        return None;
    }
    let repaired = numerals::repaired(text);
    let year = text.find('年')?;
    let mut start = year;
    let mut count = 0;
    for (at, c) in repaired[..year].char_indices().rev() {
        if super::markup::is_space(c) && count < 4 {
            continue;
        }
        if numerals::arabic_digit(c).is_none() && numerals::digit(c).is_none() || count == 4 {
            break;
        }
        start = at;
        count += 1;
    }
    let before = text[..start].trim_end_matches(super::markup::is_space);
    let date = date(&text[start..])?;
    is_body(before).then_some((before, date))
}

/// （此件公开发布）, 主动公开, （公开属性：依申请公开）. Without its brackets.
pub(super) fn release_note(text: &str) -> Option<String> {
    if text.len() > 150 || !text.contains(['开', '发', '传', '登']) {
        return None;
    }
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let inner = unwrapped(&compact);
    let bare = inner.unwrap_or(&compact).trim_end_matches('。');
    let known = ["此件", "本件", "此文", "公开方式", "公开属性", "信息公开选项", "信息公开属性"];
    let note = known.iter().any(|start| bare.starts_with(start)) && bare.contains(['开', '发', '传', '登'])
        || matches!(bare, "主动公开" | "依申请公开" | "不予公开" | "公开发布" | "全文公开" | "删减后公开");
    (note && bare.chars().count() <= 40).then(|| bare.to_owned())
}

/// Whether a line names those whom a document is sent to: units, then a colon.
pub(super) fn addressees(text: &str) -> bool {
    const UNITS: [&str; 34] = [
        "署",
        "组织",
        "团体",
        "中心",
        "协会",
        "法院",
        "群众",
        "居民",
        "代表",
        "委员",
        "各",
        "政府",
        "部门",
        "单位",
        "局",
        "委",
        "公司",
        "办事处",
        "机构",
        "学校",
        "企业",
        "银行",
        "乡",
        "镇",
        "县",
        "市",
        "厅",
        "院",
        "处",
        "公民",
        "市民",
        "同志",
        "村",
        "社会",
    ];
    let Some(names) = text.strip_suffix(['：', ':']) else { return false };
    let no_sentence =
        ["各位", "同志们", "为", "根据", "经", "按照", "现将", "依据", "依照", "鉴于", "一、", "（一）", "第一", "附"];
    names.chars().count() >= 2
        && !names.contains(['。', '；', '：', ':', '\t', '《'])
        && (UNITS.iter().any(|unit| names.contains(unit)) || names.split('、').all(is_numbered_unit))
        && !no_sentence.iter().any(|start| names.starts_with(start))
        && !["、各位", "，各位"].iter().any(|salutation| names.contains(salutation))
        && !["如下", "决定", "以下", "事项", "通知", "任命", "免去", "任免", "聘任", "批准", "通过"]
            .iter()
            .any(|end| names.ends_with(end))
}

/// The addressees that a text begins with where its first line was run together with theirs: 各乡镇人民政府：为加强….
pub(super) fn leading_addressees(text: &str) -> Option<&str> {
    use super::responsibilities::units::is_unit;
    let (colon, _) = text.char_indices().take(90).find(|&(_, c)| matches!(c, '：' | ':'))?;
    let names = text[..colon].trim_end_matches(super::markup::is_space);
    let units = names.split(['，', ',', '、']).all(|unit| is_unit(unit.trim_matches(super::markup::is_space)));
    let rest = text[colon..].trim_start_matches(['：', ':']).trim_start_matches(super::markup::is_space);
    (units && names.starts_with('各') && addressees(&format!("{names}：")) && rest.chars().count() >= 15)
        .then_some(names)
}

/// 签发人：王小明　办理结果：A类: what may stand between the number and the addressees.
pub(super) fn is_head_note(text: &str) -> bool {
    const NAMES: [&str; 8] = ["签发人", "办理结果", "办理类别", "答复类别", "密级", "紧急程度", "公开属性", "公开类别"];
    is_registration(text)
        || text.chars().count() <= 40 && NAMES.iter().any(|name| text.starts_with(name)) && text.contains(['：', ':'])
}

/// SJPR-2022-0140005, 统一登记号：SJPR—2022—14005: under which a rule is registered, printed about its number.
pub(super) fn is_registration(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let (label, code) = compact.rsplit_once(['：', ':']).unwrap_or(("", &compact));
    let mark = |c: char| matches!(c, '-' | '—' | '–' | '－' | '/');
    let digits = code.chars().filter(char::is_ascii_digit).count();
    (label.is_empty() || label.chars().count() <= 14 && label.ends_with(['号', '码']))
        && (6..=30).contains(&code.chars().count())
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || mark(c))
        && digits >= 5
}

/// 丁县人民政府（代章）: who signs, under a seal.
pub(super) fn is_sealed(text: &str) -> bool {
    let compact: String = text.chars().rev().take(8).filter(|c| !super::markup::is_space(*c)).collect();
    ["）章印（", "）章盖（", "）章代（", "）章（"]
        .iter()
        .any(|seal| compact.replace(')', "）").replace('(', "（").starts_with(seal))
}

/// 主题词：…, 抄送：…: what is printed below the signature, about the document or for others.
pub(super) fn is_tail_note(text: &str) -> bool {
    const WORDS: [&str; 6] = ["主题词", "抄送", "抄报", "分送", "报送", "发送"];
    let Some((word, _)) = text.split_once(['：', ':']).filter(|(word, _)| word.len() <= 30) else { return false };
    let word: String = word.chars().filter(|c| !super::markup::is_space(*c)).collect();
    WORDS.contains(&word.as_str())
}

/// Endings of the names of issuing bodies.
const BODIES: [&str; 53] = [
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "县委",
    "市委",
    "区委",
    "省委",
    "党委",
    "州委",
    "旗委",
    "工委",
    "党组",
    "局",
    "厅",
    "部",
    "院",
    "署",
    "处",
    "中心",
    "总队",
    "支队",
    "大队",
    "指挥部",
    "领导小组",
    "管委会",
    "联合会",
    "协会",
    "总工会",
    "工会",
    "公司",
    "银行",
    "大会",
    "法院",
    "检察院",
    "联社",
    "集团",
    "政协",
    "办事处",
    "支行",
    "分行",
    "海关",
    "工商联",
    "科协",
    "妇联",
    "残联",
    "团委",
    "纪委",
    "监委",
    "军分区",
    "兵团",
    "公署",
];

/// Whether a text can be the name of an issuing body, whole.
pub(super) fn is_body(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    let bare = compact.trim_end_matches(['）', ')']).split(['（', '(']).next().unwrap_or(&compact);
    let chars = bare.chars().count();
    // 管理局）: the end of a bracket that a page cut.
    let closes = compact.contains(['）', ')']) && !compact.contains(['（', '(']);
    !closes
        && (3..=40).contains(&chars)
        && !bare.contains(['，', ',', '。', '；', '：', ':', '、', '《', '；', '_', '？'])
        && (BODIES.iter().any(|end| bare.ends_with(end)) || is_numbered_unit(bare))
}

/// 第三师, 第七十七团: a unit of a corps, which has a number for a name.
fn is_numbered_unit(name: &str) -> bool {
    let number = name.strip_prefix('第').and_then(|rest| rest.strip_suffix(['师', '团', '旅']));
    number.is_some_and(|number| numerals::parse(number).is_some())
}

/// Who signed, from one line; several names on a line are separated by spaces. None when the line is no signature.
pub(super) fn signatories(text: &str) -> Option<Vec<String>> {
    if text.len() > 240 || text.ends_with(['。', '；', ';', '，', ',', '：', ':', '、', '！', '？']) {
        return None;
    }
    // 青岚县人民政府（印章）, and the seals below several names.
    let sealed = |note: &str| {
        let bare = note.trim_matches(|c| matches!(c, '（' | '）' | '(' | ')') || super::markup::is_space(c));
        bare.len() < note.len() && ["印章", "公章", "盖章", "代章", "章", "印"].contains(&bare)
    };
    let text = text.rfind(['（', '(']).filter(|&at| at > 0 && sealed(&text[at..])).map_or(text, |at| &text[..at]);
    let pieces: Vec<&str> = text.split(super::markup::is_space).filter(|p| !p.is_empty()).collect();
    if !pieces.is_empty() && pieces.iter().all(|piece| sealed(piece)) {
        return Some(Vec::new());
    }
    if is_body(text) {
        // 青岚县委 青岚县人民政府 are two, 青岚县 人民政府 is one name with a space in it.
        let several = pieces.len() > 1 && pieces.iter().all(|p| is_body(p) && p.chars().count() >= 4);
        return Some(if several { pieces.iter().map(|p| p.to_string()).collect() } else { vec![pieces.concat()] });
    }
    person(&pieces.concat()).map(|name| vec![name])
}

/// 县长：张三, 市 长　李 四
fn person(compact: &str) -> Option<String> {
    const POSTS: [&str; 15] = [
        "省长", "市长", "县长", "区长", "州长", "旗长", "主席", "主任", "局长", "厅长", "部长", "盟长", "镇长", "乡长",
        "书记",
    ];
    let end =
        POSTS.iter().filter_map(|post| compact.find(post).map(|at| at + post.len())).min().filter(|&end| end <= 36)?;
    let name = compact[end..].trim_start_matches(['：', ':']);
    let han = name.chars().all(|c| c.is_alphabetic() || c == '·');
    (han && (2..=8).contains(&name.chars().count()))
        .then(|| format!("{} {name}", compact[..end].trim_end_matches(['：', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn document_numbers() {
        for (text, number) in [
            ("泉政发〔2021〕13号", "泉政发〔2021〕13号"),
            ("泉政办发[2021] 27 号", "泉政办发〔2021〕27号"),
            ("（泉政办规（2020）3号）", "泉政办规〔2020〕3号"),
            ("泉府【2020】第4号", "泉府〔2020〕第4号"),
            ("第5号", "第5号"),
            ("令第5号", "令第5号"),
            ("第 十三 号", "第十三号"),
            ("2021年第3号", "2021年第3号"),
            ("文号：泉人社发〔2021〕1号", "泉人社发〔2021〕1号"),
            ("〔2021〕第12号", "〔2021〕第12号"),
            ("（十四届）第9号", "〔十四届〕第9号"),
            ("泉政发〔2O21〕l3号", "泉政发〔2O21〕l3号"),
            ("泉政发〔2021〕13号　　签发人：王小明", "泉政发〔2021〕13号"),
            ("泉政办明电〔2021〕3号 特急", "泉政办明电〔2021〕3号"),
            ("泉发改〔2021〕3号　泉财[2021]17号　泉建发（2021）9号", "泉发改〔2021〕3号"),
        ] {
            assert_eq!(doc_number(text).as_deref(), Some(number), "{text}");
        }
        for text in
            ["编号", "3号", "（泉政发〔2021〕13号）文件精神", "标准化厂房5号", "2021年5月19日", "泉政发〔21〕3号"]
        {
            assert_eq!(doc_number(text), None, "{text}");
        }
    }

    proptest! {
        /// However a day is set, it is that day; and what is read of any text is one.
        #[test]
        fn a_day_in_any_dress_is_that_day(year in 1949..2100_u32, month in 1..=12_u32, day in 1..=31_u32, gap in "[ 　]{0,2}") {
            let wanted = format!("{year:04}-{month:02}-{day:02}");
            let chinese: String = year.to_string().bytes().filter_map(|b| "〇一二三四五六七八九".chars().nth(usize::from(b - b'0'))).collect();
            let han = numerals::format;
            for text in [
                format!("{year}年{month}月{day}日"),
                format!("{year}{gap}年{gap}{month}{gap}月{gap}{day}{gap}日"),
                format!("（{year}年{month:02}月{day:02}日）"),
                format!("{chinese}年{}月{}日", han(month), han(day)),
            ] {
                prop_assert_eq!(date(&text), Some(wanted.clone()), "{}", text);
                let signed = format!("青岚县人民政府{gap}{text}");
                if !text.starts_with('（') {
                    prop_assert_eq!(trailing_date(&signed), Some(("青岚县人民政府", wanted.clone())), "{}", signed);
                }
            }
        }

        #[test]
        fn any_line_is_looked_at(text in "([县政府局各单位发文号年月日令第：:（）()〔〕〇一二0-9O ]|\\PC){0,40}") {
            if let Some(day) = date(&text) {
                prop_assert!(day.len() == 10 && day.chars().filter(char::is_ascii_digit).count() == 8, "{}", day);
            }
            if let Some((before, _)) = trailing_date(&text) {
                prop_assert!(text.starts_with(before));
            }
            if let Some(names) = leading_addressees(&text) {
                prop_assert!(text.contains(names));
            }
            let _ = (doc_number(&text), release_note(&text), addressees(&text), signatories(&text), is_registration(&text));
        }
    }

    #[test]
    fn dates_of_every_script() {
        for text in [
            "2021年5月19日",
            "2021 年 5 月 19 日",
            "二〇二一年五月十九日",
            "二○二一年五月十九日",
            "２０２１年５月１９日",
            "（2021年5月19日）",
            "2O21年5月l9日",
            "二O二一年五月十九日",
            "二0二一年五月十九日",
        ] {
            assert_eq!(date(text).as_deref(), Some("2021-05-19"), "{text}");
        }
        for text in ["2021 年 月 日", "2021年5月", "2021年13月1日", "2021年5月19日，县政府召开会议"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(trailing_date("青岚县人民政府　2021年5月19日"), Some(("青岚县人民政府", "2021-05-19".into())));
        assert_eq!(trailing_date("填表日期 2021年5月19日"), None);
    }

    #[test]
    fn when_it_was_said() {
        for text in [
            "——2021年5月19日在青岚县第九届人民代表大会上",
            "（2021年5月19日在全县大会上）",
            "2021年5月19日在 县人大会议上",
        ] {
            assert_eq!(spoken(text).as_deref(), Some("2021-05-19"), "{text}");
        }
        for text in ["2021年5月19日在全县召开会议", "2021年5月19日", "在全县大会上"] {
            assert_eq!(spoken(text), None, "{text}");
        }
    }

    #[test]
    fn when_a_meeting_adopted_it() {
        let text = "（2021年5月19日青岚县第九届人民代表大会常务委员会第三次会议通过　2021年6月1日批准）";
        assert_eq!(adopted(text).as_deref(), Some("2021-05-19"));
        for text in ["（2021年5月19日）", "2021年5月19日会议通过", "（2021年5月19日会议通过）后，各单位要落实。"]
        {
            assert_eq!(adopted(text), None, "{text}");
        }
    }

    #[test]
    fn notes_of_the_head() {
        assert!(is_head_note("签发人：王小明　　办理结果：A类") && is_head_note("办理类别: B"));
        assert!(!is_head_note("签发人应当审核文件。") && !is_head_note("联系人：王小明"));
    }

    #[test]
    fn registrations() {
        for text in ["SJPR-2022-0140005", "QLPR—2022—14005", "统一登记号：QLPR-2022-14005"] {
            assert!(is_registration(text), "{text}");
        }
        for text in ["A4", "2022-05-19", "统一登记号", "CO2-12", "GB/T"] {
            assert!(!is_registration(text), "{text}");
        }
    }

    #[test]
    fn addressees_and_the_text_on_one_line() {
        let text = "各乡镇人民政府，县直各部门：为加强防汛工作，现将有关事项通知如下：";
        assert_eq!(leading_addressees(text), Some("各乡镇人民政府，县直各部门"));
        assert_eq!(leading_addressees("各单位要按照以下要求抓好落实：一是加强领导，二是落实责任。"), None);
    }

    #[test]
    fn who_signed() {
        let names = |text: &str| signatories(text).unwrap_or_default();
        assert_eq!(names("青岚县 人民政府"), ["青岚县人民政府"]);
        assert_eq!(names("中共青岚县委办公室　青岚县人民政府办公室"), ["中共青岚县委办公室", "青岚县人民政府办公室"]);
        assert_eq!(names("青岚县人民政府（ 印章 ）"), ["青岚县人民政府"]);
        assert_eq!(signatories("（印章）　　　（印章）"), Some(Vec::new()));
        assert_eq!(names("县　长　　李　四"), ["县长 李四"]);
        assert_eq!(names("市长：王小明"), ["市长 王小明"]);
        assert!(signatories("王小明 县人民政府副县长").is_none());
        assert!(signatories("报县人民政府。").is_none());
    }

    #[test]
    fn release_notes() {
        for text in ["（此件公开发布）", "(此件主动公开)", "主动公开", "（公开方式：主动公开）", "此件依申请公开"]
        {
            assert!(release_note(text).is_some(), "{text}");
        }
        assert_eq!(release_note("（此件公开发布）").unwrap(), "此件公开发布");
        assert!(release_note("主动公开政府信息。").is_none());
    }
}
