//! The settings: one table, from which come how `config.toml` is read, what `gongbao config` says and writes, and what the
//! manual lists (a test compares them). The defaults are those of [`Config::default`].

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use toml_edit::{Array, Document, Item};

use super::keys;
use crate::app::keymap::{Action, Chord};
use crate::tui::colours::Depth;
use crate::{app, typeset};

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub library: Vec<PathBuf>,
    pub ambiguous: Ambiguous,
    pub theme: Theme,
    pub colours: Colours,
    /// Chinese characters.
    pub measure: u16,
    pub mouse: bool,
    /// The keys of commands that have others than to begin with.
    pub keys: Vec<(Action, Vec<Chord>)>,
    pub restricted: bool,
    /// Who has set what; what is not here is as it was built in.
    sources: BTreeMap<&'static str, Source>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            library: Vec::new(),
            ambiguous: Ambiguous::Auto,
            theme: Theme::Auto,
            colours: Colours::Sixteen,
            measure: typeset::MEASURE,
            mouse: false,
            keys: Vec::new(),
            restricted: false,
            sources: BTreeMap::new(),
        }
    }
}

/// Who has set a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    BuiltIn,
    Administrator,
    User,
    CommandLine,
}

impl Source {
    pub fn name(self) -> &'static str {
        match self {
            Source::BuiltIn => "默认",
            Source::Administrator => "管理员",
            Source::User => "自己",
            Source::CommandLine => "命令行",
        }
    }
}

/// How many cells the terminal gives to characters whose width East Asian Width leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ambiguous {
    /// 询问终端
    Auto,
    /// 一格
    Narrow,
    /// 两格
    Wide,
}

/// How the screens look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// 深色；环境变量 NO_COLOR 不为空时是单色
    Auto,
    /// 深色
    Dark,
    /// 浅色
    Light,
    /// 不用颜色
    Mono,
}

impl Theme {
    /// The theme that is meant: `NO_COLOR` says what nobody has configured, and no more (https://no-color.org).
    pub fn meant(self) -> app::Theme {
        match self {
            Theme::Auto if no_color() => app::Theme::Mono,
            Theme::Auto | Theme::Dark => app::Theme::Dark,
            Theme::Light => app::Theme::Light,
            Theme::Mono => app::Theme::Mono,
        }
    }
}

/// Whether the environment asks for no colours.
pub fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// How many colours may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colours {
    #[value(name = "16")]
    Sixteen,
    #[value(name = "256")]
    Indexed,
    Truecolour,
}

impl Colours {
    pub fn depth(self) -> Depth {
        match self {
            Colours::Sixteen => Depth::Sixteen,
            Colours::Indexed => Depth::Indexed,
            Colours::Truecolour => Depth::True,
        }
    }
}

/// One of the settings.
pub struct Setting {
    pub name: &'static str,
    /// What may stand there.
    pub values: &'static str,
    /// What it is for.
    pub comment: &'static str,
    /// What the file that we write shows where the default says nothing.
    example: Option<fn() -> String>,
    /// Takes a value.
    read: fn(&mut Config, &Item, &Reader) -> Result<(), Wrong>,
    /// The value as TOML.
    show: fn(&Config) -> String,
}

/// Whose file is read.
pub struct Reader {
    pub source: Source,
    /// What `~/` is.
    pub home: Option<PathBuf>,
}

/// What is wrong about a value, and where, if that is not at its name.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    pub at: Option<Range<usize>>,
    pub why: String,
}

impl From<String> for Wrong {
    fn from(why: String) -> Wrong {
        Wrong { at: None, why }
    }
}

/// What is wrong about a file: on which line, counted from 1, and why, where we know better than the line itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    pub line: usize,
    pub why: Option<String>,
}

/// All settings, in the order in which they are shown.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "library",
        values: "文件夹或文件的列表，`~/` 是自己的主目录",
        comment: "不写路径时打开什么；用 gongbao add 目录 来加也一样",
        example: Some(|| "library = [\"~/公报\", \"/srv/gongbao\"]\n".into()),
        read: |config, item, reader| {
            config.library = paths(item, reader.home.as_deref())?;
            Ok(())
        },
        show: |config| {
            config.library.iter().map(|path| path.to_string_lossy().into_owned()).collect::<Array>().to_string()
        },
    },
    Setting {
        name: "measure",
        values: "12 到 500",
        comment: "一行最多多少个汉字；阅读时用 + 和 - 可以改",
        example: None,
        read: |config, item, _| {
            config.measure = number(item, 12..=500)?;
            Ok(())
        },
        show: |config| config.measure.to_string(),
    },
    Setting {
        name: "ambiguous",
        values: "`\"auto\"` 问终端，`\"narrow\"` 一格，`\"wide\"` 两格",
        comment: "“ ” … — ① 这类字符在您的终端里占几格；显示错位时改它",
        example: None,
        read: |config, item, _| {
            config.ambiguous = choice(item)?;
            Ok(())
        },
        show: |config| chosen(config.ambiguous),
    },
    Setting {
        name: "theme",
        values: "`\"dark\"` 深色底，`\"light\"` 浅色底，`\"mono\"` 不用颜色，`\"auto\"` 深色底，环境变量 NO_COLOR 不为空时不用颜色",
        comment: "主题；阅读时用 C 可以换",
        example: None,
        read: |config, item, _| {
            config.theme = choice(item)?;
            Ok(())
        },
        show: |config| chosen(config.theme),
    },
    Setting {
        name: "colours",
        values: "`\"16\"`，`\"256\"`，`\"truecolour\"`",
        comment: "最多用多少种颜色；16 种跟着终端自己的配色，哪里都行",
        example: None,
        read: |config, item, _| {
            config.colours = choice(item)?;
            Ok(())
        },
        show: |config| chosen(config.colours),
    },
    Setting {
        name: "mouse",
        values: "`true` 用，`false` 不用",
        comment: "用不用鼠标；用的时候，终端自己的选择文字要按住 Shift",
        example: None,
        read: |config, item, _| {
            config.mouse = switch(item)?;
            Ok(())
        },
        show: |config| config.mouse.to_string(),
    },
    Setting {
        name: "restricted",
        values: "`true` 是，`false` 不是",
        comment: "受限模式：只能看管理员配置的馆藏，不能写文件；管理员设了，个人取消不了",
        example: None,
        read: |config, item, _| {
            config.restricted |= switch(item)?;
            Ok(())
        },
        show: |config| config.restricted.to_string(),
    },
    // Last: in a file, what stands below its heading belongs to it.
    Setting {
        name: "keys",
        values: "`命令 = [\"键\", …]`，一行一个命令",
        comment: "改按键：命令的名字和能写的键见手册“改按键”；没有写的命令，键不变",
        example: Some(keys::example),
        read: |config, item, _| keys::read(config, item),
        show: keys::show,
    },
];

impl Config {
    /// Takes what a file says over what is there, setting by setting.
    ///
    /// # Errors
    /// The first mistake; what stands before it has been taken.
    pub fn take(&mut self, text: &str, reader: &Reader) -> Result<(), Mistake> {
        let line = |at: Option<Range<usize>>| {
            let before = at.and_then(|at| text.get(..at.start)).unwrap_or_default();
            before.matches('\n').count() + 1
        };
        let document = Document::parse(text).map_err(|error| Mistake { line: line(error.span()), why: None })?;
        let table = document.as_table();
        for (name, item) in table.iter() {
            let place = || table.key(name).and_then(toml_edit::Key::span).or(item.span());
            let setting = SETTINGS.iter().find(|setting| setting.name == name);
            let read = setting.ok_or_else(|| unknown("设置", name, SETTINGS.iter().map(|setting| setting.name)).into());
            let read = read.and_then(|setting| (setting.read)(self, item, reader).map(|()| setting.name));
            match read {
                Ok(name) => self.sources.insert(name, reader.source),
                Err(Wrong { at, why }) => {
                    return Err(Mistake { line: line(at.or_else(place)), why: Some(why) });
                }
            };
        }
        Ok(())
    }

    /// The command line asks for restricted mode.
    pub fn restrict(&mut self) {
        self.restricted = true;
        self.sources.insert("restricted", Source::CommandLine);
    }

    pub fn source(&self, setting: &Setting) -> Source {
        self.sources.get(setting.name).copied().unwrap_or(Source::BuiltIn)
    }
}

impl Setting {
    /// Its value, as TOML.
    pub fn value(&self, config: &Config) -> String {
        (self.show)(config)
    }
}

/// A file with every setting and what it is for, all of them commented out.
pub fn template() -> String {
    let mut text = String::from(
        "# gongbao（公报）的配置。去掉行首的 # 就生效；写错了，程序会说是第几行。\n# 各项现在的值和来历：gongbao config\n",
    );
    for setting in SETTINGS {
        let own = || format!("{} = {}\n", setting.name, setting.value(&Config::default()));
        let (comment, values) = (setting.comment, setting.values.replace('`', ""));
        let _ = write!(text, "\n# {comment}。\n# 可以写：{values}\n");
        for line in setting.example.map_or_else(own, |example| example()).lines() {
            let _ = writeln!(text, "#{line}");
        }
    }
    text
}

/// What to say of a name that is not known.
pub fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |known: &&str| (similar::TextDiff::from_chars(*known, name).ratio() * 1000.0) as u32;
    match known.max_by_key(likeness).filter(|known| likeness(known) >= 500) {
        Some(nearest) => format!("没有 {name} 这个{what}，是不是 {nearest}？"),
        None => format!("没有 {name} 这个{what}"),
    }
}

/// A path as a configuration writes it: `~/` is home.
pub fn expanded(path: &str, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => path.into(),
    }
}

fn paths(item: &Item, home: Option<&Path>) -> Result<Vec<PathBuf>, Wrong> {
    let wrong = || "要写成列表，例如 [\"/srv/gongbao\", \"~/公报\"]".to_owned();
    let list = item.as_array().ok_or_else(wrong)?;
    let path = |value: &toml_edit::Value| match value.as_str() {
        Some(path) if !path.is_empty() => Ok(expanded(path, home)),
        _ => Err(Wrong { at: value.span(), why: wrong() }),
    };
    list.iter().map(path).collect()
}

fn number(item: &Item, allowed: RangeInclusive<u16>) -> Result<u16, String> {
    let number = item.as_integer().and_then(|number| u16::try_from(number).ok()).filter(|n| allowed.contains(n));
    number.ok_or_else(|| format!("要写 {} 到 {} 的整数", allowed.start(), allowed.end()))
}

fn switch(item: &Item) -> Result<bool, String> {
    item.as_bool().ok_or_else(|| "要写 true 或 false，不加引号".into())
}

fn choice<T: ValueEnum>(item: &Item) -> Result<T, String> {
    let found = item.as_str().and_then(|name| T::from_str(name, false).ok());
    found.ok_or_else(|| {
        let all: Vec<String> = T::value_variants().iter().map(|choice| chosen(choice.clone())).collect();
        format!("要写 {} 之一，带引号", all.join("、"))
    })
}

fn chosen<T: ValueEnum>(choice: T) -> String {
    format!("{:?}", choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A value of each setting, most of them allowed.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let library = prop::collection::vec("(~/|/|)[公报a-z \"'\\\\\u{0}-\u{1f}]{1,6}", 0..4)
            .prop_map(|paths| format!("library = {}", paths.into_iter().collect::<Array>()));
        let keys = prop::collection::vec((0..60_usize, "(Ctrl-)?[A-Za-z]|F[0-9]{1,2}|z [a-z]|Space|【"), 0..4)
            .prop_map(|bound| {
                let commands = crate::app::keys::commands();
                let mut table = toml_edit::InlineTable::new();
                for (at, key) in bound {
                    table.insert(commands[at % commands.len()].0.name(), [key].into_iter().collect::<Array>().into());
                }
                format!("keys = {table}")
            });
        let others = prop_oneof![
            (0..600_u16).prop_map(|measure| format!("measure = {measure}")),
            "ambiguous = \"(auto|narrow|wide|no)\"",
            "theme = \"(auto|dark|light|mono)\"",
            "colours = \"(16|256|truecolour)\"",
            "(mouse|restricted) = (true|false)",
        ];
        prop::collection::vec(prop_oneof![library, keys, others], 0..6)
    }

    proptest! {
        /// What is shown of a configuration is a file that says the same.
        #[test]
        fn what_is_shown_is_read_again(lines in lines()) {
            let nobody = Reader { source: Source::User, home: None };
            let mut config = Config::default();
            if config.take(&lines.join("\n"), &nobody).is_err() {
                return Ok(());
            }
            let set = SETTINGS.iter().filter(|setting| config.source(setting) == Source::User);
            let shown: Vec<String> = set.map(|setting| format!("{} = {}", setting.name, setting.value(&config))).collect();
            let mut again = Config::default();
            prop_assert_eq!(again.take(&shown.join("\n"), &nobody), Ok(()), "{:?}", shown);
            prop_assert_eq!(again, config);
        }

        /// A mistake is on a line that there is, wherever the text is broken.
        #[test]
        fn a_mistake_is_on_a_line_of_the_text(lines in lines(), noise in "[a-z=\\[\\]{}\"'#公\\u{0} \n]{0,8}|\\PC{0,8}", at in any::<prop::sample::Index>()) {
            let mut text = lines.join("\n");
            let places: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            text.insert_str(places[at.index(places.len())], &noise);
            if let Err(mistake) = Config::default().take(&text, &reader(Source::User)) {
                prop_assert!((1..=text.matches('\n').count() + 1).contains(&mistake.line), "{:?}", mistake);
            }
        }
    }

    fn reader(source: Source) -> Reader {
        Reader { source, home: Some("/home/a".into()) }
    }

    fn mistake(text: &str) -> (usize, String) {
        let mistake = Config::default().take(text, &reader(Source::User)).unwrap_err();
        (mistake.line, mistake.why.unwrap_or_default())
    }

    #[test]
    fn what_is_taken_later_wins_setting_by_setting_and_says_whose_it_is() {
        let mut config = Config::default();
        config.take("measure = 30\nambiguous = \"wide\"\n", &reader(Source::Administrator)).unwrap();
        config
            .take("# 我的\nmeasure = 50 # 宽\nlibrary = [\"~/公报\", \"~\", \"x~/y\"]\n", &reader(Source::User))
            .unwrap();
        assert_eq!((config.measure, config.ambiguous), (50, Ambiguous::Wide));
        assert_eq!(config.library, ["/home/a/公报", "/home/a", "x~/y"].map(PathBuf::from));
        let sources: Vec<Source> = SETTINGS.iter().map(|setting| config.source(setting)).collect();
        use Source::*;
        assert_eq!(sources[..4], [User, User, Administrator, BuiltIn]);
    }

    #[test]
    fn a_restriction_is_never_taken_back() {
        let mut config = Config::default();
        config.take("restricted = true", &reader(Source::Administrator)).unwrap();
        config.take("restricted = false", &reader(Source::User)).unwrap();
        assert!(config.restricted);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_what_was_meant() {
        assert_eq!(mistake("\nlibary = [\"/srv\"]\n"), (2, "没有 libary 这个设置，是不是 library？".into()));
        assert_eq!(mistake("\"窗口\" = 1\n"), (1, "没有 窗口 这个设置".into()));
        assert_eq!(mistake("measure = 40\n\nmeasure = 41\n").0, 3);
        for (text, words) in [
            ("measure = \"40\"", "12 到 500 的整数"),
            ("measure = 5", "12 到 500 的整数"),
            ("measure = -1", "12 到 500 的整数"),
            ("ambiguous = wide", ""),
            ("ambiguous = \"no\"", "\"auto\"、\"narrow\"、\"wide\" 之一"),
            ("mouse = 1", "true 或 false"),
            ("library = \"/srv\"", "要写成列表"),
            ("library = [\"\"]", "要写成列表"),
            ("[library]\na = 1", "要写成列表"),
        ] {
            assert!(mistake(text).1.contains(words), "{text}: {:?}", mistake(text));
        }
        assert_eq!(mistake("library = [\n\"/srv\",\n3]\n").0, 3);
    }

    /// Every line of the file that we write, once its `#` is gone.
    fn uncommented() -> String {
        let line = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned();
        template().lines().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_file_we_write_configures_nothing_and_with_its_marks_gone_the_defaults() {
        let mut config = Config::default();
        config.take(&template(), &reader(Source::User)).unwrap();
        assert_eq!(config, Config::default());
        config.take(&uncommented(), &reader(Source::User)).unwrap();
        for setting in SETTINGS {
            assert_eq!(config.source(setting), Source::User, "{}", setting.name);
            let same = setting.value(&config) == setting.value(&Config::default());
            assert_eq!(same, setting.example.is_none(), "{}", setting.name);
        }
    }

    #[test]
    fn the_manual_lists_every_setting() {
        let manual = include_str!("../../../docs/manual.md");
        for setting in SETTINGS {
            let (name, values, comment) = (setting.name, setting.values, setting.comment);
            let row = format!("| `{name}` | {values} | `{}` | {comment} |", setting.value(&Config::default()));
            assert!(manual.lines().any(|line| line == row), "not in the manual:\n{row}");
        }
    }
}
