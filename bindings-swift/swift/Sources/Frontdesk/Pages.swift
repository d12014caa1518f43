import Foundation
import FrontdeskModel

/// Everything in a list, one page after the other as it is asked for.
public struct Pages<Element: Sendable, Key: Sendable>: AsyncSequence, Sendable {
    /// Answers the page behind a key, and the key behind which the next begins; none behind the last.
    typealias Fetch = @Sendable (Key?) async throws -> ([Element], Key?)

    let fetch: Fetch

    init(_ fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(fetch: fetch)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let fetch: Fetch
        var ready: ArraySlice<Element> = []
        var behind: Key?
        var ended = false

        public mutating func next() async throws -> Element? {
            while ready.isEmpty && !ended {
                try Task.checkCancellation()
                let (page, next) = try await fetch(behind)
                ready = page[...]
                behind = next
                ended = next == nil
            }
            return ready.popFirst()
        }
    }
}

extension DeskHandle {
    /// What happens on the desk, in order, for as long as somebody listens: it looks for more each `interval`, and ends when its task is
    /// cancelled. For the host.
    ///
    /// - Parameter after: The position of the last entry that is known already.
    public nonisolated func followChanges(after: UInt64 = 0, every interval: Duration = .seconds(1)) -> Changes {
        Changes(handle: self, after: after, interval: interval)
    }
}

/// What happens on a desk, as it happens.
public struct Changes: AsyncSequence, Sendable {
    public typealias Element = LogEntry

    let handle: DeskHandle
    let after: UInt64
    let interval: Duration

    public func makeAsyncIterator() -> Iterator {
        Iterator(handle: handle, behind: after, interval: interval)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let handle: DeskHandle
        var ready: ArraySlice<LogEntry> = []
        var behind: UInt64
        let interval: Duration

        public mutating func next() async throws -> LogEntry? {
            while ready.isEmpty {
                try Task.checkCancellation()
                let page = try await handle.changesPage(after: behind)
                ready = page.entries[...]
                behind = page.entries.last?.position ?? behind
                if ready.isEmpty {
                    try await Task.sleep(for: interval)
                }
            }
            return ready.popFirst()
        }
    }
}
