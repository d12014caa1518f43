//! The hours of one checked calendar: which wall-clock spans of a local day are open, and when that is in real time.

use chrono_tz::Tz;

use super::holiday::Occurrences;
use super::span::{Span, difference, intersection, push, union};
use super::spec::{DayHours, DayReason, LocalInterval};
use super::years::{FIRST_YEAR, LAST_YEAR, year_of_second};
use super::zone::{Stretch, offset_at, stretches};
use super::{LocalDate, Weekday};

/// Seconds of a day by the wall clock.
pub(super) const DAY: i64 = 86_400;

#[derive(Debug)]
pub(super) struct NamedHoliday {
    pub name: String,
    pub when: Occurrences,
}

/// Tidy spans of one day, counted from 1970-01-01.
#[derive(Debug)]
pub(super) struct DatedSpans {
    pub day: i64,
    pub spans: Vec<Span>,
}

/// What a checked calendar is made of; all spans are tidy, dated ones in order.
#[derive(Debug)]
pub(super) struct HoursParts {
    pub zone: Tz,
    pub holidays: Vec<NamedHoliday>,
    pub weekly: [Vec<Span>; 7],
    pub weekly_breaks: [Vec<Span>; 7],
    pub shifts: Vec<DatedSpans>,
    pub breaks: Vec<DatedSpans>,
    /// The last day up to which the holidays are all there.
    pub covers_until: Option<i64>,
}

#[derive(Debug)]
pub(super) struct LocalHours {
    parts: HoursParts,
    /// The hours of each weekday without its breaks.
    plain: [Vec<Span>; 7],
    /// The hours, without breaks, of the dates that have a shift or breaks of their own.
    special: Vec<DatedSpans>,
}

impl LocalHours {
    pub fn new(parts: HoursParts) -> Self {
        let mut plain: [Vec<Span>; 7] = Default::default();
        for ((open, hours), breaks) in plain.iter_mut().zip(&parts.weekly).zip(&parts.weekly_breaks) {
            *open = difference(hours, breaks);
        }
        let mut days: Vec<i64> = parts.shifts.iter().chain(&parts.breaks).map(|dated| dated.day).collect();
        days.sort_unstable();
        days.dedup();
        let special = days.into_iter().map(|day| DatedSpans { day, spans: parts.open_on(day) }).collect();
        Self { parts, plain, special }
    }

    /// Every hour of every day.
    pub fn always() -> Self {
        Self::new(HoursParts {
            zone: Tz::UTC,
            holidays: Vec::new(),
            weekly: std::array::from_fn(|_| vec![Span::new(0, DAY)]),
            weekly_breaks: Default::default(),
            shifts: Vec::new(),
            breaks: Vec::new(),
            covers_until: None,
        })
    }

    /// How many separate spans the fullest day has.
    pub fn most_pieces_of_a_day(&self) -> usize {
        let special = self.special.iter().map(|dated| dated.spans.len());
        self.plain.iter().map(Vec::len).chain(special).max().unwrap_or_default()
    }

    /// The first and last year outside of which nothing is open, or none when nothing ever is.
    pub fn years(&self) -> Option<(i32, i32)> {
        if self.plain.iter().any(|spans| !spans.is_empty()) {
            return Some((FIRST_YEAR, LAST_YEAR));
        }
        // A local day may begin in the UTC year before, or end in the one after.
        let mut open = self.special.iter().filter(|dated| !dated.spans.is_empty());
        let first = open.next()?.day;
        let last = open.next_back().map_or(first, |dated| dated.day);
        Some((year_of_second((first - 1) * DAY), year_of_second((last + 2) * DAY)))
    }

    /// When it is open in a stretch of real time: tidy spans in seconds since 1970 began.
    pub fn open_in(&self, span: Span) -> Vec<Span> {
        // No zone is a whole day away from UTC.
        let first = span.start.div_euclid(DAY) - 1;
        let last = span.end.div_euclid(DAY) + 1;
        let days = self.open_days(first, last);
        if days.iter().all(|spans| spans.is_empty()) {
            return Vec::new();
        }
        lay_out(&stretches(self.parts.zone, span), first, &days)
    }

    /// The hours of each day in `first..=last`.
    fn open_days(&self, first: i64, last: i64) -> Vec<&[Span]> {
        let mut days: Vec<&[Span]> =
            (first..=last).map(|day| of_weekday(&self.plain, Weekday::of_day(day))).collect();
        let from = self.special.partition_point(|dated| dated.day < first);
        for dated in self.special.iter().skip(from).take_while(|dated| dated.day <= last) {
            replace(&mut days, dated.day - first, &dated.spans);
        }
        for holiday in &self.parts.holidays {
            holiday.when.days_in(first, last, |day| replace(&mut days, day - first, &[]));
        }
        days
    }

    /// The local day of an instant, counted from 1970-01-01.
    pub fn local_day(&self, second: i64) -> i64 {
        (second + offset_at(self.parts.zone, second)).div_euclid(DAY)
    }

    /// Whether a holiday falls on the local day of an instant.
    pub fn is_holiday(&self, second: i64) -> bool {
        !self.parts.holidays.is_empty() && self.parts.holiday_on(self.local_day(second)).is_some()
    }

    /// The stretches of a span of real time, each with what to add to get the wall clock.
    pub fn clock_in(&self, span: Span) -> impl Iterator<Item = (Span, i64)> {
        stretches(self.parts.zone, span).into_iter().map(|stretch| (stretch.span, stretch.offset))
    }

    /// Where the hours of a local day come from, which are left, and what breaks took out.
    pub fn pieces_on(&self, day: i64) -> (DayReason, Vec<Span>, Vec<Span>) {
        let (reason, hours) = self.parts.hours_on(day);
        let breaks = self.parts.breaks_on(day);
        (reason, difference(hours, &breaks), intersection(hours, &breaks))
    }

    /// The last day up to which the holidays are known to be all there.
    pub fn covers_until(&self) -> Option<i64> {
        self.parts.covers_until
    }

    /// A local day and why it has its hours; none when it has no date of four digits of a year.
    pub fn explain(&self, day: i64) -> Option<DayHours> {
        let date = LocalDate::from_day_number(day)?;
        let (reason, hours) = self.parts.hours_on(day);
        let breaks = self.parts.breaks_on(day);
        let open = difference(hours, &breaks);
        let around = stretches(self.parts.zone, Span::new((day - 1) * DAY, (day + 2) * DAY));
        let open_seconds: i64 =
            lay_out(&around, day, &[&open]).iter().map(|span| span.end - span.start).sum();
        Some(DayHours {
            zone: self.parts.zone.name().to_owned(),
            date,
            intervals: open.iter().map(written).collect(),
            reason,
            breaks: intersection(hours, &breaks).iter().map(written).collect(),
            open_millis: open_seconds * 1_000,
        })
    }
}

impl HoursParts {
    fn open_on(&self, day: i64) -> Vec<Span> {
        let weekly = of_weekday(&self.weekly, Weekday::of_day(day));
        difference(on_day(&self.shifts, day).unwrap_or(weekly), &self.breaks_on(day))
    }

    fn breaks_on(&self, day: i64) -> Vec<Span> {
        let weekly = of_weekday(&self.weekly_breaks, Weekday::of_day(day));
        union(weekly, on_day(&self.breaks, day).unwrap_or_default())
    }

    /// The first holiday that falls on a day.
    fn holiday_on(&self, day: i64) -> Option<&NamedHoliday> {
        self.holidays.iter().find(|holiday| {
            let mut falls_on_it = false;
            holiday.when.days_in(day, day, |_| falls_on_it = true);
            falls_on_it
        })
    }

    fn hours_on(&self, day: i64) -> (DayReason, &[Span]) {
        if let Some(holiday) = self.holiday_on(day) {
            return (DayReason::Holiday { name: holiday.name.clone() }, &[]);
        }
        match on_day(&self.shifts, day) {
            Some(spans) => (DayReason::Shift, spans),
            None => (DayReason::Weekly, of_weekday(&self.weekly, Weekday::of_day(day))),
        }
    }
}

fn of_weekday(week: &[Vec<Span>; 7], weekday: Weekday) -> &[Span] {
    week.get(weekday as usize).map_or(&[], Vec::as_slice)
}

fn on_day(dated: &[DatedSpans], day: i64) -> Option<&[Span]> {
    let at = dated.binary_search_by_key(&day, |entry| entry.day).ok()?;
    dated.get(at).map(|entry| entry.spans.as_slice())
}

fn replace<'a>(days: &mut [&'a [Span]], nth: i64, spans: &'a [Span]) {
    if let Some(day) = usize::try_from(nth).ok().and_then(|nth| days.get_mut(nth)) {
        *day = spans;
    }
}

/// Brings the hours of the days from `first_day` on into real time. An instant is open when its wall-clock time is,
/// so each stretch takes the hours it shows: a time that is skipped is in none of them, one that is shown twice in
/// two.
fn lay_out(stretches: &[Stretch], first_day: i64, days: &[&[Span]]) -> Vec<Span> {
    let mut out = Vec::new();
    for Stretch { span, offset } in stretches {
        let (start, end) = (span.start + offset, span.end + offset);
        let before = usize::try_from(start.div_euclid(DAY) - first_day).unwrap_or_default();
        let shown = (first_day..).zip(days).skip(before).take_while(|(day, _)| day * DAY < end);
        for (midnight, spans) in shown.map(|(day, spans)| (day * DAY, spans)) {
            for hours in *spans {
                let (from, to) = ((midnight + hours.start).max(start), (midnight + hours.end).min(end));
                push(&mut out, Span::new(from - offset, to - offset));
            }
        }
    }
    out
}

fn written(span: &Span) -> LocalInterval {
    let time = |second: i64| format!("{:02}:{:02}", second / 3_600, second % 3_600 / 60);
    LocalInterval { from: time(span.start), to: time(span.end) }
}
