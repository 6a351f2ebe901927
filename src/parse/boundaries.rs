//! Where documents begin.
//!
//! A document begins with its title, and what tells a title from any other short line is what stands around it: a 文号
//! right below (or above) it, an entry of the contents that reads the same, or the grammar of titles (body, 关于, …,
//! 通知) after a text that has ended. Heading marks are only a hint. The scan goes from the top and knows the document it
//! is in, because a title that the current document announces (印发《…》, 转发《…》) is enclosed in it.

use std::collections::HashSet;
use std::ops::Range;

use super::doc_number::is_han;
use super::documents::Row;
use super::similar::Letters;
use super::{labels, signatures, titles};
use crate::issue::TocEntry;

/// Most lines that a printed title takes.
const TITLE_LINES: usize = 6;

/// So many of the entries that come next are looked at where a title is not quite the one that the contents print.
const DUE: usize = 4;

/// Most lines between the title of a speech and its date that say who spoke.
const SPEAKER_LINES: usize = 2;

/// The beginning of a document: which rows are its title. A number printed above the title belongs to the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// First row of the document.
    pub at: usize,
    pub title: Range<usize>,
}

/// The heads of all documents among `rows` (which hold no furniture), in order; the first is at row 0.
pub(super) fn heads(rows: &[Row], toc: &[TocEntry]) -> Vec<Head> {
    let finder = Finder::new(rows, toc);
    let mut heads: Vec<Head> = Vec::new();
    let mut context = Context::default();
    let mut at = 0;
    while at < rows.len() {
        let head = finder.head_at(at, &context).or_else(|| (at == 0).then(|| Head { at, title: finder.first_title() }));
        if let Some(mut head) = head {
            // A name alone, and at once the notice that issues a text of that name: a heading of the collection's.
            if let Some(above) = heads.pop_if(|above| above.title.end == head.at && announces_name(rows, &head, above))
            {
                head.at = above.at;
            }
            at = head.title.end.max(at + 1);
            let due = finder.due_after(&head, context.due);
            context = Context { due, ..Context::of(rows, &head) };
            heads.push(head);
            continue;
        }
        context.signed |= finder.is_signed(at);
        at += 1;
    }
    heads
}

/// Whether the title of `head` announces a text named as `above` is.
fn announces_name(rows: &[Row], head: &Head, above: &Head) -> bool {
    let title = |range: &Range<usize>| titles::join(rows[range.clone()].iter().map(Row::text));
    let name = titles::key(&title(&above.title));
    titles::announced(&title(&head.title)).iter().any(|announced| titles::key(announced) == name)
}

/// What is known of the document that the scan is in.
#[derive(Debug, Default)]
struct Context {
    key: String,
    announced: titles::Announced,
    signed: bool,
    /// The entry of the contents that is due next.
    due: usize,
}

impl Context {
    fn of(rows: &[Row], head: &Head) -> Self {
        let title = titles::join(rows[head.title.clone()].iter().map(Row::text));
        let mut announced = titles::announced(&title);
        let below = rows[head.title.end..].iter().take_while(|row| !row.is_table());
        announced.extend(titles::announced_below(below.map(Row::text)));
        Context { key: titles::key(&title), announced: titles::Announced::new(&announced), ..Context::default() }
    }

    /// Whether the document says that it encloses a text of this title.
    fn announces(&self, key: &str) -> bool {
        key.chars().count() >= 4
            && (self.key.len() > key.len() && self.key.contains(key) || self.announced.alike(key) > 0.8)
    }

    /// Whether the document says so of exactly this title.
    fn names(&self, key: &str) -> bool {
        self.key.contains(key) || self.announced.keys().iter().any(|announced| announced == key)
    }
}

struct Finder<'a> {
    rows: &'a [Row<'a>],
    /// What each row can be, decided once.
    forms: Vec<Form>,
    /// Keys of the contents' titles, whole and from 关于 on.
    toc: HashSet<String>,
    /// The contents' titles in their order.
    entries: Vec<Letters>,
    /// Bodies that stand on a line of their own more than once: they sign and issue, and are no name with a post.
    bodies: HashSet<String>,
    /// Those that name nothing but a kind of document: 通知.
    bare: HashSet<String>,
    /// The contents' categories, which head columns.
    categories: HashSet<String>,
}

/// What a row can be by its form alone.
#[derive(Debug, Clone, Copy, Default)]
struct Form {
    number: bool,
    /// A line of a title.
    title: bool,
    /// The last line of a title.
    ending: bool,
    /// It begins with the number of a clause: no title goes on so.
    clause: bool,
}

impl<'a> Finder<'a> {
    fn new(rows: &'a [Row<'a>], toc: &[TocEntry]) -> Self {
        let bare = toc.iter().filter(|entry| titles::is_bare_kind(&entry.title));
        let bare = bare.map(|entry| titles::key(&entry.title)).collect();
        let categories = toc.iter().filter_map(|entry| entry.category.as_deref()).map(titles::key).collect();
        let entries = toc.iter().map(|entry| Letters::new(titles::without_addition(&entry.title))).collect();
        let keys = toc.iter().map(|entry| titles::key(titles::without_addition(&entry.title)));
        let toc = keys.flat_map(|key| [titles::core(&key).to_owned(), key]);
        let toc: HashSet<String> = toc.filter(|key| key.chars().count() >= 4).collect();
        let endings: HashSet<&str> = toc.iter().map(|key| tail(key)).collect();
        let above = |at: usize| at.checked_sub(1).map_or("", |above| rows[above].text());
        let forms = rows.iter().enumerate().map(|(at, row)| match row.is_table() {
            true => Form::default(),
            false => form(row.text(), above(at), &endings),
        });
        let forms = forms.collect();
        let (mut once, mut bodies) = (HashSet::new(), HashSet::new());
        for row in rows.iter().filter(|row| row.text().len() <= 150 && signatures::is_body(row.text())) {
            let key = titles::key(row.text());
            if !once.insert(key.clone()) {
                bodies.insert(key);
            }
        }
        Finder { rows, forms, toc, entries, bare, bodies, categories }
    }

    fn is_number(&self, at: usize) -> bool {
        self.forms.get(at).is_some_and(|form| form.number)
    }

    fn can_be_title(&self, at: usize) -> bool {
        self.forms.get(at).is_some_and(|form| form.title)
    }

    /// Whether a title that has begun may go on with a row.
    fn goes_on(&self, at: usize) -> bool {
        self.forms.get(at).is_some_and(|form| form.title && !form.clause)
    }

    fn title(&self, range: Range<usize>) -> String {
        titles::join(self.rows[range].iter().map(Row::text))
    }

    /// Whether the text before this row has come to an end, so that a title may follow.
    fn after_end(&self, at: usize) -> bool {
        let Some(row) = at.checked_sub(1).and_then(|before| self.rows.get(before)) else { return true };
        row.is_table()
            || row.text().ends_with(['。', '）', ')', '；', ';', '”', '！', '!', '？', '?', '.', '》'])
            || signatures::date(row.text()).is_some()
            || signatures::release_note(row.text()).is_some()
            || row.text().chars().count() < 40
            || super::entries::is_form(row.text())
    }

    /// A date with a signatory above it, or on its line.
    fn is_signed(&self, at: usize) -> bool {
        let text = self.rows[at].text();
        signatures::trailing_date(text).is_some()
            || signatures::date(text).is_some()
                && at.checked_sub(1).is_some_and(|above| signatures::signatories(self.rows[above].text()).is_some())
    }

    fn head_at(&self, at: usize, context: &Context) -> Option<Head> {
        if self.is_number(at) {
            return self.number_above(at, context);
        }
        // （县统计局提供） ends what is above.
        let text = self.rows[at].text();
        let enclosed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        if !self.can_be_title(at) || enclosed || self.is_labelled(at) {
            return None;
        }
        self.numbered(at, context).or_else(|| self.unnumbered(at, context))
    }

    /// The row above is the label of an attachment: what follows is its title.
    fn is_labelled(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|above| labels::label(self.rows[above].text()).is_some_and(|l| l.rest.is_empty()))
    }

    /// Number, then title.
    fn number_above(&self, at: usize, context: &Context) -> Option<Head> {
        if !self.after_end(at) || self.is_labelled(at) {
            return None;
        }
        for end in at + 2..=at + 1 + TITLE_LINES {
            if !self.can_be_title(end - 1) {
                return None;
            }
            let title = self.title(at + 1..end);
            // Where a number follows as well, this one belongs to what is above.
            if self.forms[end - 1].ending && !self.is_number(end) && self.is_known(&title) {
                return (!context.announces(&titles::key(&title))).then_some(Head { at, title: at + 1..end });
            }
        }
        None
    }

    /// Title, then number.
    fn numbered(&self, at: usize, context: &Context) -> Option<Head> {
        let mut end = at + 1;
        while !self.forms.get(end)?.number {
            if end - at >= TITLE_LINES || !self.goes_on(end) {
                return None;
            }
            end += 1;
        }
        let title = self.title(at..end);
        if self.has_inner_title(at, end) {
            return None;
        }
        let marked = self.rows[at].line.heading > 0;
        let plausible = self.is_known(&title) || ((marked || self.after_end(at)) && titles::ends_text(&title));
        (plausible && !context.announces(&titles::key(&title))).then_some(Head { at, title: at..end })
    }

    /// Whether a title is one by its grammar or because the contents have it.
    fn is_known(&self, title: &str) -> bool {
        titles::is_document(title) || titles::explains(title) || self.in_toc(title, &titles::key(title))
    }

    /// The contents have the title, perhaps without its issuing body.
    fn in_toc(&self, title: &str, key: &str) -> bool {
        let bare = titles::without_footnote(title);
        self.toc.contains(key)
            || bare.len() < title.len() && self.toc.contains(&titles::key(bare))
            || title.find("关于").is_some_and(|at| titles::is_issuer(&title[..at]) || may_issue(&title[..at], key))
                && self.toc.contains(titles::core(key))
    }

    /// The entry from `due` on that a title is: word for word, or but for a slip or a word more or less.
    fn entry(&self, title: &str, due: usize) -> Option<usize> {
        const LEAST: f64 = 0.85;
        let about = title.find("关于").filter(|&at| at > 0 && titles::is_issuer(&title[..at]));
        let titles: Vec<Letters> = [0].into_iter().chain(about).map(|at| Letters::new(&title[at..])).collect();
        let entries = self.entries.iter().enumerate().skip(due).take(DUE);
        let mut long = entries.filter(|(_, entry)| entry.len() >= 10);
        long.find(|(_, entry)| titles.iter().any(|title| title.alike(entry, LEAST))).map(|(at, _)| at)
    }

    /// The entry that is due below a head.
    fn due_after(&self, head: &Head, due: usize) -> usize {
        self.entry(&self.title(head.title.clone()), due).map_or(due, |at| at + 1)
    }

    /// The last lines of the document above must not become part of a title: what comes before a title that is complete
    /// without it must be issuing bodies, or the beginning of a title (办公室转发县水务局 …).
    fn has_inner_title(&self, at: usize, end: usize) -> bool {
        let begins = |title: &str| {
            ["转发", "批转", "印发", "关于"]
                .iter()
                .any(|verb| title.find(verb).is_some_and(|at| titles::is_issuer(&title[..at])))
                && !titles::ends_text(title)
        };
        (at + 1..end).rev().any(|inner| {
            let title = self.title(inner..end);
            self.is_known(&title)
                && !lacks_place(&title)
                && !self.are_issuers(at, inner, end, &title)
                && !begins(&self.title(at..inner))
        })
    }

    /// Whether the rows above a title that is complete without them are bodies that issue it as well, not the end of a
    /// list of units.
    fn are_issuers(&self, at: usize, inner: usize, end: usize, title: &str) -> bool {
        let is_body = |row: &Row| {
            signatures::is_body(row.text())
                && (!super::entries::is_name_entry(row.text()) || self.bodies.contains(&titles::key(row.text())))
        };
        if !self.rows[at..inner].iter().all(is_body) {
            return false;
        }
        if title.starts_with("关于") {
            // Only its own bodies go before it: of several rows, those that stand together.
            return !self.is_apart(at, inner, end);
        }
        // The contents say where a title begins; else print sets it apart, and a list has several units to a line, unless
        // those units sign as well.
        let whole = self.title(at..end);
        let several = |row: &Row| {
            signatures::signatories(row.text()).is_some_and(|names| names.len() > 1)
                && !self.bodies.contains(&titles::key(row.text()))
        };
        self.toc.contains(&titles::key(&whole))
            || !self.toc.contains(&titles::key(title))
                && !self.is_apart(at, inner, end)
                && !self.rows[at..inner].iter().any(several)
    }

    /// Whether some rows of `at..=inner` are further from each other than the rows of the title from `inner` on.
    fn is_apart(&self, at: usize, inner: usize, end: usize) -> bool {
        // All marked as headings: a page's foot may stand between them.
        if self.rows[at..=inner].iter().all(|row| row.line.heading > 0) {
            return false;
        }
        let gap = |row: usize| self.rows[row].line.number - self.rows[row - 1].line.number;
        let widest = |range: Range<usize>| range.map(gap).max().unwrap_or(0);
        end - inner > 1 && widest(at + 1..inner + 1) > widest(inner + 1..end)
    }

    /// No number: the contents know the title, or its form and place leave no doubt.
    fn unnumbered(&self, at: usize, context: &Context) -> Option<Head> {
        if !self.after_end(at) {
            return None;
        }
        let mut form = None;
        for end in at + 1..=at + TITLE_LINES {
            if end - 1 > at && !self.goes_on(end - 1) {
                break;
            }
            if !self.forms[end - 1].ending {
                continue;
            }
            if self.has_inner_title(at, end) {
                break;
            }
            let title = self.title(at..end);
            let key = titles::key(&title);
            // A title that the contents print is a document's, unless the very same is announced. What explains the announced
            // text reads much like it: 《办法》 and then 《办法》解读.
            let another = self.toc.contains(&key) || titles::explains(&title);
            if context.announces(&key) && (context.names(&key) || !another) {
                return None;
            }
            let due = || titles::is_document(&title) && self.entry(&title, context.due).is_some();
            if self.in_toc(&title, &key) || due() {
                return Some(Head { at, title: at..end });
            }
            if form.is_none() && self.stands_as_head(at, end, &title, context) {
                // 大事记, and below it its time.
                let period = super::chronicle::is_title(&title)
                    && self.rows.get(end).is_some_and(|row| super::chronicle::is_period(row.text()));
                form = Some(Head { at, title: at..end + usize::from(period) });
            }
        }
        form
    }

    /// Whether a title without a number opens a document by its form and by what is around it.
    fn stands_as_head(&self, at: usize, end: usize, title: &str, context: &Context) -> bool {
        let row = &self.rows[at];
        let Some(next) = self.rows.get(end) else { return false };
        let signed_above = at.checked_sub(1).is_some_and(|above| {
            let above = self.rows[above].text();
            signatures::date(above).is_some() || signatures::release_note(above).is_some()
        });
        if titles::explains(title) {
            return true;
        }
        // The head of a column, over the first document in it.
        let names_column = title.chars().count() <= 8 || self.categories.contains(&titles::key(title));
        if names_column && !title.contains("关于") && self.begins_numbered(end) {
            return false;
        }
        // 通知 alone, or under its issuer's name.
        if titles::is_bare_kind(title)
            && signed_above
            && signatures::addressees(next.text())
            && (context.announced.is_empty() || self.bare.contains(&titles::key(title)))
        {
            return true;
        }
        if titles::is_yearly_report(title) {
            return signed_above || row.line.heading > 0;
        }
        if titles::names_appointments(title) && titles::is_document(title) {
            return signed_above || titles::appoints(next.text());
        }
        // Who spoke, and when, stands under the title of a speech.
        if titles::is_speech(title) {
            let below = self.rows[end..].iter().take(SPEAKER_LINES + 1).take_while(|row| !row.is_table());
            return below.into_iter().any(|row| signatures::date(row.text()).is_some());
        }
        if titles::is_document(title) {
            let addressed = signatures::addressees(next.text());
            // What is told to everybody is addressed to nobody (《党政机关公文处理工作条例》 第八条): its text follows at once.
            let public = ["通告", "公告"].iter().any(|kind| title.ends_with(kind))
                && title.find("关于").is_some_and(|about| about > 0)
                && !next.is_table()
                && next.text().contains(['。', '，', ',']);
            return addressed || signed_above || public || row.line.heading == 1;
        }
        if super::chronicle::is_title(title) {
            return title.chars().count() <= 30 && !title.contains(['：', ':', '、', '，']);
        }
        // Nothing more is due in a signed document that encloses nothing.
        signed_above
            && context.signed
            && context.announced.is_empty()
            && (titles::ends_text(title) && !titles::is_attachment_like(title) || titles::reports_figures(title))
    }

    /// Whether a title and its number stand at a row.
    fn begins_numbered(&self, at: usize) -> bool {
        self.can_be_title(at) && self.numbered(at, &Context::default()).is_some()
    }

    /// The title of a body that does not begin with anything known: its first lines as far as they look like one.
    fn first_title(&self) -> Range<usize> {
        let mut end = 0;
        while end < 4 && self.can_be_title(end) && super::clauses::marker(self.rows[end].text()).is_none() {
            end += 1;
            if titles::ends_text(&self.title(0..end))
                || self.rows.get(end).is_some_and(|r| r.line.heading != self.rows[0].line.heading)
            {
                break;
            }
        }
        if end > 1 && !titles::ends_text(&self.title(0..end)) { 0..1 } else { 0..end }
    }
}

/// Whether what stands before 关于 may be a body of a kind that nobody knows, since so much follows of what the contents print.
fn may_issue(name: &str, key: &str) -> bool {
    const VERBS: [&str; 8] = ["转", "印发", "根据", "按照", "落实", "执行", "有", "对"];
    let rest = titles::core(key).chars().count();
    let count = name.chars().count();
    (3..=24).contains(&count)
        && rest >= 10
        && name.chars().all(|c| is_han(c) || c == '、')
        && !VERBS.iter().any(|verb| name.contains(verb))
}

/// 人民代表大会常务委员会公告: the place stands on the line above.
fn lacks_place(title: &str) -> bool {
    ["人民政府", "人民代表大会", "常务委员会", "管理委员会", "委员会", "人民法院", "人民检察院"]
        .iter()
        .any(|body| title.starts_with(body))
}

/// What a row can be; `above` is the text of the row above it.
fn form(text: &str, above: &str, endings: &HashSet<&str>) -> Form {
    let number = signatures::doc_number(text).is_some();
    let title = !number
        && titles::can_be_line(text)
        && signatures::date(text).is_none()
        && signatures::release_note(text).is_none()
        && !signatures::is_registration(text)
        && !signatures::is_tail_note(text)
        && !signatures::is_sealed(text)
        && !text.starts_with("——")
        && labels::label(text).is_none();
    // The last word of a title may be cut: …的通 | 告.
    let last = if text.chars().count() <= 2 { titles::join([above, text]) } else { text.to_owned() };
    let ends = || titles::has_ending(&last) || !endings.is_empty() && endings.contains(tail(&titles::key(&last)));
    let ending = title && (last.len() == text.len() || titles::can_be_line(above)) && ends();
    Form { number, title, ending, clause: title && super::clauses::marker(text).is_some() }
}

/// The last two characters of a key.
fn tail(key: &str) -> &str {
    key.char_indices().nth_back(1).map_or(key, |(at, _)| &key[at..])
}
