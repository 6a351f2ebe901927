//! 大事记: dated events instead of clauses. Dates are kept as printed, possible or not.

use crate::text::numerals;

/// Where the days of a chronicle stand: what a line that says only 同日 or 5日 refers to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Calendar {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
}

/// Whether a title is that of a chronicle: 2021年4月大事记, 政务动态（2021年5—6月）.
pub(super) fn is_title(title: &str) -> bool {
    const NAMES: [&str; 8] = ["大事记", "大事要览", "大事纪要", "大事纪", "政务动态", "政务要闻", "政务活动", "纪事"];
    let bare = super::titles::without_note(title);
    bare.chars().count() <= 40 && NAMES.iter().any(|name| bare.ends_with(name))
}

/// The calendar that the title of a chronicle opens: 2021年4月大事记, 大事记（2021年1-3月). None for other titles.
pub(super) fn of_title(title: &str) -> Option<Calendar> {
    if !is_title(title) {
        return None;
    }
    let mut calendar = Calendar { year: year(title), ..Calendar::default() };
    // Of several months none is the one that a bare day refers to.
    if let Some((before, after)) = title.rsplit_once('月')
        && !before.contains('月')
        && !after.contains(['日', '号'])
    {
        let number =
            before.len() - before.trim_end_matches(|c: char| numerals::is_numeral(c) || c.is_ascii_digit()).len();
        let (before, number) = before.split_at(before.len() - number);
        let range = before.trim_end().ends_with(['-', '－', '—', '–', '~', '～', '至', '、', '到']);
        calendar.month = numerals::parse(number).filter(|month| !range && (1..=12).contains(month));
    }
    Some(calendar)
}

/// A line under a chronicle's title that says of what time it tells: （2021年4月）, 2021年1-3月.
pub(super) fn is_period(text: &str) -> bool {
    let mut compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
    if let Some(inner) = compact.strip_prefix(['（', '(', '〔']).and_then(|t| t.strip_suffix(['）', ')', '〕'])) {
        compact = inner.to_owned();
    }
    let known = |c: char| {
        numerals::is_numeral(c)
            || numerals::arabic_digit(c).is_some()
            || matches!(c, '年' | '月' | '日' | '份' | '至' | '到' | '、' | '-' | '－' | '—' | '–' | '~' | '～')
            || matches!(c, '第' | '季' | '度' | '上' | '下' | '半')
    };
    compact.len() <= 60 && year(&compact).is_some() && compact.chars().all(known)
}

fn year(title: &str) -> Option<u32> {
    let at = title.find('年')?;
    let digits: String = title[..at].chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    numerals::parse(&digits).filter(|year| (1900..=2199).contains(year))
}

impl Calendar {
    /// A heading that sets the month or the year: 四月, 4月, 2021年4月.
    pub fn heading(&mut self, text: &str) -> bool {
        let compact: String = text.chars().filter(|c| !super::markup::is_space(*c)).collect();
        let compact = compact.trim_start_matches(['（', '(', '【', '—']).trim_end_matches(['）', ')', '】', '—']);
        let rest = match compact.split_once('年') {
            Some((year, rest)) => {
                let Some(year) = numerals::parse(year).filter(|y| (1900..=2199).contains(y)) else { return false };
                self.year = Some(year);
                rest
            }
            None => compact,
        };
        if rest.is_empty() {
            return compact.contains('年');
        }
        let Some(month) = rest.strip_suffix(['月', '份']).map(|m| m.trim_end_matches('月')).and_then(numerals::parse)
        else {
            return false;
        };
        (self.month, self.day) = (Some(month), None);
        true
    }

    /// The date of an event that begins here, `YYYY-MM-DD`, and the bytes that say it: 4月1日, 1日, 同日, 4月1日至3日.
    /// An event whose year is said nowhere has no date.
    pub fn event(&mut self, text: &str) -> Option<(Option<String>, usize)> {
        // ▲4月1日: gazettes like a mark before the day.
        let start: String = text.chars().take(40).collect();
        let text = numerals::repaired(&start);
        let text = text.as_ref();
        let bare = text.trim_start_matches(|c| is_mark(c) || super::markup::is_space(c));
        let marks = text.len() - bare.len();
        match self.unmarked_event(bare) {
            Some((date, len)) => Some((date, marks + len)),
            // △ 市林业局发布…: another event of the same day.
            None if self.day.is_some() && text.starts_with(['△', '▲']) => Some((self.date(), marks)),
            None => None,
        }
    }

    fn unmarked_event(&mut self, text: &str) -> Option<(Option<String>, usize)> {
        for same in ["同日", "当日", "同天", "当天"] {
            if text.starts_with(same) {
                self.month?;
                return Some((self.date(), same.len()));
            }
        }
        // Of ten days the first counts, as of any range.
        let tens = ["上旬", "中旬", "下旬"].into_iter().zip([1, 11, 21]).find(|(name, _)| text.starts_with(name));
        if let Some((name, day)) = tens {
            self.month?;
            return self.settle(Calendar { day: Some(day), ..*self }, name.len());
        }
        let mut at = 0;
        let mut calendar = *self;
        let (first, len) = number(text)?;
        at += len;
        let mut rest = &text[at..];
        let mut number_now = first;
        if let Some(after) = rest.strip_prefix('年') {
            calendar.year = Some(first).filter(|y| (1900..=2199).contains(y));
            calendar.year?;
            let (month, len) = number(after)?;
            number_now = month;
            rest = &after[len..];
        }
        if let Some(after) = strip(rest, '月') {
            calendar.month = Some(number_now);
            calendar.day = None;
            match number(after) {
                Some((day, len)) => {
                    number_now = day;
                    rest = &after[len..];
                }
                // 4月，… speaks of the month as a whole.
                None => return self.settle(calendar, text.len() - after.len()),
            }
        }
        // 4月1-3日, 4月1日至3日: the first day counts.
        let day = number_now;
        let range = rest
            .trim_start_matches(super::markup::is_space)
            .trim_start_matches(['-', '—', '－', '~', '～', '至', '、']);
        if range.len() < rest.len()
            && let Some((_, len)) = number(range)
            && range[len..].starts_with('日')
        {
            rest = &range[len..];
        }
        let after = strip(rest, '日')?;
        calendar.month?;
        calendar.day = Some(day);
        // 11日-13日
        let range = after.trim_start_matches(['-', '—', '－', '–', '~', '～', '至']);
        let until = number(range).filter(|_| range.len() < after.len());
        let after = until.and_then(|(_, len)| range[len..].strip_prefix('日')).unwrap_or(after);
        self.settle(calendar, text.len() - after.len())
    }

    fn settle(&mut self, calendar: Calendar, len: usize) -> Option<(Option<String>, usize)> {
        *self = calendar;
        Some((self.date(), len))
    }

    fn date(&self) -> Option<String> {
        let (year, month) = (self.year?, self.month?);
        Some(match self.day {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        })
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '▲' | '△' | '●' | '○' | '■' | '□' | '◆' | '◇' | '★' | '☆' | '▶' | '※' | '·' | '•')
}

fn strip(text: &str, unit: char) -> Option<&str> {
    text.trim_start_matches(super::markup::is_space).strip_prefix(unit)
}

/// A number of days, months or years at the start.
fn number(text: &str) -> Option<(u32, usize)> {
    let start = text.len() - text.trim_start_matches(super::markup::is_space).len();
    let body = &text[start..];
    let arabic = body.len() - body.trim_start_matches(|c| numerals::arabic_digit(c).is_some()).len();
    let len = if arabic > 0 { arabic } else { body.len() - body.trim_start_matches(numerals::is_numeral).len() };
    if len == 0 || len > 15 {
        return None;
    }
    Some((numerals::parse(&body[..len])?, start + len))
}

/// Where further events begin on a line: a date after the end of a sentence.
pub(super) fn later_events(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    for (at, stop) in text.match_indices(['。', '；', '！']) {
        let rest = &text[at + stop.len()..];
        let start = text.len() - rest.trim_start_matches(super::markup::is_space).len();
        let mut probe = Calendar { year: Some(2000), month: None, day: None };
        let full = probe.event(&text[start..]).is_some_and(|(date, _)| date.is_some_and(|d| d.len() == 10));
        if full || text[start..].starts_with("同日") {
            starts.push(start);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A day that is read stands in the text, and is one of the calendar's year.
        #[test]
        fn any_line_is_an_event_or_none(lines in prop::collection::vec("[▲●·　 ]{0,2}([0-9O]{1,2}月)?([0-9l]{1,2}日|同日|当日|上旬|是月|至)?[0-9日月，、—-]{0,4}(县委|\\PC){0,6}", 1..6)) {
            let mut calendar = of_title("青岚县2021年大事记").unwrap();
            for line in lines {
                if let Some((date, len)) = calendar.event(&line) {
                    prop_assert!(line.get(..len).is_some(), "{} of {:?}", len, line);
                    prop_assert!(date.is_none_or(|date| date.starts_with("2021-")), "{:?}", line);
                }
            }
        }
    }

    #[test]
    fn days_refer_to_what_stands_above() {
        let mut calendar = of_title("青岚县2021年大事记").unwrap();
        let mut date = |text: &str| calendar.event(text).and_then(|(date, _)| date);
        assert_eq!(date("4月1日，县委召开会议。").unwrap(), "2021-04-01");
        assert_eq!(date("同日，县长调研。").unwrap(), "2021-04-01");
        assert_eq!(date("3日 县政府召开会议。").unwrap(), "2021-04-03");
        assert_eq!(date("4月5日至7日，").unwrap(), "2021-04-05");
        assert_eq!(date("4月8-9日，").unwrap(), "2021-04-08");
        assert_eq!(date("4月3O日，").unwrap(), "2021-04-30");
        assert_eq!(date("4月31日，").unwrap(), "2021-04-31");
        assert_eq!(date("2022年1月2日，").unwrap(), "2022-01-02");
        assert_eq!(date("五月三日，").unwrap(), "2022-05-03");
        assert_eq!(date("▲ 5月4日　开工。").unwrap(), "2022-05-04");
        assert_eq!(date("■同日 竣工。").unwrap(), "2022-05-04");
        assert_eq!(date("会议指出"), None);
        assert_eq!(date("3.5万亩"), None);
    }

    #[test]
    fn a_heading_sets_the_month() {
        let mut calendar = of_title("2021年大事记").unwrap();
        assert!(calendar.heading("四 月"));
        assert_eq!(calendar.event("1日，").unwrap().0.unwrap(), "2021-04-01");
        assert!(!calendar.heading("县委"));
        let mut calendar = of_title("大事记（2021年1-3月）").unwrap();
        assert_eq!(calendar.event("5日 县长调研。"), None);
        assert!(calendar.heading("二月"));
        assert_eq!(calendar.event("11日-13日 会议召开。").unwrap(), (Some("2021-02-11".into()), "11日-13日".len()));
    }

    #[test]
    fn a_period_may_stand_in_the_title_or_below() {
        assert_eq!(of_title("大事记(2018年3月)").unwrap().event("1日 调研。").unwrap().0.unwrap(), "2018-03-01");
        let named = of_title("一九九七年三月政务纪事").unwrap().event("三月六日 调研。").unwrap().0.unwrap();
        assert_eq!(named, "1997-03-06");
        assert!(of_title("大事记编写办法").is_none());
        for period in ["（2018年3月）", "(2010 年 1-3 月)", "二〇一〇年一月至三月", "2018年", "（2018年第三季度）"]
        {
            assert!(is_period(period), "{period}");
        }
        assert!(!is_period("3月1日 市长调研") && !is_period("（3月）"));
    }

    #[test]
    fn several_events_on_a_line() {
        let text = "4月1日，甲。4月2日，乙。同日，丙。其中2月完成。";
        let starts: Vec<&str> = later_events(text).iter().map(|&at| &text[at..]).collect();
        assert_eq!(starts.len(), 2);
        assert!(starts[0].starts_with("4月2日") && starts[1].starts_with("同日"));
    }
}
