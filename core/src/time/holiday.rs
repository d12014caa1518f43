//! When holidays are, year by year.

use chrono::{Datelike, NaiveDate};

use super::Weekday;

/// A rule, and what narrows it.
#[derive(Debug, Clone)]
pub(super) struct Occurrences {
    pub rule: Rule,
    /// How many days each lasts: at least one.
    pub days: i64,
    /// The first and the last year in which one begins.
    pub years: (i32, i32),
    /// One begins every so many years, counted from the first: at least one.
    pub every: i32,
    /// Days on which none begins, in order.
    pub except: Vec<i64>,
}

impl Occurrences {
    /// Calls `found` with each day of the holiday in `first..=last`, in order unless it lasts so long that it meets the next.
    pub fn days_in(&self, first: i64, last: i64, mut found: impl FnMut(i64)) {
        let begins = |day: i64| {
            let year = year_and_month(day).map_or(0, |(year, _)| year);
            (self.years.0..=self.years.1).contains(&year)
                && (year - self.years.0) % self.every == 0
                && self.except.binary_search(&day).is_err()
        };
        if let Rule::Days { .. } = self.rule {
            return self.rule.days_in(first, last, found);
        }
        self.rule.days_in(first - (self.days - 1), last, |day| {
            if self.is_plain() || begins(day) {
                (day.max(first)..=(day + self.days - 1).min(last)).for_each(&mut found);
            }
        });
    }

    /// Whether it begins whenever the rule says so: most do, and need no look at the year.
    fn is_plain(&self) -> bool {
        self.years == EVERY_YEAR && self.every == 1 && self.except.is_empty()
    }
}

/// All years, for what neither begins nor ends.
pub(super) const EVERY_YEAR: (i32, i32) = (0, 10_000);

/// A checked holiday rule. Days are counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Days { first: i64, last: i64 },
    Yearly { month: u32, day: u32 },
    Nth { month: u32, weekday: Weekday, nth: i64 },
    Last { month: u32, weekday: Weekday },
    Easter { offset_days: i64 },
}

impl Rule {
    /// Calls `found` with each day of the rule in `first..=last`.
    pub fn days_in(&self, first: i64, last: i64, mut found: impl FnMut(i64)) {
        if let Self::Days { first: from, last: to } = *self {
            (from.max(first)..=to.min(last)).for_each(found);
            return;
        }
        let (Some(from), Some(to)) = (year_and_month(first), year_and_month(last)) else {
            return;
        };
        for year in from.0..=to.0 {
            // Windows reach a day over into other years: most rules are not worth a look there.
            if self.month().is_some_and(|month| !(from..=to).contains(&(year, month))) {
                continue;
            }
            if let Some(day) = self.day_of_year(year).filter(|day| (first..=last).contains(day)) {
                found(day);
            }
        }
    }

    fn month(&self) -> Option<u32> {
        match *self {
            Self::Yearly { month, .. } | Self::Nth { month, .. } | Self::Last { month, .. } => Some(month),
            Self::Days { .. } | Self::Easter { .. } => None,
        }
    }

    pub fn day_of_year(&self, year: i32) -> Option<i64> {
        match *self {
            Self::Days { .. } => None,
            Self::Yearly { month, day } => day_number(year, month, day),
            Self::Nth { month, weekday, nth } => {
                let first = day_number(year, month, 1)?;
                let day = first + days_until(first, weekday) + 7 * (nth - 1);
                (day < first_of_next_month(year, month)?).then_some(day)
            }
            Self::Last { month, weekday } => {
                let week = first_of_next_month(year, month)? - 7;
                Some(week + days_until(week, weekday))
            }
            Self::Easter { offset_days } => {
                Some(day_number(year, 3, 1)? + i64::from(easter_day_of_march(year)) - 1 + offset_days)
            }
        }
    }
}

pub(super) fn day_number(year: i32, month: u32, day: u32) -> Option<i64> {
    Some(i64::from(NaiveDate::from_ymd_opt(year, month, day)?.to_epoch_days()))
}

fn first_of_next_month(year: i32, month: u32) -> Option<i64> {
    if month == 12 { day_number(year + 1, 1, 1) } else { day_number(year, month + 1, 1) }
}

pub(super) fn year_and_month(day: i64) -> Option<(i32, u32)> {
    let date = NaiveDate::from_epoch_days(i32::try_from(day).ok()?)?;
    Some((date.year(), date.month()))
}

fn days_until(day: i64, weekday: Weekday) -> i64 {
    (weekday as i64 - Weekday::of_day(day) as i64).rem_euclid(7)
}

/// Easter Sunday as a day of March, 22 to 56 (25 April), by the Gregorian computus of Meeus, Jones and Butcher.
pub(super) fn easter_day_of_march(year: i32) -> i32 {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    22 + epact + to_sunday - 7 * late
}

#[cfg(test)]
mod tests {
    use super::super::LocalDate;
    use super::*;

    fn dates(rule: Rule, first: &str, last: &str) -> Vec<String> {
        let number = |text| LocalDate::parse(text).unwrap().day_number();
        let mut found = Vec::new();
        rule.days_in(number(first), number(last), |day| {
            found.push(LocalDate::from_day_number(day).unwrap().to_string());
        });
        found
    }

    #[test]
    fn easter_is_when_the_churches_say() {
        let sunday = Rule::Easter { offset_days: 0 };
        for date in
            ["1970-03-29", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2026-04-05", "2038-04-25"]
        {
            let year = date.split('-').next().unwrap();
            let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
            assert_eq!(dates(sunday, &first, &last), [date]);
        }
        assert_eq!(dates(Rule::Easter { offset_days: -2 }, "2026-01-01", "2026-12-31"), ["2026-04-03"]);
        assert!((1583..=9999).all(|year| (22..=56).contains(&easter_day_of_march(year))));
    }

    #[test]
    fn yearly_rules_find_their_day_in_every_year_of_the_window() {
        let thanksgiving = Rule::Nth { month: 11, weekday: Weekday::Thursday, nth: 4 };
        assert_eq!(
            dates(thanksgiving, "2024-01-01", "2026-12-31"),
            ["2024-11-28", "2025-11-27", "2026-11-26"]
        );
        let fifth_friday = Rule::Nth { month: 2, weekday: Weekday::Friday, nth: 5 };
        assert_eq!(dates(fifth_friday, "1999-01-01", "2030-12-31"), ["2008-02-29"]);
        let last_monday = Rule::Last { month: 12, weekday: Weekday::Monday };
        assert_eq!(dates(last_monday, "2025-12-29", "2026-12-28"), ["2025-12-29", "2026-12-28"]);
        assert_eq!(dates(last_monday, "2025-12-30", "2026-12-27"), Vec::<String>::new());
        let leap_day = Rule::Yearly { month: 2, day: 29 };
        assert_eq!(dates(leap_day, "2023-01-01", "2029-12-31"), ["2024-02-29", "2028-02-29"]);
        let days = Rule::Days { first: 0, last: 10 };
        assert_eq!(dates(days, "1970-01-10", "1971-01-01"), ["1970-01-10", "1970-01-11"]);
    }
}
