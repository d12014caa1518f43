import Foundation
import Frontdesk
import XCTest

/// Business hours without a desk.
final class CalendarTests: XCTestCase {
    /// Every day from 0 to 6 o'clock in Berlin, where the clock is set at 2 on 29 March 2026; closed on New Year's Day.
    private let night = CalendarSpec(
        zone: "Europe/Berlin",
        weekly: [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday].map {
            WeekdayHours(weekday: $0, intervals: [LocalInterval(from: "00:00", to: "06:00")])
        },
        holidays: [Holiday(name: "New Year", rule: .yearly(month: 1, day: 1))])

    func testOpenTimeIsRealTimeWhenTheClockIsSet() throws {
        let calendar = try BusinessCalendar(hours: night)
        let (midnight, noon) = (try at("2026-03-29T00:00:00+01:00"), try at("2026-03-29T12:00:00+02:00"))
        XCTAssertEqual(try calendar.between(midnight, noon), .seconds(5 * 3600))
        XCTAssertEqual(try calendar.between(noon, midnight), .seconds(-5 * 3600))
        XCTAssertEqual(try calendar.add(.seconds(3 * 3600), to: midnight), try at("2026-03-29T04:00:00+02:00"))
        XCTAssertEqual(try calendar.add(.seconds(5 * 3600 + 1), to: midnight), try at("2026-03-30T00:00:01+02:00"))
        XCTAssertEqual(try calendar.sub(.milliseconds(1500), from: noon), try at("2026-03-29T05:59:58+02:00").addingTimeInterval(0.5))
        let day = try XCTUnwrap(calendar.day(LocalDay(year: 2026, month: 3, day: 29)).first)
        XCTAssertEqual(day.openMillis, 5 * 3_600_000)
        XCTAssertEqual(day.intervals, [LocalInterval(from: "00:00", to: "06:00")])
    }

    func testItOpensAndClosesAndKeepsHolidays() throws {
        let calendar = try BusinessCalendar(hours: night)
        let eve = try at("2025-12-31T05:00:00+01:00")
        XCTAssertTrue(try calendar.isOpen(at: eve) && calendar.hasHours && !calendar.isHoliday(at: eve))
        let close = try XCTUnwrap(calendar.nextClose(after: eve))
        XCTAssertEqual(close, try at("2025-12-31T06:00:00+01:00"))
        XCTAssertEqual(try calendar.nextOpen(from: close), try at("2026-01-02T00:00:00+01:00"))
        XCTAssertTrue(try calendar.isHoliday(at: try at("2026-01-01T03:00:00+01:00")))
        let periods = try calendar.periods(from: eve, to: at("2026-01-02T01:00:00+01:00"))
        XCTAssertEqual(periods.map(\.end), [close, try at("2026-01-02T01:00:00+01:00")])
        let reasons = try calendar.explain(from: eve, to: at("2026-01-02T01:00:00+01:00")).map(\.reason)
        XCTAssertEqual(reasons, [.weekly, .holiday(name: "New Year"), .weekly])
    }

    func testNeverIsNothing() throws {
        let closed = try BusinessCalendar(json: #"{"zone": "UTC"}"#)
        let now = try at("2026-03-29T12:00:00Z")
        XCTAssertFalse(try closed.hasHours || closed.isOpen(at: now))
        XCTAssertNil(try closed.add(.seconds(1), to: now))
        XCTAssertNil(try closed.sub(.seconds(1), from: now))
        XCTAssertNil(try closed.nextOpen(from: now))
        XCTAssertNil(try BusinessCalendar.always.nextClose(after: now))
        XCTAssertNil(try BusinessCalendar.always.add(.seconds(Int64.max), to: now))
        XCTAssertNil(try BusinessCalendar.always.add(.seconds(Int64.min), to: now))
        XCTAssertEqual(try closed.between(now, .distantFuture), .zero)
    }

    func testCalendarsAreCombined() throws {
        let (nightly, noon) = (try BusinessCalendar(hours: night), try at("2026-05-04T12:00:00+02:00"))
        XCTAssertTrue(try nightly.union(.always).isOpen(at: noon))
        XCTAssertFalse(try nightly.intersection(.always).isOpen(at: noon))
        let error = refusal { try (0..<64).reduce(nightly) { all, _ in try all.union(nightly) } }
        XCTAssertEqual(error?.code, "calendar.too_many")
    }

    func testHoursThatMakeNoSenseAreRefusedWithTheirPlace() {
        let zone = refusal { try BusinessCalendar(hours: CalendarSpec(zone: "Europe/Atlantis")) }
        XCTAssertEqual([zone?.code, zone?.path], ["calendar.unknown_zone", "/zone"])
        XCTAssertNotNil(zone?.hint)
        let interval = LocalInterval(from: "09:00", to: "25:00")
        let weekly = [WeekdayHours(weekday: .monday, intervals: [interval])]
        let time = refusal { try BusinessCalendar(hours: CalendarSpec(zone: "UTC", weekly: weekly)) }
        XCTAssertEqual([time?.code, time?.path], ["calendar.bad_time", "/weekly/0/intervals/0/to"])
        let member = refusal { try BusinessCalendar(json: #"{"zone": "UTC", "weekly": [{"weekday": "mon"}]}"#) }
        XCTAssertEqual([member?.code, member?.path], ["call.malformed", "/weekly/0/weekday"])
        let json = refusal { try BusinessCalendar(json: "[") }
        XCTAssertEqual(json?.code, "call.malformed")
        let day = refusal { try BusinessCalendar.always.day(LocalDay(year: 2026, month: 2, day: 30)) }
        XCTAssertEqual(day?.kind, .invalid)
    }

    func testWhatIsToldOfThousandsOfYearsIsBounded() throws {
        let calendar = try BusinessCalendar(hours: night)
        let periods = refusal { try calendar.periods(from: .distantPast, to: .distantFuture) }
        let days = refusal { try calendar.explain(from: .distantPast, to: .distantFuture) }
        XCTAssertEqual([periods?.code, days?.code], ["calendar.too_many", "calendar.too_many"])
        XCTAssertEqual([periods?.kind, days?.kind], [.limitExceeded, .limitExceeded])
        XCTAssertEqual(try BusinessCalendar.always.periods(from: .distantPast, to: .distantFuture).count, 1)
        XCTAssertEqual(try calendar.explain(from: at("2026-01-01T00:00:00Z"), to: at("2052-01-01T00:00:00Z")).count, 9497)
    }

    private func at(_ text: String) throws -> Date {
        try Date(text, strategy: .iso8601)
    }
}

/// The error in which a call ends.
func refusal(_ call: () throws -> some Any, file: StaticString = #filePath, line: UInt = #line) -> FrontdeskError? {
    do {
        XCTFail("no error, but \(try call())", file: file, line: line)
        return nil
    } catch {
        return error as? FrontdeskError
    }
}
