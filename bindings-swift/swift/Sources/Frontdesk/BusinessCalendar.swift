import Foundation
import FrontdeskModel

/// Business hours by themselves, without a desk: when it is open, and how much open time lies between instants.
///
/// Open time is real time: a day on which the clock is set has more or less of it than the clock shows. Answers are computed on the thread
/// that asks, mostly in microseconds. Instants lie in the years 1970 to 9999; what lies outside counts as the nearest of them.
///
/// A question throws `internal.panic` at a fault of the engine, and otherwise only what it says.
public struct BusinessCalendar: Sendable {
    let native: NativeCalendar

    private init(_ native: NativeCalendar) {
        self.native = native
    }

    /// Checks hours, and makes them ready for questions. A fault is told with the `path` at which it lies.
    public init(hours: CalendarSpec) throws {
        native = try told { try NativeCalendar(hours: hours) }
    }

    /// Reads hours from JSON, as a desk keeps them.
    public init(json: String) throws {
        native = try told { try NativeCalendar.fromJson(json: json) }
    }

    /// The calendar that is always open.
    public static let always = BusinessCalendar(.always())

    /// The first instant by which so much open time has gone by; nothing when that is never.
    public func add(_ duration: Duration, to instant: Date) throws -> Date? {
        try told { try native.add(from: instant, millis: duration.wholeMilliseconds) }
    }

    /// `add` for many instants, in their order: quicker than one by one.
    public func addMany(_ duration: Duration, to instants: [Date]) throws -> [Date?] {
        try told { try native.addMany(instants: instants, millis: duration.wholeMilliseconds) }
    }

    /// The last instant from which so much open time goes by until this one; nothing when there is none since 1970.
    public func sub(_ duration: Duration, from instant: Date) throws -> Date? {
        try told { try native.sub(until: instant, millis: duration.wholeMilliseconds) }
    }

    /// How much open time there is between two instants; negative when the second is the earlier one.
    public func between(_ from: Date, _ to: Date) throws -> Duration {
        .milliseconds(try told { try native.between(from: from, to: to) })
    }

    /// `between` for many pairs of instants, in their order: quicker than one by one.
    public func betweenMany(_ pairs: [(from: Date, to: Date)]) throws -> [Duration] {
        let (from, to) = (pairs.map(\.from), pairs.map(\.to))
        return try told { try native.betweenMany(from: from, to: to) }.map { .milliseconds($0) }
    }

    /// Whether it is open at an instant.
    public func isOpen(at instant: Date) throws -> Bool {
        try told { try native.isOpen(at: instant) }
    }

    /// Whether an instant lies on a holiday: of a calendar that is combined of several, on one of any.
    public func isHoliday(at instant: Date) throws -> Bool {
        try told { try native.isHoliday(at: instant) }
    }

    /// Whether it is ever open.
    public var hasHours: Bool { native.hasHours() }

    /// The first open instant, at this one or after it; nothing when there is none.
    public func nextOpen(from instant: Date) throws -> Date? {
        try told { try native.nextOpen(at: instant) }
    }

    /// When the first open period ends that ends after this instant; nothing when that is never.
    public func nextClose(after instant: Date) throws -> Date? {
        try told { try native.nextClose(at: instant) }
    }

    /// The open periods of a stretch of time, in order and cut to it: at most 100,000, else `calendar.too_many`.
    public func periods(from: Date, to: Date) throws -> [Period] {
        try told { try native.periods(from: from, to: to) }
    }

    /// A time of day such as `16:00` on the so many-th date after that of an instant that has open time; for 0 days on the same date, if
    /// that has open time and the time is not past, else on the next that has. Whether it is open at that time does not matter. Nothing
    /// when there are not so many such dates.
    ///
    /// Dates and times are those of the calendar's zone; of a combined calendar, of the zone of its first part. A time that is skipped
    /// when the clock is set is the first instant after it; of one that comes twice it is the first.
    public func nextBusinessDay(from instant: Date, days: Int, at time: String) throws -> Date? {
        try told { try native.nextBusinessDayAt(at: instant, days: Int64(days), time: time) }
    }

    /// The last day up to which the holidays are known to be all there: of a combined calendar, the earliest of those that tell one.
    /// Nothing when none does.
    public var coversUntil: LocalDay? {
        get throws { try told { try native.coversUntil() } }
    }

    /// Why a day is open or closed, for each calendar that this one is combined of.
    public func day(_ day: LocalDay) throws -> [DayHours] {
        try told { try native.day(date: day) }
    }

    /// Why each day of a stretch of time is open or closed, for each calendar that this one is combined of, one after the other: at most
    /// 10,000 days, else `calendar.too_many`.
    public func explain(from: Date, to: Date) throws -> [DayHours] {
        try told { try native.explain(from: from, to: to) }
    }

    /// Every counted and skipped stretch of a stretch of time with its reason, in order and without gaps: at most 100,000, else
    /// `calendar.too_many`.
    ///
    /// A stretch goes on over midnight when the reason stays. Of a combined calendar, what is closed tells the first part that closes it,
    /// and what is open the first that opens it.
    public func stretches(from: Date, to: Date) throws -> [OpenStretch] {
        try told { try native.stretches(from: from, to: to) }
    }

    /// The calendar that is open when this one and the other are; at most 64 calendars can be combined.
    public func intersection(_ other: BusinessCalendar) throws -> BusinessCalendar {
        BusinessCalendar(try told { try native.intersection(other: other.native) })
    }

    /// The calendar that is open when this one or the other is; at most 64 calendars can be combined.
    public func union(_ other: BusinessCalendar) throws -> BusinessCalendar {
        BusinessCalendar(try told { try native.union(other: other.native) })
    }
}
