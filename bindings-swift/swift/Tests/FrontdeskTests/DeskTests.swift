import Foundation
import Frontdesk
import XCTest

/// Monday, 5 January 2026, 9:00 UTC.
let monday = Date(timeIntervalSince1970: 1_767_603_600)

/// A desk in memory with an agent and a requester.
struct Office {
    let clock = ManualClock(at: monday)
    let store: Frontdesk
    let desk: Desk
    let agent: DeskHandle
    let mia: PersonId

    init() async throws {
        desk = try await Desk.inMemory(secret: Data(repeating: 7, count: 32), clock: clock)
        store = desk.frontdesk
        let ada = try await desk.host.savePerson(SavePerson(role: .agent, name: "Ada", addresses: ["ada@desk.example"]))
        let mia = try await desk.host.savePerson(SavePerson(role: .requester, name: "Mia", addresses: ["mia@customer.example"]))
        agent = try desk.agent(ada.person)
        self.mia = mia.person
    }

    /// Creates a ticket of Mia's.
    func ticket(_ title: String) async throws -> Ticket {
        let comment = NewComment(visibility: .public, text: "It is on fire.")
        let receipt = try await desk.requester(mia).createTicket(CreateTicket(requester: mia, title: title, comment: comment))
        return try await agent.ticket(receipt.ticket)
    }
}

final class DeskTests: XCTestCase {
    func testATicketIsCreatedAnsweredAndRead() async throws {
        let office = try await Office()
        let ticket = try await office.ticket("The printer burns")
        XCTAssertEqual(ticket.title.text, "The printer burns")
        XCTAssertEqual(ticket.number, 1)
        XCTAssertEqual(ticket.createdAt, monday)
        XCTAssertNil(ticket.priority)

        office.clock.advance(by: .seconds(90))
        let answer = UpdateTicket(
            ticket: ticket.id, changes: [FieldEdit(field: "priority", to: "high")],
            comment: NewComment(visibility: .public, text: "Use water."))
        let receipt = try await office.agent.updateTicket(answer)
        XCTAssertEqual(receipt.at, monday.addingTimeInterval(90))

        let comments = try await office.desk.requester(office.mia).comments(ticket.number).reduce(into: [Comment]()) { $0.append($1) }
        XCTAssertEqual(comments.map(\.body.text.text), ["It is on fire.", "Use water."])
        let changed = try await office.agent.ticketByNumber(ticket.number)
        XCTAssertEqual(changed.priority, .high)
        XCTAssertEqual(changed.id, ticket.id)
    }

    func testTheSameCommandActsOnce() async throws {
        let office = try await Office()
        let id = CommandId("cmd_01h455vb4pex5vsknk084sn02q")
        let person = SavePerson(role: .requester, name: "Zoe")
        let first = try await office.desk.host.savePerson(person, command: id)
        let again = try await office.desk.host.savePerson(person, command: id)
        XCTAssertEqual(first, again)
    }

    func testPagesGoOnToTheEndAndOneCanBeHad() async throws {
        let office = try await Office()
        for place in 1...7 { _ = try await office.ticket("Ticket \(place)") }
        var numbers: [UInt32] = []
        for try await ticket in office.agent.tickets(limit: 2) { numbers.append(ticket.number.rawValue) }
        XCTAssertEqual(numbers, [7, 6, 5, 4, 3, 2, 1])
        let page = try await office.agent.ticketsPage(limit: 3)
        XCTAssertEqual(page.tickets.count, 3)
        XCTAssertNotNil(page.next)

        let entries = try await office.desk.host.changes(limit: 1).reduce(into: []) { $0.append($1.position) }
        XCTAssertEqual(entries, Array(1...UInt64(entries.count)))
    }

    func testChangesAreFollowedUntilTheTaskIsCancelled() async throws {
        let office = try await Office()
        let heard = expectation(description: "the entry of the ticket")
        let listening = Task {
            for try await entry in office.desk.host.followChanges(every: .milliseconds(5)) {
                if entry.events.contains(where: { if case .ticketCreated = $0.body { true } else { false } }) { heard.fulfill() }
            }
        }
        _ = try await office.ticket("Late")
        await fulfillment(of: [heard], timeout: 20)
        listening.cancel()
        let ended = await listening.result
        XCTAssertThrowsError(try ended.get()) { XCTAssertTrue($0 is CancellationError) }
    }

    func testTimePassesOnAClockOfItsOwn() async throws {
        let office = try await Office()
        let targets = [Target(metric: .firstReply, millis: 3_600_000)]
        let policy = Policy(name: "All", position: 1, filter: .always, targets: targets)
        _ = try await office.desk.host.saveConfig(SaveConfig(config: .policy(policy)))
        let ticket = try await office.ticket("Soon")
        let wakeup = try await office.store.nextWakeup()
        let due = try XCTUnwrap(wakeup)
        XCTAssertEqual(due.timeIntervalSince(monday), 3600, accuracy: 0.01)
        office.clock.set(at: due)
        let report = try await office.store.tick()
        XCTAssertEqual(report.timers, 1)
        let late = try await office.agent.ticket(ticket.id)
        XCTAssertEqual(late.facts.breaches, 1)
    }

    func testConditionsComeBackAsTheyWent() async throws {
        let office = try await Office()
        let tree = ConditionNode.group(
            all: [.leaf("status", "is", "new"), .not(.leaf("priority", "in", ["high", "urgent"]))],
            any: [.leaf("channel", "is", "api")])
        let trigger = Trigger(name: "Tag", position: 1, conditions: tree, actions: [.addTags(tags: ["seen"])])
        _ = try await office.desk.host.saveConfig(SaveConfig(config: .trigger(trigger)))
        let configs = try await office.agent.configs(.trigger)
        guard case .trigger(let saved) = configs.first else { return XCTFail("\(configs)") }
        XCTAssertEqual(saved.conditions, tree)
        XCTAssertNotEqual(saved.id, .unset)
        guard case .group(let all, let any) = saved.conditions.top else { return XCTFail("\(saved)") }
        XCTAssertEqual((all.count, any.count).0, 2)
        XCTAssertEqual(any.first?.top, .leaf(Leaf(field: "channel", op: "is", value: "api")))
        guard case .not(let inner) = all.last?.top else { return XCTFail("\(all)") }
        XCTAssertEqual(inner.top, .leaf(Leaf(field: "priority", op: "in", value: ["high", "urgent"])))
        let ticket = try await office.ticket("Tagged")
        XCTAssertEqual(ticket.tags, ["seen"])
    }

    func testAValueNamesSomebodyByAnId() async throws {
        let office = try await Office()
        let ticket = try await office.ticket("Mine")
        let ada = try await office.desk.host.personByAddress("ada@desk.example")
        let id = try XCTUnwrap(ada).id
        try await office.agent.updateTicket(UpdateTicket(ticket: ticket.id, changes: [FieldEdit(field: "assignee", to: Value(id))]))
        let assigned = try await office.agent.ticket(ticket.id)
        XCTAssertEqual(assigned.assignee, id)
    }

    func testMailComesInAsBytes() async throws {
        let office = try await Office()
        let box = Mailbox(name: "Help", address: "help@desk.example")
        _ = try await office.desk.host.saveConfig(SaveConfig(config: .mailbox(box)))
        let raw = Data("From: mia@customer.example\r\nTo: help@desk.example\r\nMessage-ID: <1@x>\r\nSubject: Hot\r\n\r\nHelp!\r\n".utf8)
        let mail = MailIn(raw: raw, verdict: .aligned, receivedAt: monday)
        let receipt = try await office.desk.host.intake(mail)
        guard case .created = receipt.outcome else { return XCTFail("\(receipt)") }
        for try await comment in office.agent.comments(1) {
            let content = try XCTUnwrap(comment.body.raw)
            let kept = try await office.desk.host.rawMail(content)
            XCTAssertEqual(kept.bytes, raw)
        }
    }

    func testAFileIsOpenedAgain() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("frontdesk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("support.db").path
        let desk = try await Desk.open(path)
        let ada = try await desk.host.savePerson(SavePerson(role: .agent, name: "Ada")).person
        try await desk.close()
        let again = try await Desk.open(path, clock: ManualClock(at: monday))
        let person = try await again.host.person(ada)
        XCTAssertEqual(person.name?.text, "Ada")
        let zoe = try await again.host.savePerson(SavePerson(role: .agent, name: "Zoe"))
        XCTAssertEqual(zoe.at, monday)
        try await again.close()
    }

    func testValuesAreCodable() async throws {
        let office = try await Office()
        let ticket = try await office.ticket("Kept")
        let read = try JSONDecoder().decode(Ticket.self, from: JSONEncoder().encode(ticket))
        XCTAssertEqual(read, ticket)
    }
}
