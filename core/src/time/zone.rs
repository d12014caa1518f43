//! Time zones: their names, and when their offsets change.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::span::Span;
use super::years::start_of_year;
use crate::{Error, Result};

/// No zone of the IANA data goes to another offset and on again within this many seconds (the shortest stay since
/// 1970 is a week less an hour), so looking this often finds every change.
pub(super) const LOOK_EVERY: i64 = 6 * 86_400;

/// The last year in which the compiled-in zone data knows a change: from here on offsets stay.
pub(super) const LAST_YEAR_OF_CHANGES: i32 = 2100;

/// A stretch of real time, in seconds since 1970 began, over which a zone keeps one offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub span: Span,
    pub offset: i64,
}

/// Seconds to add to UTC to get the wall clock of the zone.
pub(super) fn offset_at(zone: Tz, second: i64) -> i64 {
    DateTime::from_timestamp(second, 0).map_or(0, |instant| {
        i64::from(zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc())
    })
}

/// The stretches of one offset each that make up `span`, in order.
pub(super) fn stretches(zone: Tz, span: Span) -> Vec<Stretch> {
    let mut out = Vec::new();
    let (mut start, mut offset) = (span.start, offset_at(zone, span.start));
    let mut seen = span.start;
    let step = if span.start < start_of_year(LAST_YEAR_OF_CHANGES + 1) { LOOK_EVERY } else { i64::MAX };
    while seen < span.end {
        let look = seen.saturating_add(step).min(span.end);
        if offset_at(zone, look) != offset {
            let change = first_change(zone, offset, seen, look);
            if change < span.end {
                out.push(Stretch { span: Span::new(start, change), offset });
                (start, offset) = (change, offset_at(zone, change));
            }
        }
        seen = look;
    }
    out.push(Stretch { span: Span::new(start, span.end), offset });
    out
}

/// The first second after `before` without `offset`, which `before` has and `after` has not.
pub(super) fn first_change(zone: Tz, offset: i64, mut before: i64, mut after: i64) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset_at(zone, middle) == offset {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

/// The zone of this IANA name.
pub(super) fn find(name: &str) -> Result<Tz> {
    name.parse::<Tz>().map_err(|_| {
        let hint = match near(name) {
            Some(zone) => format!("did you mean `{}`?", zone.name()),
            None => "write an IANA name, such as `Europe/Berlin` or `UTC`".to_owned(),
        };
        Error::invalid("calendar.unknown_zone", "there is no such time zone").hint(hint)
    })
}

/// The zone that a misspelled name may mean: the place of the name, or one that is a few letters away.
fn near(name: &str) -> Option<Tz> {
    const LONGEST: usize = 40;
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.trim().replace(' ', "_").to_ascii_lowercase();
    let place =
        |zone: &Tz| zone.name().rsplit('/').next().is_some_and(|place| place.eq_ignore_ascii_case(&wanted));
    if let Some(zone) = TZ_VARIANTS.iter().find(|zone| place(zone)) {
        return Some(*zone);
    }
    let distance = |zone: &Tz| letters_apart(&wanted, &zone.name().to_ascii_lowercase());
    let (apart, zone) =
        TZ_VARIANTS.iter().map(|zone| (distance(zone), zone)).min_by_key(|(apart, _)| *apart)?;
    (apart <= wanted.len() / 4).then_some(*zone)
}

/// How many bytes to change, add or drop to make one name of the other.
fn letters_apart(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, byte) in left.bytes().enumerate() {
        let mut diagonal = line;
        let mut beside = line + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(right.bytes()) {
            let above = *cell;
            beside = (diagonal + usize::from(byte != other)).min(above + 1).min(beside + 1);
            (*cell, diagonal) = (beside, above);
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
