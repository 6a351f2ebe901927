//! Where a line may end: for each unit, how well it may begin the next line.
//!
//! The rules are GB/T 15834-2011 part 5 and the W3C's Requirements for Chinese Text Layout ("Prohibition Rules for Line
//! Start and Line End"), for a cell grid, where nothing can be pushed in and nothing hangs: a mark that may not begin a
//! line takes the character before it along. UAX #14 is no base for this: it lets nothing break beside “ ”, splits －5℃
//! and 第十二条, and knows neither 〔2021〕29号 nor the half-width comma between Chinese characters.
//!
//! Two passes: [`pair`] looks at neighbours only and decides everything about punctuation and words; [`Numbers`] then
//! ties numbers to what they count, dates, 第十二条, 〔2021〕29号 and clause markers. White space between two units
//! changes nothing in the first for marks (字 ，holds together), and frees words from each other.

use super::units::{Break, Kind, Unit, is_enclosed};

/// Fills in `before` of every unit. `marker` is the byte length of a clause marker at the start.
pub(super) fn find(units: &mut [Unit], marker: usize) {
    let mut last: Option<usize> = None;
    let mut before: Option<Unit> = None;
    for i in 0..units.len() {
        let unit = units[i];
        let previous = before.replace(unit);
        let fed = previous.is_some_and(|unit| unit.c == '\n');
        if unit.kind == Kind::Space {
            units[i].before = if fed { Break::Must } else { Break::Never };
            continue;
        }
        // Two Chinese characters: most of any text.
        if unit.kind == Kind::Ideograph && previous.is_some_and(|unit| unit.kind == Kind::Ideograph) {
            last = Some(i);
            continue;
        }
        units[i].before = match last {
            _ if fed => Break::Must,
            Some(last) => pair(units, last, i),
            None => Break::Never,
        };
        last = Some(i);
    }
    Numbers { units }.tie_all();
    if marker > 0 {
        let after = units.iter().position(|unit| unit.start as usize >= marker && unit.kind != Kind::Space);
        after.into_iter().for_each(|i| tie(units, i, Break::Part));
    }
}

/// How well a line may end between the units at `a` and `b`, which have at most white space between them.
fn pair(units: &[Unit], a: usize, b: usize) -> Break {
    use Kind::*;
    let spaced = a + 1 != b;
    match (units[a].kind, units[b].kind) {
        // Two rules of dashes.
        (Connector, Connector) | (Dash, Dash) if spaced => Break::Free,
        (_, Close | Slash | Connector) | (Open, _) | (Dash, Dash) => Break::Rule,
        (Slash, Letter | Digit) if !spaced && in_word(units, a) => Break::Part,
        (Slash, _) => Break::Rule,
        (Letter | Digit, Letter | Digit) if !spaced => Break::Tight,
        (Close, Letter | Digit) if !spaced && in_word(units, a) && joins_words(units, a, b) => Break::Tight,
        (Connector, Digit | Letter) if !spaced => Break::Part,
        (Operator, Digit | Letter | Operator) | (Digit | Letter, Operator) if !spaced => Break::Unit,
        (Code, Code) if units[b].c != '<' => Break::Tight,
        _ => Break::Free,
    }
}

/// Whether the unit before the mark at `at` is a letter or digit, or a mark inside a word itself (`://`).
fn in_word(units: &[Unit], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| match units[before].kind {
        Kind::Letter | Kind::Digit | Kind::Slash => true,
        Kind::Close => units[before].c.is_ascii() && units[before].c != ')',
        _ => false,
    })
}

/// Whether the closing mark at `a` stands inside a word or number when a letter or digit follows: 3.14, 1,000, 8:30, don’t.
fn joins_words(units: &[Unit], a: usize, b: usize) -> bool {
    let digits = units[b].kind == Kind::Digit && a > 0 && units[a - 1].kind == Kind::Digit;
    match units[a].c {
        '.' | ':' | '?' | '!' | ';' | '%' | '’' => true,
        ',' | '．' | '：' | '∶' | '·' => digits,
        _ => false,
    }
}

/// Ties the unit at `at` to the one before it, where nothing ties them closer.
fn tie(units: &mut [Unit], at: usize, how: Break) {
    if let Some(unit) = units.get_mut(at)
        && unit.before <= Break::Free
    {
        unit.before = unit.before.min(how);
    }
}

/// What can start one of the patterns below.
#[inline]
fn may_be_number(unit: &Unit) -> bool {
    match unit.kind {
        Kind::Digit => true,
        // Most characters lie behind the numerals: they are told by one comparison.
        Kind::Ideograph if unit.c > '四' => matches!(unit.c, '百' | '零' | '第'),
        Kind::Ideograph => is_numeral(unit.c) || is_enclosed(unit.c),
        _ => false,
    }
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
            | '零'
            | '〇'
    )
}

/// What is counted by Chinese numerals or after 第. (After a figure, any character is taken for what is counted.)
fn is_counted(c: char) -> bool {
    "编章节条款项目期次届号册页卷个名位人户家年月日天时分秒元角吨斤亩米里度级岁倍种类批所座台辆只头间套处".contains(c)
}

/// What goes on after the first character: 万元, 平方米, 个月, 余人.
fn goes_on(c: char, next: char) -> bool {
    matches!(c, '万' | '亿' | '千' | '百' | '余' | '多')
        || matches!(
            (c, next),
            ('公', '里' | '斤' | '顷' | '分' | '吨')
                | ('平' | '立', '方')
                | ('方', '米' | '公' | '千')
                | ('厘' | '毫' | '分' | '微', '米' | '升' | '克' | '钟')
                | ('克' | '升' | '瓦', '时')
                | ('小', '时')
                | ('个', '月' | '百' | '工' | '小')
                | ('周', '岁' | '年')
                | ('人', '次')
                | ('兆', '瓦')
                | ('工', '作')
                | ('作', '日')
                | ('分', '点')
        )
}

/// The second pass: numbers and what belongs to them.
struct Numbers<'a> {
    units: &'a mut [Unit],
}

impl Numbers<'_> {
    fn tie_all(&mut self) {
        let mut at = 0;
        while let Some(start) = self.units[at..].iter().position(may_be_number) {
            at += start;
            let unit = self.units[at];
            at = match unit.kind {
                Kind::Digit => self.figure(at),
                _ if unit.c == '第' => self.ordinal(at),
                _ if is_numeral(unit.c) => self.numeral(at),
                _ => {
                    self.keep_with_next(at);
                    at + 1
                }
            };
        }
    }

    /// The next unit after `at` that is no white space.
    fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.units.len()).find(|&i| self.units[i].kind != Kind::Space)
    }

    fn previous(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|&i| self.units[i].kind != Kind::Space)
    }

    fn c(&self, at: usize) -> char {
        self.units.get(at).map_or('\0', |unit| unit.c)
    }

    fn keep_with_next(&mut self, at: usize) {
        if let Some(next) = self.next(at) {
            tie(self.units, next, Break::Part);
        }
    }

    /// The end of the run of digits, or of Chinese numerals, at `at`.
    fn run(&self, at: usize) -> usize {
        let digits = self.units.get(at).is_some_and(|unit| unit.kind == Kind::Digit);
        let same = |unit: &Unit| if digits { unit.kind == Kind::Digit } else { is_numeral(unit.c) };
        self.units[at..].iter().position(|unit| !same(unit)).map_or(self.units.len(), |n| at + n)
    }

    /// 12 …: with its unit, as the year in brackets, as a marker.
    fn figure(&mut self, at: usize) -> usize {
        let end = self.run(at);
        if self.marker(at, end) || self.bracketed_year(at, end) {
            return end;
        }
        if let Some(next) = self.next(end - 1)
            && self.units[next].kind == Kind::Letter
            && self.is_symbol(next)
        {
            tie(self.units, next, Break::Unit);
        } else if let Some(next) = self.next(end - 1)
            && self.units[next].kind == Kind::Ideograph
        {
            tie(self.units, next, Break::Unit);
            self.unit_of_measure(next);
        }
        end
    }

    /// Whether a word is a unit's symbol: mg, km, L, kWh, t.
    fn is_symbol(&self, at: usize) -> bool {
        let letters = self.units[at..].iter().take(4).take_while(|unit| unit.kind == Kind::Letter).count();
        let ends = self.units.get(at + letters).is_none_or(|unit| unit.kind != Kind::Connector);
        (1..=3).contains(&letters) && ends && "kmgtnhdcLlMGTWVAP".contains(self.c(at))
    }

    /// From the first character after a number on: 平方公里, 万元; and the next part of a date or time.
    fn unit_of_measure(&mut self, first: usize) {
        let mut at = first;
        for _ in 0..5 {
            match self.units.get(at + 1) {
                Some(next) if next.kind == Kind::Ideograph && goes_on(self.units[at].c, next.c) => {
                    tie(self.units, at + 1, Break::Unit);
                    at += 1;
                }
                _ => break,
            }
        }
        let following = match self.c(first) {
            '年' => '月',
            '月' => '日',
            '日' => '时',
            '时' => '分',
            '分' => '秒',
            _ => return,
        };
        // 2021年7月: only where the next number is the next part.
        if let Some(number) = self.next(first)
            && (self.units[number].kind == Kind::Digit || is_numeral(self.units[number].c))
            && let Some(part) = self.next(self.run(number) - 1)
            && (self.c(part) == following || (following == '日' && self.c(part) == '号'))
        {
            tie(self.units, number, Break::Part);
            let end = self.run(number);
            (number + 1..end).for_each(|i| tie(self.units, i, Break::Unit));
            tie(self.units, part, Break::Unit);
            if self.units[number].kind == Kind::Ideograph {
                self.unit_of_measure(part);
            }
        }
    }

    /// 〔2021〕29号, in any bracket: the number stays with its year.
    fn bracketed_year(&mut self, at: usize, end: usize) -> bool {
        let opened = at > 0 && matches!(self.c(at - 1), '〔' | '[' | '(' | '（' | '［' | '【');
        let closed = matches!(self.c(end), '〕' | ']' | ')' | '）' | '］' | '】');
        if !(opened && closed && end - at == 4) {
            return false;
        }
        if let Some(next) = self.next(end)
            && (self.units[next].kind == Kind::Digit || self.c(next) == '第')
        {
            tie(self.units, next, Break::Part);
        }
        true
    }

    /// 第十二条, 第3期, 第一百二十条之一.
    fn ordinal(&mut self, at: usize) -> usize {
        let Some(number) = self.next(at) else { return at + 1 };
        if !(is_numeral(self.c(number)) || self.units[number].kind == Kind::Digit) {
            return at + 1;
        }
        let end = self.run(number);
        (number..end).for_each(|i| tie(self.units, i, Break::Unit));
        let Some(counted) = self.next(end - 1).filter(|&i| is_counted(self.c(i))) else { return end };
        tie(self.units, counted, Break::Unit);
        if self.c(counted + 1) == '之' && is_numeral(self.c(counted + 2)) {
            let sub = self.run(counted + 2);
            tie(self.units, counted + 1, Break::Part);
            (counted + 2..sub).for_each(|i| tie(self.units, i, Break::Unit));
            return sub;
        }
        counted + 1
    }

    /// 十二年, 百分之五十, 二〇二一年七月五日; （一） and 一、 as markers. A single 一 is too often no number.
    fn numeral(&mut self, at: usize) -> usize {
        let mut end = self.run(at);
        if self.marker(at, end) {
            return end;
        }
        if self.c(end) == '分' && self.c(end + 1) == '之' && is_numeral(self.c(end + 2)) {
            end = self.run(end + 2);
        } else if end - at < 2 {
            return end;
        }
        (at + 1..end).for_each(|i| tie(self.units, i, Break::Unit));
        if is_counted(self.c(end)) {
            tie(self.units, end, Break::Unit);
            self.unit_of_measure(end);
        }
        end
    }

    /// A number that counts what follows, at the start of the text or after a mark: 一、 （一） 1. 1、 (1). It stays with
    /// what follows.
    fn marker(&mut self, at: usize, end: usize) -> bool {
        let opened = at > 0 && matches!(self.c(at - 1), '（' | '(');
        let start = if opened { at - 1 } else { at };
        let begins = self.previous(start).is_none_or(|i| matches!(self.units[i].kind, Kind::Close));
        let closed = match self.c(end) {
            '）' | ')' => true,
            '、' | '.' | '．' => !opened && self.next(end).is_some_and(|i| self.units[i].kind != Kind::Digit),
            _ => false,
        };
        // 十一、十二、… and 1、2、… are lists: the mark before them is itself a comma.
        let listed = !opened && start > 0 && matches!(self.c(start - 1), '、' | '，' | ',');
        let marker = begins && closed && !listed && end - at <= 3;
        if marker {
            self.keep_with_next(end);
        }
        marker
    }
}

#[cfg(test)]
mod tests {
    use super::super::units::cut;
    use super::*;
    use crate::text::width::Widths;

    /// The text with a stroke wherever a line may freely end.
    fn marked(text: &str) -> String {
        let mut units = Vec::new();
        cut(text, 0..text.len(), Widths::narrow(), &mut units);
        find(&mut units, 0);
        let mut marked = text.to_owned();
        for unit in units.iter().rev().filter(|unit| unit.before == Break::Free) {
            marked.insert(unit.start as usize, '|');
        }
        marked
    }

    #[test]
    fn closing_marks_stay_behind_and_opening_marks_before_their_text() {
        assert_eq!(marked("据“十四五”规划，《通知》（试行）。"), "据|“十四五”|规|划，|《通|知》|（试|行）。");
        assert_eq!(marked("对；错：是？否！真、假"), "对；|错：|是？|否！|真、|假");
        assert_eq!(marked("完成情况,按时报送.注:无"), "完|成|情|况,|按|时|报|送.|注:|无");
        assert_eq!(marked("甲(乙)丙"), "甲|(乙)|丙");
        assert_eq!(marked("称\"先进\"的"), "称|\"先|进\"|的");
        assert_eq!(marked("完 ，成"), "完 ，|成");
    }

    #[test]
    fn dashes_and_dots_stay_whole() {
        assert_eq!(marked("目标——高质量……等"), "目|标|——|高|质|量……|等");
        assert_eq!(marked("郑州—北京、户／人"), "郑|州—|北|京、|户／人");
        assert_eq!(marked("卡尔·马克思"), "卡|尔·|马|克|思");
    }

    #[test]
    fn numbers_stay_with_what_they_count() {
        assert_eq!(marked("到2021年7月5日前"), "到|2021年7月5日|前");
        assert_eq!(marked("到2023 年 6 月完成"), "到|2023 年 6 月|完|成");
        assert_eq!(marked("第十二条、第一百二十条之一的"), "第十二条、|第一百二十条之一|的");
        assert_eq!(marked("发〔2021〕29号文"), "发|〔2021〕29号|文");
        assert_eq!(marked("县发(2021)29号"), "县|发|(2021)29号");
        assert_eq!(marked("为－5℃，达95％以上"), "为－5℃，|达|95％|以|上");
        assert_eq!(marked("共1,234.5万元、300平方公里"), "共|1,234.5万元、|300平方公里");
        assert_eq!(marked("掌握1—2项，学校2-10所"), "掌|握|1—2项，|学|校|2-10所");
        assert_eq!(marked("占百分之五十以上"), "占|百分之五十|以|上");
        assert_eq!(marked("二〇二一年七月五日起"), "二〇二一年七月五日|起");
        assert_eq!(marked("不大于30 mg/L的"), "不|大|于|30 mg/L|的");
        assert_eq!(marked("于8:30开始，3×5米"), "于|8:30开|始，|3×5米");
    }

    #[test]
    fn a_marker_stays_with_what_follows() {
        assert_eq!(marked("一、总则"), "一、总|则");
        assert_eq!(marked("（一）总则；（二）分则"), "（一）总|则；|（二）分|则");
        assert_eq!(marked("1. 总则。2．分则"), "1. 总|则。|2．分|则");
        assert_eq!(marked("①总则"), "①总|则");
        assert_eq!(marked("小学一、二年级"), "小|学|一、|二|年|级");
        assert_eq!(marked("表1、2、3所示"), "表|1、|2、|3所|示");
    }

    #[test]
    fn words_and_addresses_stay_whole() {
        assert_eq!(marked("见http://www.a-b.cn/c?d=1&e=2。"), "见|http://www.a-b.cn/c?d=1&e=2。");
        assert_eq!(marked("COVID-19 e-mail a@b.cn"), "COVID-19 |e-mail |a@b.cn");
        assert_eq!(marked("“互联网+教育”和5G网"), "“互|联|网|+|教|育”|和|5G|网");
    }
}
