//! The directory against a look at every document: the same answers, in the same order, though in tests nearly all hashes are
//! the same.

use proptest::prelude::*;

use super::*;
use crate::library::catalog::Details;

type One<'a> = (DocumentId, DocumentSummary<'a>, Option<NumberKey>);

/// Every document, the newest first, with its number.
fn all(catalog: &Catalog) -> Vec<One<'_>> {
    let mut all = Vec::new();
    for (issue, summary) in (0..).map(IssueId).zip(&catalog.issues) {
        for (document, d) in (0..).zip(summary.documents.iter()) {
            let number = d.doc_number.and_then(NumberKey::read);
            let dated = d.date.and_then(|date| date.get(..4)?.parse::<u16>().ok());
            let year = number.as_ref().and_then(|n| n.year).or(dated).or(summary.year).unwrap_or(0);
            all.push((year, (DocumentId { issue, document }, d, number)));
        }
    }
    all.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
    all.into_iter().map(|(_, one)| one).collect()
}

fn called(title: &str) -> Vec<String> {
    names(title).into_iter().map(fold::fold).collect()
}

fn called_shortly(title: &str) -> Vec<String> {
    names(title).into_iter().filter_map(without_place).map(fold::fold).collect()
}

fn cited(catalog: &Catalog, number: Option<&NumberKey>, title: Option<&str>, by: DocumentId) -> Option<DocumentId> {
    let gazette = |id: DocumentId| catalog.get(id.issue).map(|issue| fold::fold(&issue.title));
    let all = all(catalog);
    let best = |fits: &dyn Fn(&One) -> bool| {
        let found = all.iter().filter(|one| fits(one)).map(|one| one.0);
        found.min_by_key(|&id| (id != by, gazette(id) != gazette(by)))
    };
    let other = |own: &Option<NumberKey>| {
        number.is_some_and(|cited| cited.year.is_some()) && own.as_ref().is_some_and(|own| own.year.is_some())
    };
    let same = |own: &NumberKey| {
        number.is_some_and(|cited| {
            own.serial == cited.serial
                && own.year == cited.year
                && !own.issuer.is_empty()
                && cited.issuer.ends_with(&own.issuer)
        })
    };
    best(&|(_, _, own)| own.as_ref().is_some_and(same))
        .or_else(|| best(&|(_, d, own)| !other(own) && title.is_some_and(|t| called(&d.title).iter().any(|n| n == t))))
        .or_else(|| {
            best(&|(id, d, own)| {
                let is_named = title.is_some_and(|t| called_shortly(&d.title).iter().any(|n| n == t));
                is_named && !other(own) && gazette(*id) == gazette(by)
            })
        })
}

fn catalog() -> impl Strategy<Value = Catalog> {
    let number = prop::option::of(("[青云]政[发办]", prop::option::of(2020..2023_u16), 1..4_u32));
    let title = "(青山县|云溪市)?(关于印发《)?(河道|古树)(管理|保護)?办法(（试行）)?(》的通知)?";
    let date = prop::option::of((2019..2024_u16).prop_map(|year| format!("{year}-05-01")));
    let document = (title, number, date, prop::option::of("河道[管理]{2}办法"));
    let issue = (
        "[青云]县公报|公报",
        prop::option::of(2019..2024_u16),
        prop::option::of(1..3_u32),
        any::<bool>(),
        prop::collection::vec(document, 0..5),
    );
    prop::collection::vec(issue, 0..6).prop_map(|issues| {
        let made = issues.into_iter().zip(0..).map(|((title, year, number, is_gazette, documents), at)| {
            let numbers: Vec<Option<String>> = documents
                .iter()
                .map(|(_, number, ..)| {
                    number.as_ref().map(|(issuer, year, serial)| match year {
                        Some(year) => format!("{issuer}〔{year}〕{serial}号"),
                        None => format!("{issuer}第{serial}号"),
                    })
                })
                .collect();
            let documents = documents.iter().zip(&numbers).map(|((title, _, date, listed), number)| {
                let summary = DocumentSummary {
                    title: title.as_str().into(),
                    listed: listed.as_deref(),
                    doc_number: number.as_deref(),
                    date: date.as_deref(),
                    ..DocumentSummary::default()
                };
                (summary, Details::default())
            });
            IssueSummary {
                path: format!("{at}.txt"),
                kind: if is_gazette { IssueKind::Gazette } else { IssueKind::Document },
                title,
                year,
                number,
                total_number: number,
                published: None,
                lines: 1,
                documents: documents.collect(),
            }
        });
        Catalog::new(made.collect(), Vec::new())
    })
}

fn key() -> impl Strategy<Value = NumberKey> {
    let issuer = "(根据)?[青云]?政?[发办]?";
    (issuer, prop::option::of(2020..2023_u16), 1..4_u32).prop_map(|(issuer, year, serial)| NumberKey {
        issuer,
        year,
        serial,
    })
}

proptest! {
    #[test]
    fn citations_lead_where_a_look_at_every_document_leads(
        catalog in catalog(),
        number in prop::option::of(key()),
        title in prop::option::of("(青山县)?(河道|古树)(管理|保护)?办法(\\(试行\\))?|关于印发<河道办法>的通知"),
        by in (0..6_u32, 0..5_u32),
    ) {
        let by = DocumentId { issue: IssueId(by.0), document: by.1 };
        let (number, title) = (number.as_ref(), title.as_deref());
        prop_assert_eq!(catalog.directory().cited(number, title, by), cited(&catalog, number, title, by));
        let all = all(&catalog);
        let titled = |by: &dyn Fn(&str) -> Vec<String>| -> Vec<DocumentId> {
            let is_it = |d: &DocumentSummary| title.is_some_and(|title| by(&d.title).iter().any(|name| name == title));
            all.iter().filter(|(_, d, _)| is_it(d)).map(|one| one.0).collect()
        };
        let mut wanted = Vec::new();
        if let Some(key) = number {
            let asked = all.iter().filter_map(|(id, _, own)| Some((id, own.as_ref().filter(|own| key.asks_for(own))?)));
            let mut asked: Vec<_> = asked.collect();
            asked.sort_by_key(|(_, own)| own.issuer != key.issuer);
            wanted.extend(asked.into_iter().map(|(id, _)| *id));
            prop_assert_eq!(&catalog.directory().numbered(key), &wanted);
        }
        let in_full = titled(&called);
        wanted.extend(if in_full.is_empty() { titled(&called_shortly) } else { in_full });
        prop_assert_eq!(catalog.directory().named(number, title), wanted);
    }

    #[test]
    fn names_and_identities_are_found_as_by_a_look_at_every_document(
        catalog in catalog(),
        typed in "(青山|河道|古 樹|办法|试行){0,2}( 管理)?|青政发?\\(?(2021)?",
        gazette in "青?县?",
        year in prop::option::of(2019..2024_u16),
    ) {
        let all = all(&catalog);
        let words: Vec<String> = typed.split_whitespace().map(fold::fold).collect();
        let like = all.iter().filter(|(_, d, own)| {
            let mut titles = [Some(fold::fold(&d.title)), d.listed.map(fold::fold)].into_iter().flatten();
            let number = d.doc_number.map(fold::fold).filter(|_| own.is_some());
            !words.is_empty()
                && (titles.any(|title| words.iter().all(|word| title.contains(word)))
                    || number.is_some_and(|number| number.starts_with(&fold::fold(&typed))))
        });
        let like: Vec<DocumentId> = like.map(|one| one.0).collect();
        prop_assert_eq!(catalog.directory().like(&typed).collect::<Vec<_>>(), like);

        let places: Vec<(IssueId, Option<u32>)> = (0..)
            .map(IssueId)
            .zip(&catalog.issues)
            .flat_map(|(id, issue)| {
                std::iter::once((id, None)).chain((0..issue.documents.len() as u32).map(move |at| (id, Some(at))))
            })
            .collect();
        let own = |&(id, document): &(IssueId, Option<u32>)| identity(&catalog.issues[id.0 as usize], document);
        for place in &places {
            let first = places.iter().find(|other| own(other) == own(place)).copied();
            prop_assert_eq!(catalog.directory().identified(&own(place), ""), first);
        }
        let titled = all.iter().find(|(_, d, _)| fold::fold(&d.title) == fold::fold(&typed) && !typed.is_empty());
        let titled = titled.map(|(id, ..)| (id.issue, Some(id.document)));
        prop_assert_eq!(catalog.directory().identified("none", &typed), titled);

        let key = IssueKey { gazette, year, ..IssueKey::default() };
        let fits = |issue: &IssueSummary| {
            (issue.year.is_some() || issue.number.is_some())
                && (year.is_none() || year == issue.year)
                && fold::fold(&issue.title).contains(&key.gazette)
        };
        let mut issues: Vec<_> = catalog.issues.iter().zip(0..).filter(|(issue, _)| fits(issue)).collect();
        issues.sort_by_key(|(issue, _)| std::cmp::Reverse((issue.year, issue.number)));
        let issues: Vec<IssueId> = issues.into_iter().map(|(_, at)| IssueId(at)).collect();
        prop_assert_eq!(catalog.directory().issues(&key), issues);
    }
}
