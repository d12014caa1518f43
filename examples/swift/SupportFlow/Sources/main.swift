// A support screen inside of an app: ask for help, look at my requests, read the answer, reply.
//
// The desk behind it is the app's own, in a file on this device, so the team that answers has to sit at this device too. A client for a
// desk elsewhere is to come; the screen will stay as it is, and another desk will be opened.

import Foundation
import Frontdesk

let desk = try await Desk.open(CommandLine.arguments.dropFirst().first ?? "support.db")
let support = try await Support(on: desk, name: "Mia", address: "mia@customer.example")

let number = try await support.ask("My notes do not sync", "Since the update they stay on this phone.")
try await show()

// The team answers.
let ada = try await known("ada@desk.example", as: .agent, name: "Ada", on: desk.host)
let agent = try desk.agent(ada)
let answer = NewComment(visibility: .public, text: "Please sign out and in again.")
let pending = FieldEdit(field: "status", to: "pending")
try await agent.updateTicket(UpdateTicket(ticket: agent.ticketByNumber(number).id, changes: [pending], comment: answer))
try await show()

try await support.reply(to: number, "That did it, thank you!")
try await show()
try await desk.close()

/// Shows the screen: my requests, and what was written about the newest.
@MainActor
func show() async throws {
    for try await request in support.requests() {
        print("#\(request.number) \(request.title), \(request.category)")
    }
    for try await comment in support.conversation(number) {
        let who = if case .requester = comment.body.author { "You" } else { "Support" }
        print("  \(who): \(comment.body.text.text ?? "(erased)")")
    }
}
