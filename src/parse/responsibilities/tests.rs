//! Responsibilities as documents print them; the bodies are invented.

use super::*;
use crate::issue::{Clause, Marker, MarkerKind, Part, PartKind, Table};

fn rows_of(blocks: Vec<Block>) -> Vec<String> {
    let document = Document {
        lines: (1, 99),
        toc: None,
        title: String::new(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    };
    let row = |r: &Responsibility| {
        let clause = r.clause.as_deref().unwrap_or_default();
        let deadline = r.deadline.as_deref().unwrap_or_default();
        format!(
            "{}|{}|{}|{clause}|{deadline}",
            r.line,
            r.role,
            r.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(" ")
        )
    };
    read(&document).iter().map(row).collect()
}

fn rows(text: &str) -> Vec<String> {
    rows_of(text.lines().enumerate().map(|(i, line)| Block::new(Content::Paragraph, i as u32 + 1, line)).collect())
}

#[test]
fn labels_behind_units_and_a_gap() {
    assert_eq!(rows("责任单位：县甲局 完成时限：2020年8月底前"), ["1|责任单位|县甲局||2020年8月底前"]);
    assert_eq!(rows("责任单位：县甲局 配合单位：各乡镇"), ["1|责任单位|县甲局||", "1|配合单位|各乡镇||"]);
    assert_eq!(rows("责 任 单 位：县甲局"), ["1|责任单位|县甲局||"]);
}

#[test]
fn labels_in_brackets_and_behind_sentences() {
    assert_eq!(
        rows("抓好落实。（责任单位：县甲局、乙局，各乡（镇）人民政府等部门）"),
        ["1|责任单位|县甲局 乙局 各乡（镇）人民政府||"]
    );
    assert_eq!(rows("抓好落实。(牵头单位:甲局。责任单位:乙局、丙局)"), ["1|牵头单位|甲局||", "1|责任单位|乙局 丙局||"]);
    assert_eq!(
        rows("抓好落实。牵头单位：甲局。责任单位：乙局，各乡（镇）。"),
        ["1|牵头单位|甲局||", "1|责任单位|乙局 各乡（镇）||"]
    );
    assert_eq!(
        rows("（牵头单位：甲局，配合单位：乙局、丙局，2021年底前完成）"),
        ["1|牵头单位|甲局||2021年底前完成", "1|配合单位|乙局 丙局||2021年底前完成"]
    );
    assert_eq!(rows("配合单位: 各乡(镇),宣传部、丁局"), ["1|配合单位|各乡(镇) 宣传部 丁局||"]);
    assert_eq!(rows("责任单位：县教育工委（教育局）、甲局、"), ["1|责任单位|县教育工委（教育局） 甲局||"]);
}

#[test]
fn labels_between_semicolons() {
    assert_eq!(
        rows("牵头单位：市甲局；责任单位：市乙局、市丙局；完成时限：2020年12月。"),
        ["1|牵头单位|市甲局||2020年12月", "1|责任单位|市乙局 市丙局||2020年12月"]
    );
    assert_eq!(rows("**责任单位：市甲局**".replace('*', "").as_str()), ["1|责任单位|市甲局||"]);
    assert_eq!(rows("牵头（责任）单位：市甲局　市乙局"), ["1|牵头（责任）单位|市甲局 市乙局||"]);
    assert_eq!(rows("主要责任单位：市甲局等部门；各部门要认真落实。"), ["1|主要责任单位|市甲局||"]);
}

#[test]
fn brackets_without_a_label() {
    assert_eq!(
        rows("定期调度。(甲局牵头,乙局、丙局等部门配合落实)同时督查。(各相关单位分别负责)"),
        ["1|牵头|甲局||", "1|配合落实|乙局 丙局||", "1|分别负责|各相关单位||"]
    );
    assert_eq!(rows("（县委编办，甲局牵头）"), ["1|牵头|县委编办 甲局||"]);
    assert_eq!(rows("（县甲局牵 头，各乡镇、县乙局配 合）"), ["1|牵头|县甲局||", "1|配合|各乡镇 县乙局||"]);
    assert_eq!(rows("（由县甲局牵头，县乙局按职责分工负责）"), ["1|牵头|县甲局||", "1|按职责分工负责|县乙局||"]);
    assert_eq!(
        rows("（市甲委牵头，市乙局、市丙局等配合，各县（市、区）人民政府负责落实）"),
        ["1|牵头|市甲委||", "1|配合|市乙局 市丙局||", "1|负责落实|各县（市、区）人民政府||"]
    );
    assert_eq!(
        rows("（甲部、乙总局按职责分工负责，各地区组织实施）"),
        ["1|按职责分工负责|甲部 乙总局||", "1|组织实施|各地区||"]
    );
    assert_eq!(rows("（牵头单位 县甲局、县乙局）"), ["1|牵头单位|县甲局 县乙局||"]);
}

#[test]
fn sentences_that_name_roles() {
    assert_eq!(
        rows("专班成员由三人担任，甲局为牵头单位，乙局、丙局、各乡（镇）人民政府为责任单位。"),
        ["1|牵头单位|甲局||", "1|责任单位|乙局 丙局 各乡（镇）人民政府||"]
    );
}

#[test]
fn duties() {
    assert_eq!(rows("县甲局：负责资金保障。"), ["1|职责|县甲局||"]);
    assert_eq!(rows("县甲局、县乙局:牵头做好统计。"), ["1|职责|县甲局 县乙局||"]);
    assert_eq!(rows("会议指出：要加强管理。"), [""; 0]);
}

#[test]
fn prose_is_no_responsibility() {
    for text in [
        "各责任单位要提高站位，切实负责。",
        "（企业）非法取用水的，由县水务局查处。",
        "强化责任落实：明确分工。",
        "联系人：张三",
        "甲局统筹协调（具体工作由专人负责）。",
        "（2020年）",
        "本办法由县甲局负责解释。",
        "单位：万元",
    ] {
        assert_eq!(rows(text), [""; 0], "{text}");
    }
}

#[test]
fn persons_one_a_line() {
    assert_eq!(
        rows("责任领导：王 一 县委书记\n丁二 县委常委、副县长\n于三 县政协副主席\n牵头单位：甲局"),
        ["1|责任领导|王一 县委书记 丁二 县委常委、副县长 于三 县政协副主席||", "4|牵头单位|甲局||"]
    );
    assert_eq!(rows("责任人：王一、丁二、\n三、下一步"), ["1|责任人|王一 丁二||"]);
}

#[test]
fn clause_line_and_deadline() {
    let clause = Clause {
        marker: Marker { kind: MarkerKind::Han, number: 2, sub: None },
        marker_len: 6,
        level: 0,
        path: "二".into(),
        heading: None,
    };
    let mut joined = Block::new(Content::Clause(clause), 3, "二、建设平台。（牵头单位：甲局，配合单位：乙局）");
    joined.lines = vec![3, 5];
    joined.starts = vec![0, joined.text.find("头单位").unwrap() as u32];
    let blocks = vec![
        joined,
        Block::new(Content::Paragraph, 6, "完成时限：2021年12月底前"),
        Block::new(Content::Paragraph, 7, "责任单位"),
        Block::new(Content::Paragraph, 8, "责任单位：丙局"),
    ];
    assert_eq!(
        rows_of(blocks),
        ["3|牵头单位|甲局|二|2021年12月底前", "5|配合单位|乙局|二|2021年12月底前", "8|责任单位|丙局|二|2021年12月底前"]
    );
}

#[test]
fn columns_of_a_table() {
    let table = Table { row_lines: vec![1, 2, 3], header_rows: 1, columns: 4 };
    let block =
        Block::new(Content::Table(table), 1, "序号\t任务\t责任单位\t完成时限\n1\t甲\t甲局、乙局\t3月底\n2\t\t\t");
    assert_eq!(rows_of(vec![block]), ["2|责任单位|甲局 乙局||3月底"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_gone_through(text in "([责任单位牵头配合为：:（）()、，。；县局部门负责 1\\n]|\\PC){0,120}") {
        for row in rows(&text) {
            proptest::prop_assert!(!row.is_empty());
        }
    }
}

#[test]
fn sentences_that_open_with_a_body_and_say_its_duty() {
    assert_eq!(
        rows(
            "县民政局负责提供低保信息，协助登记。\n县甲局、县乙局要做好保障；**县丙局**要加强管理。由县丁局牵头实施。"
        ),
        ["1|职责|县民政局||", "2|职责|县甲局 县乙局||", "2|职责|县丙局||", "2|牵头|县丁局||"]
    );
    assert_eq!(rows("先行试点。由县甲局牵头，逐一整改。"), ["1|牵头|县甲局||"]);
    for text in [
        "各有关部门要加强协作。",
        "会议要求县甲局做好工作。",
        "县甲局主要负责同志参加。",
        "县甲局负责人要到场。",
        "县政府要求各乡镇落实。",
        "全县要形成合力。",
        "为支持县甲局，县里要增加投入。",
        "县级以上人民政府负责监督。",
        "我局要做好工作。",
    ] {
        assert_eq!(rows(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn names_that_a_narrow_cell_broke() {
    let names = |names: Vec<units::Name>| names.into_iter().map(|unit| unit.name).collect::<Vec<_>>();
    assert_eq!(
        names(sheet::persons_of("岑朗 (省委 常委) 马 勇 (石桥镇党 委副书记、政府 镇长) 罗霁(县政 协主席)")),
        ["岑朗 (省委常委)", "马勇 (石桥镇党委副书记、政府镇长)", "罗霁 (县政协主席)"]
    );
    assert_eq!(names(sheet::units_of("县委 政法委 公安局 水务局")), ["县委政法委", "公安局", "水务局"]);
    assert_eq!(
        names(sheet::units_of("农业农村 局公安局 人社局 各乡 镇")),
        ["农业农村局", "公安局", "人社局", "各乡镇"]
    );
    assert_eq!(names(sheet::units_of("县委 公安局")), ["县委", "公安局"]);
    assert_eq!(units::closed_up("石桥 镇 双井 村"), "石桥镇 双井村");
    assert_eq!(units::closed_up("岑 朗 罗霁"), "岑 朗 罗霁");
}
