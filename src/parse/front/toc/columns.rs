//! Columns of contents that a recogniser has read one after the other: they belong together if they are of one length.

use crate::issue::TocEntry;

/// Whether the numbers before titles are their pages: they only grow, but not by one; or some leave numbers out, and some
/// stand twice.
pub fn are_pages(numbers: &[u32]) -> bool {
    let count = |step: fn(u32) -> bool| numbers.windows(2).filter(|pair| step(pair[1].wrapping_sub(pair[0]))).count();
    let uneven = count(|step| step > 1) > 0 && count(|step| step == 0) > 0;
    numbers.is_sorted() && numbers.len() >= 3 && (count(|step| step == 1) * 2 < numbers.len() - 1 || uneven)
}

/// A column of pages that a recogniser has read before or after all the titles: one for each, and they grow.
pub fn column_of_pages(entries: &mut [TocEntry], pages: &[u32]) {
    let Some((_, others)) = entries.split_last() else { return };
    if pages.len() >= 2
        && pages.len() == entries.len()
        && pages.is_sorted()
        && others.iter().all(|entry| entry.page.is_none())
    {
        for (entry, &page) in entries.iter_mut().zip(pages) {
            entry.page = Some(page);
        }
    }
}

/// Numbers of documents that were read before or after all the titles: one for each. The entries with their numbers, and
/// for each of those before which it is now.
pub fn column_of_numbers(entries: Vec<TocEntry>) -> (Vec<TocEntry>, Vec<usize>) {
    let alone = |entry: &TocEntry| entry.title.is_empty() && entry.doc_number.is_some();
    let count = entries.iter().filter(|entry| alone(entry)).count();
    let titles = entries.len() - count;
    let first = entries.iter().take_while(|entry| alone(entry)).count() == count;
    let last = entries.iter().rev().take_while(|entry| alone(entry)).count() == count;
    let numbered = entries.iter().filter(|entry| !alone(entry) && entry.doc_number.is_some()).count();
    // The title next to the column has taken the number that stood next to it.
    let neighbour = if first { count } else { titles.saturating_sub(1) };
    let took = entries.get(neighbour).is_some_and(|entry| !alone(entry) && entry.doc_number.is_some());
    let all = count + usize::from(took) == titles && numbered == usize::from(took);
    if count == 0 || titles < 2 || !(first || last) || !all {
        let places = (0..entries.len()).collect();
        return (entries, places);
    }
    let numbers: Vec<Option<String>> =
        entries.iter().map(|entry| entry.doc_number.clone()).filter(Option::is_some).collect();
    // Where a title's number stands in the column is told by the order of both.
    let (mut kept, mut places) = (Vec::with_capacity(titles), Vec::with_capacity(entries.len()));
    let (mut title, mut number) = (0, usize::from(took && last));
    for entry in entries {
        if alone(&entry) {
            places.push(number);
            number += 1;
        } else {
            places.push(title);
            title += 1;
            kept.push(entry);
        }
    }
    for (entry, number) in kept.iter_mut().zip(numbers) {
        entry.doc_number = number;
    }
    (kept, places)
}
