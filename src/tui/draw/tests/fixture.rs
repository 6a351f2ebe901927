//! A small library of a county that does not exist.

use crate::issue::{
    Block, Clause, Content, Document, FrontLine, FrontRole, Issue, IssueKind, Marker, MarkerKind, Masthead, Part,
    PartKind, Source, TocEntry,
};
use crate::text::numerals;

pub fn library() -> Vec<Issue> {
    let older = Issue {
        masthead: Masthead {
            year: Some(2023),
            number: Some(6),
            total_number: Some(6),
            published: Some("2023-12-10".into()),
            ..masthead()
        },
        source: source("2023-6.txt"),
        toc: Vec::new(),
        ..gazette()
    };
    vec![older, gazette(), single("青山县防汛条例", "2022-06-01"), plain()]
}

fn source(path: &str) -> Source {
    Source { path: path.into(), format: "text".into(), encoding: "UTF-8".into(), lines: 100 }
}

fn masthead() -> Masthead {
    Masthead {
        title: Some("青山县人民政府公报".into()),
        year: Some(2024),
        number: Some(2),
        total_number: Some(8),
        published: Some("2024-04-10".into()),
        ..Masthead::default()
    }
}

/// Four documents: the contents list the first two and one that is missing.
pub fn gazette() -> Issue {
    let entry = |ordinal, title: &str, number: Option<&str>, page, document| TocEntry {
        lines: vec![ordinal],
        ordinal: Some(ordinal),
        category: Some(if ordinal == 1 { "政府文件" } else { "部门文件" }.into()),
        title: title.into(),
        doc_number: number.map(str::to_owned),
        page: Some(page),
        document,
    };
    Issue {
        source: source("2024-2.txt"),
        kind: IssueKind::Gazette,
        masthead: masthead(),
        front: vec![
            FrontLine { line: 1, text: "青山县人民政府公报".into(), role: FrontRole::Title },
            FrontLine { line: 2, text: "青山县人民政府主办".into(), role: FrontRole::Imprint },
        ],
        toc: vec![
            entry(1, "青山县人民政府关于印发《河道管理实施方案》的通知", Some("青政发〔2024〕3号"), 1, Some(0)),
            entry(2, "青山县古树名木保护办法", Some("青政发〔2024〕4号"), 12, Some(1)),
            entry(3, "关于调整公交票价的公告", None, 20, None),
        ],
        documents: vec![
            Document { toc: Some(0), ..scheme() },
            Document { toc: Some(1), ..measures() },
            notice("关于春季植树的通知"),
            notice("关于防火的通知"),
        ],
    }
}

pub fn without_contents() -> Issue {
    Issue { toc: Vec::new(), front: Vec::new(), ..gazette() }
}

pub fn single(title: &str, date: &str) -> Issue {
    let document = Document { date: Some(date.into()), ..notice(title) };
    Issue {
        source: source(&format!("{title}.txt")),
        kind: IssueKind::Document,
        masthead: Masthead::default(),
        front: Vec::new(),
        toc: Vec::new(),
        documents: vec![document],
    }
}

pub fn plain() -> Issue {
    let blocks = vec![Block::new(Content::Paragraph, 1, "买米两斤"), Block::new(Content::Paragraph, 2, "买油一壶")];
    Issue {
        source: source("便条.txt"),
        kind: IssueKind::Plain,
        documents: vec![document("买米两斤", vec![part(PartKind::Notice, None, blocks)])],
        ..single("便条", "2024-01-01")
    }
}

fn document(title: &str, parts: Vec<Part>) -> Document {
    Document {
        lines: (1, 100),
        toc: None,
        title: title.into(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts,
        responsibilities: Vec::new(),
    }
}

fn part(kind: PartKind, label: Option<&str>, blocks: Vec<Block>) -> Part {
    Part { kind, line: 1, label: label.map(str::to_owned), title: None, blocks }
}

fn clause(kind: MarkerKind, number: u32, level: u8, marker: &str, heading: &str, rest: &str) -> Block {
    let range = (!heading.is_empty()).then_some((marker.len() as u32, (marker.len() + heading.len()) as u32));
    let marker = Clause {
        marker: Marker { kind, number, sub: None },
        marker_len: marker.len() as u32,
        level,
        path: String::new(),
        heading: range,
    };
    let text = format!("{}{heading}{rest}", marker_text(&marker));
    Block::new(Content::Clause(marker), number, text)
}

fn marker_text(clause: &Clause) -> String {
    let han = numerals::format(clause.marker.number);
    match clause.marker.kind {
        MarkerKind::Han => format!("{han}、"),
        MarkerKind::HanParen => format!("（{han}）"),
        _ => format!("第{han}条"),
    }
}

fn notice(title: &str) -> Document {
    let blocks = vec![
        Block::new(Content::Title, 1, title),
        Block::new(Content::Paragraph, 2, "现将有关事项通知如下，请各乡镇、各部门遵照执行。"),
    ];
    document(title, vec![part(PartKind::Notice, None, blocks)])
}

/// 一、二、（一）（二）三、（一）（二）, and an attachment.
fn scheme() -> Document {
    let han = |n, heading: &str, rest: &str| {
        let marker = format!("{}、", numerals::format(n));
        clause(MarkerKind::Han, n, 0, &marker, heading, rest)
    };
    let paren = |n, heading: &str, rest: &str| {
        let marker = format!("（{}）", numerals::format(n));
        clause(MarkerKind::HanParen, n, 1, &marker, heading, rest)
    };
    let title = "青山县人民政府关于印发《河道管理实施方案》的通知";
    let body = vec![
        Block::new(Content::Title, 1, title),
        han(1, "总体要求", "。坚持生态优先、绿色发展，用两年时间使全县河道面貌明显改观，沿河群众普遍满意。"),
        han(2, "重点任务", ""),
        paren(1, "清理河道", "。清除河道内的垃圾、淤泥和违章建筑。（责任单位：县水务局、各乡镇人民政府）"),
        paren(2, "修复岸坡", "。对塌陷的岸坡逐段修复，种草植树。（责任单位：县林业局）"),
        han(3, "保障措施", ""),
        paren(1, "加强领导", "。成立领导小组，每月会商一次。"),
        paren(2, "落实责任", "。各责任单位要明确专人负责，按季度报送进度。"),
    ];
    let attachment = vec![
        Block::new(Content::Label, 90, "附件1"),
        Block::new(Content::Title, 91, "河道名录"),
        Block::new(Content::Paragraph, 92, "清水河、白沙河、柳林河。"),
    ];
    document(title, vec![part(PartKind::Notice, None, body), part(PartKind::Attachment, Some("附件1"), attachment)])
}

fn measures() -> Document {
    let mut blocks = vec![Block::new(Content::Title, 1, "青山县古树名木保护办法")];
    for n in 1..=20 {
        let marker = format!("第{}条", numerals::format(n));
        let text = "　古树名木实行属地管理，任何单位和个人不得擅自砍伐、移植；确需移植的，应当报县林业主管部门批准，并落实保护措施。";
        blocks.push(clause(MarkerKind::Tiao, n, 0, &marker, "", text));
    }
    document("青山县古树名木保护办法", vec![part(PartKind::Notice, None, blocks)])
}
