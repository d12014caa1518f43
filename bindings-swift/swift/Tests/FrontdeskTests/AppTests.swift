import Foundation
import Frontdesk
import InterfaceStandIn
import XCTest

/// What an app shows of a ticket: it names types of its own modules without saying of which they are.
private struct TicketRow: View {
    let ticket: TicketSummary
    var visibility: Visibility = .automatic
    var calendar: Calendar = Calendar(identifier: .iso8601)
    var clock: any Clock<Duration> = ContinuousClock()

    var body: Text {
        Text("\(ticket.number) \(ticket.title), \(calendar.component(.weekday, from: ticket.createdAt))")
    }
}

/// What an app keeps of a desk.
private actor Shown: Actor {
    private var handle: Handle?
    private var size: Size = 0

    func add(_ row: some View) -> Size {
        size += handle == nil ? 1 : 0
        return size
    }
}

private final class Changed: Subject {}

private struct Fingerprint: Digest {}

final class AppTests: XCTestCase {
    func testAnAppNamesItsOwnTypesBesideOurs() async throws {
        let office = try await Office()
        _ = try await office.ticket("Printer")
        let shown = Shown()
        for try await ticket in office.agent.tickets() {
            let row = TicketRow(ticket: ticket)
            XCTAssertEqual(row.body.shown, "1 Printer, 2")
            let size = await shown.add(row)
            XCTAssertEqual(size, 1)
        }
        let ours: [Any.Type] = [
            DeskActor.self, DeskCalendar.self, SlaClock.self, ContentDigest.self, EventSubject.self, MailTemplate.self, StoredText.self,
            SavedView.self, CommentVisibility.self, DeskHandle.self,
        ]
        XCTAssertFalse(ours.contains { $0 == Calendar.self || $0 == Text.self || $0 == Visibility.self })
        XCTAssertFalse(Changed() is any View || Fingerprint() is any View)
    }
}
