//! Years of UTC, the pieces a calendar is computed in, and where a computed year is kept.
//!
//! Up to [`LAST_YEAR_OF_ITS_OWN`] each year is computed for itself. After it there are neither changes of offset nor
//! dates in a calendar, only rules; and these look the same in all years of equal length and equal Easter (which
//! also tells the weekdays, as Easter is a Sunday). So 70 years stand for the eight thousand up to 9999, and no
//! question, however far it reaches, costs more than some hundred computed years of time and memory.

use super::check::LAST_YEAR_OF_DATES;
use super::holiday::easter_day_of_march;
use super::zone::LAST_YEAR_OF_CHANGES;

pub(super) const FIRST_YEAR: i32 = 1970;
pub(super) const LAST_YEAR: i32 = 9999;

/// The year after the last with dates or changes, as hours near midnight reach over from the year before.
const LAST_YEAR_OF_ITS_OWN: i32 =
    1 + if LAST_YEAR_OF_CHANGES > LAST_YEAR_OF_DATES { LAST_YEAR_OF_CHANGES } else { LAST_YEAR_OF_DATES };

/// Easter Sundays are on 22 March to 25 April.
const EASTERS: i32 = 35;

/// How many places there are for computed years.
pub(super) const SLOTS: i32 = LAST_YEAR_OF_ITS_OWN - FIRST_YEAR + 1 + 2 * EASTERS;

/// The place of a year; years of the same place look the same.
pub(super) fn slot(year: i32) -> usize {
    let slot = if year <= LAST_YEAR_OF_ITS_OWN {
        year - FIRST_YEAR
    } else {
        let leap = i32::from(start_of_year(year + 1) - start_of_year(year) == 366 * 86_400);
        LAST_YEAR_OF_ITS_OWN - FIRST_YEAR + 1 + leap * EASTERS + easter_day_of_march(year) - 22
    };
    usize::try_from(slot).unwrap_or_default()
}

/// The first second of a year, since 1970 began.
pub(super) fn start_of_year(year: i32) -> i64 {
    const BEFORE_1970: i64 = 719_162;
    let years = i64::from(year) - 1;
    (years * 365 + years / 4 - years / 100 + years / 400 - BEFORE_1970) * 86_400
}

/// The year of a second since 1970 began, brought into `FIRST_YEAR..=LAST_YEAR`.
pub(super) fn year_of_second(second: i64) -> i32 {
    // By its mean length a year begins at most two days too early or too late, so two days on, it is this year or the next.
    const MEAN_YEAR: i64 = 31_556_952;
    let guess = i64::from(FIRST_YEAR) + (second + 2 * 86_400).div_euclid(MEAN_YEAR);
    let guess = i32::try_from(guess).unwrap_or(LAST_YEAR).min(LAST_YEAR);
    (guess - i32::from(second < start_of_year(guess))).max(FIRST_YEAR)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn years_begin_where_the_gregorian_calendar_has_them() {
        for year in FIRST_YEAR..=LAST_YEAR {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            assert_eq!(start_of_year(year), i64::from(first.to_epoch_days()) * 86_400);
            assert_eq!(year_of_second(start_of_year(year)), year);
            assert_eq!(year_of_second(start_of_year(year + 1) - 1), year);
        }
        assert_eq!((year_of_second(-1), year_of_second(i64::MAX - 2 * 86_400)), (FIRST_YEAR, LAST_YEAR));
    }

    #[test]
    fn years_of_the_same_place_have_the_same_weekdays_and_easter() {
        let mut looks = std::collections::BTreeMap::new();
        for year in FIRST_YEAR..=LAST_YEAR {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let look = (first.weekday() as u8, first.leap_year(), easter_day_of_march(year));
            let place = slot(year);
            assert!(place < usize::try_from(SLOTS).unwrap());
            assert_eq!(*looks.entry(place).or_insert(look), look, "{year}");
        }
    }
}
