//! Half-open spans of seconds and what is done with lists of them. A tidy list is in order, without overlaps and
//! without spans that touch or are empty.

/// `[start, end)` in seconds of a day, a year or since 1970 began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub start: i64,
    pub end: i64,
}

impl Span {
    pub fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }
}

/// Adds a span that begins no earlier than the last one of a tidy list.
pub(super) fn push(list: &mut Vec<Span>, span: Span) {
    if span.start >= span.end {
        return;
    }
    match list.last_mut() {
        Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
        _ => list.push(span),
    }
}

/// Makes any list tidy.
pub(super) fn tidy(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        push(&mut out, span);
    }
    out
}

/// What lies in either of two tidy lists.
pub(super) fn union(left: &[Span], right: &[Span]) -> Vec<Span> {
    tidy([left, right].concat())
}

/// What lies in both of two tidy lists.
pub(super) fn intersection(left: &[Span], right: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(a), Some(b)) = (lefts.peek(), rights.peek()) {
        push(&mut out, Span::new(a.start.max(b.start), a.end.min(b.end)));
        if a.end <= b.end {
            lefts.next();
        } else {
            rights.next();
        }
    }
    out
}

/// What lies in a tidy list, but not in another.
pub(super) fn difference(of: &[Span], without: &[Span]) -> Vec<Span> {
    let mut gaps = Vec::with_capacity(without.len() + 1);
    let mut open_from = i64::MIN;
    for span in without {
        gaps.push(Span::new(open_from, span.start));
        open_from = span.end;
    }
    gaps.push(Span::new(open_from, i64::MAX));
    intersection(of, &gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(i64, i64)]) -> Vec<Span> {
        list.iter().map(|&(start, end)| Span::new(start, end)).collect()
    }

    #[test]
    fn a_tidy_list_has_no_overlaps_no_neighbors_and_nothing_empty() {
        assert_eq!(tidy(spans(&[(5, 9), (1, 3), (3, 4), (6, 7), (11, 11)])), spans(&[(1, 4), (5, 9)]));
    }

    #[test]
    fn lists_are_combined_as_sets() {
        let (a, b) = (spans(&[(0, 4), (6, 9)]), spans(&[(2, 7), (8, 12)]));
        assert_eq!(union(&a, &b), spans(&[(0, 12)]));
        assert_eq!(intersection(&a, &b), spans(&[(2, 4), (6, 7), (8, 9)]));
        assert_eq!(difference(&a, &b), spans(&[(0, 2), (7, 8)]));
        assert_eq!(difference(&b, &a), spans(&[(4, 6), (9, 12)]));
        assert_eq!(difference(&a, &[]), a);
        assert_eq!(intersection(&a, &[]), []);
    }
}
