import Foundation

/// Something with a written form of its own, such as an id.
public protocol WrittenId: RawRepresentable<String>, Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    init(rawValue: String)
}

extension WrittenId {
    /// The id that is written so. The desk refuses one that is not of its kind.
    public init(_ text: String) {
        self.init(rawValue: text)
    }

    public var description: String { rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A number of its own kind.
public protocol CountedId: RawRepresentable<UInt32>, Hashable, Codable, Sendable, Comparable, CustomStringConvertible,
    ExpressibleByIntegerLiteral
{
    init(rawValue: UInt32)
}

extension CountedId {
    /// The one with this number.
    public init(_ number: UInt32) {
        self.init(rawValue: number)
    }

    public init(integerLiteral number: UInt32) {
        self.init(rawValue: number)
    }

    public var description: String { String(rawValue) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A day without a time and without a zone, written `YYYY-MM-DD`.
public struct LocalDay: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// The desk refuses a day that no calendar has.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads what the library wrote.
    init(written text: String) {
        let parts = text.split(separator: "-").map { Int($0) ?? 0 }
        self.init(year: parts.first ?? 0, month: parts.dropFirst().first ?? 0, day: parts.dropFirst(2).first ?? 0)
    }

    public var description: String {
        [(year, 4), (month, 2), (day, 2)].map { part, width in
            let digits = String(part)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension Date {
    /// The instant so many milliseconds after 1970 began.
    init(frontdeskMillis millis: Int64) {
        self.init(timeIntervalSince1970: Double(millis) / 1000)
    }

    /// Milliseconds since 1970 began. What no desk can hold becomes the nearest instant that one can.
    var frontdeskMillis: Int64 {
        let millis = (timeIntervalSince1970 * 1000).rounded()
        return millis.isNaN ? 0 : Int64(max(-1e15, min(1e15, millis)))
    }
}
