//! Texts of shapes that no gazette has, in any size: each asks for more work or memory than its bytes, if it can.

pub mod cost;
pub mod weight;

/// A shape: its name, and the text of about so many bytes.
pub type Shape = (&'static str, fn(usize) -> String);

const GAPS: &str = "青山县人民政府关于做好春季造林工作的通知\n青政发〔2024〕7号\n\n各乡镇人民政府：\n现将任务印发给你们，请抓好落实。\n序号    任务      责任单位\n";
const NOTICE: &str = "青山县人民政府关于做好春季造林工作的通知\n青政发〔2024〕7号\n\n各乡镇人民政府：\n";

pub const SHAPES: &[Shape] = &[
    // One line.
    ("text in one line", |n| in_a_line("各乡镇要按照县政府的统一部署，抓好春季造林工作。", n)),
    ("a sentence without an end", |n| in_a_line("造林", n)),
    ("brackets of responsibilities", |n| in_a_line("抓好造林（责任单位：县林业局、县财政局）；", n)),
    ("brackets that end in roles", |n| in_a_line("抓好造林（县林业局牵头，县财政局配合）。", n)),
    ("labels", |n| in_a_line("责任单位：县林业局", n)),
    ("duties", |n| in_a_line("县林业局：负责造林；", n)),
    ("units of one label", |n| format!("{NOTICE}一、造林。责任单位：{}\n", fill("县林业局、", n))),
    ("leads in sentences", |n| in_a_line("县林业局为牵头单位，", n)),
    ("clause markers", |n| in_a_line("一、二、（一）1.（1）①第一条", n)),
    ("sections", |n| in_a_line("1.2.3 造林 ", n)),
    ("digits", |n| in_a_line("0123456789", n)),
    ("numerals", |n| in_a_line("一二三四五六七八九十百千", n)),
    ("decimals", |n| in_a_line("1.", n)),
    ("quotes that open", |n| in_a_line("“", n)),
    ("titles that open", |n| in_a_line("《", n)),
    ("titles that open and one that closes", |n| format!("{NOTICE}{}办法》\n", fill("《", n))),
    ("titles that close", |n| in_a_line("》", n)),
    ("titles", |n| in_a_line("《青山县造林办法》（青政发〔2024〕7号，以下简称《办法》）第八条、", n)),
    ("titles in titles", |n| format!("{NOTICE}根据{}造林{}\n", fill("《关于", n / 2), fill("》的通知", n / 2))),
    ("short names", |n| numbered(n, |i| format!("《办法{i}》（以下简称《办{i}》）第{i}条，"))),
    ("steps of an address", |n| in_a_line("第一条", n)),
    ("steps that are none", |n| in_a_line("第一条第", n)),
    ("attachments in a line", |n| in_a_line("附件1", n)),
    ("brackets that open", |n| in_a_line("（", n)),
    ("brackets in brackets", |n| format!("{NOTICE}{}{}\n", fill("（《〔“", n / 2), fill("”〕》）", n / 2))),
    ("numbers of documents", |n| in_a_line("青政发〔2024〕7号、", n)),
    ("half numbers of documents", |n| in_a_line("青政发〔2024〕", n)),
    ("signs of a number", |n| in_a_line("号", n)),
    ("dates", |n| in_a_line("2024年3月12日前完成，", n)),
    ("half dates", |n| in_a_line("2024年", n)),
    ("spaces", |n| format!("{NOTICE}造林{}造林\n", fill(" ", n))),
    ("wide spaces", |n| format!("{NOTICE}造林{}造林\n", fill("\u{3000}", n))),
    ("one letter", |n| in_a_line("a", n)),
    ("combining marks", |n| in_a_line("\u{301}", n)),
    ("controls", |n| in_a_line("\u{202e}", n)),
    ("what is not there", |n| in_a_line("\u{200b}", n)),
    ("dots", |n| in_a_line("…", n)),
    ("rules", |n| in_a_line("-", n)),
    ("stars", |n| in_a_line("**", n)),
    ("stars and text", |n| in_a_line("**造林**", n)),
    ("backslashes", |n| in_a_line("\\", n)),
    ("hashes", |n| in_a_line("#", n)),
    ("tags that open", |n| in_a_line("<", n)),
    ("entities", |n| in_a_line("&nbsp;", n)),
    ("colons", |n| in_a_line("：", n)),
    ("attachments of one list", |n| format!("{NOTICE}完。\n附件：{}\n", numbered_in(n, |i| format!("{i}.造林表 ")))),
    ("posts", |n| in_a_line("组长：王明（县长）", n)),
    // Many lines.
    ("blank lines", |n| format!("{NOTICE}一、造林。\n{}二、完。\n", fill("\n", n))),
    ("lines of one character", |n| in_lines("林", n)),
    ("lines of one letter", |n| in_lines("a", n)),
    ("sentences", |n| in_lines("抓好春季造林工作。", n)),
    ("half sentences", |n| in_lines("抓好春季造林工作", n)),
    ("titles of documents", |n| in_lines("青山县人民政府关于做好造林工作的通知", n)),
    ("documents", |n| fill("关于造林的通知\n青政发〔2024〕7号\n各乡镇：\n请造林。\n县政府\n2024年3月1日\n", n)),
    ("documents of one line", |n| numbered(n, |i| format!("青山县人民政府令\n第{i}号\n"))),
    ("titles without end", |n| format!("青山县人民政府\n{}", numbered(n, |i| format!("关于第{i}\n")))),
    ("titles of parts", |n| in_lines("附件1\n造林表", n)),
    ("attachments", |n| numbered(n, |i| format!("附件{i}\n造林表{i}\n"))),
    ("markers in every line", |n| in_lines("一、造林\n（一）造林\n1.造林\n（1）造林\n①造林", n)),
    ("one marker", |n| in_lines("一、造林", n)),
    ("articles", |n| numbered(n, |i| format!("第{i}条 造林的办法。\n"))),
    ("nested numbers", |n| numbered(n, |i| format!("{}{i}.造林\n", "1.".repeat(i % 40)))),
    ("sections in lines", |n| numbered(n, |i| format!("{}.{}.{} 造林\n", i / 100, i / 10 % 10, i % 10))),
    ("addressees", |n| in_lines("各乡镇人民政府，县直各部门：", n)),
    ("signatures", |n| in_lines("青山县人民政府\n2024年3月12日", n)),
    ("running heads", |n| numbered(n, |i| format!("青山县人民政府公报\n造林，\n·{i}·\n"))),
    ("other running heads", |n| numbered(n, |i| format!("第{i}期 青山县人民政府公报\n造林{i}\n"))),
    ("page numbers", |n| numbered(n, |i| format!("— {i} —\n"))),
    ("images", |n| in_lines("![](a.png)", n)),
    ("labels in lines", |n| in_lines("责任单位：县林业局", n)),
    ("posts in lines", |n| in_lines("组 长：王 明 县长", n)),
    ("events", |n| numbered(n, |i| format!("{}日 县长造林。\n", i % 28 + 1))),
    ("a chronicle", |n| format!("3月大事记\n{}", numbered(n, |i| format!("{}日 县长造林。", i % 28 + 1)))),
    ("lines of gaps", |n| in_lines("造林   12   13", n)),
    ("quotes that open in every line", |n| in_lines("“造林（《", n)),
    ("columns of gaps", |n| {
        format!("{GAPS}{}", numbered_in(n, |i| format!("{i:<6}  造{}林    县林业局\n", letter(i))))
    }),
    ("columns of gaps without numbers", |n| {
        let row = |i| format!("序号  任务  责任单位\n      {}林  县林业局\n", letter(i));
        format!("{NOTICE}请抓好造林任务落实。\n{}", numbered_in(n, row))
    }),
    ("a row of gaps that never ends", |n| {
        format!("{GAPS}1       抓好造林  县林业局\n{}", fill("        抓好造林\n        护林      牵头\n", n))
    }),
    ("columns of gaps, each page moved", |n| {
        let row = |i: usize| format!("{}{i:<6}  造{}林    县林业局\n— {i} —\n", " ".repeat(i % 9), letter(i));
        format!("{GAPS}{}", numbered_in(n, row))
    }),
    ("columns of gaps in pieces", |n| {
        let row = |i| format!("{i:<6}造{}林\n", letter(i));
        let (wide, first) = (" ".repeat(500), "林  ".repeat(100));
        format!("{NOTICE}请抓好造林任务落实。\n序号  任务{wide}单位\n1     {first}\n{}", numbered_in(n, row))
    }),
    // Front matter.
    ("contents", |n| contents(n, |i| format!("关于造林第{i}件事的通知……{i}\n"))),
    ("contents without pages", |n| contents(n, |i| format!("{i}.关于造林第{i}件事的通知\n"))),
    ("contents and documents", |n| {
        let body = numbered(n / 2, |i| {
            format!("青山县人民政府关于造林第{i}件事的通知\n青政发〔2024〕{i}号\n各乡镇：\n请造林。\n")
        });
        contents(n / 2, |i| format!("青山县人民政府关于造林第{i}件事的通知……{i}\n")) + &body
    }),
    ("the same contents and documents", |n| {
        contents(n / 2, |_| "关于造林的通知……1\n".to_owned()) + &fill("关于造林的通知\n各乡镇：\n请造林。\n", n / 2)
    }),
    ("contents in two lines", |n| contents(n, |i| format!("关于造林\n第{i}件事的通知……{i}\n"))),
    ("contents without end", |n| contents(n, |_| "关于造林\n".to_owned())),
    ("one entry of contents", |n| format!("青山县人民政府公报\n目录\n{}……1\n", fill("造林", n))),
    ("categories", |n| contents(n, |i| format!("【政府文件{i}】\n"))),
    ("covers", |n| fill("青山县人民政府公报\n2024年第2期（总第8期）\n目录\n关于造林的通知……1\n", n)),
    ("imprint", |n| format!("青山县人民政府公报\n{}", numbered(n, |i| format!("主办单位{i}：县政府\n")))),
    ("names of the board", |n| format!("青山县人民政府公报\n编委会\n主任：{}\n", fill("王明 ", n))),
    ("lines of the board", |n| format!("青山县人民政府公报\n编委会\n主任：{}\n", fill("王 明\n", n))),
    // Tables.
    ("pipes", |n| in_a_line("|", n)),
    ("tabs", |n| in_a_line("\t", n)),
    ("a table of many columns", |n| pipes(n / 13, 3)),
    ("a table of many rows", |n| format!("{NOTICE}{}", fill("|造林|县林业局|\n", n))),
    ("a table of rows and columns", |n| pipes(n.isqrt() / 2, n.isqrt() / 2)),
    ("a ragged table", |n| format!("{NOTICE}{}\n{}", fill("|列", n / 2), fill("|值|\n", n / 2))),
    ("tabs in lines", |n| in_lines("造林\t县林业局\t", n)),
    ("who answers, in a table", |n| {
        format!(
            "{NOTICE}|序号|任务|责任单位|\n|---|---|---|\n{}",
            numbered_in(n, |i| format!("|{i}|造林|县林业局、县财政局|\n"))
        )
    }),
    ("a tall cell of many units", |n| {
        let units = fill("县林业局、", n / 2);
        format!("{NOTICE}|序号|任务|责任单位|\n|---|---|---|\n|1|造林|{units}|\n{}", fill("|2|护林||\n", n / 2))
    }),
    ("a tall cell of text", |n| {
        let text = fill("抓好造林，", n / 2);
        format!(
            "{NOTICE}|任务|事项|责任单位|\n|---|---|---|\n|{text}|造林|县林业局|\n{}",
            fill("||护林|县林业局|\n", n / 2)
        )
    }),
    ("a heading row of text", |n| {
        let text = fill("抓好造林，", n / 2);
        format!("{NOTICE}|任务{text}|责任单位|\n|---|---|\n{}", fill("|护林|县林业局|\n", n / 2))
    }),
    ("a rule below many rows", |n| format!("{NOTICE}{}|---|---|\n|护林|县林业局|\n", fill("|造林|县林业局|\n", n))),
    ("a cell that goes on", |n| {
        format!("{NOTICE}|1|抓好造林抓好造林抓好造林抓好造林|县林业局|\n{}", fill("\n||抓好造林，抓好|县财政局|\n", n))
    }),
    ("sections of a table", |n| {
        let text = fill("抓好造林，", n / 2);
        format!("{NOTICE}|序号|任务|责任单位|\n|---|---|---|\n|{text}|||\n{}", fill("|1|护林|县林业局|\n", n / 2))
    }),
    ("columns that are short of a name", |n| {
        let (names, rows) = (fill("甲镇|乙镇||", n / 3), fill("计划|||", n / 3));
        format!("{NOTICE}|{rows}\n|{names}\n|---|\n{}", fill("|值|\n", n / 3))
    }),
    ("headers", |n| format!("{NOTICE}{}", fill("|序号|任务|责任单位|\n|---|---|---|\n", n))),
    ("a table in tags", |n| format!("{NOTICE}<table>{}</table>\n", fill("<tr><td>造林</td><td>县林业局</td></tr>", n))),
    ("a table in tags and lines", |n| {
        format!("{NOTICE}<table>\n{}</table>\n", fill("<tr>\n<td>造林</td>\n<td>县林业局</td>\n</tr>\n", n))
    }),
    ("columns in tags", |n| format!("{NOTICE}<table><tr>{}</tr></table>\n", fill("<td>林</td>", n))),
    ("columns in tags and rows", |n| {
        let row = format!("<tr>{}</tr>", fill("<td>林</td>", n.isqrt()));
        format!("{NOTICE}<table>{}</table>\n", fill(&row, n))
    }),
    ("cells that span", |n| {
        let cells = fill("<td colspan=\"999999\" rowspan=\"999999\">林</td>", n / 2);
        format!("{NOTICE}<table><tr>{cells}</tr>{}</table>\n", fill("<tr></tr>", n / 2))
    }),
    ("cells that span, in lines", |n| {
        let cells = fill("<td colspan=\"999999\" rowspan=\"999999\">林</td>\n", n / 2);
        format!("{NOTICE}<table>\n<tr>\n{cells}</tr>\n{}</table>\n", fill("<tr></tr>\n", n / 2))
    }),
    ("cells that are tall", |n| {
        let cells = fill("<td rowspan=\"999999\">林</td>", n / 2);
        format!("{NOTICE}<table><tr>{cells}</tr>{}</table>\n", fill("<tr><td>林</td></tr>", n / 2))
    }),
    ("tables in tags", |n| format!("{NOTICE}{}", fill("<table><tr><td>林</td></tr></table>\n", n))),
    ("tables that open", |n| format!("{NOTICE}{}", fill("<table><tr><td>", n))),
    ("tables that open in lines", |n| in_lines("<table>", n)),
    ("breaks in a cell", |n| format!("{NOTICE}<table><tr><td>{}</td></tr></table>\n", fill("林<br>", n))),
    ("tags that open in a cell", |n| format!("{NOTICE}<table><tr><td>{}</td></tr></table>\n", fill("<", n))),
    ("cells of one row in lines", |n| format!("{NOTICE}<table><tr>\n{}</tr></table>\n", fill("<td>林</td>\n", n))),
    ("rules of a table", |n| in_lines("|---|---|", n)),
    ("frames", |n| in_lines("┌──┬──┐\n│林│业│", n)),
];

/// The piece again and again, about `n` bytes of it.
fn fill(piece: &str, n: usize) -> String {
    piece.repeat((n / piece.len()).max(1))
}

fn in_a_line(piece: &str, n: usize) -> String {
    format!("{NOTICE}{}\n", fill(piece, n))
}

fn in_lines(line: &str, n: usize) -> String {
    format!("{NOTICE}{}", fill(&format!("{line}\n"), n))
}

fn numbered_in(n: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(n + 100);
    for number in 1.. {
        text.push_str(&piece(number));
        if text.len() >= n {
            break;
        }
    }
    text
}

fn numbered(n: usize, piece: impl Fn(usize) -> String) -> String {
    format!("{NOTICE}{}\n", numbered_in(n, piece))
}

/// Characters that differ from line to line, so that no line is a running head.
fn letter(number: usize) -> char {
    char::from_u32(0x4e00 + number as u32 % 0x5000).unwrap_or('林')
}

fn contents(n: usize, entry: impl Fn(usize) -> String) -> String {
    format!("青山县人民政府公报\n2024年第2期（总第8期）\n目录\n{}", numbered_in(n, entry))
}

fn pipes(columns: usize, rows: usize) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns.max(1)));
    format!("{NOTICE}{}{}{}", row("列"), row("---"), row("值").repeat(rows.max(1)))
}
