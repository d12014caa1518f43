import Dispatch

/// Where the blocking calls run: one after the other, on a thread that is not one of the few that run Swift's tasks.
final class CallQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "io.frontdesk", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    /// Runs what belongs to no actor yet.
    func run<T: Sendable>(_ call: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try told(call) }) }
        }
    }
}
