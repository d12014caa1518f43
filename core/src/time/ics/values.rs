//! Values of iCalendar: dates, times, durations, text.

use chrono_tz::Tz;

use super::super::check_holiday::MAX_NAME_BYTES;
use super::super::holiday::day_number;
use super::super::hours::DAY;
use super::super::zone::offset_at;

/// A date, or a time on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Seconds since the day began.
    pub second: i64,
    pub is_date: bool,
}

impl When {
    /// Reads `20261224`, `20261224T090000` or `20261224T090000Z`. Answers why it cannot.
    pub fn read(text: &str, zone: Option<Tz>) -> Result<Self, String> {
        let when = Self::written(text.trim()).ok_or_else(|| format!("`{}` is not a date", shown(text)))?;
        let (when, is_utc) = when;
        if !is_utc {
            return Ok(when);
        }
        let zone = zone.ok_or("its time is in UTC, and no `X-WR-TIMEZONE` tells whose date that is")?;
        let second = when.day * DAY + when.second;
        let local = second + offset_at(zone, second);
        Ok(Self { day: local.div_euclid(DAY), second: local.rem_euclid(DAY), is_date: false })
    }

    /// The date as it is written, also where it is one of UTC.
    pub fn read_as_written(text: &str) -> Option<Self> {
        Self::written(text.trim()).map(|(when, _)| when)
    }

    fn written(text: &str) -> Option<(Self, bool)> {
        let (date, time) = match text.split_once(['T', 't']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let year = i32::try_from(digits(date, 8, 0, 4)?).ok()?;
        let day = day_number(year, digits(date, 8, 4, 6)?, digits(date, 8, 6, 8)?)?;
        let Some(time) = time else {
            return Some((Self { day, second: 0, is_date: true }, false));
        };
        let local = time.trim_end_matches(['Z', 'z']);
        let (hour, minute, second) =
            (digits(local, 6, 0, 2)?, digits(local, 6, 2, 4)?, digits(local, 6, 4, 6)?);
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let second = i64::from(hour * 3_600 + minute * 60 + second.min(59));
        Some((Self { day, second, is_date: false }, local.len() < time.len()))
    }
}

/// The number between two places of a text that is all digits and so long.
fn digits(text: &str, length: usize, from: usize, to: usize) -> Option<u32> {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.get(from..to)?.parse().ok()
}

/// Seconds of `P1D`, `P2W` or `PT36H`; none when it is no such text, or goes back.
pub(super) fn duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let mut rest = text.strip_prefix('+').unwrap_or(text).strip_prefix(['P', 'p'])?;
    let mut seconds: i64 = 0;
    let mut of_time = false;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix(['T', 't']).filter(|time| !of_time && !time.is_empty()) {
            (rest, of_time) = (time, true);
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..end).filter(|digits| digits.len() <= 9)?.parse().ok()?;
        let mut after = rest.get(end..)?.chars();
        let unit = match (after.next()?.to_ascii_uppercase(), of_time) {
            ('W', false) => 7 * DAY,
            ('D', false) => DAY,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        rest = after.as_str();
    }
    Some(seconds)
}

/// A text without its escapes, in one line and no longer than a name may be.
pub(super) fn name(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(next) = characters.next() {
        let plain = match next {
            '\\' => match characters.next() {
                Some('n' | 'N') | None => ' ',
                Some(other) => other,
            },
            other => other,
        };
        let plain = if plain.is_control() { ' ' } else { plain };
        if out.is_empty() && plain == ' ' {
            continue;
        }
        if out.len() + plain.len_utf8() > MAX_NAME_BYTES {
            break;
        }
        out.push(plain);
    }
    out.truncate(out.trim_end().len());
    out
}

/// So much of a text as an explanation has room for.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
