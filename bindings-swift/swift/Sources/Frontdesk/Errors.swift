import Foundation
import FrontdeskModel

extension FrontdeskError {
    /// What the caller should do.
    public var kind: ErrorKind { info.kind }
    /// The stable, dotted code, for example `ticket.not_found`.
    public var code: String { info.code }
    /// What is wrong, for people.
    public var message: String { info.message }
    /// The JSON Pointer of the bad value.
    public var path: String? { info.path }
    /// What to do about it.
    public var hint: String? { info.hint }
    /// Whether the same call may succeed later without a change.
    public var retryable: Bool { info.retryable }
    /// Facts for programs.
    public var details: [Detail] { info.details }
}

extension FrontdeskError: LocalizedError {
    public var errorDescription: String? { message }
    public var failureReason: String? { path.map { "\(code) at \($0)" } ?? code }
    public var recoverySuggestion: String? { hint }
}

/// Carries out a blocking call, and tells its error as one of the package.
func told<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch let error as BlockingError {
        throw FrontdeskError(error.info)
    }
}
