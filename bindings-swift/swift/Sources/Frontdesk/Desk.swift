import Foundation
import FrontdeskModel

/// One team's support desk: who acts on it gets a handle.
public struct Desk: Sendable {
    /// The store that it lies in.
    public let frontdesk: Frontdesk
    public let id: DeskId

    /// Opens the one desk of a SQLite file, and makes the file when there is none.
    ///
    /// - Parameters:
    ///   - secret: What signs reply addresses, of at least 32 bytes. Without one it is kept beside the file, with `.key` behind its name.
    ///   - limits: What the desk accepts at most; without them `defaultLimits()`.
    ///   - clock: A clock for tests; without one that of the machine.
    public static func open(
        _ path: String, secret: Data? = nil, limits: Limits? = nil, clock: ManualClock? = nil
    ) async throws -> Desk {
        try await Frontdesk.open(path, secret: secret, limits: limits, clock: clock).desk()
    }

    /// Opens a desk that is gone when it is closed.
    public static func inMemory(
        secret: Data? = nil, limits: Limits? = nil, clock: ManualClock? = nil
    ) async throws -> Desk {
        try await Frontdesk.inMemory(secret: secret, limits: limits, clock: clock).desk()
    }

    /// The application itself acts: it configures, takes in mail and drains the outbox.
    public var host: DeskHandle {
        DeskHandle(frontdesk.blocking.host(desk: id), on: frontdesk.queue)
    }

    /// A person of the desk acts.
    public func agent(_ person: PersonId) throws -> DeskHandle {
        DeskHandle(try told { try frontdesk.blocking.agent(desk: id, person: person) }, on: frontdesk.queue)
    }

    /// A person who asks acts; the application vouches that it is this person.
    public func requester(_ person: PersonId) throws -> DeskHandle {
        DeskHandle(try told { try frontdesk.blocking.requester(desk: id, person: person) }, on: frontdesk.queue)
    }

    /// Closes the store that the desk lies in.
    public func close() async throws {
        try await frontdesk.close()
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
