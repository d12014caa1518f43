//! One event as it is written, and how many days it lasts.

use chrono_tz::Tz;

use super::lines::ContentLine;
use super::values::{When, duration, name};
use crate::time::hours::DAY;

/// What of an event matters here.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub line: u32,
    pub uid: String,
    pub cancelled: bool,
    /// The zone of the calendar it is in.
    pub zone: Option<Tz>,
    summary: Option<String>,
    start: Option<String>,
    end: Option<String>,
    duration: Option<String>,
    recurrence_id: Option<String>,
    and_all_later: bool,
    pub rules: Vec<String>,
    pub more_dates: Vec<String>,
    pub left_out_dates: Vec<String>,
    pub has_exception_rule: bool,
}

impl Event {
    pub fn beginning_at(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    /// Takes what a line says; of what may stand once only, the first counts.
    pub fn take(&mut self, line: &ContentLine<'_>) {
        let value = || line.value.trim().to_owned();
        match line.name.trim().to_ascii_uppercase().as_str() {
            "SUMMARY" if self.summary.is_none() => self.summary = Some(name(&line.value)),
            "UID" if self.uid.is_empty() => self.uid = value(),
            "DTSTART" if self.start.is_none() => self.start = Some(value()),
            "DTEND" if self.end.is_none() => self.end = Some(value()),
            "DURATION" if self.duration.is_none() => self.duration = Some(value()),
            "STATUS" => self.cancelled |= line.value.trim().eq_ignore_ascii_case("CANCELLED"),
            "RECURRENCE-ID" if self.recurrence_id.is_none() => {
                self.recurrence_id = Some(value());
                self.and_all_later = line.parameter("RANGE").is_some();
            }
            "RRULE" => self.rules.push(value()),
            "EXRULE" => self.has_exception_rule = true,
            "RDATE" => self.more_dates.extend(listed(&line.value)),
            "EXDATE" => self.left_out_dates.extend(listed(&line.value)),
            _ => {}
        }
    }

    /// Its name; what people see must not be empty.
    pub fn name(&self) -> &str {
        self.summary.as_deref().filter(|name| !name.is_empty()).unwrap_or("Holiday")
    }

    pub fn known_as(&self) -> &str {
        let uid = if self.uid.is_empty() { "an event without a name" } else { self.uid.as_str() };
        self.summary.as_deref().filter(|name| !name.is_empty()).unwrap_or(uid)
    }

    /// The day of a series that it stands for, when it is not a series of its own. Answers why it cannot tell.
    pub fn overrides(&self) -> Option<Result<i64, String>> {
        let day = self.recurrence_id.as_ref()?;
        if self.and_all_later {
            return Some(Err("it changes all later events of its series".to_owned()));
        }
        Some(When::read(day, self.zone).map(|when| when.day))
    }

    pub fn starts(&self) -> Result<When, String> {
        When::read(self.start.as_ref().ok_or("it has no `DTSTART`")?, self.zone)
    }

    /// How many days it touches.
    pub fn days(&self) -> Result<i64, String> {
        let start = self.starts()?;
        let begin = start.day * DAY + start.second;
        let end = match (&self.end, &self.duration) {
            (Some(end), _) => {
                let end = When::read(end, self.zone)?;
                end.day * DAY + end.second
            }
            (None, Some(text)) => {
                let lasts = duration(text).ok_or("its `DURATION` is not one")?;
                begin.checked_add(lasts).ok_or("its `DURATION` is not one")?
            }
            (None, None) => begin,
        };
        if end < begin {
            return Err("it ends before it begins".to_owned());
        }
        // What takes no time, as a date without an end, is on its day all the same.
        Ok((end - 1).div_euclid(DAY).max(start.day) - start.day + 1)
    }
}

fn listed(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(|item| item.trim().to_owned())
}
