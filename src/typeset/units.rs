//! Text → units: what is set as one piece, how many cells it takes, what kind of thing it is for line breaking.
//!
//! A unit is a character with the marks that are drawn upon it (combining marks, variation selectors; two regional
//! indicators are one flag). Where a unit ends, the next begins: bytes that draw nothing belong to the unit before.
//! A character that must not be sent is shown by its number, a unit for each sign of `<U+202E>`: the first owns the
//! bytes of the character, the others none, so that even this breaks on a narrow page. So it is with what a recogniser's
//! mark stands for (`$\geq 1$`, ≥1; [`crate::text::markup`]): its first unit owns the bytes of the mark.
//!
//! White space is units of kind [`Kind::Space`]: it is drawn inside a line and dropped at its end. A tab reaches to the
//! next multiple of [`TAB`] cells; how far that is, only the line knows.

use std::ops::Range;

use crate::text::markup;
use crate::text::safe::{Shown, code, shown};
use crate::text::width::Widths;

/// Cells from one tab stop to the next.
pub(super) const TAB: usize = 8;

/// Marks drawn upon one character; more are shown by their numbers.
const MARKS: u8 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Chinese character, and whatever else stands alone: breaks before and after.
    Ideograph,
    /// （《“ … and currency signs: not at a line's end.
    Open,
    /// ）》” ，。…… · ％: not at a line's start.
    Close,
    /// — ～ -: joins two things; not at a line's start.
    Connector,
    /// / ／: neither at a line's start nor at its end.
    Slash,
    /// A piece of ——, which stays whole.
    Dash,
    Digit,
    /// A letter of a word that is not Chinese, and ASCII signs that hang together with letters.
    Letter,
    /// + × ÷ = <: between two numbers it belongs to both.
    Operator,
    Space,
    /// A sign of `<U+202E>`.
    Code,
}

/// How well a line may end before a unit, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// Never: white space hangs on the line before it.
    Never,
    /// Against the rules of punctuation: only where one run is wider than the page.
    Rule,
    /// Inside a word or a number: only where it is wider than the page.
    Tight,
    /// Between a number and its unit, 第 and its number: only where the two are wider than the page.
    Unit,
    /// Between the parts of 2021年｜7月｜5日, 〔2021〕｜29号, 1—｜2项, 1.｜总则: only where the whole is wider than the page.
    Part,
    Free,
    /// A line feed of the source.
    Must,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Where its bytes start; they end where the next unit's start.
    pub start: u32,
    /// Its first character, or the sign shown.
    pub c: char,
    /// Cells; 0 for a tab.
    pub cells: u8,
    pub kind: Kind,
    pub before: Break,
    pub drawn: Drawn,
}

/// How a unit is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// As its bytes say.
    Plain,
    /// Otherwise: made visible, white space of another width, or with a part left out.
    Otherwise,
    /// Its character stands for bytes that say something else.
    Standing,
}

impl Unit {
    pub fn is_special(&self) -> bool {
        self.drawn != Drawn::Plain
    }

    pub fn is_standing(&self) -> bool {
        self.drawn == Drawn::Standing
    }
}

/// Cuts the bytes `range` of `text` into units (appended to `units`), every `before` still [`Break::Free`].
pub(super) fn cut(text: &str, range: Range<usize>, widths: Widths, units: &mut Vec<Unit>) {
    let first = units.len();
    let mut cutter = Cutter { widths, units, first, marks: 0, quotes: 0 };
    let text = &text[range.clone()];
    let pieces = markup::pieces(text);
    let mut at = 0;
    for piece in &pieces {
        cutter.take_all(&text[at..piece.bytes.start], range.start + at);
        cutter.stand(&piece.shown, range.start + piece.bytes.start..range.start + piece.bytes.end);
        at = piece.bytes.end;
    }
    cutter.take_all(&text[at..], range.start + at);
}

struct Cutter<'a> {
    widths: Widths,
    units: &'a mut Vec<Unit>,
    /// Where this text's units begin.
    first: usize,
    /// Marks drawn upon the last unit so far.
    marks: u8,
    /// ASCII quotation marks so far: every second one closes.
    quotes: u32,
}

impl Cutter<'_> {
    fn take_all(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            self.take((start + at) as u32, c);
        }
    }

    /// What stands for these bytes.
    fn stand(&mut self, said: &str, bytes: Range<usize>) {
        let first = self.units.len();
        for c in said.chars() {
            self.take(if self.units.len() == first { bytes.start } else { bytes.end } as u32, c);
        }
        for unit in &mut self.units[first..] {
            unit.drawn = Drawn::Standing;
        }
    }

    fn take(&mut self, at: u32, c: char) {
        // Chinese characters first: most of any text.
        if ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            return self.push(at, c, 2, Kind::Ideograph);
        }
        match shown(c) {
            Shown::Plain => {}
            Shown::Nothing => return self.absorb(at, c, true),
            Shown::Code if matches!(c, '\t' | '\n') => return self.space(at, c),
            Shown::Code => return self.code(at, c),
        }
        let cells = self.widths.char(c) as u8;
        match c {
            _ if cells == 0 => self.absorb(at, c, false),
            '"' => {
                self.quotes += 1;
                let kind = if self.quotes % 2 == 1 { Kind::Open } else { Kind::Close };
                self.push(at, c, cells, kind);
            }
            '—' | '―' | '─' => self.dash(at, c, cells),
            '\u{1F1E6}'..='\u{1F1FF}' => self.flag(at, c, cells),
            _ => self.push(at, c, cells, kind(c, cells)),
        }
    }

    fn push(&mut self, start: u32, c: char, cells: u8, kind: Kind) {
        self.marks = 0;
        self.units.push(Unit { start, c, cells, kind, before: Break::Free, drawn: Drawn::Plain });
    }

    fn last(&mut self) -> Option<&mut Unit> {
        self.units[self.first..].last_mut()
    }

    /// A character without cells of its own is drawn upon the one before, if there is one that can bear it.
    fn absorb(&mut self, at: u32, c: char, special: bool) {
        let free = self.marks < MARKS;
        match self.last() {
            Some(unit) if free && !unit.is_standing() && !matches!(unit.kind, Kind::Code | Kind::Space) => {
                if special {
                    unit.drawn = Drawn::Otherwise;
                }
                self.marks += 1;
            }
            _ => self.code(at, c),
        }
    }

    fn space(&mut self, at: u32, c: char) {
        self.push(at, c, 0, Kind::Space);
        if let Some(unit) = self.units.last_mut() {
            unit.drawn = Drawn::Otherwise;
        }
    }

    fn code(&mut self, at: u32, c: char) {
        for (i, sign) in code(c).chars().enumerate() {
            self.push(if i == 0 { at } else { at + c.len_utf8() as u32 }, sign, 1, Kind::Code);
            if let Some(unit) = self.units.last_mut() {
                unit.drawn = Drawn::Otherwise;
            }
        }
    }

    /// One dash connects (1—2项), two or more are a dash proper.
    fn dash(&mut self, at: u32, c: char, cells: u8) {
        let kind = match self.last() {
            Some(unit) if unit.c == c => {
                unit.kind = Kind::Dash;
                Kind::Dash
            }
            _ => Kind::Connector,
        };
        self.push(at, c, cells, kind);
    }

    fn flag(&mut self, at: u32, c: char, cells: u8) {
        let free = self.marks == 0;
        match self.last() {
            Some(unit) if free && ('\u{1F1E6}'..='\u{1F1FF}').contains(&unit.c) => {
                unit.cells += cells;
                self.marks = 1;
            }
            _ => self.push(at, c, cells, Kind::Ideograph),
        }
    }
}

/// The kind of a character by itself. The sets are GB/T 15834-2011 part 5 (what may not begin or end a line, connecting,
/// middle and separating marks included), with the half-width and compatibility forms of the same marks.
fn kind(c: char, cells: u8) -> Kind {
    match c {
        '，' | '、' | '。' | '；' | '：' | '）' | '》' | '”' => Kind::Close,
        '（' | '《' | '“' => Kind::Open,
        '0'..='9' | '０'..='９' => Kind::Digit,
        'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Kind::Letter,
        ' ' | '\u{3000}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Kind::Space,
        '！'
        | '？'
        | '．'
        | '…'
        | '‥'
        | '⋯'
        | '·'
        | '・'
        | '•'
        | '‧'
        | '’'
        | '〞'
        | '〟'
        | '〉'
        | '」'
        | '』'
        | '】'
        | '〕'
        | '］'
        | '｝'
        | '〗'
        | '〙'
        | '〛'
        | '｠'
        | '％'
        | '‰'
        | '‱'
        | '℃'
        | '℉'
        | '°'
        | '′'
        | '″'
        | '‴'
        | '¢'
        | '￠'
        | '々'
        | '〻'
        | 'ー'
        | 'ゝ'
        | 'ゞ'
        | 'ヽ'
        | 'ヾ'
        | '‼'
        | '⁇'
        | '⁈'
        | '⁉'
        | '︐'..='︖'
        | '︶'
        | '︸'
        | '︺'
        | '︼'
        | '︾'
        | '﹀'
        | '﹂'
        | '﹄'
        | '﹐'..='﹒'
        | '﹔'..='﹗'
        | '﹚'
        | '﹜'
        | '﹞'
        | '﹪'
        | '｡'
        | '｣'
        | '､'
        | '･'
        | 'ｰ'
        | '‖'
        | '∶' => Kind::Close,
        ')' | ']' | '}' | ',' | '.' | ':' | ';' | '?' | '!' | '%' | '»' | '›' => Kind::Close,
        '‘' | '〝' | '〈' | '「' | '『' | '【' | '〔' | '［' | '｛' | '〖' | '〘' | '〚' | '｟' | '︵' | '︷'
        | '︹' | '︻' | '︽' | '︿' | '﹁' | '﹃' | '﹙' | '﹛' | '﹝' | '｢' | '￥' | '＄' | '￡' | '¥' | '$' | '£'
        | '€' | '№' | '§' | '±' => Kind::Open,
        '(' | '[' | '{' | '«' | '‹' => Kind::Open,
        '-' | '‐' | '‑' | '‒' | '–' | '－' | '−' | '﹣' | '~' | '～' | '〜' | '∼' | '⁓' => {
            Kind::Connector
        }
        '⸺' | '⸻' => Kind::Dash,
        '/' | '／' => Kind::Slash,
        '+' | '=' | '<' | '>' | '＋' | '＝' | '＜' | '＞' | '×' | '÷' | '≤' | '≥' | '≠' | '≈' => {
            Kind::Operator
        }
        '!'..='~' | '＿' | '＠' | '＃' | '＆' => Kind::Letter,
        _ if cells == 1 && (c.is_alphanumeric() && !is_enclosed(c)) => Kind::Letter,
        _ => Kind::Ideograph,
    }
}

/// ① ⑴ Ⅰ: numbers in one character.
pub(super) fn is_enclosed(c: char) -> bool {
    matches!(c, '①'..='⓿' | '❶'..='➓' | '㈠'..='㈩' | '㊀'..='㊉' | 'Ⅰ'..='ⅿ')
}
