// What a call costs in Swift: one ticket by its id, blocking and awaited, in memory and in SQLite. `cargo xtask bench swift` runs it on the
// release build; `--quick` tells whether it runs, not how fast.

import Foundation
import Frontdesk

let size = CommandLine.arguments.contains("--quick") ? Size(rounds: 1, units: 5) : Size(rounds: 60, units: 500)

// A ticket like others: with tags, and with promises that run.
let mia = SavePerson(role: .requester, name: "Mia", addresses: ["mia@customer.example"])
let targets = [Target(metric: .firstReply, millis: 3_600_000), Target(metric: .resolution, millis: 86_400_000)]
let policy = SaveConfig(config: .policy(Policy(name: "All", position: 1, filter: .always, targets: targets)))
let question = NewComment(visibility: .public, text: "It burns, and smells of burnt plastic. What should I do about it?")

func request(by requester: PersonId) -> CreateTicket {
    CreateTicket(requester: requester, title: "The printer burns", comment: question, tags: ["fire", "printer"])
}

/// A call that blocks, from a thread that may.
func blocking(_ store: String, _ path: String?) async throws {
    let frontdesk = try BlockingFrontdesk(opening: Opening(path: path, secret: nil, limits: defaultLimits()), clock: nil)
    let host = frontdesk.host(desk: 1)
    let person = try host.savePerson(arguments: mia, command: nil).person
    _ = try host.saveConfig(arguments: policy, command: nil)
    let ticket = try host.createTicket(arguments: request(by: person), command: nil).ticket
    print(row("Swift: a ticket, blocking, \(store)", try await Times(size) { _ = try host.ticket(id: ticket) }))
    try frontdesk.shut()
}

/// The same through the actor.
func awaited(_ store: String, _ path: String?) async throws {
    let frontdesk = if let path { try await Frontdesk.open(path) } else { try await Frontdesk.inMemory() }
    let host = frontdesk.desk(2).host
    let person = try await host.savePerson(mia).person
    try await host.saveConfig(policy)
    let ticket = try await host.createTicket(request(by: person)).ticket
    print(row("Swift: a ticket, awaited, \(store)", try await Times(size) { _ = try await host.ticket(ticket) }))
    try await frontdesk.close()
}

print("| what | ours, median (least) | peer, median (least) | ratio | to reach | reached |")
print("|---|---:|---:|---:|---|---|")
for (store, path) in [("memory", nil), ("SQLite", "bench.db")] {
    try await blocking(store, path)
    try await awaited(store, path)
}
