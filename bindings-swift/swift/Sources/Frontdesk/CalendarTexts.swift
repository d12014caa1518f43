import FrontdeskModel

extension CalendarSpec {
    /// The hours that an `opening_hours` text of OpenStreetMap tells. As there, a rule replaces those before it on the days that it names.
    ///
    /// It may have weekdays, several hours of a day, hours past midnight, `24/7`, `off` and `closed`; dates with a year, and dates without
    /// one that are off. Holidays are closed, so `PH off` adds nothing. Whatever else a text says is refused with a code
    /// `opening_hours.…`, whose detail `position` tells how many characters stand before.
    public init(openingHours text: String, zone: String, holidays: [Holiday] = []) throws {
        self = try told { try readOpeningHours(zone: zone, text: text, holidays: holidays) }
    }
}

extension HolidayImport {
    /// Reads the holidays of an `.ics` file: one or more iCalendars that stand one after the other in a text. What they have and a
    /// calendar cannot say is told with its line and why.
    ///
    /// A time with a zone, or with none, is on the date that is written. A time in UTC is on the date it has in the zone that the calendar
    /// names in `X-WR-TIMEZONE`; without that the event is left out. What is no iCalendar is refused with a code `ics.…`, whose detail
    /// `line` tells where.
    public init(ics text: String) throws {
        self = try told { try readIcs(text: text) }
    }
}
