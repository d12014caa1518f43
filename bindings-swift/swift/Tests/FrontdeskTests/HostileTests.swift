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
            XCTAssertEqual(error.kind, .notFound)
            XCTAssertEqual(error.code, "ticket.not_found")
            XCTAssertEqual(error.errorDescription, error.message)
            XCTAssertEqual(error.recoverySuggestion, error.hint)
            XCTAssertFalse(error.retryable)
        }
    }

    func testAPanicIsAnErrorAndTheStoreGoesOn() async throws {
        let office = try await Office()
        let told = await code { try office.desk.host.blocking.panic() }
        XCTAssertEqual(told, "internal.panic")
        let ticket = try await office.ticket("After")
        XCTAssertEqual(ticket.number, 1)
    }

    func testCallsAfterCloseAreRefused() async throws {
        let office = try await Office()
        await office.desk.close()
        await office.desk.close()
        let read = await code { try await office.agent.ticketByNumber(1) }
        let tick = await code { try await office.store.tick() }
        XCTAssertEqual([read, tick], ["call.closed", "call.closed"])
    }

    func testADeepConditionIsRefusedOnASmallStack() throws {
        let office = try awaited { try await Office() }
        let told = try onSmallStack {
            let view = View(name: "Deep", filter: deep(10_000), sort: Sort(by: .number, direction: .ascending))
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
            let view = View(name: "Torn", filter: tree, sort: Sort(by: .number, direction: .ascending))
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
                await office.store.close()
                return nil
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
        let text = "Zoë 👩‍👩‍👧 \u{202E}right to left \u{FFFD} e\u{301}"
        let ticket = try await office.ticket(text)
        XCTAssertEqual(ticket.title.text.map { Array($0.unicodeScalars) }, Array(text.unicodeScalars))
        do {
            let nul = try await office.ticket("a\u{0}b")
            XCTAssertEqual(nul.title.text?.contains("a"), true)
        } catch let error as FrontdeskError {
            XCTAssertEqual(error.kind, .invalid)
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
