//! Calendars made at random from a seed.

use super::*;

/// A small generator of numbers: the same seed gives the same calendar everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    pub fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn weekday(&mut self) -> Weekday {
        Weekday::ALL[self.below(7) as usize]
    }

    /// Often on the hour near midnight and the hours at which clocks are set.
    fn interval(&mut self, across_midnight: bool) -> LocalInterval {
        let minute = |dice: &mut Self| match dice.below(3) {
            0 => 60 * dice.below(5),
            1 => 30 * dice.below(48),
            _ => dice.below(1440),
        };
        let (from, to) = loop {
            let (a, b) = (minute(self), minute(self));
            if a != b && (across_midnight || a < b) {
                break (a, b);
            }
        };
        let to = if to == 1439 || self.chance(8) && from != 0 { 1440 } else { to };
        let text = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
        LocalInterval { from: text(from), to: text(to) }
    }

    fn intervals(&mut self, across_midnight: bool) -> Vec<LocalInterval> {
        (0..=self.below(3)).map(|_| self.interval(across_midnight)).collect()
    }

    fn day_near(&mut self, day: i64) -> String {
        let day = (day + self.below(7) as i64 - 3).max(0);
        LocalDate::from_day_number(day).unwrap().to_string()
    }

    fn rule(&mut self, near: i64) -> HolidayRule {
        match self.below(6) {
            0 => HolidayRule::Date { date: self.day_near(near) },
            1 => HolidayRule::Range {
                from: LocalDate::from_day_number(near).unwrap().to_string(),
                to: LocalDate::from_day_number(near + self.below(3) as i64).unwrap().to_string(),
            },
            2 => HolidayRule::Yearly { month: 1 + self.below(12) as u8, day: 1 + self.below(28) as u8 },
            3 => HolidayRule::YearlyWeekday {
                month: 1 + self.below(12) as u8,
                weekday: self.weekday(),
                nth: 1 + self.below(5) as i8,
            },
            4 => HolidayRule::YearlyWeekday {
                month: 1 + self.below(12) as u8,
                weekday: self.weekday(),
                nth: -1,
            },
            _ => HolidayRule::Easter { offset_days: self.below(276) as i16 - 75 },
        }
    }

    /// A calendar whose own dates lie around `near`, a day since 1970-01-01.
    pub fn spec(&mut self, zone: &str, near: i64) -> CalendarSpec {
        let mut weekly = Vec::new();
        for weekday in Weekday::ALL {
            if !self.chance(4) {
                weekly.push(WeekdayHours { weekday, intervals: self.intervals(true) });
            }
        }
        let holidays =
            (0..self.below(4)).map(|nth| Holiday::new(format!("Holiday {nth}"), self.rule(near))).collect();
        let mut shifts: Vec<Shift> = (0..self.below(3))
            .map(|_| Shift { date: self.day_near(near), intervals: self.intervals(false) })
            .collect();
        shifts.sort_by(|a, b| a.date.cmp(&b.date));
        shifts.dedup_by(|a, b| a.date == b.date);
        let breaks = (0..self.below(3))
            .map(|_| {
                if self.chance(2) {
                    let on = BreakDay::Date { date: self.day_near(near) };
                    Break { on, interval: self.interval(false) }
                } else {
                    let on = BreakDay::Weekday { weekday: self.weekday() };
                    Break { on, interval: self.interval(true) }
                }
            })
            .collect();
        CalendarSpec { zone: zone.to_owned(), weekly, holidays, shifts, breaks, covers_until: None }
    }
}
