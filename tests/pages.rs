//! What a set page looks like: small documents and tables, their lines drawn out.

use std::process::Command;

use gongbao::issue::{
    Block, BlockRef, Clause, Content, Document, Marker, MarkerKind, Part, PartKind, Responsibility, Table,
};
use gongbao::text::width::{Class, Widths};
use gongbao::typeset::{self, Options, Page, Piece, Role};

fn block(content: Content, text: &str) -> Block {
    Block::new(content, 1, text)
}

fn clause(kind: MarkerKind, level: u8, marker: &str, text: &str) -> Block {
    let marker_len = marker.len() as u32;
    let marker = Marker { kind, number: 1, sub: None };
    let clause = Clause { marker, marker_len, level, path: String::new(), heading: None };
    block(Content::Clause(clause), text)
}

fn table(header_rows: u32, rows: &[&str]) -> Block {
    let columns = rows.iter().map(|row| row.split('\t').count()).max().unwrap_or(0) as u32;
    let row_lines = (1..=rows.len() as u32).collect();
    block(Content::Table(Table { row_lines, header_rows, columns }), &rows.join("\n"))
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        lines: (1, 1),
        toc: None,
        title: String::new(),
        doc_number: None,
        addressees: None,
        signatories: Vec::new(),
        date: None,
        release_note: None,
        parts: vec![Part { kind: PartKind::Notice, line: 1, label: None, title: None, blocks }],
        responsibilities: Vec::new(),
    }
}

fn set(blocks: Vec<Block>, width: u16, widths: Widths) -> Page {
    typeset::document(&document(blocks), &Options { width, measure: 80, widths })
}

fn lines(page: &Page) -> Vec<String> {
    page.lines.iter().map(typeset::Line::text).collect()
}

fn looks(blocks: Vec<Block>, width: u16, expected: &[&str]) {
    let page = set(blocks, width, Widths::narrow());
    assert_eq!(lines(&page), expected, "\n{}", lines(&page).join("\n"));
}

#[test]
fn a_notice_is_set_like_print() {
    use Content::*;
    looks(
        vec![
            block(Title, "云岭县人民政府 关于加强防汛工作的通知"),
            block(DocNumber, "云政发〔2031〕7号"),
            block(Addressees, "各乡（镇）人民政府："),
            block(Paragraph, "为切实做好“十六五”期间防汛工作，经县人民政府同意，现将有关事项通知如下。"),
            block(Signatory, "云岭县人民政府"),
            block(Date, "2031年6月9日"),
            block(ReleaseNote, "（此件公开发布）"),
        ],
        40,
        &[
            "             云岭县人民政府",
            "         关于加强防汛工作的通知",
            "           云政发〔2031〕7号",
            "",
            "各乡（镇）人民政府：",
            "    为切实做好“十六五”期间防汛工作，经县",
            "人民政府同意，现将有关事项通知如下。",
            "",
            "                         云岭县人民政府",
            "                          2031年6月9日",
            "",
            "    （此件公开发布）",
        ],
    );
}

#[test]
fn who_answers_for_a_clause_stands_in_the_column_of_its_text() {
    let answering = |at: u32, role: &str| Responsibility {
        line: 1,
        block: BlockRef { part: 0, block: at },
        offset: 0,
        role: role.into(),
        units: Vec::new(),
        clause: Some("1/2".into()),
        deadline: None,
        table: false,
        prose: false,
    };
    let mut document = document(vec![
        clause(MarkerKind::Han, 0, "一、", "一、主要任务"),
        clause(MarkerKind::HanParen, 1, "（二）", "（二）开展巡查。对水库、河道、山洪沟逐一巡查，发现险情立即处置。"),
        block(Content::Paragraph, "责任单位：县水务局、县应急管理局、县自然资源局，各乡（镇）人民政府"),
        block(Content::Paragraph, "时间：6月至9月"),
        block(Content::Paragraph, "各单位要把巡查情况每日报告县防汛办，由县防汛办汇总后通报全县。"),
    ]);
    document.responsibilities = vec![answering(2, "责任单位")];
    let page = typeset::document(&document, &Options { width: 60, measure: 80, widths: Widths::narrow() });
    assert_eq!(
        lines(&page),
        [
            "    一、主要任务",
            "      （二）开展巡查。对水库、河道、山洪沟逐一巡查，发现险情",
            "            立即处置。",
            "            责任单位：县水务局、县应急管理局、县自然资源局，",
            "                      各乡（镇）人民政府",
            "            时间：6月至9月",
            "    各单位要把巡查情况每日报告县防汛办，由县防汛办汇总后通报",
            "全县。",
        ]
    );
}

#[test]
fn provisions_hang_and_their_levels_are_told_apart() {
    use MarkerKind::*;
    looks(
        vec![
            clause(Han, 0, "一、", "一、压实责任。各乡（镇）对本行政区域防汛工作负总责，主要负责同志是第一责任人。"),
            clause(
                HanParen,
                1,
                "（一）",
                "（一）开展巡查。对水库、河道、山洪沟逐一巡查，发现险情立即处置并报告县防汛办。",
            ),
            clause(Arabic, 2, "1.", "1.水库巡查每日不少于2次，降雨期间每2小时1次，并做好记录，记录保存不少于3年。"),
        ],
        60,
        &[
            "    一、压实责任。各乡（镇）对本行政区域防汛工作负总责，主要",
            "        负责同志是第一责任人。",
            "      （一）开展巡查。对水库、河道、山洪沟逐一巡查，发现险情",
            "            立即处置并报告县防汛办。",
            "        1.水库巡查每日不少于2次，降雨期间每2小时1次，并做好",
            "            记录，记录保存不少于3年。",
        ],
    );
}

#[test]
fn what_is_left_of_pages_stands_in_the_middle_and_parts_nothing() {
    let page = |text: &str| Block::new(Content::Furniture, 1, text);
    looks(
        vec![
            block(Content::Paragraph, "各村要备好防汛的沙袋和铁锹。"),
            page("2"),
            page("2026年第1期（总第9期）"),
            block(Content::Signatory, "青岚县人民政府"),
            page("— 3 —"),
            block(Content::Date, "2021年3月1日"),
        ],
        60,
        &[
            "    各村要备好防汛的沙袋和铁锹。",
            "                             2",
            "                   2026年第1期（总第9期）",
            "",
            "                                       青岚县人民政府",
            "                           — 3 —",
            "                                        2021年3月1日",
        ],
    );
}

#[test]
fn articles_are_set_like_the_paragraphs_that_follow_them() {
    use MarkerKind::*;
    looks(
        vec![
            clause(Zhang, 0, "第一章", "第一章　总则"),
            clause(Tiao, 1, "第一条", "第一条　为了规范河道采砂管理，保障防洪安全，根据有关法律法规，制定本办法。"),
            block(Content::Paragraph, "本办法所称河道，包括湖泊。"),
            clause(HanParen, 2, "（一）", "（一）第一项；"),
        ],
        40,
        &[
            "              第一章　总则",
            "",
            "    第一条　为了规范河道采砂管理，保障防",
            "洪安全，根据有关法律法规，制定本办法。",
            "    本办法所称河道，包括湖泊。",
            "    （一）第一项；",
        ],
    );
}

#[test]
fn what_heads_articles_is_centred_with_or_without_a_number() {
    use MarkerKind::*;
    looks(
        vec![
            clause(Fenbian, 0, "第二分编", "第二分编　堤防"),
            clause(Tiao, 1, "第九条", "第九条　堤防由县级人民政府管护。"),
            block(Content::Paragraph, "附　则"),
            clause(Tiao, 1, "第十条", "第十条　附则以外的规定另行制定。"),
            block(Content::Paragraph, "附则以外的规定包括细则。"),
        ],
        40,
        &[
            "             第二分编　堤防",
            "",
            "    第九条　堤防由县级人民政府管护。",
            "",
            "                 附　则",
            "",
            "    第十条　附则以外的规定另行制定。",
            "    附则以外的规定包括细则。",
        ],
    );
}

#[test]
fn who_speaks_stands_in_the_middle_below_the_title() {
    use Content::*;
    let report = |byline: Vec<Block>, body: &str| {
        let title = vec![block(Title, "政府工作报告"), block(Title, "——2021年1月12日在云岭县人民代表大会上")];
        title.into_iter().chain(byline).chain([block(Paragraph, body)]).collect::<Vec<_>>()
    };
    looks(
        report(vec![block(Paragraph, "县长 王明")], "各位代表："),
        60,
        &[
            "                        政府工作报告",
            "           ——2021年1月12日在云岭县人民代表大会上",
            "                         县长 王明",
            "",
            "    各位代表：",
        ],
    );
    looks(
        report(vec![block(Date, "（2021年1月12日）"), block(Paragraph, "（根据录音整理）")], "同志们："),
        60,
        &[
            "                        政府工作报告",
            "           ——2021年1月12日在云岭县人民代表大会上",
            "                     （2021年1月12日）",
            "                      （根据录音整理）",
            "",
            "    同志们：",
        ],
    );
    // A list of names is none.
    looks(
        report(vec![block(Paragraph, "王 明  县长"), block(Paragraph, "李 山  县委副书记")], "成员："),
        60,
        &[
            "                        政府工作报告",
            "           ——2021年1月12日在云岭县人民代表大会上",
            "",
            "    王  明  县长",
            "    李  山  县委副书记",
            "    成员：",
        ],
    );
}

#[test]
fn names_stand_below_names_and_posts_below_posts() {
    let rows = |rows: &[&str]| rows.iter().map(|row| block(Content::Paragraph, row)).collect::<Vec<_>>();
    looks(
        rows(&[
            "组 长：岑朗 县委副书记",
            "副组长：柳映川 县水务局局长",
            "成 员：罗 霁 县自然资源局局长",
            "顾砚舟　县农业农村局局长",
            "领导小组办公室设在县水务局。",
        ]),
        60,
        &[
            "    组  长：岑朗    县委副书记",
            "    副组长：柳映川  县水务局局长",
            "    成  员：罗  霁  县自然资源局局长",
            "            顾砚舟  县农业农村局局长",
            "    领导小组办公室设在县水务局。",
        ],
    );
    looks(
        rows(&["副 主 编：祝 禾", "责任编辑：岑 朗 罗霁", "樊以宁", "电 话：0009-8021365"]),
        60,
        &["    副 主 编：祝  禾", "    责任编辑：岑  朗    罗霁", "              樊以宁", "    电    话：0009-8021365"],
    );
    // Alone, or in a sentence, nothing is a row.
    looks(
        rows(&["联系人：岑 朗 0009-8021365", "岑 朗 到任，罗 霁 离任。"]),
        60,
        &["    联系人：岑 朗 0009-8021365", "    岑 朗 到任，罗 霁 离任。"],
    );
}

#[test]
fn a_title_without_printed_lines_is_balanced_and_keeps_its_words() {
    looks(
        vec![block(Content::Title, "云岭县人民政府办公室关于印发《云岭县城乡供水一体化三年行动方案》的通知")],
        60,
        &["            云岭县人民政府办公室关于印发《云岭县", "             城乡供水一体化三年行动方案》的通知"],
    );
}

#[test]
fn attachments_stand_below_each_other() {
    use Content::*;
    looks(
        vec![
            block(Paragraph, "特此通知。"),
            block(AttachmentList, "附件：1. 云岭县防汛责任人名单"),
            block(AttachmentList, "2. 云岭县防汛物资储备清单"),
        ],
        60,
        &["    特此通知。", "", "    附件：1. 云岭县防汛责任人名单", "          2. 云岭县防汛物资储备清单"],
    );
}

#[test]
fn the_page_of_an_entry_of_contents_stands_at_the_right() {
    looks(
        vec![
            block(Content::AttachmentList, "1. 云岭县防汛责任人名单\t8"),
            block(Content::AttachmentList, "12. 云岭县人民政府关于印发《云岭县防汛物资储备管理办法》的通知\t135"),
        ],
        60,
        &[
            "    1. 云岭县防汛责任人名单                                8",
            "    12. 云岭县人民政府关于印发《云岭县防汛物资储备管理",
            "        办法》的通知                                     135",
        ],
    );
}

const DUTIES: [&str; 4] = [
    "序号\t事项\t责任单位",
    "1\t水库巡查，每日不少于两次，并做好记录\t县水务局",
    "\t河道清障\t县水务局",
    "2\t物资\t同上",
];

#[test]
fn a_table_is_a_grid_with_tall_cells_left_open() {
    looks(
        vec![table(1, &["县\t乡\t村", "云岭\t青石\t石桥", "\t\t柳湾", "\t白水\t上白水"])],
        40,
        &[
            "           ┌────┬────┬──────┐",
            "           │ 县 │ 乡 │  村  │",
            "           ├────┼────┼──────┤",
            "           │云岭│青石│石桥  │",
            "           │    │    │柳湾  │",
            "           │    │白水│上白水│",
            "           └────┴────┴──────┘",
        ],
    );
}

#[test]
fn rows_of_several_lines_are_parted_but_not_a_tall_cell() {
    looks(
        vec![table(1, &["县\t事项", "云岭\t水库巡查每日不少于两次并做好记录", "\t清障"])],
        22,
        &[
            "┌────┬──────────────┐",
            "│ 县 │     事项     │",
            "├────┼──────────────┤",
            "│云岭│水库巡查每日不│",
            "│    │少于两次并做好│",
            "│    │记录          │",
            "│    ├──────────────┤",
            "│    │清障          │",
            "└────┴──────────────┘",
        ],
    );
}

#[test]
fn where_frames_are_wide_they_are_ascii() {
    let page = set(vec![table(1, &DUTIES)], 40, Widths::narrow().with(Class::Box, true));
    let text = lines(&page).join("\n");
    assert!(text.contains("+----+") && text.contains("| 1  |"), "{text}");
    assert!(text.chars().all(|c| Class::of(c) != Some(Class::Box)), "{text}");
    assert!(page.lines.iter().all(|line| line.cells(Widths::wide()) <= 40));
}

#[test]
fn a_table_that_does_not_fit_is_a_card_a_row() {
    let rows = ["序号\t事项\t责任单位\t期限", "1\t水库\t县水务局\t六月", "\t河道\t同上\t七月"];
    let page = set(vec![table(1, &rows)], 20, Widths::narrow());
    let rule = "─".repeat(20);
    assert_eq!(
        lines(&page),
        [
            "序号 │ 事项",
            "责任单位 │ 期限",
            &rule,
            "序号：1",
            "事项：水库",
            "责任单位：县水务局",
            "期限：六月",
            &rule,
            "序号：1",
            "事项：河道",
            "责任单位：同上",
            "期限：七月",
            &rule
        ]
    );
    let spans = page.lines.iter().flat_map(|line| line.spans().into_owned());
    let dim: Vec<String> = spans.filter(|span| span.role == Role::Dim).map(|span| span.text).collect();
    assert_eq!(dim, ["1", "同上"]);
}

#[test]
fn a_hit_is_found_where_it_is_seen() {
    let at = BlockRef { part: 0, block: 0 };
    let text = "各乡（镇）对本行政区域防汛工作负总责。";
    let page = set(vec![block(Content::Paragraph, text)], 20, Widths::narrow());
    let hit = text.find("区域防汛").unwrap()..text.find("工作").unwrap();
    let pieces = page.pieces(at, hit.clone());
    assert_eq!(lines(&page), ["    各乡（镇）对本行", "政区域防汛工作负", "总责。"].map(String::from).as_slice());
    assert_eq!(pieces, [Piece { line: 1, cells: 2..10 }]);
    assert_eq!(page.line_of(at, hit.start), 1);
    assert_eq!(page.offset_at(1, 3), Some((at, hit.start)));
    assert_eq!(page.position(1).map(|(_, offset)| &text[offset..offset + 3]), Some("政"));
}

#[test]
fn marks_of_a_recogniser_are_set_as_what_they_stand_for() {
    let text = r"$PM_{2.5}$ 下降$5\%$，畜龄 $\geq 1$ 年的，补助三分之一。";
    let page = set(vec![block(Content::Paragraph, text)], 80, Widths::narrow());
    assert_eq!(lines(&page), ["    PM2.5 下降5%，畜龄 ≥1 年的，补助三分之一。"]);
    // A hit in the mark is where it is drawn, and what is drawn leads back to the mark.
    let at = BlockRef { part: 0, block: 0 };
    let mark = text.find(r"$\geq").unwrap();
    let seen = page.pieces(at, mark + 1..mark + 5);
    assert_eq!(seen, [Piece { line: 0, cells: 23..25 }]);
    assert_eq!(page.offset_at(0, 24), Some((at, mark)));
    let after = text.find("年的").unwrap();
    assert_eq!(page.offset_at(0, 26), Some((at, after)));
    looks(
        vec![table(1, &["项目\t内容", "地膜\t①人工 <input type=\"radio\"/><br>②机械 <input type=\"radio\" checked/>"])],
        40,
        &[
            "             ┌────┬───────┐",
            "             │项目│ 内容  │",
            "             ├────┼───────┤",
            "             │地膜│①人工 ○│",
            "             │    │②机械 ●│",
            "             └────┴───────┘",
        ],
    );
    // Names of columns, too, and on cards.
    looks(
        vec![table(1, &["项目\t补贴<br>标准\t一二三四五六\t七八九十一二\t甲乙丙丁戊", "地膜\t$5m^2$\t三\t四\t五"])],
        12,
        &[
            "项目",
            "补贴",
            "标准",
            "一二三四五六",
            "七八九十一二",
            "甲乙丙丁戊",
            "────────────",
            "项目：地膜",
            "补贴 标准：",
            "5m²",
            "一二三四五六",
            "：",
            "三",
            "七八九十一二",
            "：",
            "四",
            "甲乙丙丁戊：",
            "五",
            "────────────",
        ],
    );
    let note = set(vec![block(Content::Unknown, "<!-- INFO END -->")], 80, Widths::narrow());
    assert_eq!(note.lines[0].spans()[0].role, Role::Dim);
}

#[test]
fn a_table_on_its_own_screen_keeps_its_header_and_first_columns() {
    let block = table(1, &DUTIES);
    let view = typeset::table(&block, &Options { width: 30, measure: 80, widths: Widths::narrow() }).unwrap();
    assert_eq!((view.head(), view.columns(), view.row_at(view.head())), (2, 3, 1));
    let first = view.last_first(30);
    for index in 0..view.len() {
        for shown in 0..=first {
            let line = view.line(index, shown, 30);
            let goes_on = line.text().ends_with('>');
            assert_eq!(goes_on, shown < first, "a sign while there is more to the right: {}", line.text());
            assert!(line.cells(Widths::narrow()) <= 30);
            assert!(!goes_on || line.cells(Widths::narrow()) == 30);
        }
    }
    assert!(view.line(0, 0, 30).text().starts_with("│序号│"));
    let scrolled = view.line(view.line_of_row(3), 2, 30).text();
    assert!(scrolled.contains("同上"), "{scrolled}");
    let continued = &view.row(2)[0];
    assert_eq!((continued.name.as_str(), continued.text.as_str(), continued.above), ("序号", "1", true));
}

/// Ragged and very wide tables, and a title of many lines, take no longer than their size says.
#[test]
fn nothing_takes_quadratic_time() {
    let wide = vec!["甲"; 40_000].join("\t");
    let tall = ["乙"; 40_000];
    let ragged = table(1, &[&[wide.as_str()][..], &tall[..]].concat());
    let mut title = block(Content::Title, &"关于 ".repeat(100_000));
    title.starts = (0..100_000).map(|i| i * 7).collect();
    let start = std::time::Instant::now();
    let view = typeset::table(&ragged, &Options { width: 80, measure: 80, widths: Widths::narrow() }).unwrap();
    assert!(view.line(0, 20_000, 80).cells(Widths::narrow()) <= 80);
    assert_eq!(view.row(7).len(), 1);
    set(vec![ragged, title, block(Content::Paragraph, &"第　".repeat(200_000))], 80, Widths::narrow());
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

fn show(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_gongbao")).arg("show").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn show_prints_plain_text_to_a_width() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/lujian-2024-02.txt");
    for (arguments, width, widths) in [
        (vec![sample, "--width", "40"], 40, Widths::narrow()),
        (vec![sample, "--width", "60", "--ambiguous", "wide"], 60, Widths::wide()),
        (vec![sample, "--ambiguous", "narrow"], 80, Widths::narrow()),
    ] {
        let (out, errors, code) = show(&arguments);
        assert_eq!((errors.as_str(), code), ("", Some(0)));
        assert!(out.lines().count() > 100);
        for line in out.lines() {
            assert!(widths.str(line) <= width, "{line}");
            assert!(!line.chars().any(char::is_control) && line.trim_end() == line, "{line:?}");
        }
    }
}

#[test]
fn show_prints_one_document() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/lujian-2024-02.txt");
    let (whole, _, _) = show(&[sample, "--width", "80"]);
    let (second, _, code) = show(&[sample, "--width", "80", "--document", "2"]);
    assert_eq!(code, Some(0));
    assert!(!second.is_empty() && second.len() < whole.len() && whole.contains(&second));
    let (out, errors, code) = show(&[sample, "--document", "999"]);
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(errors.contains("没有第 999 份文件"), "{errors}");
}

#[test]
fn items_of_one_list_hang_alike_whatever_bracket_the_scan_left() {
    let text =
        |marker: &str| format!("{marker}开展巡查。对水库、河道、山洪沟逐一巡查，发现险情立即处置并报告县防汛办。");
    let items = ["（一）", "(二)", "(三）"].map(|marker| clause(MarkerKind::HanParen, 1, marker, &text(marker)));
    let mut blocks = vec![clause(MarkerKind::Han, 0, "一、", "一、主要任务")];
    blocks.extend(items);
    let lines = lines(&set(blocks, 60, Widths::narrow()));
    let indents: Vec<usize> = lines.iter().map(|line| line.len() - line.trim_start().len()).collect();
    assert_eq!(indents, [4, 6, 12, 6, 12, 6, 12], "{lines:#?}");
}
