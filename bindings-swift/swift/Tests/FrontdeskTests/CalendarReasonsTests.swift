import Foundation
import Frontdesk
import XCTest

/// Why a calendar counts a stretch of time, promises in days, many questions at once, and calendars from texts.
final class CalendarReasonsTests: XCTestCase {
    /// Nine to five with a break on Thursdays; Christmas is closed, and the Saturday behind it has a shift.
    private let office = CalendarSpec(
        zone: "Europe/Berlin",
        weekly: [.monday, .tuesday, .wednesday, .thursday, .friday].map {
            WeekdayHours(weekday: $0, intervals: [LocalInterval(from: "09:00", to: "17:00")])
        },
        holidays: [Holiday(name: "Christmas", rule: .yearly(month: 12, day: 25))],
        shifts: [Shift(date: "2026-12-26", intervals: [LocalInterval(from: "10:00", to: "12:00")])],
        breaks: [Break(on: .weekday(weekday: .thursday), interval: LocalInterval(from: "12:00", to: "13:00"))],
        coversUntil: "2027-12-26")

    private let ics = """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        SUMMARY:Christmas Day
        DTSTART;VALUE=DATE:20261225
        RRULE:FREQ=YEARLY
        END:VEVENT
        BEGIN:VEVENT
        SUMMARY:Company outing
        DTSTART:20260612T080000Z
        END:VEVENT
        END:VCALENDAR

        """

    func testEveryStretchHasItsReason() throws {
        let calendar = try BusinessCalendar(hours: office)
        let (begin, end) = (try at(24, 11), try at(28, 10))
        let told = try calendar.stretches(from: begin, to: end)
        let reasons: [StretchReason] = [
            .weeklyHours, .break, .weeklyHours, .outsideHours, .holiday(name: "Christmas"), .outsideShift, .shift, .outsideShift,
            .closedWeekday, .outsideHours, .weeklyHours,
        ]
        XCTAssertEqual(told.map(\.reason), reasons)
        XCTAssertEqual(told.map(\.open), reasons.map { $0 == .weeklyHours || $0 == .shift })
        XCTAssertEqual(told.map(\.to), told.dropFirst().map(\.from) + [end])
        XCTAssertEqual([told.first?.from, told[4].from, told[4].to], [begin, try at(25), try at(26)])
        let counted = told.filter(\.open).map { $0.to.timeIntervalSince($0.from) }.reduce(0, +)
        XCTAssertEqual(.seconds(counted), try calendar.between(begin, end))
    }

    func testACombinationTellsWhichPartDecides() throws {
        let late = try BusinessCalendar(hours: CalendarSpec(openingHours: "Mo 13:00-20:00", zone: "Europe/Berlin"))
        let both = try BusinessCalendar(hours: office).intersection(late).stretches(from: at(28, 8), to: at(28, 21))
        XCTAssertEqual(both.map(\.part), [0, 1, 0, 0])
        XCTAssertEqual(both.map(\.open), [false, false, true, false])
    }

    func testDaysOnWhichTheClockIsSet() throws {
        let nights = try BusinessCalendar(hours: CalendarSpec(openingHours: "Su 00:00-06:00", zone: "Europe/Berlin"))
        let (spring, autumn) = (try instant("2026-03-29T00:00:00+01:00"), try instant("2026-10-25T00:00:00+02:00"))
        for (midnight, hours) in [(spring, 5.0), (autumn, 7.0)] {
            let told = try nights.stretches(from: midnight, to: midnight.addingTimeInterval(12 * 3600))
            XCTAssertEqual(told.map(\.open), [true, false])
            XCTAssertEqual(told[0].to.timeIntervalSince(told[0].from), hours * 3600)
        }
        let skipped = try nights.nextBusinessDay(from: spring, days: 0, at: "02:30")
        XCTAssertEqual(skipped, try instant("2026-03-29T03:00:00+02:00"), "the first instant after the time that is skipped")
        let twice = try nights.nextBusinessDay(from: autumn, days: 0, at: "02:30")
        XCTAssertEqual(twice, try instant("2026-10-25T02:30:00+02:00"), "the first of both")
    }

    func testAPromiseInDaysIsKeptOnADayThatIsOpen() throws {
        let calendar = try BusinessCalendar(hours: office)
        XCTAssertEqual(try calendar.nextBusinessDay(from: at(24, 11), days: 0, at: "16:00"), try at(24, 16))
        XCTAssertEqual(try calendar.nextBusinessDay(from: at(24, 17), days: 0, at: "16:00"), try at(26, 16), "the time is past")
        XCTAssertEqual(try calendar.nextBusinessDay(from: at(24, 11), days: 2, at: "16:00"), try at(28, 16))
        let never = try BusinessCalendar(hours: CalendarSpec(zone: "UTC"))
        XCTAssertNil(try never.nextBusinessDay(from: at(24), days: 1, at: "09:00"))
        let refusals = [
            refusal { try calendar.nextBusinessDay(from: self.at(24), days: -1, at: "09:00") },
            refusal { try calendar.nextBusinessDay(from: self.at(24), days: 36_526, at: "09:00") },
            refusal { try calendar.nextBusinessDay(from: self.at(24), days: .max, at: "09:00") },
            refusal { try calendar.nextBusinessDay(from: self.at(24), days: 1, at: "9 o'clock") },
        ]
        XCTAssertEqual(refusals.map(\.?.code), ["call.malformed", "calendar.too_many", "calendar.too_many", "calendar.bad_time"])
        XCTAssertEqual(refusals.map(\.?.path), ["/days", "/days", "/days", "/time"])
        XCTAssertTrue(refusals.allSatisfy { $0?.hint != nil || $0?.code == "calendar.too_many" })
    }

    func testHowFarHolidaysAreKnown() throws {
        let sooner = try BusinessCalendar(hours: CalendarSpec(zone: "UTC", coversUntil: "2026-12-26"))
        let calendar = try BusinessCalendar(hours: office)
        XCTAssertEqual(try calendar.coversUntil, LocalDay(year: 2027, month: 12, day: 26))
        XCTAssertEqual(try calendar.union(sooner).coversUntil, LocalDay(year: 2026, month: 12, day: 26))
        XCTAssertNil(try BusinessCalendar.always.coversUntil)
    }

    func testWhatIsToldOfThousandsOfYearsIsBounded() throws {
        let calendar = try BusinessCalendar(hours: office)
        let many = refusal { try calendar.stretches(from: .distantPast, to: .distantFuture) }
        XCTAssertEqual([many?.code, many?.kind == .limitExceeded ? "limit" : ""], ["calendar.too_many", "limit"])
        XCTAssertEqual(try calendar.stretches(from: at(28), to: at(24)), [])
    }

    func testManyHaveTheAnswersOfSingleOnes() throws {
        let calendar = try BusinessCalendar(hours: office)
        let instants = try (0..<100).map { try at(1).addingTimeInterval(Double($0) * 7200) } + [.distantPast, .distantFuture]
        for duration in [Duration.zero, .seconds(5 * 3600), .seconds(-5 * 3600), .seconds(Int64.max)] {
            XCTAssertEqual(try calendar.addMany(duration, to: instants), try instants.map { try calendar.add(duration, to: $0) })
        }
        let pairs = Array(zip(instants, instants.reversed())).map { (from: $0, to: $1) }
        XCTAssertEqual(try calendar.betweenMany(pairs), try pairs.map { try calendar.between($0.from, $0.to) })
        XCTAssertTrue(try calendar.addMany(.zero, to: []).isEmpty && calendar.betweenMany([]).isEmpty)
    }

    func testOpeningHoursBecomeACalendar() throws {
        let closed = [Holiday(name: "Unity", rule: .yearly(month: 10, day: 3))]
        let text = "Mo-Fr 09:00-12:30,13:30-17:30; 2026 Dec 24 09:00-12:00; Dec 25 off; PH off"
        let spec = try CalendarSpec(openingHours: text, zone: "Europe/Berlin", holidays: closed)
        XCTAssertEqual(spec.weekly.count, 5)
        XCTAssertEqual([spec.zone, spec.shifts.first?.date], ["Europe/Berlin", "2026-12-24"])
        XCTAssertEqual(spec.holidays.map(\.name), ["Unity", "Dec 25 off"])
        XCTAssertEqual(try BusinessCalendar(hours: spec).nextClose(after: at(24, 10)), try at(24, 12))

        let faults = [
            refusal { try CalendarSpec(openingHours: "Mo-Fr 09:00+", zone: "UTC") },
            refusal { try CalendarSpec(openingHours: "24/7", zone: "Europe/Atlantis") },
            refusal { try CalendarSpec(openingHours: "24/7", zone: "UTC", holidays: [Holiday(name: "", rule: .date(date: "2026-02-30"))]) },
        ]
        XCTAssertEqual(faults.map(\.?.code), ["opening_hours.not_supported", "calendar.unknown_zone", "calendar.bad_date"])
        XCTAssertEqual(faults.map(\.?.path), ["/text", "/zone", "/holidays/0/rule/date"])
        XCTAssertEqual(faults[0]?.details.map(\.value), ["11"])
        XCTAssertTrue(faults.allSatisfy { $0?.hint != nil })
    }

    func testHolidaysAreReadAndWhatIsLeftOutIsTold() throws {
        let read = try HolidayImport(ics: ics)
        XCTAssertEqual(read.holidays, [Holiday(name: "Christmas Day", rule: .yearly(month: 12, day: 25), fromYear: 2026)])
        XCTAssertEqual(read.leftOut.map(\.what), ["Company outing"])
        XCTAssertEqual(read.leftOut.map(\.line), [7])
        XCTAssertNil(read.coversUntil)
        let once = try HolidayImport(ics: ics.replacingOccurrences(of: "RRULE:FREQ=YEARLY\n", with: ""))
        XCTAssertEqual(once.coversUntil, LocalDay(year: 2026, month: 12, day: 25))
        for (text, code, line) in [("<html>", "ics.not_a_calendar", "1"), ("BEGIN:VCALENDAR", "ics.cut_off", "1")] {
            let error = refusal { try HolidayImport(ics: text) }
            XCTAssertEqual([error?.code, error?.path, error?.details.first?.value], [code, "/text", line])
            XCTAssertNotNil(error?.hint)
        }
    }

    /// An hour of a day of December 2026 in Berlin.
    private func at(_ day: Int, _ hour: Int = 0) throws -> Date {
        try instant("2026-12-01T00:00:00+01:00").addingTimeInterval(Double((day - 1) * 24 + hour) * 3600)
    }

    private func instant(_ text: String) throws -> Date {
        try Date(text, strategy: .iso8601)
    }
}
