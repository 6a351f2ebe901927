//! Titles: whether lines can be one, and what they say is enclosed.

use super::markup::is_space;
use super::signatures;
use super::similar::shared_pairs;

/// Kinds of document that stand at the end of a document's own title.
const DOCUMENTS: [&str; 26] = [
    "通知",
    "决定",
    "公告",
    "通告",
    "意见",
    "通报",
    "批复",
    "复函",
    "函",
    "令",
    "公报",
    "纪要",
    "报告",
    "公示",
    "决议",
    "议案",
    "请示",
    "答复",
    "大事记",
    "倡议书",
    "任免",
    "通函",
    "建议",
    "说明",
    "解读",
    "问答",
];

/// Kinds of text that documents enclose or that stand on their own.
const TEXTS: [&str; 35] = [
    "办法", "规定", "条例", "细则", "章程", "方案", "规划", "计划", "要点", "规则", "准则", "指南", "标准", "预案",
    "清单", "目录", "制度", "规程", "名单", "分工", "措施", "政策", "纲要", "台账", "表", "规范", "安排", "流程",
    "职责", "任务", "指引", "讲话", "守则", "议程", "日程",
];

/// Lines of a title as one text: spaces between Chinese characters and digits are the recogniser's, so they go; between
/// Latin words one stays.
pub(super) fn join<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for line in lines {
        let mut space = !out.is_empty();
        for c in line.chars() {
            if is_space(c) {
                space = true;
                continue;
            }
            let latin = |c: char| c.is_ascii_alphabetic();
            if space && latin(c) && out.ends_with(latin) {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// A title as it is compared: folded, letters and digits only.
pub(super) fn key(text: &str) -> String {
    // Most characters are Chinese: told before a table is asked.
    let counts = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric();
    let mut key = String::with_capacity(text.len());
    key.extend(text.chars().filter_map(crate::text::fold::fold_char).filter(|&c| counts(c)));
    key
}

/// Whether a line can be part of a title by its form: short, no end mark, no field, no table.
pub(super) fn can_be_line(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 400
        && text.chars().count() <= 110
        && !text.ends_with(['。', '；', ';', '：', ':', '，', ',', '！', '？', '.'])
        && !text.contains(['。', '\t', '|'])
        && (!text.ends_with('”') || ends_with_name(text))
}

/// 关于开展“安全生产月”: a name in quotes at the end of a line of a title, not words that somebody said.
fn ends_with_name(text: &str) -> bool {
    let about = ["关于", "印发", "转发"].iter().any(|word| text.contains(word));
    let short = text.chars().count() <= 40 && !text.starts_with('“');
    (about || short) && balanced(text) && !text.contains(['，', '：', '；', ',', ':', ';'])
}

/// 《…》已经…, 《…》业经…, 现将《…》…: the beginning of a sentence about a text, not its title.
pub(super) fn says_of_title(text: &str) -> bool {
    let says = |rest: &str| {
        let rest = without_note(rest).trim_start_matches(is_space);
        let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        // 《…》的实施细则 is a title.
        starts(&["已", "业经", "经", "现", "印发"]) || starts(&["由", "于", "是", "的", "业"]) && !ends_text(text)
    };
    ["现将", "现把"].iter().any(|start| text.starts_with(start))
        || text.rsplit_once('》').is_some_and(|(_, rest)| says(rest))
        || after_quoted(text).is_some_and(says)
}

/// Whether two lines together are the beginning of a sentence about a title that ends the first: 《…》 | 已经县政府同意.
pub(super) fn goes_on_about(title: &str, here: &str) -> bool {
    let begin: String = here.chars().take(4).collect();
    title.ends_with('》') && says_of_title(&format!("{title}{begin}"))
}

/// 《…》政策解读, 关于《…》的问答: the title of a text that explains another.
pub(super) fn explains(title: &str) -> bool {
    if ["一图读懂", "图解"].iter().any(|start| title.starts_with(start)) {
        return title.chars().count() >= 8 && !title.contains(['：', ':']);
    }
    after_quoted(title.strip_prefix("关于").unwrap_or(title))
        .is_some_and(|rest| rest.chars().count() <= 8 && ["解读", "问答"].iter().any(|end| rest.ends_with(end)))
}

/// What follows the title in 《》 that a text begins with.
fn after_quoted(text: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (c == '》').then(|| &text[at + c.len_utf8()..]);
        }
    }
    None
}

/// The title without the mark of a footnote behind it: …统计公报[1].
pub(super) fn without_footnote(title: &str) -> &str {
    let mark = || title.strip_suffix([']', '］'])?.rsplit_once(['[', '［']);
    match mark() {
        Some((bare, digits)) if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) => bare.trim_end(),
        _ => title,
    }
}

/// The title as the body prints it, without what contents may add: 关于…的通知（2021年5月19日）, 政府工作报告——2021年1月13日在…会议上.
pub(super) fn without_addition(title: &str) -> &str {
    if let Some((title, _)) = title.split_once("——").filter(|(title, _)| ends_text(title)) {
        return title;
    }
    let day = title.ends_with(['）', ')']).then(|| title.rfind(['（', '('])).flatten();
    day.filter(|&at| at > 0 && signatures::date(&title[at..]).is_some()).map_or(title, |at| &title[..at])
}

/// The title without a note in brackets at its end: …办法（试行）.
pub(super) fn without_note(title: &str) -> &str {
    let mut title = without_footnote(title);
    while let Some(inner) = title.strip_suffix(['）', ')', '〕']) {
        let Some(open) = inner.rfind(['（', '(', '〔']) else { break };
        title = inner[..open].trim_end();
    }
    title
}

/// Whether a title ends as a document's own title does.
pub(super) fn ends_document(title: &str) -> bool {
    let title = without_note(title);
    balanced(title) && (DOCUMENTS.iter().any(|end| title.ends_with(end)) || names_appointments(title))
}

/// 丁市人民政府任免名单, 国务院任免国家工作人员: a list that is published by itself, without a number.
pub(super) fn names_appointments(title: &str) -> bool {
    title.contains("任免") && ["名单", "人员", "事项"].iter().any(|end| title.ends_with(end))
}

/// 任命：, 2021年5月15日，县人民政府决定：, 免去王小明的副局长职务。: what appointments begin with.
pub(super) fn appoints(text: &str) -> bool {
    let verb = ["任命", "免去", "任免", "决定"].iter().any(|verb| text.contains(verb));
    verb && (text.ends_with(['：', ':']) || ["任命", "免去"].iter().any(|verb| text.starts_with(verb)))
}

/// Whether a title ends as any kind of text does.
pub(super) fn ends_text(title: &str) -> bool {
    let bare = without_note(title);
    ends_document(title) || (balanced(bare) && TEXTS.iter().any(|end| bare.ends_with(end)))
}

/// 2021年第一季度经济运行情况, 2021年主要经济指标: figures of a year, a quarter or a month.
pub(super) fn reports_figures(title: &str) -> bool {
    const KINDS: [&str; 7] = ["情况", "主要指标", "经济指标", "统计数据", "统计资料", "统计公报", "经济简况"];
    let bare = without_note(title);
    let dated = ["年", "季度", "月"].iter().any(|word| bare.contains(word))
        && bare.contains(|c: char| c.is_ascii_digit() || c == '〇');
    (8..=45).contains(&bare.chars().count())
        && dated
        && KINDS.iter().any(|kind| bare.ends_with(kind))
        && !bare.contains(['，', '：', '、'])
}

/// 2021年国民经济和社会发展统计公报: the statisticians' yearly report, which has no number and is addressed to nobody.
pub(super) fn is_yearly_report(title: &str) -> bool {
    reports_figures(title) && without_note(title).ends_with("国民经济和社会发展统计公报")
}

/// 在全县…会议上的讲话: words that were spoken at a meeting.
pub(super) fn is_speech(title: &str) -> bool {
    let bare = without_note(title);
    let said = ["上的讲话", "上的致辞", "上的发言", "上的报告"].iter().any(|end| bare.ends_with(end));
    said && bare.contains('在') && (8..=60).contains(&bare.chars().count()) && !bare.contains(['，', '：', ':'])
}

/// Whether a line ends with the name of a kind of text, alone or with a note in brackets.
pub(super) fn has_ending(line: &str) -> bool {
    let line = join([line]);
    let bare = without_note(&line);
    DOCUMENTS.iter().chain(&TEXTS).any(|end| bare.ends_with(end))
        || names_appointments(bare)
        || line.ends_with('令')
        || ["情况", "指标", "数据", "资料", "简况"].iter().any(|end| bare.ends_with(end))
}

/// Whether every 《 and “ is closed.
pub(super) fn balanced(text: &str) -> bool {
    let count = |c: char| text.chars().filter(|&x| x == c).count();
    count('《') <= count('》') && count('“') <= count('”')
}

/// Whether lines joined are the whole title of a document: an issuing body or none, 关于, …, 通知.
pub(super) fn is_document(title: &str) -> bool {
    if title.chars().count() < 5 || !ends_document(title) {
        return false;
    }
    match title.find("关于").or_else(|| title.find("關於")) {
        Some(0) => true,
        Some(at) => at <= 150 && is_issuer(&title[..at]),
        None => {
            let verb = ["印发", "转发", "批转", "公布", "发布"].iter().filter_map(|v| title.find(v)).min();
            verb.is_some_and(|at| at == 0 || is_issuer(&title[..at])) || is_order(title)
        }
    }
}

/// One or several bodies' names run together or listed.
pub(super) fn is_issuer(text: &str) -> bool {
    text.split('、').all(signatures::is_body)
}

/// 青岚县人民政府令, 青岚县人民政府公告, and the bare words.
pub(super) fn is_order(title: &str) -> bool {
    const KINDS: [&str; 12] = [
        "令",
        "公告",
        "通告",
        "命令",
        "任免通知",
        "决定",
        "任免名单",
        "任免职名单",
        "任免工作人员",
        "任免国家工作人员",
        "任免事项",
        "人事任免",
    ];
    KINDS.iter().any(|word| title.strip_suffix(word).is_some_and(|body| body.is_empty() || signatures::is_body(body)))
}

/// 通知, 丁县人民政府办公室通知: the kind of document, with its issuer or without, and not what it is about.
pub(super) fn is_bare_kind(title: &str) -> bool {
    let title = join([title]);
    ["通知", "通报", "通告", "公告", "决定", "意见", "函"]
        .iter()
        .any(|kind| title.strip_suffix(kind).is_some_and(|body| body.is_empty() || signatures::is_body(body)))
}

/// What a document's title says it encloses: the texts in 《》 after 印发 and the like, or what stands between 印发 and the
/// kind of document.
pub(super) fn announced(title: &str) -> Vec<String> {
    let verbs = ["印发", "转发", "批转", "公布", "发布", "下发", "下达", "颁布", "颁发", "公开", "修订", "调整"];
    let Some((at, verb)) = verbs.iter().filter_map(|v| title.find(v).map(|at| (at, v))).min() else {
        return Vec::new();
    };
    let rest = &title[at + verb.len()..];
    let quoted = quoted(rest);
    if !quoted.is_empty() {
        return quoted;
    }
    let Some(end) = DOCUMENTS.iter().filter_map(|d| rest.rfind(&format!("的{d}"))).max() else { return Vec::new() };
    let inner = rest[..end].trim_start_matches(['了', '《']);
    if inner.chars().count() >= 4 { vec![inner.to_owned()] } else { Vec::new() }
}

/// 《…》已经…通过，现予公布: an order says in its text what it encloses.
pub(super) fn announced_in_text(text: &str) -> Vec<String> {
    let says = [
        "现予公布",
        "现予发布",
        "现印发",
        "现予印发",
        "现将",
        "现公布",
        "现发布",
        "现转发",
        "予以公布",
        "予以印发",
        "予以发布",
        "重新公布",
        "现予颁布",
        "现颁布",
    ];
    if says.iter().any(|s| text.contains(s)) { quoted(text) } else { Vec::new() }
}

/// What the first rows of a document's text say so, read as one: a sentence may take several lines.
pub(super) fn announced_below<'a>(rows: impl Iterator<Item = &'a str>) -> Vec<String> {
    const ROWS: usize = 8;
    let mut text = String::new();
    let mut found = Vec::new();
    for row in rows.take(ROWS) {
        text.push_str(row);
        if row.ends_with(['。', '：', ':']) || super::clauses::marker(row).is_some() {
            found.extend(announced_in_text(&text));
            text.clear();
        }
    }
    found.extend(announced_in_text(&text));
    found
}

/// As many quotes are looked at.
const MOST_QUOTED: usize = 8;

/// The texts in 《》, and those they quote themselves in 〈〉 or 《》; the longest first.
fn quoted(text: &str) -> Vec<String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '《' | '〈' => open.push(at + c.len_utf8()),
            '》' | '〉' => {
                if let Some(start) = open.pop() {
                    found.push(text[start..at].to_owned());
                }
            }
            _ => {}
        }
        if found.len() >= MOST_QUOTED {
            break;
        }
    }
    found.retain(|title| title.chars().count() >= 3);
    found.sort_by_key(|title| std::cmp::Reverse(title.len()));
    found
}

/// What is announced, as it is compared: from 关于 on as well, since the body that issued it may be left out.
#[derive(Debug, Default)]
pub(super) struct Announced(Vec<String>);

impl Announced {
    pub fn new(titles: &[String]) -> Self {
        let mut keys: Vec<String> = titles.iter().map(|t| key(t)).collect();
        let cores: Vec<String> = keys.iter().map(|k| core(k).to_owned()).filter(|c| !keys.contains(c)).collect();
        keys.extend(cores);
        keys.retain(|key| key.chars().count() >= 3);
        Announced(keys)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// How alike a title is to what is announced, 0 to 1.
    pub fn alike(&self, key: &str) -> f32 {
        self.0.iter().map(|a| shared_pairs(a, key).max(shared_pairs(a, core(key)))).fold(0.0, f32::max)
    }
}

/// A key without its issuing body.
pub(super) fn core(key: &str) -> &str {
    key.find("关于").map_or(key, |at| &key[at..])
}

/// Whether a title names what is attached rather than issued: a table, a list of names, a division of work.
pub(super) fn is_attachment_like(title: &str) -> bool {
    let bare = without_note(title);
    ["表", "名单", "清单", "分工", "台账", "职责", "目录", "任务", "流程", "一览", "图"]
        .iter()
        .any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_of_the_recogniser_go() {
        assert_eq!(
            join(["青岚县人民政府办公室 关于", "印发《2021 年工作要点》的通知"]),
            "青岚县人民政府办公室关于印发《2021年工作要点》的通知"
        );
        assert_eq!(join(["smart", "city 建设"]), "smart city建设");
    }

    #[test]
    fn document_titles() {
        for title in [
            "关于印发《青岚县防汛工作方案》的通知",
            "中共青岚县委员会青岚县人民政府关于加强耕地保护的意见",
            "青岚县人民政府令",
            "青岚县人民政府任免名单",
            "国家山河总局任免国家工作人员",
            "青岚县人民政府关于王小明等同志职务任免的通知",
            "青岚县人民政府关于青岚县城市总体规划的批复（2021年修订）",
        ] {
            assert!(is_document(title), "{title}");
        }
        for title in ["青岚县防汛工作方案", "王小明青岚县副县长", "关于印发《青岚县防汛", "一、发布通知"]
        {
            assert!(!is_document(title), "{title}");
        }
    }

    #[test]
    fn sentences_about_titles() {
        for text in [
            "《青岚县防汛办法》已经县第六届人民代表",
            "《青岚县〈防汛法〉办法》经县政府同意，现印发《通知》给你们",
            "现将《青岚县防汛办法》印发给",
            "《青岚县防汛办法》由县水务局负责",
        ] {
            assert!(says_of_title(text), "{text}");
        }
        for text in ["《青岚县防汛办法》", "《青岚县防汛办法》的实施细则", "青岚县实施《防汛法》办法"]
        {
            assert!(!says_of_title(text), "{text}");
        }
    }

    #[test]
    fn figures_of_a_time() {
        assert!(reports_figures("青岚县2021年第一季度国民经济和社会发展主要情况"));
        assert!(reports_figures("青岚县2021年1—6月主要经济指标"));
        assert!(!reports_figures("关于安全生产工作情况") && !reports_figures("2021年，全县工作情况"));
    }

    #[test]
    fn explanations() {
        for title in [
            "一图读懂青岚县防汛办法",
            "《青岚县防汛办法》解读",
            "《青岚县〈防汛法〉办法》政策解读",
            "关于《青岚县防汛办法》的政策问答",
        ] {
            assert!(explains(title), "{title}");
        }
        for title in ["《青岚县防汛办法》", "《青岚县防汛办法》由县水务局负责组织宣传和解读", "政策解读"]
        {
            assert!(!explains(title), "{title}");
        }
    }

    #[test]
    fn what_is_announced() {
        let announced = |title: &str| announced(title).first().cloned();
        assert_eq!(
            announced("关于印发《青岚县〈食品安全法〉宣传方案》的通知").unwrap(),
            "青岚县〈食品安全法〉宣传方案"
        );
        assert_eq!(announced("青岚县人民政府办公室关于印发青岚县防汛预案的通知").unwrap(), "青岚县防汛预案");
        assert_eq!(announced("青岚县人民政府关于加强耕地保护的意见"), None);
        let order = "《青岚县关于修改〈供餐办法〉的决定》已经通过，现予公布。";
        assert_eq!(announced_in_text(order), ["青岚县关于修改〈供餐办法〉的决定", "供餐办法"]);
    }
}
