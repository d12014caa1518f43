import Foundation
import Frontdesk
import XCTest

/// The scenarios that all languages run, through the typed methods: those of `FRONTDESK_SCENARIOS`, or the few beside the packages.
final class ScenarioTests: XCTestCase {
    func testScenarios() async throws {
        let few = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../tests/scenarios.json").standardized.path
        let path = ProcessInfo.processInfo.environment["FRONTDESK_SCENARIOS"] ?? few
        let scenarios = try Json(String(contentsOfFile: path, encoding: .utf8))["scenarios"].list
        XCTAssertFalse(scenarios.isEmpty)
        var (passed, digests) = (0, "")
        for scenario in scenarios {
            do {
                let digest = try await run(scenario)
                digests += digest + "\n"
                guard digest == scenario["digest"].text else { throw Failure(what: "the digest is \(digest)") }
                passed += 1
            } catch {
                XCTFail("\(scenario["name"].text ?? ""): \(error)")
            }
        }
        print("scenarios: swift, \(passed), \(scenarios.count), \(scenarioDigest(text: digests))")
    }

    private func run(_ scenario: Json) async throws -> String {
        let clock = ManualClock(at: Date(timeIntervalSince1970: Double(scenario["at"].number ?? 0) / 1000))
        let store = try await Frontdesk.inMemory(secret: bytes(scenario["secret"].text ?? ""), clock: clock)
        var kept: [String: Json] = [:]
        for (place, step) in scenario["steps"].list.enumerated() {
            if step["kind"] == .text("wait") {
                clock.advanceMillis(millis: step["millis"].number ?? 0)
                continue
            }
            do {
                try await call(step, on: store, &kept)
            } catch {
                throw Failure(what: "step \(place), \(step["do"].text ?? ""): \(error)")
            }
        }
        let digest = try await store.desk().host.digest()
        await store.close()
        return digest
    }

    private func call(_ step: Json, on store: Frontdesk, _ kept: inout [String: Json]) async throws {
        let desk = store.desk(DeskId(UInt32(step["desk"].number ?? 1)))
        let actor = step["as"].filled(kept)
        let person = PersonId(actor["person"].text ?? "")
        let handle =
            switch actor["type"].text {
            case "agent": try desk.agent(person)
            case "requester": try desk.requester(person)
            default: desk.host
            }
        let answer: Json
        do {
            let written = try await carryOut(
                step["do"].text ?? "", step["with"].filled(kept).written, parts: step["parts"].list.map { Data(($0.text ?? "").utf8) },
                on: store, as: handle, command: step["command"].filled(kept).text.map { CommandId($0) })
            answer = try Json(written)
        } catch let error as FrontdeskError where step["error"] != .null {
            let told = Json.object(["code": .text(error.code), "path": error.path.map { .text($0) } ?? .null])
            guard told.holds(step["error"]) else { throw Failure(what: "the error is \(error.code) at \(error.path ?? "")") }
            return
        }
        guard step["error"] == .null else { throw Failure(what: "no error, but \(try answer.written)") }
        let expected = step["expect"].filled(kept)
        guard expected == .null || answer.holds(expected) else { throw Failure(what: "the answer is \(try answer.written)") }
        if case .object(let wanted) = step["keep"] {
            for (name, pointer) in wanted {
                guard let found = answer.at(pointer.text ?? "") else { throw Failure(what: "nothing to keep as \(name)") }
                kept[name] = found
            }
        }
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
