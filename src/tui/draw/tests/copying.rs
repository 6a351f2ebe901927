//! 复制 and 导出: what leaves the program.

use super::{Reader, fixture, reader};
use crate::app::{Content, Effect, Input, Key, KeyCode, NotWritten};

#[test]
fn a_clause_is_copied_with_what_it_holds_and_a_paragraph_alone() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>]]y").sees("已向终端发出").sees("第二部分");
    let clause = reader.copied.pop().unwrap();
    assert!(
        clause.starts_with("二、重点任务\n（一）清理河道。") && clause.ends_with("（责任单位：县林业局）"),
        "{clause}"
    );
    assert_eq!(clause.lines().count(), 3, "no line breaks of the page: {clause}");
    reader.press("y").sees("这一段");
    assert_eq!(reader.copied.pop().unwrap(), "二、重点任务");
    reader.press("]Y").sees("带出处");
    let cited = reader.copied.pop().unwrap();
    let source = "——《青山县人民政府关于印发〈河道管理实施方案〉的通知》（青政发〔2024〕3号）第二部分第（一）项";
    assert_eq!(cited.lines().last(), Some(source));
    reader.press("q").press("y");
    assert_eq!(
        reader.copied.pop().unwrap(),
        "《青山县人民政府关于印发〈河道管理实施方案〉的通知》（青政发〔2024〕3号）"
    );
}

/// What can't be done in restricted mode is not offered, and a key for it says so at once.
#[test]
fn restricted_nothing_is_written_and_nothing_offers_it() {
    let mut reader = reader(110, 24);
    reader.press("<Enter><Enter>").sees("导出");
    reader.app = std::mem::replace(&mut reader.app, crate::app::App::new(Default::default())).restricted();
    let all = reader.rows().join("\n");
    assert!(!all.contains("导出"), "{all}");
    reader.press("e").sees("受限模式：不能写成文件");
    assert!(reader.app.prompt.is_none());
    reader.input(Input::Key(Key::ctrl(KeyCode::Char('z'))));
    reader.sees("受限模式：不能暂停");
    for at in 0..4 {
        reader.press(if at == 0 { "?" } else { "<PgDn>" });
        let help = reader.rows().join("\n");
        assert!(!help.contains("写成文件") && !help.contains("暂停"), "{help}");
    }
    reader.press("q:写成");
    assert!(!reader.rows().join("\n").contains("写成文件"));
    reader.press("<Esc>:导出<Enter>").sees("受限模式：不能写成文件");
    reader.press("<Esc>y").sees("已向终端发出");
    assert!(!reader.rows().join("\n").contains(":w"));
    reader.press(":w 甲.txt<Enter>").sees("受限模式：不能写文件");
}

#[test]
fn text_is_selected_by_keys_over_lines_and_blocks() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>/沿河群众<Enter>v").sees("回车 复制").press("<Right><Right>");
    assert_eq!(reader.reversed(), "沿河群众普遍", "the hit and two more");
    reader.press("<Enter>").sees("选中的文字");
    assert_eq!(reader.copied.pop().unwrap(), "沿河群众普遍", "over the end of a line");
    // Down by lines into other blocks; back to nothing selected by Esc.
    reader.press("<Esc>:一、<Enter>v<Down><Down>y");
    assert_eq!(reader.copied.pop().unwrap().lines().count(), 2);
    reader.press("v]]y");
    let clauses = reader.copied.pop().unwrap();
    assert!(clauses.starts_with("一、总体要求。") && clauses.ends_with("二、重点任务"), "{clauses}");
    reader.press("v<Right><Esc>").sees_not("回车 复制").press("vG<Left>q").sees("] 下条");
    assert!(reader.copied.is_empty());
}

#[test]
fn nothing_in_a_file_reaches_the_clipboard_but_text() {
    let mut issue = fixture::plain();
    issue.documents[0].parts[0].blocks[0].text = "买米\u{1b}]52;c;xx\u{7}\u{202e}两斤\u{200b}\u{9b}".into();
    let mut reader = Reader::new(80, 24, vec![issue]);
    reader.press("<Enter>y");
    assert_eq!(reader.copied.pop().unwrap(), "买米]52;c;xx两斤");
}

#[test]
fn what_would_be_written_is_said_before_it_is() {
    let mut reader = reader(80, 24);
    reader.press("<Enter><Enter>:w 河道.txt").sees("把全文（").sees("写入文件 河道.txt").press("<Esc>");
    reader.press("]y:w 河道.txt").sees("把第一部分（").press("<Enter>");
    reader.input(Input::Written("河道.txt".into(), Err(NotWritten::Exists)));
    reader.sees("已有 河道.txt").press("x").sees("覆盖").press("<Back>").sees("w! 河道.txt").press("<Enter>");
    reader.input(Input::Written("河道.txt".into(), Ok(())));
    reader.sees("已写入 河道.txt（第一部分）");
}

#[test]
fn a_document_is_exported_by_the_files_extension() {
    let mut reader = reader(80, 24);
    reader.press("<Enter>2G<Enter>e").sees("导出到：").sees(".md");
    let export = |reader: &mut Reader, path: &str| {
        reader.press("<C-u>");
        reader.app.input(Input::Paste(path.into()));
        let enter = Key { code: KeyCode::Enter, ctrl: false, alt: false, shift: false };
        reader.app.input(Input::Key(enter))
    };
    assert_eq!(export(&mut reader, "河道.doc"), []);
    reader.sees("要以 .md、.txt 或 .json 结尾");
    let Some(Effect::Write { content: Content::Text(text), replace: false, .. }) = export(&mut reader, "河道.md").pop()
    else {
        panic!()
    };
    assert!(text.starts_with("# ") && text.contains("**第一条**"), "{text}");
    // There is one: Enter again replaces it, but only that one.
    reader.input(Input::Written("河道.md".into(), Err(NotWritten::Exists)));
    reader.sees("已有 河道.md");
    assert!(matches!(export(&mut reader, "河道.txt")[..], [Effect::Write { replace: false, .. }]));
    reader.input(Input::Written("河道.txt".into(), Err(NotWritten::Exists)));
    assert!(matches!(export(&mut reader, "河道.txt")[..], [Effect::Write { replace: true, .. }]));
    reader.input(Input::Written("河道.txt".into(), Ok(())));
    reader.sees("已写入 河道.txt（全文）");
}
