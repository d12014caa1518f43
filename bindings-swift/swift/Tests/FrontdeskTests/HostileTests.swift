import Foundation
@testable import Frontdesk
import XCTest

/// What a careless or hostile host does. Each ends in a typed error; the process goes on.
final class HostileTests: XCTestCase {
    func testAnErrorTellsWhatToDo() async throws {
        let office = try await Office()
        do {
            _ = try await office.agent.ticket(TicketId("tkt_01h455vb4pex5vsknk084sn02q"))
            XCTFail("it is not there")
        } catch let error as FrontdeskError {
            guard case .notFound = error else { return XCTFail("\(error)") }
            XCTAssertEqual(error.kind, .notFound)
            XCTAssertEqual(error.code, "ticket.not_found")
            XCTAssertEqual(error.errorDescription, error.message)
            XCTAssertEqual(error.recoverySuggestion, error.hint)
            XCTAssertFalse(error.retryable)
        }
    }

    func testAPanicIsAnErrorAndTheStoreGoesOn() async throws {
        let office = try await Office()
        let ofHandle = await code { try told { try office.desk.host.blocking.panic() } }
        let ofStore = await code { try told { try office.store.blocking.panic() } }
        let ofCalendar = await code { try told { try BusinessCalendar.always.native.panic() } }
        XCTAssertEqual([ofHandle, ofStore, ofCalendar], ["internal.panic", "internal.panic", "internal.panic"])
        let ticket = try await office.ticket("After")
        XCTAssertEqual(ticket.number, 1)
    }

    func testCallsAfterCloseAreRefused() async throws {
        let office = try await Office()
        try await office.desk.close()
        try await office.desk.close()
        let read = await code { try await office.agent.ticketByNumber(1) }
        let tick = await code { try await office.store.tick() }
        XCTAssertEqual([read, tick], ["call.closed", "call.closed"])
    }

    func testADeepConditionIsRefusedOnASmallStack() throws {
        let office = try awaited { try await Office() }
        let told = try onSmallStack {
            let view = SavedView(name: "Deep", filter: deep(10_000), sort: Sort(by: .number, direction: .ascending))
            return try awaited { await code { try await office.desk.host.saveConfig(SaveConfig(config: .view(view))) } }
        }
        XCTAssertEqual(told, "condition.too_deep")
    }

    func testADeepConditionIsMadeComparedAndLetGoOfOnASmallStack() throws {
        let same = try onSmallStack {
            var (one, other) = (deep(9_900), deep(9_900))
            for _ in 0..<100 {
                one = .not(one)
                other = .not(other)
            }
            return one == other && one.top == .not(ConditionTree(steps: Array(other.steps.dropFirst())))
        }
        XCTAssertTrue(same)
    }

    func testStepsThatAreNoTreeAreRefused() async throws {
        let office = try await Office()
        for steps: [ConditionStep] in [[], [.not], [.group(all: 2, any: .max), .group(all: 0, any: 0)], [.group(all: 0, any: 0), .not]] {
            let tree = ConditionTree(steps: steps)
            let view = SavedView(name: "Torn", filter: tree, sort: Sort(by: .number, direction: .ascending))
            let told = await code { try await office.desk.host.saveConfig(SaveConfig(config: .view(view))) }
            XCTAssertEqual(told, "condition.malformed")
            if steps.count != 2 || steps.last == .group(all: 0, any: 0) { XCTAssertNil(tree.top) }
        }
    }

    func testTheWholeLifeOfATicketFitsOnASmallStack() throws {
        let number = try onSmallStack {
            let store = try BlockingFrontdesk(
                opening: Opening(path: nil, secret: Data(repeating: 7, count: 32), limits: defaultLimits()), clock: nil)
            let host = store.host(desk: 1)
            let saved = try host.savePerson(arguments: SavePerson(role: .requester, name: "Mia"), command: nil)
            let comment = NewComment(visibility: .public, text: "a")
            let ticket = CreateTicket(requester: saved.person, title: "a", comment: comment)
            return try host.createTicket(arguments: ticket, command: nil).number
        }
        XCTAssertEqual(number, 1)
    }

    func testManyAtOnceGetInNobodysWay() async throws {
        let office = try await Office()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<40 {
                group.addTask { _ = try await office.ticket("Ticket \(place)") }
            }
            try await group.waitForAll()
        }
        let verified = try await office.desk.host.verify()
        XCTAssertEqual(verified.tickets, 40)
    }

    func testClosingAmidCallsEndsInAnswersOrInClosed() async throws {
        let office = try await Office()
        let codes = await withTaskGroup(of: String?.self) { group in
            for place in 0..<20 {
                group.addTask {
                    do {
                        _ = try await office.ticket("Ticket \(place)")
                        return nil
                    } catch {
                        return (error as? FrontdeskError)?.code ?? "\(error)"
                    }
                }
            }
            group.addTask {
                do {
                    try await office.store.close()
                    return nil
                } catch {
                    return "\(error)"
                }
            }
            return await group.reduce(into: Set<String>()) { codes, code in if let code { codes.insert(code) } }
        }
        XCTAssertTrue(codes.isSubset(of: ["call.closed"]), "\(codes)")
    }

    func testIdsAndDaysThatAreNoneAreRefused() async throws {
        let office = try await Office()
        let wrong = await code { try await office.agent.ticket(TicketId("per_01h455vb4pex5vsknk084sn02q")) }
        let none = await code { try await office.agent.ticket(TicketId("\u{0}💥")) }
        let actor = await code { try office.desk.agent(PersonId("")) }
        XCTAssertEqual([wrong, none, actor], ["id.malformed", "id.malformed", "id.malformed"])
    }

    func testTextsOfAllSortsComeBackAsTheyWent() async throws {
        let office = try await Office()
        let ticket = try await office.ticket("Texts")
        let pieces = [
            "a", "ß", "漢", "e\u{301}", "😀", "👩‍👩‍👧", "\u{0}", "\u{202E}", "\u{2028}", "\u{FEFF}", "\u{FFFF}", "\t", "\r\n", "%s",
            String(decoding: [0xD83D as UInt16], as: UTF16.self),
        ]
        for nth in 1...200 {
            let text = "x" + (0..<(1 + nth % 11)).map { pieces[(nth * nth + $0 * 7 * nth) % pieces.count] }.joined()
            try await office.agent.updateTicket(
                UpdateTicket(ticket: ticket.id, comment: NewComment(visibility: .public, text: text)))
            let page = try await office.agent.commentsPage(ticket.number, after: UInt32(nth))
            // The engine keeps no NUL: not every store could.
            let expected = text.unicodeScalars.filter { $0 != "\u{0}" }
            XCTAssertEqual(page.comments.first?.body.text.text.map { Array($0.unicodeScalars) }, Array(expected))
        }
        let nul = await code { try await office.ticket("a\u{0}b") }
        XCTAssertEqual(nul, "field.bad_value")
    }

    func testEveryMailThatIsBuiltToHurtIsTakenInOnASmallStack() throws {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../core/tests/mail").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let tested = try files.filter { $0.pathExtension == "eml" }.map { try Data(contentsOf: $0) }
        let head = "From: mia@customer.example\n"
        let nested = head + String(repeating: "Content-Type: message/rfc822\n\n", count: 100_000)
        let html = head + "Content-Type: text/html\n\n" + String(repeating: "<div><blockquote>", count: 100_000)
        let mails = (tested + [Data(nested.utf8), Data(html.utf8)]).map { MailIn(raw: $0, verdict: .aligned, receivedAt: monday) }
        let (answers, verified) = try onSmallStack {
            let store = try BlockingFrontdesk(
                opening: Opening(path: nil, secret: Data(repeating: 7, count: 32), limits: defaultLimits()), clock: nil)
            let host = store.host(desk: 1)
            let all = Mailbox(name: "All", address: "help@desk.example", catchAll: true)
            _ = try host.saveConfig(arguments: SaveConfig(config: .mailbox(all)), command: nil)
            return (try host.intakeMany(mails: mails), try host.verify())
        }
        XCTAssertTrue(mails.count > 70 && answers.count == mails.count)
        XCTAssertTrue(answers.allSatisfy { if case .taken = $0 { true } else { false } })
        XCTAssertGreaterThan(verified.tickets, 0)
    }

    func testWhoWalksOverAListMayCallMeanwhileAndStopByAnError() async throws {
        let office = try await Office()
        for place in 1...3 { _ = try await office.ticket("Ticket \(place)") }
        do {
            for try await ticket in office.agent.tickets(limit: 1) {
                if try await office.ticket("For \(ticket.number)").number == 6 { throw CancellationError() }
            }
            XCTFail("it was not stopped")
        } catch is CancellationError {
            let after = try await office.ticket("After")
            XCTAssertEqual(after.number, 7)
        }
    }

    func testLargeNumbersAreKeptOrRefused() async throws {
        let office = try await Office()
        let field = FieldDefinition(key: "order", title: "Order", kind: .integer)
        _ = try await office.desk.host.saveConfig(SaveConfig(config: .field(field)))
        let ticket = try await office.ticket("Number")
        let set = { (number: Int64) in
            UpdateTicket(ticket: ticket.id, changes: [FieldEdit(field: "fields.order", to: .integer(number))])
        }
        _ = try await office.agent.updateTicket(set(9_007_199_254_740_991))
        let read = try await office.agent.ticket(ticket.id)
        XCTAssertEqual(read.fields.first?.value, .integer(9_007_199_254_740_991))
        let told = await code { try await office.agent.updateTicket(set(.max)) }
        XCTAssertFalse(told.isEmpty)
        let page = try await office.desk.host.changesPage(after: .max, limit: .max)
        XCTAssertTrue(page.entries.isEmpty)
    }

    func testInstantsThatNoDeskHoldsDoNotTrap() throws {
        for date in [Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: .nan)] {
            let clock = ManualClock(at: date)
            clock.advance(by: .seconds(Int64.max))
            XCTAssertGreaterThanOrEqual(clock.now().timeIntervalSince1970, 0)
        }
    }
}

/// The code of the error that a call ends in.
private func code(_ call: () async throws -> some Any, file: StaticString = #filePath, line: UInt = #line) async -> String {
    do {
        let answer = try await call()
        XCTFail("no error, but \(answer)", file: file, line: line)
    } catch let error as FrontdeskError {
        return error.code
    } catch {
        XCTFail("\(error)", file: file, line: line)
    }
    return ""
}

/// So many conditions in each other.
private func deep(_ depth: Int) -> ConditionNode {
    ConditionTree(steps: Array(repeating: .not, count: depth) + ConditionNode.always.steps)
}

/// Waits for an answer from where nothing can be awaited.
func awaited<T: Sendable>(_ call: @escaping @Sendable () async throws -> T) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let answer = Answer<T>()
    Task {
        do { answer.put(.success(try await call())) } catch { answer.put(.failure(error)) }
        done.signal()
    }
    done.wait()
    return try answer.get()
}

/// Runs something on a thread with a stack of 256 KB.
func onSmallStack<T: Sendable>(_ call: @escaping @Sendable () throws -> T) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let answer = Answer<T>()
    let thread = Thread {
        answer.put(Result { try call() })
        done.signal()
    }
    thread.stackSize = 256 * 1024
    thread.start()
    done.wait()
    return try answer.get()
}

private final class Answer<T: Sendable>: @unchecked Sendable {
    private var result: Result<T, any Error>?

    func put(_ result: Result<T, any Error>) { self.result = result }
    func get() throws -> T { try result!.get() }
}
