//! Calendars by themselves. Instants and lengths of time cross in milliseconds, days and their reasons as JSON; many instants at once
//! cross as Python has them, as crossing is most of what one costs.

use frontdesk::Timestamp;
use frontdesk::api::{read_arguments, write_answer};
use frontdesk::time::{self, CalendarSpec, LocalDate};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDateTime, PyList};

use crate::error::{contained, detached};
use crate::instant as datetime;
use crate::walks::{Days, Stretches};

/// Milliseconds of a year, of which a calendar knows the open time when it is asked.
const YEAR: i64 = 366 * 86_400_000;

/// So many questions at once are answered sooner than another thread could take over.
const FEW: usize = 100;

/// A calendar of business hours.
#[pyclass(frozen, module = "frontdesk._native")]
pub struct BusinessCalendar(time::BusinessCalendar);

#[pymethods]
impl BusinessCalendar {
    /// Reads the hours of a calendar, as JSON, and checks them.
    #[new]
    fn new(py: Python<'_>, hours: PyBackedBytes) -> PyResult<Self> {
        detached(py, || {
            let hours: CalendarSpec = read_arguments(&hours, Vec::new())?;
            time::BusinessCalendar::compile(&hours)
        })
        .map(Self)
    }

    #[staticmethod]
    fn always() -> Self {
        Self(time::BusinessCalendar::always())
    }

    fn intersection(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        detached(py, || self.0.intersection(&other.0)).map(Self)
    }

    fn union(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        detached(py, || self.0.union(&other.0)).map(Self)
    }

    fn add(&self, py: Python<'_>, at: i64, millis: i64) -> PyResult<Option<i64>> {
        self.asked(
            py,
            || self.is_near(at, millis),
            |hours| hours.add(instant(at), millis).map(Timestamp::millis),
        )
    }

    fn sub(&self, py: Python<'_>, at: i64, millis: i64) -> PyResult<Option<i64>> {
        let near = || self.is_near(at, millis.saturating_neg());
        self.asked(py, near, |hours| hours.sub(instant(at), millis).map(Timestamp::millis))
    }

    fn between(&self, py: Python<'_>, begin: i64, end: i64) -> PyResult<i64> {
        let near = || begin.abs_diff(end) <= YEAR.unsigned_abs();
        self.asked(py, near, |hours| hours.between(instant(begin), instant(end)))
    }

    /// When so much open time has gone by since each of many datetimes: in the zone of each.
    fn add_many<'py>(
        &self,
        py: Python<'py>,
        instants: Vec<Bound<'py, PyDateTime>>,
        millis: i64,
    ) -> PyResult<Bound<'py, PyList>> {
        let times = instants.iter().map(datetime::millis).collect::<PyResult<Vec<i64>>>()?;
        let due = self.asked(
            py,
            || times.len() <= FEW && times.iter().all(|at| self.is_near(*at, millis)),
            |hours| times.iter().map(|at| hours.add(instant(*at), millis)).collect::<Vec<_>>(),
        )?;
        let in_zone = |(at, due): (&Bound<'py, PyDateTime>, Option<Timestamp>)| {
            due.map(|due| datetime::in_zone_of(at, due.millis())).transpose()
        };
        PyList::new(py, instants.iter().zip(due).map(in_zone).collect::<PyResult<Vec<_>>>()?)
    }

    /// The open time between the two datetimes of each of many pairs, as timedeltas.
    fn between_many<'py>(
        &self,
        py: Python<'py>,
        pairs: Vec<(Bound<'py, PyDateTime>, Bound<'py, PyDateTime>)>,
    ) -> PyResult<Bound<'py, PyList>> {
        let times = pairs
            .iter()
            .map(|(begin, end)| Ok((datetime::millis(begin)?, datetime::millis(end)?)))
            .collect::<PyResult<Vec<(i64, i64)>>>()?;
        let near = |(begin, end): &(i64, i64)| begin.abs_diff(*end) <= YEAR.unsigned_abs();
        let open: Vec<i64> = self.asked(
            py,
            || times.len() <= FEW && times.iter().all(near),
            |hours| times.iter().map(|(begin, end)| hours.between(instant(*begin), instant(*end))).collect(),
        )?;
        let lengths = open.into_iter().map(|millis| datetime::length(py, millis));
        PyList::new(py, lengths.collect::<PyResult<Vec<_>>>()?)
    }

    fn is_open(&self, py: Python<'_>, at: i64) -> PyResult<bool> {
        self.asked(py, || true, |hours| hours.is_open(instant(at)))
    }

    fn is_holiday(&self, py: Python<'_>, at: i64) -> PyResult<bool> {
        self.asked(py, || true, |hours| hours.is_holiday(instant(at)))
    }

    fn has_hours(&self) -> bool {
        self.0.has_hours()
    }

    fn next_open(&self, py: Python<'_>, at: i64) -> PyResult<Option<i64>> {
        self.asked(py, || self.is_near(at, 1), |hours| hours.next_open(instant(at)).map(Timestamp::millis))
    }

    fn next_close(&self, py: Python<'_>, at: i64) -> PyResult<Option<i64>> {
        self.asked(
            py,
            || changes_soon(&self.0, at),
            |hours| hours.next_close(instant(at)).map(Timestamp::millis),
        )
    }

    /// The first open period of a stretch of time, cut to it.
    fn period(&self, py: Python<'_>, begin: i64, end: i64) -> PyResult<Option<(i64, i64)>> {
        self.asked(
            py,
            || changes_soon(&self.0, begin),
            |hours| {
                let first = hours.periods(instant(begin)..instant(end)).next()?;
                Some((first.start.millis(), first.end.millis()))
            },
        )
    }

    /// A time of day on a later date that has open time; for 0 days perhaps on the same date.
    fn next_business_day_at(&self, py: Python<'_>, at: i64, days: u64, time: &str) -> PyResult<Option<i64>> {
        // More than there may be is too many in any width.
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        let due =
            || self.0.next_business_day_at(instant(at), days, time).map(|due| due.map(Timestamp::millis));
        // A few days may be years apart where a calendar is mostly closed.
        if days <= 1 && contained(py, || Ok(changes_soon(&self.0, at)))? {
            contained(py, due)
        } else {
            detached(py, due)
        }
    }

    /// Up to which day the holidays are known to be all there.
    fn covers_until(&self, py: Python<'_>) -> PyResult<Option<String>> {
        contained(py, || Ok(self.0.covers_until().map(|date| date.to_string())))
    }

    /// Why a local date is open or closed: a list in JSON.
    fn day<'py>(&self, py: Python<'py>, date: &str) -> PyResult<Bound<'py, PyBytes>> {
        let days = contained(py, || write_answer(&self.0.day(LocalDate::parse(date)?)))?;
        Ok(PyBytes::new(py, &days.json))
    }

    /// The days of a stretch of time, and why each is open or closed.
    fn explain(&self, begin: i64, end: i64) -> Days {
        Days::new(self.0.explain(instant(begin)..instant(end)))
    }

    /// Every counted and skipped stretch of a stretch of time.
    fn stretches(&self, py: Python<'_>, begin: i64, end: i64) -> PyResult<Stretches> {
        contained(py, || Ok(Stretches::new(&self.0, instant(begin)..instant(end))))
    }
}

impl BusinessCalendar {
    /// Answers a question. What may look through thousands of years lets other threads go on meanwhile; what is near is answered sooner
    /// than another thread could take over.
    fn asked<T: Send>(
        &self,
        py: Python<'_>,
        near: impl FnOnce() -> bool,
        question: impl Fn(&time::BusinessCalendar) -> T + Send + Sync,
    ) -> PyResult<T> {
        let answer = || Ok(question(&self.0));
        if contained(py, || Ok(near()))? { contained(py, answer) } else { detached(py, answer) }
    }

    /// Whether so much open time lies in the year after an instant, or for a negative time in the one before it.
    fn is_near(&self, at: i64, millis: i64) -> bool {
        let end = at.saturating_add(YEAR * millis.signum());
        self.0.between(instant(at), instant(end)).unsigned_abs() >= millis.unsigned_abs()
    }
}

/// Whether the year after an instant has time that is open, and time that is not.
pub fn changes_soon(calendar: &time::BusinessCalendar, at: i64) -> bool {
    let open = calendar.between(instant(at), instant(at.saturating_add(YEAR)));
    (1..YEAR).contains(&open)
}

fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}
