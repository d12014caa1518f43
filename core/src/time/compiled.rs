//! The open time of a calendar, year by year, each computed when it is first asked for.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use super::hours::LocalHours;
use super::open_year::OpenYear;
use super::span::{Span, intersection, union};
use super::years::{FIRST_YEAR, LAST_YEAR, SLOTS, slot, start_of_year};
use crate::Timestamp;

pub(super) struct Compiled {
    /// How the open time comes about, operands before their operator: a list, as a tree could be as deep as a host
    /// likes to nest.
    steps: Vec<Step>,
    /// The first and the last year with open time.
    open_years: Option<(i32, i32)>,
    years: Box<[OnceLock<OpenYear>]>,
    /// The open seconds of each year and one more, or 0 where they are not known yet. Walks over years read these alone:
    /// sixteen of them lie in what a processor loads at once.
    totals: Box<[AtomicU32]>,
    /// The instant, if there is one, from which on it never closes.
    open_for_good: OnceLock<Option<i64>>,
}

#[derive(Clone)]
pub(super) enum Step {
    Hours(Arc<LocalHours>),
    Intersection,
    Union,
}

impl Compiled {
    pub fn new(steps: Vec<Step>) -> Self {
        let years = (0..SLOTS).map(|_| OnceLock::new()).collect();
        let totals = (0..SLOTS).map(|_| AtomicU32::new(0)).collect();
        let mut compiled = Self { steps, open_years: None, years, totals, open_for_good: OnceLock::new() };
        compiled.open_years = compiled.find_open_years();
        compiled
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub fn parts(&self) -> impl Iterator<Item = &Arc<LocalHours>> {
        self.steps.iter().filter_map(|step| match step {
            Step::Hours(hours) => Some(hours),
            Step::Intersection | Step::Union => None,
        })
    }

    pub fn open_years(&self) -> Option<(i32, i32)> {
        self.open_years
    }

    pub fn year(&self, year: i32) -> Option<&OpenYear> {
        Some(self.years.get(slot(year))?.get_or_init(|| self.compute(year)))
    }

    /// Open milliseconds of a year.
    pub fn total(&self, year: i32) -> i64 {
        let Some(total) = self.totals.get(slot(year)) else { return 0 };
        // Whoever finds it missing finds the same number, so it does not matter who writes it, or when others see it.
        let known = total.load(Ordering::Relaxed);
        if known > 0 { i64::from(known - 1) * 1_000 } else { self.note_total(year, total) }
    }

    #[cold]
    fn note_total(&self, year: i32, place: &AtomicU32) -> i64 {
        let total = self.year(year).map_or(0, OpenYear::total);
        place.store(u32::try_from(total / 1_000 + 1).unwrap_or_default(), Ordering::Relaxed);
        total
    }

    #[cfg(test)]
    pub fn computed(&self) -> impl Iterator<Item = &OpenYear> {
        self.years.iter().filter_map(OnceLock::get)
    }

    fn compute(&self, year: i32) -> OpenYear {
        let begin = start_of_year(year);
        let span = Span::new(begin, start_of_year(year + 1));
        let mut stack: Vec<Vec<Span>> = Vec::new();
        for step in &self.steps {
            let open = match step {
                Step::Hours(hours) => hours.open_in(span),
                Step::Intersection => {
                    intersection(&stack.pop().unwrap_or_default(), &stack.pop().unwrap_or_default())
                }
                Step::Union => union(&stack.pop().unwrap_or_default(), &stack.pop().unwrap_or_default()),
            };
            stack.push(open);
        }
        let open = stack.pop().unwrap_or_default();
        let of_year: Vec<Span> = open.iter().map(|at| Span::new(at.start - begin, at.end - begin)).collect();
        OpenYear::new(&of_year)
    }

    pub fn is_open_for_good(&self, at: Timestamp) -> bool {
        let since = self.open_for_good.get_or_init(|| {
            let mut since = None;
            for year in (FIRST_YEAR..=LAST_YEAR).rev() {
                let (begin, end) = (start_of_year(year) * 1_000, start_of_year(year + 1) * 1_000);
                let Some(from) = self.year(year)?.open_from_to_the_end(end - begin) else {
                    break;
                };
                since = Some(begin + from);
                if from > 0 {
                    break;
                }
            }
            since
        });
        since.is_some_and(|since| since <= at.millis())
    }

    fn find_open_years(&self) -> Option<(i32, i32)> {
        let of_parts = || self.parts().filter_map(|hours| hours.years());
        let first = of_parts().map(|(first, _)| first).min()?;
        let last = of_parts().map(|(_, last)| last).max()?;
        let is_open = |year: &i32| self.year(*year).is_some_and(|open| open.total() > 0);
        let first = (first..=last).find(is_open)?;
        let last = (first..=last).rev().find(is_open)?;
        Some((first, last))
    }
}
