import Foundation
@_exported import FrontdeskModel

/// A store that is open, with the desks in it. Let time pass with `tick`, and send what `lease` hands over.
public actor Frontdesk {
    nonisolated let blocking: BlockingFrontdesk
    nonisolated let queue: CallQueue

    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    private init(_ blocking: BlockingFrontdesk, on queue: CallQueue) {
        self.blocking = blocking
        self.queue = queue
    }

    /// Opens the desks of a SQLite file, and makes the file when there is none.
    ///
    /// - Parameters:
    ///   - secret: What signs reply addresses, of at least 32 bytes. Without one it is kept beside the file, with `.key` behind its name.
    ///   - limits: What a desk accepts at most; without them `defaultLimits()`.
    ///   - clock: A clock for tests; without one that of the machine.
    public static func open(
        _ path: String, secret: Data? = nil, limits: Limits? = nil, clock: ManualClock? = nil
    ) async throws -> Frontdesk {
        try await open(path: path, secret: secret, limits: limits, clock: clock)
    }

    /// Opens a store that is gone when it is closed.
    public static func inMemory(
        secret: Data? = nil, limits: Limits? = nil, clock: ManualClock? = nil
    ) async throws -> Frontdesk {
        try await open(path: nil, secret: secret, limits: limits, clock: clock)
    }

    private static func open(path: String?, secret: Data?, limits: Limits?, clock: ManualClock?) async throws -> Frontdesk {
        let queue = CallQueue()
        let blocking = try await queue.run {
            try BlockingFrontdesk(
                opening: Opening(path: path, secret: secret, limits: limits ?? defaultLimits()), clock: clock)
        }
        return Frontdesk(blocking, on: queue)
    }

    /// One of the desks. It comes into being with the first thing that is written to it.
    public nonisolated func desk(_ id: DeskId = 1) -> Desk {
        Desk(frontdesk: self, id: id)
    }

    /// Closes the store once the calls before are through. Later ones fail with `call.closed`; to close it again does nothing.
    public func close() throws {
        try told { try blocking.shut() }
    }
}
