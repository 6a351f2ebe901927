//! 版权页: who edits, prints and sends out the gazette, as field and value, with or without a colon, several a line.

use crate::parse::doc_number::is_han;
use crate::parse::markup::is_space;
use crate::text::fold::fold;

/// A printed field: its name without inner space, and what stands behind it on the line (maybe nothing).
pub type Field = (String, String);

/// Names of fields as gazettes print them.
const FIELDS: &[&str] = &[
    "主编",
    "副主编",
    "执行主编",
    "执行副主编",
    "常务副主编",
    "总编",
    "副总编",
    "总编辑",
    "副总编辑",
    "社长",
    "责任编辑",
    "责编",
    "编辑",
    "特约编辑",
    "文字编辑",
    "编审",
    "责任编审",
    "审稿",
    "审核",
    "审定",
    "终审",
    "校对",
    "责任校对",
    "编校",
    "美编",
    "美术编辑",
    "版式设计",
    "封面设计",
    "排版",
    "统稿",
    "统筹",
    "策划",
    "监印",
    "主管",
    "主管单位",
    "主管部门",
    "主管机关",
    "主办",
    "主办单位",
    "主办部门",
    "承办",
    "承办单位",
    "协办",
    "协办单位",
    "编辑出版",
    "编辑出版单位",
    "编辑单位",
    "编辑部",
    "出版",
    "出版单位",
    "出版日期",
    "出刊日期",
    "编印",
    "编印单位",
    "编制",
    "发行",
    "发行单位",
    "发行范围",
    "发行对象",
    "发行方式",
    "赠阅",
    "赠阅范围",
    "赠阅对象",
    "赠阅单位",
    "赠送范围",
    "发送范围",
    "发送对象",
    "印刷",
    "印刷单位",
    "印刷日期",
    "印制",
    "承印",
    "承印单位",
    "印数",
    "印量",
    "印张",
    "开本",
    "地址",
    "社址",
    "通讯地址",
    "通信地址",
    "联系地址",
    "编辑部地址",
    "邮编",
    "邮政编码",
    "电话",
    "联系电话",
    "编辑部电话",
    "电话号码",
    "电话传真",
    "电话/传真",
    "咨询电话",
    "发行电话",
    "传真",
    "传真电话",
    "邮箱",
    "电子邮箱",
    "电子信箱",
    "电子邮件",
    "投稿邮箱",
    "e-mail",
    "email",
    "网址",
    "网站",
    "官网",
    "官方网站",
    "政府网站",
    "微信公众号",
    "公众号",
    "准印证",
    "准印证号",
    "准印证编号",
    "准印号",
    "准印字号",
    "内部资料准印证",
    "内部资料准印证号",
    "内部准印证",
    "登记证号",
    "刊号",
    "国内刊号",
    "国内统一刊号",
    "国内统一连续出版物号",
    "统一刊号",
    "国际标准刊号",
    "国际标准连续出版物号",
    "邮发代号",
    "国外发行代号",
    "订阅",
    "订阅处",
    "订阅电话",
    "订购",
    "订购处",
    "零售",
    "定价",
    "零售价",
    "工本费",
    "期刊登记证",
    "期刊登记号",
    "广告经营许可证",
];

/// Members of the editorial board: printed like fields, but no part of the imprint.
const BOARD: &[&str] = &[
    "主任",
    "副主任",
    "委员",
    "顾问",
    "名誉主任",
    "成员",
    "编委",
    "编委会主任",
    "编委会副主任",
    "编委会委员",
    "编委会成员",
    "编委主任",
    "编委副主任",
    "主任委员",
    "副主任委员",
    "编辑委员会",
    "编委会",
    "编审委员会",
    "组长",
    "副组长",
];

/// Fields of a line, if it starts with one: 主 编：甲　副主编：乙.
pub fn fields(line: &str) -> Option<Vec<Field>> {
    let labels = labels(line, &is_known);
    let first = labels.first()?;
    if !line[..first.start].chars().all(|c| is_space(c) || !c.is_alphanumeric()) {
        return None;
    }
    let ends = labels.iter().skip(1).map(|label| label.start).chain([line.len()]);
    let text = |label: &Label, end: usize| without_column(&line[label.end..end]);
    Some(labels.iter().zip(ends).map(|(label, end)| (label.name.clone(), value(text(label, end)))).collect())
}

/// Fields whose names wide gaps set apart from their values, the names themselves often spread: 主　　管　丁县人民政府,
/// 地址　丁县前街1号　　邮编　000200.
pub fn gapped_fields(line: &str) -> Option<Vec<Field>> {
    if line.len() > 240 || line.contains(['。', '，', '；', '…']) {
        return None;
    }
    let words: Vec<&str> = line.split(is_space).filter(|word| !word.is_empty()).collect();
    let place = |word: usize| words[word].as_ptr() as usize - line.as_ptr() as usize;
    // One plain space is the recogniser's, anywhere.
    let wide = |word: usize| {
        let gap = line[..place(word)].chars().rev().take_while(|&c| is_space(c));
        gap.clone().count() >= 2 || gap.clone().any(|c| c == '　')
    };
    let name = |from: usize, count: usize| {
        Some(fold_case(&words[from..from + count].concat())).filter(|name| FIELDS.contains(&name.as_str()))
    };
    // A name that begins at a word: how many words it takes, and where its value begins.
    let label = |from: usize| {
        let most = (words.len() - from).saturating_sub(1).min(6);
        let found = (1..=most).rev().find_map(|count| Some((from + count, name(from, count)?)));
        // 主 管 丁县人民政府: a name that is spread itself needs no wide gap behind it.
        let spread = |value: usize| value > from + 1 && words[from..value].iter().all(|word| word.chars().count() == 1);
        found.filter(|&(value, _)| wide(value) || spread(value))
    };
    let (mut value_from, mut field) = label(0)?;
    let mut fields = Vec::new();
    let mut at = value_from + 1;
    while at < words.len() {
        match label(at).filter(|_| wide(at)) {
            Some((next, name)) => {
                fields.push((normal_name(&field), value(&line[place(value_from)..place(at)])));
                (value_from, field) = (next, name);
                at = next + 1;
            }
            None => at += 1,
        }
    }
    fields.push((normal_name(&field), value(&line[place(value_from)..])));
    Some(fields)
}

/// A row of a table that an imprint is set as, its cells wide apart: | 主管 | 丁县人民政府 |.
pub fn row(line: &str) -> Option<String> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(|cell| cell.trim_matches(is_space)).collect();
    (matches!(cells.len(), 2 | 4) && line.len() <= 240 && !cells[0].is_empty()).then(|| cells.join("　　"))
}

/// Whether a line is nothing but the name of a field, whose value stands elsewhere: 责任编辑, 地　　址.
pub fn bare_name(line: &str) -> Option<String> {
    if line.len() > 60 {
        return None;
    }
    let name = fold_case(&line.split(is_space).collect::<String>());
    FIELDS.contains(&name.as_str()).then(|| normal_name(&name))
}

/// A field with a bar between its name and its value: 主管 | 丁县人民政府.
pub fn barred_field(line: &str) -> Option<Vec<Field>> {
    let (name, rest) =
        line.split_once(['|', '｜']).filter(|(name, rest)| name.len() <= 60 && !rest.contains(['|', '｜']))?;
    let name = fold_case(&name.split(is_space).collect::<String>());
    (FIELDS.contains(&name.as_str()) && !value(rest).is_empty()).then(|| vec![(normal_name(&name), value(rest))])
}

/// A known name, or two of them in one: 主管主办.
fn is_known(name: &str) -> bool {
    is_name(name)
        || name
            .char_indices()
            .skip(2)
            .any(|(at, _)| is_name(&name[..at]) && is_name(name[at..].trim_start_matches(['/', ',', '·'])))
}

fn is_name(name: &str) -> bool {
    FIELDS.contains(&name) || BOARD.contains(&name)
}

/// A field of any name at the start of a line, where the neighbours are fields: 发行份数：500.
pub fn any_field(line: &str) -> Option<Field> {
    let (at, colon) = line.char_indices().take(24).find(|&(_, c)| matches!(c, '：' | ':'))?;
    let name = field_name(&line[..at]);
    let count = name.chars().count();
    // 丁县政务微信公众号：… has a name of its own before the one that is known.
    let fits = matches!(count, 2..=8) || count <= 20 && FIELDS.iter().any(|known| name.ends_with(known));
    (fits && name.chars().all(is_han)).then(|| (name, value(&line[at + colon.len_utf8()..])))
}

/// A field without a colon: 主办 丁县人民政府, 丁县人民政府办公室 主办.
pub fn bare_fields(line: &str) -> Option<Vec<Field>> {
    const BEFORE: [&str; 22] = [
        "主管单位",
        "主办单位",
        "承办单位",
        "编辑出版",
        "编印单位",
        "印刷单位",
        "主管",
        "主办",
        "承办",
        "主编",
        "副主编",
        "责任编辑",
        "编辑",
        "校对",
        "准印证号",
        "电子邮箱",
        "地址",
        "邮编",
        "邮政编码",
        "电话",
        "传真",
        "网址",
    ];
    const AFTER: [&str; 9] = ["编辑出版", "主管", "主办", "承办", "编印", "承印", "印制", "印刷", "编"];
    let words: Vec<&str> = line.split(is_space).filter(|word| !word.is_empty()).collect();
    if words.len() > 8 || line.chars().count() > 60 || line.contains(['。', '，', '《', '；']) {
        return None;
    }
    let label = |word: &str, set: &[&str]| set.iter().find(|name| fold(word) == **name).map(|name| (*name).to_owned());
    if let [name, rest @ ..] = words.as_slice()
        && let Some(name) = label(name, &BEFORE)
        && (!rest.is_empty() || name.chars().count() == 4)
    {
        return Some(vec![(normal_name(&name), rest.join(" "))]);
    }
    let mut found = Vec::new();
    let mut value = String::new();
    for word in words {
        if let Some(name) = label(word, &AFTER).filter(|_| !value.is_empty()) {
            found.push((name, std::mem::take(&mut value)));
        } else if let Some(name) =
            AFTER.iter().find(|name| word.ends_with(**name) && is_body(&word[..word.len() - name.len()]))
        {
            found.push(((*name).to_owned(), word[..word.len() - name.len()].to_owned()));
        } else if value.is_empty() && is_body(word) {
            value = word.to_owned();
        } else {
            return None;
        }
    }
    (!found.is_empty() && value.is_empty()).then_some(found)
}

/// Whether a name is that of a body that may publish.
fn is_body(name: &str) -> bool {
    let name = fold(name);
    ["政府", "办公室", "办公厅", "委员会", "公报室", "编辑部", "国务院", "档案馆", "档案局", "厂"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Whether a line is the name of whoever makes the gazette: 丁县人民政府公报编辑部.
pub fn is_publisher(line: &str) -> bool {
    let name: String = line.chars().filter(|&c| !is_space(c) && !matches!(c, '《' | '》')).collect();
    let ends = ["编辑部", "编辑室", "编辑办公室", "编委会办公室", "公报室", "公报编辑委员会"];
    name.chars().count() <= 30 && name.chars().all(is_han) && ends.iter().any(|end| fold(&name).ends_with(&fold(end)))
}

/// Whether this field is one of the editorial board.
pub fn is_board(name: &str) -> bool {
    BOARD.contains(&fold(name).as_str())
}

/// Fields whose values are persons.
pub fn is_person(name: &str) -> bool {
    name.contains('编') && !["出版", "部", "单位", "邮", "码", "编印", "编制"].iter().any(|word| name.contains(word))
        || name.contains('校')
        || name.contains('审')
        || name == "社长"
        || is_board(name)
}

/// The name a field has in the export: 邮政编码 is 邮编.
fn normal_name(name: &str) -> String {
    if name == "邮政编码" { "邮编".into() } else { name.into() }
}

struct Label {
    start: usize,
    end: usize,
    name: String,
}

/// Every known field name that stands before a colon, spaces inside it allowed.
fn labels(line: &str, known: &dyn Fn(&str) -> bool) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (colon, c) in line.char_indices().filter(|&(_, c)| matches!(c, '：' | ':' | '︰')) {
        let from = labels.last().map_or(0, |label: &Label| label.end);
        let mut best = None;
        let mut name = String::new();
        for (at, c) in line[from..colon].char_indices().rev().take(24) {
            if is_space(c) {
                continue;
            }
            name.insert(0, c);
            let before = line[from..from + at].chars().next_back();
            // A name starts the line, or follows space or a mark; 责任编辑 is not 编辑.
            let starts = before.is_none_or(|c| !is_han(c) && !c.is_alphanumeric());
            // Behind a value, a name without a gap is whole: 《公报》编辑部　电话：.
            let whole = from > 0
                && best.as_ref().is_some_and(|(start, _): &(usize, String)| !line[*start..colon].contains(is_space));
            if starts && !whole {
                let plain = field_name(&name);
                // 编辑部　主编： is a value's end and a name, 主管主办： one name.
                let joined = best.as_ref().is_some_and(|(start, _): &(usize, String)| {
                    line[from + at..*start].contains(is_space) && !is_name(&fold(&plain))
                });
                if !joined && known(&fold(&plain)) {
                    best = Some((from + at, plain));
                }
            }
        }
        if let Some((start, name)) = best {
            labels.push(Label { start, end: colon + c.len_utf8(), name: normal_name(&fold_case(&name)) });
        }
    }
    labels
}

/// A field's name without inner space and without brackets: 电话（传真）.
fn field_name(text: &str) -> String {
    text.chars().filter(|&c| !is_space(c) && !matches!(c, '（' | '）' | '(' | ')' | '●' | '■' | '◆' | '★')).collect()
}

/// The simplified name, so that a cover in the traditional script names the same fields.
fn fold_case(name: &str) -> String {
    name.chars().map(crate::text::fold::simplified).collect()
}

/// A value without the link marks of markdown, and without the recogniser's space inside a person's name.
pub fn value(text: &str) -> String {
    let text = text.trim_matches(|c: char| is_space(c) || matches!(c, ';' | '；' | '|'));
    let text = text.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(text);
    join_names(text)
}

/// A value without what a second column sets beside it: the board's heading, or names that go on there beside a number.
fn without_column(text: &str) -> &str {
    const GAP: &str = "      ";
    let Some((value, beside)) = text.trim_matches(is_space).split_once(GAP) else { return text };
    let number = value.contains(|c: char| c.is_ascii_digit()) && !value.contains(is_han);
    let names = beside.chars().all(|c| is_han(c) || is_space(c));
    let heading = ["编辑委员会", "编审委员会", "编委会"].iter().any(|name| fold(beside).ends_with(name));
    if heading || number && names { value } else { text }
}

/// 马 钰 → 马钰: two single characters between spaces are one person's name.
pub fn join_names(text: &str) -> String {
    let mut out = String::new();
    let mut single = false;
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        let alone = word.chars().count() == 1 && word.chars().all(is_han);
        let second = single && alone;
        if !second && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        single = alone && !second;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_gap_sets_apart() {
        let field = |line: &str| gapped_fields(line).map(|fields| fields[0].clone());
        let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(field("主　　管　丁县人民政府"), pair("主管", "丁县人民政府"));
        assert_eq!(field("编　　辑　马　钰　李四"), pair("编辑", "马钰 李四"));
        assert_eq!(field("邮政编码  000200"), pair("邮编", "000200"));
        assert_eq!(field("编 辑 丁县人民政府办公室"), pair("编辑", "丁县人民政府办公室"));
        for line in ["主管 部门要落实", "主　任　马　钰", "编辑　", "丁县人民政府　主办", "地址变更　。"]
        {
            assert_eq!(field(line), None, "{line}");
        }
        assert_eq!(
            gapped_fields("电　话　(0900)12 34　　准印证　丁字2020—1号").unwrap(),
            [pair("电话", "(0900)12 34").unwrap(), pair("准印证", "丁字2020—1号").unwrap()]
        );
        assert_eq!(
            gapped_fields("主编  张 三  校对  李四").unwrap(),
            [pair("主编", "张三").unwrap(), pair("校对", "李四").unwrap()]
        );
        assert_eq!(any_field("丁县政务微信公众号：dxzw").unwrap().0, "丁县政务微信公众号");
    }

    fn pairs(fields: Option<Vec<Field>>) -> Vec<(String, String)> {
        fields.unwrap_or_default()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn fields_with_colons() {
        assert_eq!(pairs(fields("主 编：甲 乙")), [pair("主编", "甲乙")]);
        assert_eq!(pairs(fields("主编：丁一一  副主编:丁 二")), [pair("主编", "丁一一"), pair("副主编", "丁二")]);
        assert_eq!(pairs(fields("网 址：<http://www.example.gov.cn>")), [pair("网址", "http://www.example.gov.cn")]);
        assert_eq!(
            pairs(fields("邮政编码:100000 电 话：（010）1234")),
            [pair("邮编", "100000"), pair("电话", "（010）1234")]
        );
        assert_eq!(pairs(fields("責任編輯：甲")), [pair("责任编辑", "甲")]);
        assert_eq!(pairs(fields("准印证号：")), [pair("准印证号", "")]);
        assert_eq!(pairs(fields("主管：丁县人民政府          编辑委员会")), [pair("主管", "丁县人民政府")]);
        assert_eq!(pairs(fields("电话：(0900)12 34          王五  李 六")), [pair("电话", "(0900)12 34")]);
        assert_eq!(fields("关于电话：的通知"), None);
        assert_eq!(fields("各乡镇人民政府："), None);
    }

    #[test]
    fn fields_without_colons() {
        assert_eq!(
            pairs(bare_fields("丁县人民政府主管 丁县人民政府办公室主办")),
            [pair("主管", "丁县人民政府"), pair("主办", "丁县人民政府办公室")]
        );
        assert_eq!(pairs(bare_fields("丁县新华印刷二厂印刷")), [pair("印刷", "丁县新华印刷二厂")]);
        assert_eq!(pairs(bare_fields("主办单位 丁县人民政府办公室")), [pair("主办单位", "丁县人民政府办公室")]);
        assert_eq!(bare_fields("关于主办 会议"), None);
    }

    #[test]
    fn names_of_persons() {
        assert_eq!(join_names("马 钰 陈有贵 李 海 王 五"), "马钰 陈有贵 李海 王五");
        assert!(is_person("责任编辑") && is_person("副主编") && !is_person("编辑出版") && !is_person("邮编"));
    }
}
