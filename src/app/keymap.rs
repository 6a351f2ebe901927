//! What can be done, and which key does it: data, from which the key map of a run is made ([`keys`](super::keys)), the help is
//! written and the hints of the status line are taken. A key means the same wherever it works; the words for it may differ by place.

use super::key::{Key, KeyCode};

/// Everything a key can ask for. Counts are given beside it: `5j` is `Down` with a count of 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One line of text, one row of a list.
    Up,
    Down,
    /// A screenful, less a line of overlap in text.
    PageUp,
    PageDown,
    HalfUp,
    HalfDown,
    /// With a count: the row of that number, or clause 第N条.
    Top,
    Bottom,
    /// In a tree: fold, or to the parent. In a wide table: the columns before.
    Left,
    /// In a tree: unfold. In a wide table: the columns after.
    Right,
    /// What is selected; a group of a tree is folded or unfolded.
    Open,
    /// To where this was opened from; out of the program from the library.
    Back,
    /// Closes what lies on top (a list narrowed, hits shown, the outline, a message), never the document itself.
    Close,
    NextClause,
    PreviousClause,
    /// The next clause of this level or of one above it.
    NextPeer,
    PreviousPeer,
    NextDocument,
    PreviousDocument,
    /// Finds in a document, narrows a list.
    Find,
    /// Searches the library.
    Search,
    FindNext,
    FindPrevious,
    /// The clause one is at; pressed again, only the paragraph; what is selected.
    Copy,
    /// Back through the jumps, and forward again.
    JumpBack,
    JumpForward,
    /// Marks the place with the letter that follows.
    Mark,
    GoToMark,
    /// A bookmark with a note; outside documents, the list of them.
    Bookmark,
    Bookmarks,
    /// Takes what is selected out of the list.
    Remove,
    /// The clause with where it comes from.
    CopyCited,
    /// Begins to select text.
    Select,
    /// Asks for a clause, a share of the document or a line.
    GoTo,
    Outline,
    /// Between the text and the outline beside it; without one, to the next citation.
    Switch,
    PreviousLink,
    /// Who cites the document.
    Cited,
    /// Against another document, clause by clause.
    Compare,
    Table,
    /// The attachments and tables of the document.
    Annexes,
    Check,
    /// The ledger of the document, the issue, the library.
    Ledger,
    /// In the ledger: the next role, year; another order, other groups.
    Role,
    Year,
    Sort,
    Group,
    /// Writes what is listed to a file.
    Export,
    FoldToggle,
    /// Folds what is selected, or what it is in.
    Fold,
    /// So many levels are shown: the digit that follows, or the count.
    FoldLevel,
    FoldAll,
    UnfoldAll,
    Wider,
    Narrower,
    /// The next theme.
    Theme,
    Reload,
    Help,
    Repaint,
    Suspend,
    Quit,
}

impl Action {
    /// Its name in configurations; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Action::Up => "up",
            Action::Down => "down",
            Action::PageUp => "page-up",
            Action::PageDown => "page-down",
            Action::HalfUp => "half-up",
            Action::HalfDown => "half-down",
            Action::Top => "top",
            Action::Bottom => "bottom",
            Action::Left => "left",
            Action::Right => "right",
            Action::Open => "open",
            Action::Back => "back",
            Action::Close => "close",
            Action::NextClause => "next-clause",
            Action::PreviousClause => "previous-clause",
            Action::NextPeer => "next-peer",
            Action::PreviousPeer => "previous-peer",
            Action::NextDocument => "next-document",
            Action::PreviousDocument => "previous-document",
            Action::Find => "find",
            Action::Search => "search",
            Action::FindNext => "next-hit",
            Action::FindPrevious => "previous-hit",
            Action::Copy => "copy",
            Action::JumpBack => "jump-back",
            Action::JumpForward => "jump-forward",
            Action::Mark => "mark",
            Action::GoToMark => "go-to-mark",
            Action::Bookmark => "bookmark",
            Action::Bookmarks => "bookmarks",
            Action::Remove => "remove",
            Action::CopyCited => "copy-cited",
            Action::Select => "select",
            Action::GoTo => "go-to",
            Action::Outline => "outline",
            Action::Switch => "next-link",
            Action::PreviousLink => "previous-link",
            Action::Cited => "cited-by",
            Action::Table => "table",
            Action::Annexes => "annexes",
            Action::Check => "check",
            Action::Compare => "compare",
            Action::Ledger => "ledger",
            Action::Role => "role",
            Action::Year => "year",
            Action::Sort => "sort",
            Action::Group => "group",
            Action::Export => "export",
            Action::FoldToggle => "fold-toggle",
            Action::Fold => "fold",
            Action::FoldLevel => "fold-level",
            Action::FoldAll => "fold-all",
            Action::UnfoldAll => "unfold-all",
            Action::Wider => "wider",
            Action::Narrower => "narrower",
            Action::Theme => "theme",
            Action::Reload => "reload",
            Action::Help => "help",
            Action::Repaint => "repaint",
            Action::Suspend => "suspend",
            Action::Quit => "quit",
        }
    }
}

/// A set of places where a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places(u16);

impl Places {
    pub const LIBRARY: Places = Places(1);
    pub const CONTENTS: Places = Places(1 << 1);
    pub const DOCUMENT: Places = Places(1 << 2);
    pub const OUTLINE: Places = Places(1 << 3);
    pub const HELP: Places = Places(1 << 4);
    pub const TABLE: Places = Places(1 << 5);
    pub const CHECK: Places = Places(1 << 6);
    pub const SEARCH: Places = Places(1 << 7);
    pub const LEDGER: Places = Places(1 << 8);

    /// Places or documents to choose from.
    pub const CHOICE: Places = Places(1 << 9);
    /// Two documents side by side.
    pub const COMPARE: Places = Places(1 << 10);
    pub const CITED: Places = Places(1 << 14);
    pub const BOOKMARKS: Places = Places(1 << 13);
    /// Text being selected in a document.
    pub const SELECTION: Places = Places(1 << 12);

    const ALL: Places = Places(0x77ff);
    const ALL_BUT_HELP: Places = Places(0x77ff & !Places::HELP.0);
    /// Where there is something to do that the status line hints at rather than 检索.
    const BUSY: Places =
        Places::HELP.and(Places::TABLE).and(Places::SELECTION).and(Places::LEDGER).and(Places::COMPARE);
    const WHERE_ONE_BROWSES: Places = Places(0x77ff & !Places::SEARCH.0 & !Places::DOCUMENT.0 & !Places::BUSY.0);
    /// A table's rows, and one of them on a page of its own.
    const ROWS: Places = Places::TABLE.and(Places::HELP);
    const LISTS: Places = Places::LIBRARY
        .and(Places::CONTENTS)
        .and(Places::OUTLINE)
        .and(Places::CHECK)
        .and(Places::LEDGER)
        .and(Places::CITED)
        .and(Places::CHOICE)
        .and(Places::BOOKMARKS);
    const TREES: Places = Places::LIBRARY.and(Places::OUTLINE);
    const READING: Places = Places::DOCUMENT.and(Places::OUTLINE);

    const fn and(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }

    pub fn has(self, place: Places) -> bool {
        self.0 & place.0 != 0
    }
}

/// One key, or two pressed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chord {
    One(Key),
    Two(Key, Key),
    /// A key, and then any letter.
    Letter(Key),
}

impl Chord {
    pub fn name(self) -> String {
        match self {
            Chord::One(key) => key.name(),
            Chord::Two(first, second) => format!("{} {}", first.name(), second.name()),
            Chord::Letter(first) => format!("{} 字母", first.name()),
        }
    }

    /// What configurations call it.
    pub fn written(self) -> String {
        match self {
            Chord::One(key) | Chord::Letter(key) => key.written(),
            Chord::Two(first, second) => format!("{} {}", first.written(), second.written()),
        }
    }
}

/// Under which heading the help lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Move,
    Open,
    Clause,
    Find,
    Copy,
    Show,
    Program,
}

impl Group {
    pub const ALL: [Group; 7] =
        [Group::Move, Group::Open, Group::Clause, Group::Find, Group::Copy, Group::Show, Group::Program];

    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "移动",
            Group::Open => "打开与返回",
            Group::Clause => "条款与文件",
            Group::Find => "查找",
            Group::Copy => "复制",
            Group::Show => "显示",
            Group::Program => "程序",
        }
    }
}

#[derive(Debug)]
pub struct Binding {
    pub action: Action,
    pub keys: &'static [Chord],
    pub places: Places,
    pub group: Group,
    /// What it does, for the help.
    pub help: &'static str,
    /// One word for the status line, and its rank there (1 first); none: not shown there.
    pub hint: Option<(u8, &'static str)>,
}

impl Binding {
    /// The help's first words, by which a command is known.
    pub fn name(&self) -> &'static str {
        self.help.split(['，', '：', '；']).next().unwrap_or(self.help)
    }
}

const fn c(c: char) -> Chord {
    Chord::One(Key::char(c))
}
const fn k(code: KeyCode) -> Chord {
    Chord::One(Key::of(code))
}
const fn ctrl(code: KeyCode) -> Chord {
    Chord::One(Key::ctrl(code))
}
const fn alt(code: KeyCode) -> Chord {
    Chord::One(Key { alt: true, ..Key::of(code) })
}
const fn f(n: u8) -> Chord {
    Chord::One(Key::of(KeyCode::F(n)))
}
const fn z(then: char) -> Chord {
    Chord::Two(Key::char('z'), Key::char(then))
}
const fn bind(
    action: Action,
    keys: &'static [Chord],
    places: Places,
    group: Group,
    help: &'static str,
    hint: Option<(u8, &'static str)>,
) -> Binding {
    Binding { action, keys, places, group, help, hint }
}

use Action as A;
use Group as G;
use KeyCode as K;
use Places as P;

/// The whole key map.
#[rustfmt::skip]
pub static BINDINGS: &[Binding] = &[
    bind(A::Down, &[c('j'), k(K::Down)], P::ALL, G::Move, "下一行（先按数字 5，下五行）", None),
    bind(A::Up, &[c('k'), k(K::Up)], P::ALL, G::Move, "上一行", None),
    bind(A::PageDown, &[c(' '), k(K::PageDown)], P::ALL_BUT_HELP, G::Move, "下一屏", None),
    bind(A::PageDown, &[c(' '), k(K::PageDown)], P::HELP, G::Move, "下一屏", Some((1, "下一屏"))),
    bind(A::PageUp, &[k(K::PageUp)], P::ALL, G::Move, "上一屏", None),
    bind(A::HalfDown, &[c('d'), ctrl(K::Char('d'))], P::ALL, G::Move, "下半屏", None),
    bind(A::HalfUp, &[c('u'), ctrl(K::Char('u'))], P::ALL, G::Move, "上半屏", None),
    bind(A::Top, &[c('g'), k(K::Home)], P::ALL, G::Move, "到开头", None),
    bind(A::Bottom, &[c('G'), k(K::End)], P::LIBRARY.and(P::HELP).and(P::CHECK).and(P::SEARCH).and(P::LEDGER).and(P::BOOKMARKS).and(P::CITED).and(P::CHOICE).and(P::COMPARE), G::Move, "到末尾", None),
    bind(A::Bottom, &[c('G'), k(K::End)], P::CONTENTS, G::Move, "到末尾；先按数字，到第几件", None),
    bind(A::Bottom, &[c('G'), k(K::End)], P::TABLE, G::Move, "到末尾；先按数字，到第几行", None),
    bind(A::Bottom, &[c('G'), k(K::End)], P::READING, G::Move, "到末尾；先按数字，到第几条", None),

    bind(A::Open, &[k(K::Enter)], P::LIBRARY, G::Open, "打开；分组则展开或收起", Some((1, "打开"))),
    bind(A::Open, &[k(K::Enter)], P::CONTENTS, G::Open, "打开这一件", Some((1, "打开"))),
    bind(A::Open, &[k(K::Enter)], P::SEARCH, G::Open, "打开这一处", Some((1, "打开"))),
    bind(A::Open, &[k(K::Enter)], P::CHECK, G::Open, "看这一处", Some((1, "查看"))),
    bind(A::Open, &[k(K::Enter)], P::LEDGER, G::Open, "看原文这一处", Some((1, "原文"))),
    bind(A::Open, &[k(K::Enter)], P::OUTLINE, G::Open, "到这一条", Some((1, "前往"))),
    bind(A::Open, &[k(K::Enter)], P::TABLE, G::Open, "这一行的全部内容", Some((1, "全行"))),
    bind(A::Back, &[c('q'), k(K::Backspace)], P::CONTENTS.and(P::DOCUMENT).and(P::HELP).and(P::TABLE).and(P::CHECK).and(P::SEARCH).and(P::LEDGER).and(P::BOOKMARKS).and(P::CITED).and(P::CHOICE).and(P::COMPARE), G::Open, "返回", Some((5, "返回"))),
    // Backspace goes back, too often pressed once more: it never quits.
    bind(A::Back, &[c('q')], P::LIBRARY, G::Open, "退出程序", Some((6, "退出"))),
    bind(A::Back, &[c('q'), k(K::Backspace)], P::OUTLINE, G::Open, "关闭提纲", Some((6, "关闭"))),
    bind(A::Close, &[k(K::Esc)], P::ALL, G::Open, "关掉打开着的查找、筛选、提纲、提示", Some((1, "看全部"))),
    bind(A::Close, &[k(K::Backspace)], P::LIBRARY, G::Open, "筛选过的，看全部；不会退出", None),

    bind(A::NextClause, &[c(']'), ctrl(K::Down)], P::DOCUMENT, G::Clause, "下一条款", Some((2, "下条"))),
    bind(A::PreviousClause, &[c('['), ctrl(K::Up)], P::DOCUMENT, G::Clause, "上一条款", Some((8, "上条"))),
    bind(A::NextPeer, &[c('}')], P::DOCUMENT, G::Clause, "下一个同级或上级条款", None),
    bind(A::PreviousPeer, &[c('{')], P::DOCUMENT, G::Clause, "上一个同级或上级条款", None),
    bind(A::NextClause, &[c(']'), ctrl(K::Down)], P::OUTLINE, G::Clause, "下一条款，正文跟着走", None),
    bind(A::PreviousClause, &[c('['), ctrl(K::Up)], P::OUTLINE, G::Clause, "上一条款，正文跟着走", None),
    bind(A::NextPeer, &[c('}')], P::OUTLINE, G::Clause, "下一个同级或上级条款", None),
    bind(A::PreviousPeer, &[c('{')], P::OUTLINE, G::Clause, "上一个同级或上级条款", None),
    bind(A::NextDocument, &[c(')')], P::DOCUMENT, G::Clause, "下一件：本期的；单行文件则是馆藏里的", Some((7, "下件"))),
    bind(A::PreviousDocument, &[c('(')], P::DOCUMENT, G::Clause, "上一件", None),
    bind(A::NextDocument, &[c(')')], P::SEARCH, G::Move, "到下一件的第一处", Some((3, "下件"))),
    bind(A::PreviousDocument, &[c('(')], P::SEARCH, G::Move, "到上一件的第一处", None),
    bind(A::NextDocument, &[c(')')], P::LEDGER, G::Move, "到下一组、下一份文件的第一条", None),
    bind(A::PreviousDocument, &[c('(')], P::LEDGER, G::Move, "到上一组、上一份文件的第一条", None),
    bind(A::GoTo, &[c(':'), f(4)], P::READING, G::Clause, "到某处：第十二条、三（二）5、附件2、50%、29号、2021年第3期、p14", Some((6, "前往"))),
    bind(A::GoTo, &[c(':'), f(4)], P::LIBRARY.and(P::CONTENTS), G::Open, "到某处：29号、某政发〔2021〕13号、2021年第3期、p14、标题里的字", None),
    bind(A::Switch, &[k(K::Tab)], P::DOCUMENT, G::Clause, "下一处引用；开着提纲时进入提纲", None),
    bind(A::PreviousLink, &[Chord::One(Key { shift: true, ..Key::of(K::Tab) })], P::DOCUMENT, G::Clause, "上一处引用", None),
    bind(A::Open, &[k(K::Enter)], P::DOCUMENT, G::Clause, "跟着选中的引用去", None),
    bind(A::Cited, &[c('c'), f(9)], P::DOCUMENT, G::Clause, "谁引用本文；引用眼前这一条的在前", None),
    bind(A::Cited, &[c('c'), f(9)], P::CONTENTS, G::Open, "谁引用这一件", None),
    bind(A::Open, &[k(K::Enter)], P::CITED, G::Open, "看这一处", Some((1, "查看"))),
    bind(A::Outline, &[c('o'), f(2)], P::DOCUMENT, G::Clause, "条款提纲", Some((1, "提纲"))),
    bind(A::Outline, &[c('o'), f(2)], P::OUTLINE, G::Clause, "关闭提纲", None),

    bind(A::Find, &[c('/')], P::DOCUMENT, G::Find, "在本文中查找（繁简、异体、全半角不分）", Some((3, "查找"))),
    bind(A::Find, &[c('/')], P::TABLE, G::Find, "在这张表里查找", Some((3, "查找"))),
    bind(A::Find, &[c('/')], P::LISTS, G::Find, "边输入边筛选（空格隔开的词都要有）", Some((3, "筛选"))),
    bind(A::Find, &[c('/')], P::SEARCH, G::Find, "改查询", None),
    bind(A::Search, &[c('s'), f(3)], P::SEARCH, G::Find, "改查询（直接输入则换成新的）", Some((2, "改查询"))),
    bind(A::Search, &[c('s'), f(3)], P::DOCUMENT, G::Find, "检索：在全部馆藏里找，边输入边显示", Some((7, "检索"))),
    bind(A::Search, &[c('s'), f(3)], P::WHERE_ONE_BROWSES, G::Find, "检索：在全部馆藏里找，边输入边显示", Some((3, "检索"))),
    bind(A::Search, &[c('s'), f(3)], P::BUSY, G::Find, "检索：在全部馆藏里找，边输入边显示", None),
    bind(A::FindNext, &[c('n'), ctrl(K::Char('n'))], P::DOCUMENT, G::Find, "下一处；从检索打开的，接着到下一份文件", Some((0, "下处"))),
    bind(A::FindNext, &[c('n'), ctrl(K::Char('n'))], P::SEARCH, G::Find, "下一处", None),
    bind(A::FindNext, &[c('n'), ctrl(K::Char('n'))], P::TABLE, G::Find, "表里的下一处", Some((0, "下处"))),
    bind(A::FindPrevious, &[c('N'), ctrl(K::Char('p'))], P::DOCUMENT.and(P::TABLE), G::Find, "上一处", Some((0, "上处"))),
    bind(A::FindPrevious, &[c('N'), ctrl(K::Char('p'))], P::SEARCH, G::Find, "上一处", None),

    bind(A::JumpBack, &[ctrl(K::Char('o')), alt(K::Left)], P::LIBRARY.and(P::CONTENTS).and(P::READING).and(P::CHECK).and(P::BOOKMARKS), G::Open, "回到跳转以前的地方", None),
    bind(A::JumpForward, &[alt(K::Right), ctrl(K::Char('i'))], P::LIBRARY.and(P::CONTENTS).and(P::READING).and(P::CHECK).and(P::BOOKMARKS), G::Open, "再往前，到跳转以后的地方", None),
    bind(A::Mark, &[Chord::Letter(Key::char('m'))], P::DOCUMENT, G::Open, "用一个字母记下这里", None),
    bind(A::GoToMark, &[Chord::Letter(Key::char('\''))], P::LIBRARY.and(P::CONTENTS).and(P::DOCUMENT), G::Open, "回到用字母记下的地方", None),
    bind(A::Bookmark, &[c('b'), f(8)], P::DOCUMENT, G::Open, "在这里加书签，可以写说明", None),
    bind(A::Bookmark, &[c('b'), f(8)], P::LIBRARY.and(P::CONTENTS), G::Open, "书签与最近读过的文件", None),
    bind(A::Bookmarks, &[c('B')], P::LIBRARY.and(P::CONTENTS).and(P::DOCUMENT), G::Open, "书签与最近读过的文件", None),
    bind(A::Open, &[k(K::Enter)], P::BOOKMARKS, G::Open, "到那里去", Some((1, "前往"))),
    bind(A::Remove, &[k(K::Delete)], P::BOOKMARKS, G::Open, "去掉这一条", Some((2, "去掉"))),

    bind(A::Copy, &[c('y')], P::DOCUMENT, G::Copy, "复制这一条，连同它下面的；再按一次，只要这一段", Some((6, "复制"))),
    bind(A::Copy, &[c('y')], P::CONTENTS, G::Copy, "复制标题和文号", None),
    bind(A::Copy, &[c('y')], P::SELECTION, G::Copy, "复制选中的文字", None),
    bind(A::Open, &[k(K::Enter)], P::SELECTION, G::Copy, "复制选中的文字", Some((1, "复制"))),
    bind(A::CopyCited, &[c('Y')], P::DOCUMENT, G::Copy, "复制这一条，后面注明出处：标题、文号、第几条", None),
    bind(A::Copy, &[c('y')], P::ROWS, G::Copy, "复制这一行，一列一段", Some((2, "复制"))),
    bind(A::CopyCited, &[c('Y')], P::ROWS, G::Copy, "复制这一行，后面注明出处", None),
    bind(A::Select, &[c('v')], P::DOCUMENT, G::Copy, "用方向键选择文字，再复制", None),
    bind(A::Right, &[k(K::Right), c('l')], P::SELECTION, G::Move, "右边一个字", Some((2, "选择"))),
    bind(A::Left, &[k(K::Left), c('h')], P::SELECTION, G::Move, "左边一个字", None),
    bind(A::NextClause, &[c(']'), ctrl(K::Down)], P::SELECTION, G::Move, "选到这一条末尾", Some((3, "到条末"))),
    bind(A::PreviousClause, &[c('['), ctrl(K::Up)], P::SELECTION, G::Move, "选到这一条开头", None),
    bind(A::Bottom, &[c('G'), k(K::End)], P::SELECTION, G::Move, "选到文末", None),
    bind(A::Back, &[c('q'), k(K::Backspace)], P::SELECTION, G::Open, "不选了", Some((5, "不选"))),

    bind(A::Role, &[c('r')], P::LEDGER, G::Find, "只看一种角色，再按换下一种", Some((4, "角色"))),
    bind(A::Year, &[c('a')], P::LEDGER, G::Find, "只看一年的文件，再按换下一年", Some((8, "年份"))),
    bind(A::Group, &[c('f')], P::LEDGER, G::Show, "分组：按单位、按文件、按期限的月份、不分", Some((4, "分组"))),
    bind(A::Sort, &[c('x')], P::LEDGER, G::Show, "按期限排，再按回到原来的次序", Some((3, "按期限"))),
    bind(A::Right, &[k(K::Right), c('l')], P::LEDGER, G::Show, "把“各乡镇”展开成馆藏里有的每个乡镇", Some((2, "展开"))),
    bind(A::Left, &[k(K::Left), c('h')], P::LEDGER, G::Show, "“各乡镇”又作为一个整体", Some((2, "合并"))),
    bind(A::Switch, &[k(K::Tab)], P::OUTLINE, G::Show, "回到正文", None),
    bind(A::Table, &[c('t'), f(7)], P::DOCUMENT, G::Show, "全屏看这里的表格", Some((8, "表格"))),
    bind(A::Table, &[c('t'), f(7)], P::TABLE, G::Show, "回到正文", None),
    bind(A::Annexes, &[c('A'), f(12)], P::READING, G::Show, "本文的附件与表格", Some((10, "附件"))),
    bind(A::Open, &[k(K::Enter)], P::CHOICE, G::Open, "到这一处；选对照的，就与它对照", Some((1, "选定"))),
    bind(A::Compare, &[c('D'), f(11)], P::DOCUMENT.and(P::CONTENTS), G::Show, "与另一份逐条对照：去年的、修订前的，或任何一份", Some((9, "对照"))),
    bind(A::Right, &[k(K::Right), c('l')], P::TABLE, G::Show, "右边的列", Some((6, "右移"))),
    bind(A::Left, &[k(K::Left), c('h')], P::TABLE, G::Show, "左边的列", Some((7, "左移"))),
    bind(A::Right, &[k(K::Right), c('l'), z('o')], P::TREES, G::Show, "展开", None),
    bind(A::Left, &[k(K::Left), c('h')], P::LIBRARY, G::Show, "收起，或到上一级", None),
    bind(A::Left, &[k(K::Left), c('h')], P::OUTLINE, G::Show, "收起，或到上一级", Some((2, "收起"))),
    bind(A::Fold, &[z('c')], P::TREES, G::Show, "收起这一支", None),
    bind(A::FoldToggle, &[z('a')], P::TREES, G::Show, "展开或收起", None),
    bind(A::FoldAll, &[z('M')], P::TREES, G::Show, "全部收起", None),
    bind(A::UnfoldAll, &[z('R')], P::TREES, G::Show, "全部展开", None),
    bind(A::FoldLevel, &[z('1'), z('2'), z('3')], P::TREES, G::Show, "只看到第一、二、三级", None),
    bind(A::Open, &[k(K::Enter)], P::COMPARE, G::Open, "打开文件到这一处；收起的则展开", Some((1, "原文"))),
    bind(A::Find, &[c('/')], P::COMPARE, G::Find, "在两份里查找；找的时候 n N 是下一处、上一处", Some((3, "查找"))),
    bind(A::FindNext, &[c('n'), ctrl(K::Char('n'))], P::COMPARE, G::Move, "下一处不同", Some((2, "下一处"))),
    bind(A::FindPrevious, &[c('N'), ctrl(K::Char('p'))], P::COMPARE, G::Move, "上一处不同", Some((2, "上一处"))),
    bind(A::NextClause, &[c(']'), ctrl(K::Down)], P::COMPARE, G::Move, "下一处不同", None),
    bind(A::PreviousClause, &[c('['), ctrl(K::Up)], P::COMPARE, G::Move, "上一处不同", None),
    bind(A::Right, &[k(K::Right), c('l'), z('o')], P::COMPARE, G::Show, "展开相同的", Some((4, "展开"))),
    bind(A::Left, &[k(K::Left), c('h')], P::COMPARE, G::Show, "收起相同的", None),
    bind(A::Fold, &[z('c')], P::COMPARE, G::Show, "收起相同的", None),
    bind(A::FoldToggle, &[z('a')], P::COMPARE, G::Show, "展开或收起", None),
    bind(A::FoldAll, &[z('M')], P::COMPARE, G::Show, "相同的全部收起", None),
    bind(A::UnfoldAll, &[z('R')], P::COMPARE, G::Show, "相同的全部展开", None),
    bind(A::Switch, &[k(K::Tab)], P::COMPARE, G::Show, "新旧对调", Some((6, "对调"))),
    bind(A::Wider, &[c('='), c('+')], P::READING, G::Show, "版心加宽", None),
    bind(A::Narrower, &[c('-')], P::READING, G::Show, "版心收窄", None),
    bind(A::Theme, &[c('C')], P::ALL, G::Show, "换主题：深色、浅色、单色", None),
    bind(A::Repaint, &[ctrl(K::Char('l'))], P::ALL, G::Show, "重画屏幕", None),

    bind(A::Help, &[c('?'), f(1)], P::ALL, G::Program, "帮助：本屏所有按键", Some((4, "帮助"))),
    bind(A::Check, &[c('!')], P::LIBRARY.and(P::CONTENTS).and(P::DOCUMENT), G::Program, "体检：目录与正文的出入、跳号重号、缺附件等", Some((9, "体检"))),
    bind(A::Ledger, &[c('T'), f(6)], P::LIBRARY.and(P::CONTENTS).and(P::READING), G::Program, "台账：谁、在什么期限前、做什么（本文、本期或全部馆藏）", Some((9, "台账"))),
    bind(A::Export, &[c('e')], P::DOCUMENT, G::Program, "写成文件：全文为 md、txt 或 json，台账为 xlsx、csv 或 json", Some((8, "导出"))),
    bind(A::Export, &[c('e')], P::LEDGER, G::Program, "把列出的写成文件：xlsx、csv 或 json", Some((3, "导出"))),
    bind(A::Reload, &[f(5)], P::LIBRARY, G::Program, "重新读取文件", None),
    bind(A::Suspend, &[ctrl(K::Char('z'))], P::ALL, G::Program, "暂停，回到命令行（fg 继续）", None),
    bind(A::Quit, &[c('Q'), ctrl(K::Char('c')), f(10)], P::ALL, G::Program, "退出程序", None),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::{Keymap, Meaning};

    const PLACES: [Places; 14] = [
        P::LIBRARY,
        P::CONTENTS,
        P::DOCUMENT,
        P::OUTLINE,
        P::HELP,
        P::TABLE,
        P::CHECK,
        P::LEDGER,
        P::SELECTION,
        P::SEARCH,
        P::BOOKMARKS,
        P::CITED,
        P::CHOICE,
        P::COMPARE,
    ];

    #[test]
    fn no_key_has_two_meanings_at_a_place() {
        for place in PLACES {
            let mut seen: Vec<Chord> = Vec::new();
            for chord in Keymap::default().bindings(place).flat_map(|bound| &bound.keys) {
                assert!(!seen.contains(chord), "{} twice at {place:?}", chord.name());
                seen.push(*chord);
            }
        }
    }

    #[test]
    fn a_key_does_the_same_everywhere() {
        for a in BINDINGS {
            for b in BINDINGS {
                let shared = a.keys.iter().any(|key| b.keys.contains(key));
                // Backspace leaves what is on top, never the program.
                let leave = [a.action, b.action].iter().all(|action| matches!(action, Action::Back | Action::Close));
                assert!(!shared || leave || a.action == b.action, "{:?} and {:?} share a key", a.action, b.action);
            }
        }
    }

    #[test]
    fn every_binding_can_be_looked_up() {
        let keymap = Keymap::default();
        let meaning = |place, prefix, key| keymap.meaning(place, prefix, key);
        for place in PLACES {
            for bound in keymap.bindings(place) {
                for &chord in &bound.keys {
                    let found = match chord {
                        Chord::One(key) => meaning(place, None, key.folded()),
                        Chord::Letter(first) => {
                            assert_eq!(meaning(place, None, first.folded()), Meaning::Prefix);
                            meaning(place, Some(first.folded()), Key::char('x'))
                        }
                        Chord::Two(first, second) => {
                            assert_eq!(meaning(place, None, first.folded()), Meaning::Prefix);
                            meaning(place, Some(first.folded()), second.folded())
                        }
                    };
                    assert_eq!(found, Meaning::Action(bound.binding.action), "{}", chord.name());
                }
            }
        }
    }

    #[test]
    fn what_matters_can_be_done_with_an_input_method_on() {
        // Letters never arrive: everything essential needs a key that is no letter.
        use Action::*;
        for action in [
            Up,
            Down,
            PageUp,
            PageDown,
            Top,
            Bottom,
            Open,
            Back,
            NextClause,
            NextDocument,
            Find,
            Search,
            FindNext,
            FindPrevious,
            GoTo,
            Outline,
            Ledger,
            Switch,
            PreviousLink,
            Cited,
            Help,
            Quit,
        ] {
            let reachable = BINDINGS.iter().filter(|b| b.action == action).flat_map(|b| b.keys).any(|chord| {
                matches!(chord, Chord::One(key) if key.ctrl || !matches!(key.code, K::Char(c) if c.is_alphabetic()))
            });
            assert!(reachable, "{action:?}");
        }
    }
}
