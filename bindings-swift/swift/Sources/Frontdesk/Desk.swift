import FrontdeskModel

/// One team's support desk: who acts on it gets a handle.
public struct Desk: Sendable {
    /// The store that it lies in.
    public let frontdesk: Frontdesk
    public let id: DeskId

    /// Opens the one desk of a SQLite file, and makes the file when there is none.
    public static func open(_ path: String) async throws -> Desk {
        try await Frontdesk.open(path).desk()
    }

    /// The application itself acts: it configures, takes in mail and drains the outbox.
    public var host: DeskHandle {
        DeskHandle(frontdesk.blocking.host(desk: id), on: frontdesk.queue)
    }

    /// A person of the desk acts.
    public func agent(_ person: PersonId) throws -> DeskHandle {
        DeskHandle(try frontdesk.blocking.agent(desk: id, person: person), on: frontdesk.queue)
    }

    /// A person who asks acts; the application vouches that it is this person.
    public func requester(_ person: PersonId) throws -> DeskHandle {
        DeskHandle(try frontdesk.blocking.requester(desk: id, person: person), on: frontdesk.queue)
    }

    /// Closes the store that the desk lies in.
    public func close() async {
        await frontdesk.close()
    }
}

/// What somebody does on a desk.
public actor DeskHandle {
    nonisolated let blocking: BlockingHandle
    nonisolated let queue: CallQueue

    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(_ blocking: BlockingHandle, on queue: CallQueue) {
        self.blocking = blocking
        self.queue = queue
    }
}
