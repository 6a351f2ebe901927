//! What a line of the front matter looks like on its own, before its neighbours are asked.

use std::collections::HashMap;

use super::entry::{self, Pieces};
use super::{imprint, masthead, name};
use crate::parse::doc_number::{self, is_han};
use crate::parse::furniture;
use crate::parse::markup::{Line, is_space};
use crate::parse::{signatures, titles};
use crate::text::fold::{fold, fold_char};

/// The looks of a line, most telling first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 目录, CONTENTS
    TocHeading,
    /// The gazette's name.
    Title(String),
    /// 编辑委员会
    BoardHeading,
    Imprint(Vec<imprint::Field>),
    Number(masthead::Numbers),
    /// 【政府文件】
    Category(String),
    /// 丁政发〔2021〕13号, with or without a page.
    DocNumber,
    /// The value of a field that is named in another column.
    Value,
    /// 发布政令 宣传政策
    Slogan,
    /// A sentence about the gazette itself: 本刊刊登的文件与正式文本具有同等效力。
    Statement,
    /// 各乡镇人民政府：
    Addressee,
    Sentence,
    /// Nothing in Chinese and no number: an English contents page, a name in pinyin.
    Foreign,
    /// No letter and no digit.
    Mark,
    Text,
}

/// A printed line and its looks.
#[derive(Debug, Clone)]
pub struct Sight<'a> {
    pub line: &'a Line<'a>,
    pub pieces: Pieces<'a>,
    pub kind: Kind,
}

/// With this many lines seen, and this many sentences among them, the front matter is over.
const ENOUGH_LINES: usize = 600;
const ENOUGH_SENTENCES: usize = 60;

/// The looks of the lines with text, from the first on as far as front matter can reach.
pub fn sights<'a>(lines: &'a [Line<'a>]) -> Vec<Sight<'a>> {
    let mut sentences = 0;
    let mut sights: Vec<Sight> = Vec::new();
    let mut title = name::at_top(lines);
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let mut sight = Sight { line, pieces: entry::pieces(&line.text), kind: Kind::Text };
        sight.kind = kind(line, &sight.pieces, title.as_deref());
        if matches!(sight.kind, Kind::Text | Kind::Title(_))
            && let Some((count, name)) = name::over_lines(&sights, line, title.as_deref())
        {
            let from = sights.len() - count;
            sights[from..].iter_mut().for_each(|above| above.kind = Kind::Title(name.clone()));
            sight.kind = Kind::Title(name);
        }
        if let Kind::Title(name) = &sight.kind {
            title.get_or_insert_with(|| name.clone());
        }
        sentences += usize::from(matches!(sight.kind, Kind::Sentence | Kind::Addressee));
        sights.push(sight);
        if sights.len() >= ENOUGH_LINES && sentences >= ENOUGH_SENTENCES {
            break;
        }
    }
    dressed_categories(&mut sights);
    columns(&mut sights);
    sights
}

/// How many lines have a page of their own; a column of pages that was read apart from its titles is one.
pub fn pages(sights: &[Sight]) -> usize {
    let alone = |s: &Sight| s.has_page() && s.pieces.text.is_empty();
    let columns = sights.windows(2).filter(|pair| alone(&pair[0]) && alone(&pair[1]));
    sights.iter().filter(|sight| sight.has_page()).count() - columns.count()
}

/// Whether numbers stand below the titles that they belong to: they come before a category's name, and not after it.
pub fn numbers_below(sights: &[Sight]) -> bool {
    let is_number = |s: &Sight| !s.has_page() && doc_number::plain(s.pieces.text).is_some();
    let is_title = |s: &Sight| s.kind == Kind::Text && s.has_page() && !s.pieces.text.is_empty();
    let heads = |s: &Sight| matches!(s.kind, Kind::Category(_) | Kind::TocHeading);
    let (mut below, mut above) = (0, 0);
    for at in (0..sights.len()).filter(|&at| is_number(&sights[at])) {
        let before = at.checked_sub(1).and_then(|at| sights.get(at));
        let after = sights.get(at + 1);
        below += usize::from(before.is_some_and(is_title) && after.is_none_or(heads));
        above += usize::from(before.is_none_or(heads));
    }
    below > above
}

/// An imprint in two columns that were read one after the other: names of fields, and then as many lines as there are names.
fn columns(sights: &mut [Sight]) {
    const FEWEST: usize = 3;
    let mut at = 0;
    while at < sights.len() {
        let names: Vec<String> = sights[at..].iter().map_while(|sight| imprint::bare_name(sight.text())).collect();
        let count = names.len();
        let values = at + count..at + 2 * count;
        let is_value = |sight: &Sight| {
            matches!(sight.kind, Kind::Text | Kind::Foreign) && sight.text().chars().count() <= 60
                || matches!(&sight.kind, Kind::Number(_))
        };
        if count >= FEWEST && sights.get(values.clone()).is_some_and(|values| values.iter().all(is_value)) {
            for (index, name) in names.into_iter().enumerate() {
                let value = imprint::value(sights[values.start + index].text());
                sights[at + index].kind = Kind::Imprint(vec![(name, value)]);
            }
            sights[values].iter_mut().for_each(|sight| sight.kind = Kind::Value);
            at += count;
        }
        at += count.max(1);
    }
}

/// How a line of the contents is set apart from the entries: by a heading mark, the sign that it begins with, or bold.
type Dress = (u8, char, bool);

fn dress(line: &Line) -> Option<Dress> {
    // A dot may begin a page's number, but on both sides it frames a name.
    let framed = |c: char| line.text.ends_with(c) && line.text.contains(is_han);
    let sign = line.text.chars().next().filter(|&c| entry::is_ornament(c) && (!entry::is_leader(c) || framed(c)));
    let bold = line.bold as usize >= line.text.len();
    (line.heading > 0 || sign.is_some() || bold).then(|| (line.heading, sign.unwrap_or(' '), bold))
}

/// Categories that no word tells: all that are set apart as one is that is told, if no entry is set so.
fn dressed_categories(sights: &mut [Sight]) {
    let Some(first) = sights.iter().position(|sight| sight.kind == Kind::TocHeading) else { return };
    let body = |sight: &Sight| matches!(sight.kind, Kind::Sentence | Kind::Addressee);
    let end = sights[first..].iter().position(body).map_or(sights.len(), |at| first + at);
    let end = sights[first..end].iter().rposition(Sight::has_page).map_or(end, |at| first + at);
    let contents = &mut sights[first..end];
    let told = |sight: &Sight| {
        let heading = sight.line.heading > 0;
        matches!(sight.kind, Kind::Category(_)) || entry::category(sight.text(), heading, true).is_some()
    };
    let name = |sight: &Sight| {
        let name = sight.text().trim_matches(entry::is_ornament);
        let fits = (2..=16).contains(&name.chars().filter(|&c| !is_space(c)).count());
        (sight.kind == Kind::Text && fits && !sight.has_page() && !name.contains("关于")).then(|| name.to_owned())
    };
    let mut dresses: HashMap<Dress, (usize, bool)> = HashMap::new();
    for sight in contents.iter().filter(|sight| matches!(sight.kind, Kind::Text | Kind::Category(_))) {
        if let Some(dress) = dress(sight.line) {
            let (sure, all) = dresses.entry(dress).or_insert((0, true));
            *sure += usize::from(told(sight));
            *all &= told(sight) || name(sight).is_some();
        }
    }
    for sight in contents {
        if dress(sight.line).and_then(|dress| dresses.get(&dress)).is_some_and(|&(sure, all)| sure > 0 && all)
            && let Some(name) = name(sight)
        {
            sight.kind = Kind::Category(name);
        }
    }
}

fn kind(line: &Line, pieces: &Pieces, title: Option<&str>) -> Kind {
    let text = line.text.as_ref();
    if is_toc_heading(text) {
        return Kind::TocHeading;
    }
    if is_page_foot(text) {
        return Kind::Mark;
    }
    // Beyond this, a line is no title, field or number: prose.
    let long = text.len() > 600;
    if let Some(row) = imprint::row(text) {
        if let Some(fields) = imprint::gapped_fields(&row) {
            return Kind::Imprint(fields);
        }
        if let Some((name, _)) = masthead::title_and_numbers(&row) {
            return Kind::Title(name);
        }
    }
    if !long {
        if let Some(name) = masthead::title(text) {
            return Kind::Title(name);
        }
        if let Some((name, _)) = masthead::title_and_numbers(text) {
            return Kind::Title(name);
        }
        // 12　丁县人民政府公报: beside a page's number it is the head of a page.
        let beside = if pieces.leaders { text } else { pieces.text };
        if let Some(known) = title.filter(|known| [text, beside].iter().any(|text| name::is_known(text, known))) {
            return Kind::Title(known.to_owned());
        }
        if let Some(numbers) = masthead::numbers(text, title) {
            return Kind::Number(numbers);
        }
        if is_board_heading(text) {
            return Kind::BoardHeading;
        }
        if let Some(fields) =
            imprint::fields(text).or_else(|| imprint::gapped_fields(text)).or_else(|| imprint::barred_field(text))
        {
            return Kind::Imprint(fields);
        }
        if !text.chars().any(is_han) {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            return match letters {
                0 if pieces.page.is_none() && !text.chars().any(char::is_numeric) => Kind::Mark,
                0 => Kind::Text,
                _ => Kind::Foreign,
            };
        }
        if let Some(category) = entry::category(text, false, false) {
            return Kind::Category(category);
        }
        if doc_number::whole(pieces.text).is_some() || doc_number::of_congress(pieces.text).is_some() {
            return Kind::DocNumber;
        }
        if is_slogan(text) {
            return Kind::Slogan;
        }
        if pieces.page.is_none()
            && ["本刊", "本公报", "本政报"].iter().any(|name| text.starts_with(name))
            && is_statement(text)
        {
            return Kind::Statement;
        }
    }
    if pieces.page.is_some() && pieces.leaders {
        return Kind::Text;
    }
    // 《…办法》已经…: cut by a page, it may have no stop yet. The stop behind an ordinal (9。) ends no sentence.
    let about = text.starts_with('《') && !pieces.leaders && titles::says_of_title(text);
    if about || is_sentence(if pieces.ordinal.is_some() { pieces.text } else { text }) {
        return if is_statement(text) { Kind::Statement } else { Kind::Sentence };
    }
    if is_addressee(text) { Kind::Addressee } else { Kind::Text }
}

/// 目录, 目 次, 本期要目, 目录 CONTENTS, 目录（续）, 目录（2020年第3期）, and the header of a table: | 文件 | 页码 |, in either markup.
pub fn is_toc_heading(text: &str) -> bool {
    // Asked of every line: most have not a character of it.
    let tells = |c| matches!(c, '录' | '次' | '目' | '绿' | '页' | 'c');
    if text.len() > 120 || !text.chars().filter_map(fold_char).any(tells) {
        return false;
    }
    let folded = fold(text);
    if folded.starts_with('|') || text.contains('\t') {
        let paged = ["页码", "页次", "页数"].iter().any(|word| folded.contains(word));
        return paged || is_header(&text.split(['|', '\t']).map(str::trim).collect::<Vec<_>>());
    }
    let name = folded.trim_matches(|c: char| !c.is_alphanumeric());
    // 丁县人民政府公报 2020·3 目录: a running head over the next page of contents.
    if let Some(head) = name.strip_suffix("目录")
        && (masthead::title(head).is_some() || masthead::title_and_numbers(head).is_some())
    {
        return true;
    }
    let name = name.strip_prefix("本期").unwrap_or(name);
    ["目录", "目次", "要目", "目绿"].iter().any(|heading| {
        name.strip_prefix(heading).is_some_and(|rest| {
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
            matches!(rest, "" | "contents" | "mulu" | "续" | "续表" | "一" | "二" | "三" | "1" | "2" | "3")
                || masthead::numbers(rest, None).is_some()
        })
    }) || matches!(name, "contents" | "contents目录" | "tableofcontents")
}

/// The header of contents in a table: 序号, 标题, 文号, 页码.
pub fn is_header(cells: &[&str]) -> bool {
    const TITLES: [&str; 10] = ["标题", "名称", "文件", "题目", "题名", "内容", "篇名", "目录", "文件名称", "文件标题"];
    const TELLING: [&str; 7] = ["文号", "发文字号", "页码", "页次", "页数", "页", "起始页"];
    const OTHERS: [&str; 5] = ["序号", "编号", "备注", "类别", "类型"];
    let names: Vec<String> = cells.iter().map(|cell| fold(cell)).filter(|name| !name.is_empty()).collect();
    let of = |set: &[&str], name: &String| set.contains(&name.as_str());
    names.iter().any(|name| of(&TITLES, name))
        && names.iter().any(|name| of(&TELLING, name))
        && names.iter().all(|name| of(&TITLES, name) || of(&TELLING, name) || of(&OTHERS, name))
}

fn is_board_heading(text: &str) -> bool {
    // Asked of every line: most are told by their last character.
    let last = text.chars().rev().filter_map(fold_char).find(|&c| c != ':');
    if !matches!(last, Some('会' | '员' | '单')) {
        return false;
    }
    let folded = fold(text);
    // 主管：丁县人民政府　　编辑委员会: the heading of the column beside a field.
    let name = folded.trim_end_matches(':');
    if name.contains(':') {
        return false;
    }
    let name = name.strip_suffix("成员").or_else(|| name.strip_suffix("名单")).unwrap_or(name);
    name.chars().count() <= 24
        && ["编辑委员会", "编委会", "编审委员会", "编纂委员会", "编辑部人员", "编辑委员会组成人员"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// Several phrases of four characters, or of three that end in 性; between dots, of any one length. One will do where it
/// is spelt in Latin letters beside it: 政令畅通 ZHENGLING CHANGTONG.
fn is_slogan(text: &str) -> bool {
    let is_dot = |c: char| matches!(c, '·' | '•' | '●' | '◆' | '■' | '★' | '・' | '‧' | '|' | '｜');
    // 政令畅通 ZHENGLING CHANGTONG: in two scripts.
    if let Some((han, latin)) = text.split_once(' ')
        && (4..=8).contains(&han.chars().take(9).count())
        && han.chars().all(is_han)
        && latin.len() >= 8
        && latin.chars().all(|c| c.is_ascii_uppercase() || c == ' ')
    {
        // 人事任免 RENSHI RENMIAN heads entries.
        return entry::category(han, false, true).is_none();
    }
    let groups =
        || text.split(|c: char| is_space(c) || is_dot(c) || matches!(c, '、' | '，')).filter(|group| !group.is_empty());
    // Asked of every line: most begin with something else.
    let length = groups().next().map_or(0, |group| group.chars().take(9).count());
    if !(2..=8).contains(&length) {
        return false;
    }
    let groups: Vec<&str> = groups().collect();
    let even = groups.iter().all(|group| group.chars().count() == length && group.chars().all(is_han));
    let dotted = text.contains(is_dot) && groups.len() >= 3;
    even && groups.len() >= 2
        && match length {
            4 => true,
            3 => dotted || groups.iter().all(|group| group.ends_with('性')),
            2 | 5..=8 => dotted,
            _ => false,
        }
}

/// A sentence of running text: it has a full stop, or it is long and goes on from comma to comma.
fn is_sentence(text: &str) -> bool {
    let han = text.chars().filter(|&c| is_han(c)).count();
    let commas = text.matches(['，', ',', '；']).count();
    (han >= 12 && text.contains('。') && !text.contains("。。")) || (han >= 40 && commas >= 2)
}

/// — 2 —, 第 3 页 共 48 页: the number of a page, not the page of an entry.
fn is_page_foot(text: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '•' | '~' | '～' | '.');
    let marked = text.starts_with(mark) && text.ends_with(mark) || text.contains('页') && text.contains('共');
    marked && furniture::is_page_number(text)
}

fn is_statement(text: &str) -> bool {
    // Asked of every sentence: most name no periodical.
    if !text.chars().any(|c| matches!(fold_char(c), Some('刊' | '报'))) {
        return false;
    }
    let text = fold(text);
    (text.contains("本刊") || text.contains("公报") || text.contains("政报"))
        && [
            "刊登",
            "刊载",
            "标准文本",
            "赠阅",
            "订阅",
            "出版物",
            "同等效力",
            "主办",
            "公开发行",
            "登载",
            "查阅",
            "创刊",
        ]
        .iter()
        .any(|word| text.contains(word))
}

/// 各乡（镇）人民政府，县直各部门：
fn is_addressee(text: &str) -> bool {
    let text = text.trim_end_matches(is_space);
    let han = text.chars().filter(|&c| is_han(c)).count();
    let names = ["各", "政府", "部门", "单位", "局", "委", "办", "公司", "厅", "镇", "乡", "县", "市", "区", "省"];
    text.ends_with(['：', ':'])
        && han >= 4
        && !text.contains('《')
        && names.iter().any(|name| text.contains(name))
        // 政府文件：
        && entry::category(text, false, true).is_none()
}

impl<'a> Sight<'a> {
    pub fn text(&self) -> &'a str {
        self.line.text.as_ref()
    }

    /// What it says if it is a line of a contents entry: without ordinal, leaders and page.
    pub fn entry_text(&self) -> &'a str {
        match self.kind {
            Kind::Text | Kind::Sentence => self.pieces.text,
            _ => "",
        }
    }

    fn may_be_entry(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::DocNumber)
    }

    pub fn has_page(&self) -> bool {
        self.may_be_entry() && self.pieces.page.is_some()
    }

    pub fn has_leaders(&self) -> bool {
        self.has_page() && self.pieces.leaders && !self.pieces.text.is_empty()
    }

    /// A document number and then a title: only contents print them so.
    pub fn leads_with_number(&self) -> bool {
        let text = self.pieces.text;
        self.kind == Kind::Text
            && doc_number::leading(text)
                .is_some_and(|found| text[found.end..].chars().filter(|&c| is_han(c)).count() >= 6)
    }

    /// A line that contents may have and covers have not.
    pub fn is_entry(&self) -> bool {
        self.has_page()
            || self.kind == Kind::DocNumber
            || self.kind == Kind::Text && self.is_title()
            || matches!(self.kind, Kind::Category(_))
    }

    /// The text names a document.
    pub fn is_title(&self) -> bool {
        let text = self.pieces.text;
        text.contains("关于") || text.contains("關於") || super::toc::ends_like_title(text)
    }

    /// A line that can stand only in front matter.
    pub fn is_front(&self) -> bool {
        match &self.kind {
            Kind::TocHeading
            | Kind::Title(_)
            | Kind::BoardHeading
            | Kind::Imprint(_)
            | Kind::Value
            | Kind::Category(_)
            | Kind::Slogan
            | Kind::Statement => true,
            // 2021年4月28日出版: a date alone may be a document's.
            Kind::Number(_) => {
                self.names_issue() || ["出版", "出刊"].iter().any(|word| fold(self.text()).contains(word))
            }
            // YTDR—2018—01003 is registered with a document.
            Kind::Foreign => self.text().len() >= 12 && !signatures::is_registration(self.text()),
            Kind::Text | Kind::DocNumber => self.has_page() || self.pieces.leaders,
            Kind::Addressee | Kind::Sentence | Kind::Mark => false,
        }
    }

    /// The line gives the issue's number; 第3号 alone may be a decree's.
    pub fn names_issue(&self) -> bool {
        let Kind::Number(numbers) = &self.kind else { return false };
        let lone = numbers.year.is_none() && numbers.total_number.is_none() && numbers.frequency.is_none();
        numbers.names_issue() && (!lone || fold(self.text()).contains('期'))
    }

    /// 第一章, 第二条, 三、 …: contents of a plan, not of a gazette.
    pub fn is_clause(&self) -> bool {
        let text = fold(self.pieces.text);
        let mut chars = text.chars();
        let first = chars.next();
        let numeral = |c: char| "一二三四五六七八九十百".contains(c);
        match first {
            Some('第') => {
                let mut rest = chars.skip_while(|&c| numeral(c) || c.is_ascii_digit());
                rest.next().is_some_and(|c| matches!(c, '章' | '条' | '节' | '编' | '部'))
            }
            Some(c) if numeral(c) => chars.find(|&c| !numeral(c)) == Some(',') && !self.is_title(),
            _ => false,
        }
    }

    /// What a cover or an imprint leaves behind: a publisher without its label, a column's name.
    pub fn is_left_over(&self) -> bool {
        let text = self.text();
        self.kind == Kind::Text && (imprint::bare_fields(text).is_some() || furniture::is_column_head(text))
    }

    /// An issuing body on a line of its own, above the rest of a title.
    pub fn is_issuer(&self) -> bool {
        let text = fold(self.text());
        self.kind == Kind::Text
            && !self.has_page()
            && (4..=30).contains(&text.chars().count())
            && !text.contains("关于")
            && ["人民政府", "办公室", "办公厅", "委员会", "局", "厅", "部", "院"].iter().any(|end| text.ends_with(end))
    }
}

#[cfg(test)]
mod tests;
