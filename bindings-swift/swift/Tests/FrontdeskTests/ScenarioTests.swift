import Foundation
@testable import Frontdesk
import XCTest

/// The scenarios that all languages play, through the typed methods: those that `cargo xtask scenarios` writes.
final class ScenarioTests: XCTestCase {
    func testScenarios() async throws {
        let written = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../target/scenarios.json").standardized.path
        let path = ProcessInfo.processInfo.environment["FRONTDESK_SCENARIOS"] ?? written
        let scenarios = try Json(String(contentsOfFile: path, encoding: .utf8))["scenarios"]?.list ?? []
        XCTAssertFalse(scenarios.isEmpty)
        var (passed, digests) = (0, "")
        for scenario in scenarios {
            do {
                let digest = try await play(scenario)
                digests += digest + "\n"
                guard digest == scenario["digest"]?.text else { throw Failure(what: "the digest is \(digest)") }
                passed += 1
            } catch {
                XCTFail("\(scenario["name"]?.text ?? ""): \(error)")
            }
        }
        print("scenarios: swift, \(passed), \(scenarios.count), \(scenarioDigest(text: digests))")
    }

    /// Plays one. Answers the digest of the desk at its end.
    private func play(_ scenario: Json) async throws -> String {
        let clock = ManualClock(at: Date(timeIntervalSince1970: Double(scenario["at"]?.number ?? 0) / 1000))
        let store = try await Frontdesk.inMemory(secret: bytes(scenario["secret"]?.text ?? ""), clock: clock)
        var kept: [String: Json] = [:]
        for (place, step) in (scenario["steps"]?.list ?? []).enumerated() {
            if let millis = step["millis"]?.number {
                clock.advanceMillis(millis: millis)
                continue
            }
            do {
                try await call(step, on: store, &kept)
            } catch {
                throw Failure(what: "step \(place), \(step["do"]?.text ?? ""): \(error)")
            }
        }
        let digest = try await store.desk().host.digest()
        try await store.close()
        return digest
    }

    private func call(_ step: Json, on store: Frontdesk, _ kept: inout [String: Json]) async throws {
        let answer: Json
        do {
            answer = try Json(await answered(step, on: store, kept))
        } catch let error as FrontdeskError {
            guard let expected = step["error"] else { throw error }
            let told = try Json(scenarioError(error: error.info))
            if let difference = told.difference(from: expected) { throw Failure(what: "the error \(difference)") }
            return
        }
        if let refused = step["error"] { throw Failure(what: "\(refused) was expected, answered was \(answer)") }
        if let difference = try step["expect"].flatMap({ answer.difference(from: try $0.filled(kept)) }) {
            throw Failure(what: difference)
        }
        for (name, pointer) in step["keep"]?.members ?? [:] {
            guard let found = answer.at(pointer.text ?? "") else { throw Failure(what: "nothing to keep as \(name)") }
            kept[name] = found
        }
    }

    /// Does what a step says through the typed method. What the types cannot say, and is refused for that, travels as it stands.
    private func answered(_ step: Json, on store: Frontdesk, _ kept: [String: Json]) async throws -> String {
        let operation = step["do"]?.text ?? ""
        let number = UInt32(step["desk"]?.number ?? 1)
        let actor = try step["as"]?.filled(kept) ?? .null
        let arguments = try step["with"]?.filled(kept).written ?? "{}"
        let parts = (step["parts"]?.list ?? []).map { Data(($0.text ?? "").utf8) }
        let command = try step["command"]?.filled(kept).text
        if step["error"]?["code"]?.text?.hasPrefix("call.") == true {
            return try told {
                try store.blocking.scenarioCall(
                    operation: operation, desk: number, actor: actor.written, command: command, arguments: arguments, parts: parts)
            }
        }
        let desk = store.desk(DeskId(number))
        let person = PersonId(actor["person"]?.text ?? "")
        let handle =
            switch actor["type"]?.text {
            case "host": desk.host
            case "agent": try desk.agent(person)
            case "requester": try desk.requester(person)
            default: throw Failure(what: "\(actor) is nobody")
            }
        return try await carryOut(
            operation, arguments, parts: parts, on: store, as: handle, command: command.map { CommandId($0) })
    }

    private func bytes(_ hex: String) -> Data {
        var digits = hex[...]
        var bytes = Data()
        while let byte = UInt8(digits.prefix(2), radix: 16) {
            bytes.append(byte)
            digits = digits.dropFirst(2)
        }
        return bytes
    }
}

struct Failure: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}
