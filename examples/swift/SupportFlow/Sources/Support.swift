import Frontdesk

/// What the support screen of an app shows and does for the person who is signed in.
struct Support {
    private let person: PersonId
    private let me: DeskHandle

    /// Signs somebody in whom the app knows by an address.
    init(on desk: Desk, name: String, address: String) async throws {
        person = try await known(address, as: .requester, name: name, on: desk.host)
        me = try desk.requester(person)
    }

    /// Asks for help. Answers the number of the request.
    func ask(_ title: String, _ text: String) async throws -> TicketNumber {
        let comment = NewComment(visibility: .public, text: text)
        return try await me.createTicket(CreateTicket(requester: person, title: title, comment: comment)).number
    }

    /// My requests, the newest first.
    func requests() -> Pages<TicketSummary, Cursor> { me.tickets() }

    /// What was written about a request.
    func conversation(_ number: TicketNumber) -> Pages<Comment, UInt32> { me.comments(number) }

    /// Writes more about a request.
    func reply(to number: TicketNumber, _ text: String) async throws {
        let ticket = try await me.ticketByNumber(number).id
        try await me.updateTicket(UpdateTicket(ticket: ticket, comment: NewComment(visibility: .public, text: text)))
    }
}

/// The person with an address, who is saved when nobody has it.
func known(_ address: String, as role: Role, name: String, on host: DeskHandle) async throws -> PersonId {
    if let person = try await host.personByAddress(address) { return person.id }
    return try await host.savePerson(SavePerson(role: role, name: name, addresses: [address])).person
}
