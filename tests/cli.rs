//! Subcommands by what they print, and what happens to files that can't be read.

mod skipped;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};

use encoding_rs::{BIG5, GB18030};
use serde_json::Value;
use skipped::skipped;
use tempfile::TempDir;

const NOTICE: &str = "云岫县人民政府关于做好春季造林工作的通知\n\n云政发〔2021〕7号\n\n各乡镇人民政府：\n\n一、总体要求。全县造林三万亩。\n";

/// A home of its own, with a folder for the files of a test.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(arguments)
            .env("HOME", self.0.path().join("home"))
            .env_remove("XDG_CACHE_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn issues(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn help_and_mistakes_are_in_chinese() {
    let home = Home::new();
    for arguments in [
        &["--help"][..],
        &["export", "--help"],
        &["show", "--help"],
        &["check", "--help"],
        &["tasks", "--help"],
        &["cites", "--help"],
        &["diff", "--help"],
        &["add", "--help"],
        &["remove", "--help"],
        &["list", "--help"],
        &["man", "--help"],
    ] {
        let help = home.run(arguments);
        assert!(help.status.success());
        let text = stdout(&help);
        assert!(text.contains("用法：") && text.contains("选项："), "{text}");
        for english in ["Usage", "Options", "OPTIONS", "Print", "Arguments", "Possible", "default"] {
            assert!(!text.contains(english), "{english} in {text}");
        }
    }
    let mistake = home.run(&["--没有"]);
    assert_eq!(mistake.status.code(), Some(2));
    assert!(stderr(&mistake).contains("没有 --没有 这个选项"), "{}", stderr(&mistake));
}

/// A mistake says what is expected, and where to read on.
#[test]
fn mistakes_say_what_is_expected() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    for (arguments, told) in [
        (&["diff", "甲"][..], &["缺少 <新>\n用 gongbao diff --help 查看用法"][..]),
        (&["diff"], &["缺少 <旧>、<新>"]),
        (&["show", "--document", "甲", &file], &["不能是“甲”；要用序号或文号"]),
        (&["show", "--width", "0", &file], &["不能是“0”；要写 1 到 1000 的整数", "gongbao show --help"]),
        (&["tasks", "--due", "昨天", &file], &["不能是“昨天”；写法：2023"]),
        (&["show", "--width", "-1", &file], &["不能是“-1”；要写 1 到 1000 的整数"]),
        (&["search", "水", "--limit", "x", &file], &["不能是“x”；要写 1 以上的整数"]),
        (&["search", "水", "--limit", "0", &file], &["不能是“0”；要写 1 以上的整数"]),
        (&["search", "水", "--limit", "-1", &file], &["不能是“-1”；要写 1 以上的整数"]),
        (&["config", "nope"], &["多了“nope”"]),
        (&["tasks", "-o", "/none/甲.csv", &file], &["写不了文件 /none/甲.csv：没有这个文件或文件夹"]),
        (&["show", "-"], &["不能从管道读"]),
        (&["-"], &["不能从管道读"]),
        (&[""], &["不能是空的"]),
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let error = stderr(&output);
        assert!(told.iter().all(|told| error.contains(told)), "{arguments:?}: {error}");
        assert!(!error.contains("os error"), "{error}");
    }
}

/// What can't be written is no success: a full disk behind any command's output, help included.
#[test]
fn a_full_disk_is_said_in_chinese() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        return skipped("there is no /dev/full");
    };
    for arguments in [
        &["show", &file][..],
        &["show", "--contents", &file],
        &["export", &file],
        &["search", "造林", &file],
        &["config"],
        &["man"],
        &["--help"],
        &["doctor", &file],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(arguments).env("HOME", home.path("home")).stdout(full.try_clone().expect("a file"));
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains("磁盘满了"), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn without_a_terminal_the_reader_says_so() {
    let output = Home::new().run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("终端"), "{}", stderr(&output));
}

#[test]
fn nothing_to_read_is_no_finding() {
    let home = Home::new();
    let gone = home.path("gone.txt");
    for command in ["show", "check", "export", "tasks"] {
        let output = home.run(&[command, &gone]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(stderr(&output).ends_with("gongbao：没有可以打开的公报\n"), "{command}: {}", stderr(&output));
    }
    assert_eq!(
        home.run(&["search", "  ", &home.write("a.txt", NOTICE)]).status.code(),
        Some(2),
        "no words to look for"
    );
}

#[test]
fn a_misspelt_command_is_understood() {
    let output = Home::new().run(&["serch", "造林"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("是不是 gongbao search？"), "{}", stderr(&output));
}

#[test]
fn the_words_of_a_help_stand_in_one_column() {
    let help = stdout(&Home::new().run(&["tasks", "--help"]));
    let options: Vec<&str> = help.lines().filter(|line| line.trim_start().starts_with('-')).collect();
    let column = |line: &&str| {
        let words = line.trim_start();
        let gap = words.find("  ").unwrap();
        let before = line.len() - words.len() + gap;
        let spaces = words[gap..].len() - words[gap..].trim_start().len();
        gongbao::text::width::Widths::narrow().str(&line[..before]) + spaces
    };
    let columns: Vec<usize> = options.iter().map(column).collect();
    assert!(options.len() > 8 && columns.iter().all(|&at| at == columns[0]), "{columns:?}\n{help}");
}

#[test]
fn the_sample_is_what_is_exported_without_a_path() {
    let output = Home::new().run(&["export"]);
    assert!(output.status.success());
    assert_eq!(issues(&output).len(), gongbao::library::sample::count());
}

#[test]
fn one_text_in_five_encodings_is_one_issue() {
    let home = Home::new();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(NOTICE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let files = [
        home.write("utf8.txt", NOTICE),
        home.write("bom.txt", ["\u{feff}", NOTICE].concat()),
        home.write("crlf.txt", NOTICE.replace('\n', "\r\n")),
        home.write("gbk.txt", GB18030.encode(NOTICE).0),
        home.write("utf16.txt", utf16),
    ];
    let output = home.run(&["export", &files[0], &files[1], &files[2], &files[3], &files[4]]);
    let issues = issues(&output);
    assert_eq!(issues.len(), 5, "{}", stderr(&output));
    for issue in &issues {
        assert_eq!(issue["documents"], issues[0]["documents"], "{}", issue["source"]);
        assert_eq!(issue["source"]["lines"], 7);
    }
    let big5 = home.write("big5.txt", BIG5.encode("雲岫縣人民政府關於做好春季造林工作的通知\n各鄉鎮人民政府：\n").0);
    let output = home.run(&["export", &big5]);
    assert!(stdout(&output).contains("雲岫縣人民政府關於做好春季造林工作的通知"), "{}", stdout(&output));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_opens() {
    let home = Home::new();
    home.write("folder/good.txt", NOTICE);
    home.write("folder/empty.txt", "");
    home.write("folder/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    home.write("folder/noise.txt", [0u8, 1, 2, 3, 4, 0, 250, 7]);
    let huge = fs::File::create(home.path("folder/huge.txt")).unwrap();
    huge.set_len(gongbao::read::MAX_BYTES + 1).unwrap();
    std::os::unix::fs::symlink("nowhere.txt", home.path("folder/dangling.txt")).unwrap();
    std::os::unix::fs::symlink(".", home.path("folder/loop")).unwrap();
    let fifo = Command::new("mkfifo").arg(home.path("folder/pipe.txt")).status().unwrap();
    assert!(fifo.success());

    let output = home.run(&["export", &home.path("folder"), &home.path("gone.txt")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(issues(&output).len(), 1);
    let errors = stderr(&output);
    for (name, reason) in [
        ("empty.txt", "文件是空的"),
        ("picture.txt", "PNG"),
        ("noise.txt", "不是文本文件"),
        ("huge.txt", "文件太大"),
        ("dangling.txt", "找不到"),
        ("loop", "循环链接"),
        ("pipe.txt", "不是普通文件"),
        ("gone.txt", "找不到"),
    ] {
        assert!(errors.lines().any(|line| line.contains(name) && line.contains(reason)), "{name}: {errors}");
    }
}

#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let file = home.write("secret.txt", NOTICE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&file).is_ok() {
        skipped("this user may read every file");
        return;
    }
    let output = home.run(&["export", &file]);
    assert!(stderr(&output).contains("没有读取权限"), "{}", stderr(&output));
}

#[test]
fn a_damaged_or_unwritable_cache_is_no_news() {
    let home = Home::new();
    let file = home.write("notice.txt", NOTICE);
    let first = home.run(&["export", &file]);
    let cache = home.0.path().join("home/.cache/gongbao");
    let cached: Vec<_> = fs::read_dir(&cache).unwrap().flatten().map(|entry| entry.path()).collect();
    assert_eq!(cached.len(), 1, "{cached:?}");
    fs::write(&cached[0], b"not a cache at all").unwrap();
    let second = home.run(&["export", &file]);
    assert_eq!((stdout(&first), stderr(&first)), (stdout(&second), stderr(&second)));
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, b"a file where the folder should be").unwrap();
    let third = home.run(&["export", &file]);
    assert_eq!((stdout(&first), stderr(&first)), (stdout(&third), stderr(&third)));
}

#[test]
fn the_configured_library_is_what_opens_and_a_mistake_in_it_is_named() {
    let home = Home::new();
    let file = home.write("notice.txt", NOTICE);
    let config = "home/.config/gongbao/config.toml";
    home.write(config, format!("library = [{file:?}]\n"));
    let output = home.run(&["export"]);
    assert_eq!(issues(&output).len(), 1, "{}", stderr(&output));
    assert_eq!(issues(&output)[0]["source"]["path"], Value::from(file.as_str()));
    home.write(config, "library = 3\n");
    let output = home.run(&["export"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("第 1 行看不懂：library = 3（要写成列表"), "{}", stderr(&output));
}

#[test]
fn a_file_that_changes_is_parsed_anew() {
    let home = Home::new();
    home.write("folder/notice.txt", NOTICE);
    let before = issues(&home.run(&["export", &home.path("folder")]));
    home.write("folder/notice.txt", NOTICE.replace("春季造林", "秋季造林"));
    let after = issues(&home.run(&["export", &home.path("folder")]));
    assert_ne!(before[0]["documents"][0]["title"], after[0]["documents"][0]["title"]);
}

#[test]
fn search_prints_a_line_a_hit_and_says_when_there_is_none() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    let found = home.run(&["search", "雲政發[2021]7号", &file]);
    assert_eq!(stdout(&found), format!("{file}:3: 云政发〔2021〕7号\n"));
    assert!(found.status.success());
    let none = home.run(&["search", "水利", &file]);
    assert_eq!((none.status.code(), stdout(&none).as_str()), (Some(1), ""));
    let near = home.run(&["search", "春李造林", &file]);
    assert!(stdout(&near).contains("春季造林") && stderr(&near).contains("相近"), "{}", stderr(&near));
    let exact = home.run(&["search", "--exact", "春李造林 foo:", &file]);
    assert_eq!((exact.status.code(), stdout(&exact).as_str()), (Some(1), ""));
    assert!(stderr(&exact).contains("没有“foo：”这个字段"), "{}", stderr(&exact));
}

/// The same fallbacks as in the query bar: pinyin, a sentence's words, a field that there is none of.
#[test]
fn search_finds_what_the_query_bar_finds() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    for (typed, how, told) in [
        ("zaolin", "pinyin", "按拼音"),
        ("全县春季造林任务要求", "words", "按词查"),
        ("春李造林", "near", "相近"),
        ("造林 foo:", "exact", "已略去"),
    ] {
        let found = home.run(&["search", "--json", typed, &file]);
        let hits = issues(&found);
        assert!(found.status.success() && !hits.is_empty(), "{typed}: {}", stderr(&found));
        assert!(hits.iter().all(|hit| hit["how"] == how), "{typed}: {hits:?}");
        assert!(stderr(&found).contains(told), "{typed}: {}", stderr(&found));
        let exact = home.run(&["search", "--json", "--exact", typed, &file]);
        assert_eq!((exact.status.code(), stdout(&exact).as_str()), (Some(1), ""), "{typed}");
    }
}

#[test]
fn the_contents_are_a_line_a_document() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    let plain = home.run(&["show", "--contents", &file]);
    let lines: Vec<String> = stdout(&plain).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains("云政发〔2021〕7号") && lines[1].ends_with("的通知"), "{lines:?}");
    let json = issues(&home.run(&["show", "--contents", "--json", &file]));
    assert_eq!((json.len(), &json[0]["number"], &json[0]["line"]), (1, &Value::from(1), &Value::from(1)));
    // By that position it is shown.
    let shown = home.run(&["show", "--document", &json[0]["number"].to_string(), &file]);
    assert!(stdout(&shown).contains("云政发〔2021〕7号"));
    let both = home.run(&["show", "--contents", "--document", "1", &file]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_path_that_does_not_exist_is_named_without_a_terminal() {
    let output = Home::new().run(&["/none/甲.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("没有 /none/甲.txt 这个文件或文件夹"), "{}", stderr(&output));
}

#[test]
fn search_gives_scripts_the_hit_with_its_place() {
    let home = Home::new();
    let file = home.write("甲.txt", NOTICE);
    let index = home.path("index");
    for _ in 0..2 {
        let found = issues(&home.run(&["search", "--json", "--index", &index, "造林 万亩 标题:春季", &file]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["line"], 7);
        assert_eq!(found[0]["doc_number"], "云政发〔2021〕7号");
        assert_eq!(found[0]["clause"], "一");
        assert_eq!(found[0]["text"], "一、总体要求。全县造林三万亩。");
        assert_eq!(found[0]["matches"], serde_json::json!([[9, 11], [12, 14]]));
    }
    assert!(fs::read_dir(index).unwrap().flatten().any(|e| e.file_name().to_string_lossy().starts_with("generation-")));
}

/// A notice of 河口县 with two units and two deadlines.
const TASKS: &str = "河口县人民政府办公室关于印发《河口县2023年教育工作要点》的通知\n\n河政办发〔2023〕9号\n\n各乡（镇）人民政府：\n\n\
    现将《河口县2023年教育工作要点》印发给你们。\n\n一、新建校舍。2023年8月底前完成主体。（牵头单位：县教体局，配合单位：石桥镇人民政府）\n\n\
    二、开展培训。2023年11月底前全部完成。（责任单位：县教育体育局、各乡（镇）人民政府）\n\n河口县人民政府办公室\n\n2023年3月1日\n";

#[test]
fn who_cites_a_document_is_a_line_each() {
    let home = Home::new();
    // The sample: a plan of 2024 that a rule of 2025 names by title and number.
    let out = home.run(&["cites", "鹭政发[2024] 6 号"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let lines: Vec<String> = stdout(&out).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains(":233: 第一条"), "{lines:?}");
    let titled = home.run(&["cites", "《鹭涧县茶梯田保护与利用三年行动方案（2024—2026年）》"]);
    assert_eq!(stdout(&titled), stdout(&out));
    // What the library does not hold is cited all the same; a short name counts, a document that names itself does not.
    let one = "# 云岫县河道办法\n\n第一条 根据《云江省河道条例》（以下简称《条例》），制定本办法。\n\n第二条 违反《条例》第八条的，依照本办法第一条处理。\n";
    home.write("lib/河道办法.txt", one);
    let folder = home.path("lib");
    let out = home.run(&["cites", "云江省河道条例", &folder]);
    assert_eq!(stdout(&out).lines().count(), 2, "{}", stdout(&out));
    assert_eq!(home.run(&["cites", "云岫县河道办法", &folder]).status.code(), Some(1));
    assert_eq!(home.run(&["cites", " ", &folder]).status.code(), Some(2));
    // Held now, it is the same document under its number too.
    home.write("lib/条例.txt", "# 云江省河道条例\n\n第一条 为保护河道，制定本条例。\n\n第八条 不得占用河道。\n");
    let held = home.run(&["cites", "云江省河道条例", &folder]);
    assert_eq!(stdout(&held), stdout(&out));
}

#[test]
fn tasks_of_a_unit_under_all_its_names() {
    let home = Home::new();
    let path = home.write("河口.txt", TASKS);
    let out = home.run(&["tasks", "--unit", "教体局", &path]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(stdout(&out).matches("2023-").count(), 2, "{}", stdout(&out));
    assert!(stderr(&out).contains("计入的叫法：县教体局 1、县教育体育局 1"), "{}", stderr(&out));
    let columns: Vec<String> = stdout(&out).lines().next().unwrap().split_whitespace().map(str::to_owned).collect();
    assert_eq!(columns, ["单位", "角色", "期限", "任务"]);
    let out =
        home.run(&["tasks", "--unit", "教体局", "--role", "牵头", "--due", "..2023-09", "--format", "json", &path]);
    let text = stdout(&out);
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["unit"], "县教体局");
    assert_eq!(rows[0]["bodies"][0]["name"], "教育体育局");
    assert_eq!(rows[0]["deadlines"][0]["to"], "2023-08-31");
    assert_eq!(rows[0]["doc_number"], "河政办发〔2023〕9号");
    assert_eq!(rows[0]["line"], 9);
    // A body that is not the one asked for, though its name is like it, is only mentioned.
    let out = home.run(&["tasks", "--unit", "教育局", &path]);
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("未计入的相近叫法：县教体局 1、县教育体育局 1"), "{}", stderr(&out));
}

#[test]
fn tasks_of_a_town_and_of_all_towns() {
    let home = Home::new();
    let path = home.write("河口.txt", TASKS);
    let out = home.run(&["tasks", "--unit", "石桥镇", "--format", "csv", &path]);
    assert_eq!(stdout(&out).lines().count(), 2);
    assert!(stderr(&out).contains("--expand"), "{}", stderr(&out));
    let out = home.run(&["tasks", "--unit", "石桥镇", "--expand", "--format", "csv", &path]);
    assert_eq!(stdout(&out).lines().count(), 3, "{}", stdout(&out));
    assert!(stdout(&out).starts_with('\u{feff}'));
}

#[test]
fn tasks_are_written_to_a_file_by_its_extension() {
    let home = Home::new();
    let path = home.write("河口.txt", TASKS);
    for (name, start) in [("台账.xlsx", &b"PK"[..]), ("台账.csv", "\u{feff}单位".as_bytes()), ("台账.json", b"{")]
    {
        let to = home.path(name);
        let out = home.run(&["tasks", &path, "-o", &to]);
        assert!(out.status.success(), "{}", stderr(&out));
        assert!(std::fs::read(&to).unwrap().starts_with(start), "{name}");
    }
    // A file that is there stays as it is, and one of an ending that nobody knows is not written at all.
    let there = home.write("原有.csv", "原有");
    let out = home.run(&["tasks", &path, "-o", &there]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("已经有了，没有动它；要覆盖，加 --force"), "{}", stderr(&out));
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "原有");
    assert!(home.run(&["tasks", &path, "--force", "-o", &there]).status.success());
    assert!(std::fs::read_to_string(&there).unwrap().starts_with("\u{feff}单位"));
    let unknown = home.path("台账.pdf");
    let out = home.run(&["tasks", &path, "-o", &unknown]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("文件名要以 .xlsx、.csv 或 .json 结尾"), "{}", stderr(&out));
    assert!(!std::fs::exists(&unknown).unwrap());
    assert!(home.run(&["tasks", &path, "--format", "csv", "-o", &unknown]).status.success());
    let out = home.run(&["tasks", &path, "-o", &home.path("没有/台账.csv")]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("写不了文件"), "{}", stderr(&out));
}

#[test]
fn a_readers_names_of_units_are_used_and_a_mistake_in_them_is_named() {
    let home = Home::new();
    let path = home.write("河口.txt", TASKS);
    home.write("home/.config/gongbao/units.toml", "[names]\n\"教育体育局\" = [\"教体委\"]\n");
    let out = home.run(&["tasks", "--unit", "教体委", "--format", "csv", &path]);
    assert_eq!(stdout(&out).lines().count(), 3, "{}", stderr(&out));
    home.write("home/.config/gongbao/units.toml", "[names]\n\"教育体育局\" = 教体委\n");
    let out = home.run(&["tasks", "--unit", "教体委", &path]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("units.toml 第 2 行看不懂"), "{}", stderr(&out));
}

#[test]
fn what_tasks_does_not_understand_it_says_in_chinese() {
    let home = Home::new();
    for arguments in [&["tasks", "--due", "六月"][..], &["tasks", "--role", "围观"], &["tasks", "--year", "今年"]]
    {
        let out = home.run(arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(!stderr(&out).contains("error"), "{}", stderr(&out));
    }
}

#[test]
fn diff_marks_what_changed_and_says_by_its_exit_code() {
    let home = Home::new();
    let old = home.write(
        "2020.txt",
        "澄浦县古井保护办法\n\n第一条　为了保护古井，制定本办法。\n\n第二条　镇人民政府应当每季度巡查一次。\n\n第三条　任何单位不得填埋古井。\n",
    );
    let new = home.write(
        "2024.txt",
        "澄浦县古井保护办法\n\n第一条　为了保护古井，制定本办法。\n\n第二条　镇人民政府应当每月巡查一次。\n\n第三条　所需经费列入预算。\n\n第四条　任何单位不得填埋古井。\n",
    );
    let output = home.run(&["diff", &old, &new]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    for expected in [
        "相同 2，改动 1，增加 1，删去 0，只是移动或改号 1",
        "【改动】第二条\n第二条　镇人民政府应当每[-季度-]{+月+}巡查一次。",
        "【增加】第三条\n{+第三条　所需经费列入预算。+}",
        "【改号】第三条 → 第四条",
        "…… 2 处相同 ……",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    // Side by side, every line within the width.
    let wide = stdout(&home.run(&["diff", &old, &new, "--width", "110"]));
    let side = wide.lines().find(|line| line.contains("[-季度-]")).unwrap();
    let (left, right) = side.split_once(" │ ").unwrap();
    assert!(left.starts_with("第二条") && !left.contains("{+") && right.contains("{+月+}"), "{side}");
    let widths = gongbao::text::width::Widths::narrow();
    assert!(wide.lines().all(|line| widths.str(line) <= 110), "{wide}");

    let output = home.run(&["diff", &old, &old]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("改动 0，增加 0，删去 0"));
}

#[test]
fn diff_takes_documents_of_an_issue_by_position_and_number() {
    let home = Home::new();
    let issue = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/yanhu-2022-03.txt");
    let output = home.run(&["diff", &format!("{issue}#3"), &format!("{issue}#砚政办发〔2022〕9号")]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    for (name, expected) in [
        (issue.to_owned(), "请写明哪一份"),
        (format!("{issue}#99"), "没有第 99 份文件"),
        (format!("{issue}#某某"), "要用序号或文号"),
        (home.path("没有.txt"), "没有.txt"),
    ] {
        let output = home.run(&["diff", &name, &format!("{issue}#1")]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains(expected), "{expected}: {}", stderr(&output));
    }
}

#[test]
fn folders_are_added_listed_and_removed_and_comments_stay() {
    let home = Home::new();
    home.write("公报/notice.txt", NOTICE);
    home.write("公报/2021/notice.txt", NOTICE.replace("7号", "8号"));
    home.write("other/notice.txt", NOTICE.replace("7号", "9号"));
    let (gazettes, other) = (home.path("公报"), home.path("other"));
    let config = home.write("home/.config/gongbao/config.toml", "# 我的配置\nmeasure = 38 # 窄一点\n");
    let mode = || fs::metadata(&config).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(&config, fs::Permissions::from_mode(0o600)).unwrap();

    let added = home.run(&["add", &gazettes]);
    assert_eq!((added.status.code(), stdout(&added)), (Some(0), format!("已加进馆藏：{gazettes}（2 个文件）\n")));
    assert_eq!(issues(&home.run(&["export"])).len(), 2);
    let text = fs::read_to_string(&config).unwrap();
    assert_eq!(text, format!("# 我的配置\nmeasure = 38 # 窄一点\nlibrary = [{gazettes:?}]\n"));
    assert_eq!(mode(), 0o600);

    // Twice, by another name, below it: nothing changes.
    for (same, said) in [("公报", "已经在馆藏里"), ("other/../公报", "已经在馆藏里"), ("公报/2021", "已经包含在")]
    {
        let again = home.run(&["add", &home.path(same)]);
        assert!(again.status.success() && stdout(&again).contains(said), "{}", stdout(&again));
    }
    // One that is missing: nothing of the command is done.
    let missing = home.run(&["add", &other, &home.path("gone")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("没有这个文件夹"), "{}", stderr(&missing));
    assert_eq!(fs::read_to_string(&config).unwrap(), text);

    let with_comments = format!("library = [\n  # 县里的\n  {gazettes:?}, # 常看\n  {other:?},\n]\nmeasure = 38\n");
    fs::write(&config, &with_comments).unwrap();
    let third = home.path("third");
    fs::create_dir(&third).unwrap();
    home.run(&["add", &third]);
    let expected = with_comments.replace(&format!("{other:?},\n"), &format!("{other:?},\n  {third:?},\n"));
    assert_eq!(fs::read_to_string(&config).unwrap(), expected);

    fs::remove_dir(&third).unwrap();
    let list = home.run(&["list"]);
    assert_eq!(list.status.code(), Some(1));
    assert_eq!(stdout(&list), format!("{gazettes}  2 个文件\n{other}  1 个文件\n{third}  不在了\n"));
    let removed = home.run(&["remove", &third, &other]);
    assert!(removed.status.success(), "{}", stderr(&removed));
    let left = fs::read_to_string(&config).unwrap();
    assert!(left.contains("# 县里的") && left.contains("# 常看") && left.contains("measure = 38"), "{left}");
    assert_eq!(stdout(&home.run(&["list"])), format!("{gazettes}  2 个文件\n"));
    let unknown = home.run(&["remove", &other]);
    assert!(unknown.status.code() == Some(2) && stderr(&unknown).contains("馆藏里没有"), "{}", stderr(&unknown));
    home.run(&["remove", &gazettes]);
    assert_eq!(mode(), 0o600);
    assert_eq!(issues(&home.run(&["export"])).len(), gongbao::library::sample::count());
    assert!(stdout(&home.run(&["list"])).contains("还没有文件夹"));
}

#[test]
fn the_home_folder_is_a_tilde_in_the_library() {
    let home = Home::new();
    home.write("home/公报/notice.txt", NOTICE);
    home.write("home/.config/gongbao/config.toml", "library = [\"~/公报\"]\n");
    assert_eq!(issues(&home.run(&["export"])).len(), 1);
    let again = home.run(&["add", &home.path("home/公报")]);
    assert!(stdout(&again).contains("已经在馆藏里"), "{}", stdout(&again));
    let removed = home.run(&["remove", &home.path("home/公报")]);
    assert_eq!(stdout(&removed).lines().next(), Some("已从馆藏去掉：~/公报（文件还在原处）"));
}

/// The name, the value and the source of each setting.
fn settings(output: &Output) -> Vec<String> {
    let rows = stdout(output).lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    rows.iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_configuration_is_begun_explained_and_never_written_over() {
    let home = Home::new();
    let path = home.path("home/.config/gongbao/config.toml");
    assert_eq!(stdout(&home.run(&["config", "--path"])), format!("{path}\n"));
    assert!(settings(&home.run(&["config"])).iter().all(|row| row.ends_with(" 默认")));
    let begun = home.run(&["config", "--init"]);
    assert_eq!(begun.status.code(), Some(0), "{}", stderr(&begun));
    assert!(stdout(&begun).contains("已写好 ~/.config/gongbao/config.toml"), "{}", stdout(&begun));
    // It says nothing yet, and what it says works once the mark is gone.
    assert!(settings(&home.run(&["config"])).iter().all(|row| row.ends_with(" 默认")));
    let text = fs::read_to_string(&path).unwrap().replace("#measure = 40", "measure = 33");
    fs::write(&path, &text).unwrap();
    let rows = settings(&home.run(&["config"]));
    assert!(
        rows.contains(&"measure 33 自己".to_owned()) && rows.contains(&"ambiguous \"auto\" 默认".to_owned()),
        "{rows:?}"
    );
    let again = home.run(&["config", "--init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("没有动它"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    // Restricted: the user's own is not read, and the command line is what restricts.
    let rows = settings(&home.run(&["--restricted", "config"]));
    assert!(
        rows.contains(&"measure 40 默认".to_owned()) && rows.contains(&"restricted true 命令行".to_owned()),
        "{rows:?}"
    );
    fs::write(&path, "mesure = 33\n").unwrap();
    let mistaken = home.run(&["config"]);
    assert_eq!(mistaken.status.code(), Some(2));
    assert!(
        stderr(&mistaken).contains("第 1 行看不懂：mesure = 33（没有 mesure 这个设置，是不是 measure？）"),
        "{}",
        stderr(&mistaken)
    );
}

#[test]
fn a_restricted_reader_changes_no_configuration() {
    let home = Home::new();
    let refused = home.run(&["--restricted", "add", &home.path("")]);
    assert_eq!((refused.status.code(), stderr(&refused)), (Some(2), "gongbao：受限模式：不能写文件\n".into()));
    let refused = home.run(&["--restricted", "config", "--init"]);
    assert_eq!((refused.status.code(), stderr(&refused)), (Some(2), "gongbao：受限模式：不能写文件\n".into()));
    assert!(!home.0.path().join("home/.config").exists());
    // What is refused is not advised.
    assert!(stdout(&home.run(&["list"])).contains("gongbao add"));
    let list = stdout(&home.run(&["--restricted", "list"]));
    assert!(list.contains("没有文件夹") && !list.contains("gongbao add"), "{list}");
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let home = Home::new();
    let page = stdout(&home.run(&["man"]));
    for english in [".SH NAME", ".SH OPTIONS", ".SH SUBCOMMANDS", "Print"] {
        assert!(!page.contains(english), "{english} in {page}");
    }
    let bash = stdout(&home.run(&["completions", "bash"]));
    for command in [
        "export",
        "show",
        "check",
        "search",
        "tasks",
        "cites",
        "doctor",
        "add",
        "remove",
        "list",
        "config",
        "completions",
        "man",
    ] {
        assert!(bash.contains(&format!("gongbao,{command})")), "{command}");
        assert!(page.contains(&format!("gongbao\\-{command}(1)")), "{command} in {page}");
        let own = home.run(&["man", command]);
        assert!(own.status.success() && stdout(&own).contains(".SH 用法"), "{}", stderr(&own));
    }
    assert_eq!(home.run(&["completions", "没有"]).status.code(), Some(2));
    assert!(stderr(&home.run(&["man", "没有"])).contains("没有 没有 这个命令"));
}
