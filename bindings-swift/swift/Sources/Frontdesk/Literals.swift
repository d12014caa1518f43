import Foundation
import FrontdeskModel

// `FieldEdit(field: "priority", to: "high")`: a value is written as what it is.

extension Operand: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int64) { self = .integer(number) }
    public init(booleanLiteral yes: Bool) { self = .bool(yes) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral values: Single...) { self = .several(values) }

    /// The value that names something by its id.
    public init(_ id: some WrittenId) { self = .text(id.rawValue) }
}

extension Single: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int64) { self = .integer(number) }
    public init(booleanLiteral yes: Bool) { self = .bool(yes) }
    public init(nilLiteral: ()) { self = .null }

    /// The value that names something by its id.
    public init(_ id: some WrittenId) { self = .text(id.rawValue) }
}

extension Comment: Identifiable {
    /// What it says, whoever may read it.
    public var body: CommentBody {
        switch self {
        case .public(let comment): comment.body
        case .internal(let note): note.body
        }
    }

    public var id: CommentId { body.id }
}
