import Foundation

/// JSON as scenarios need it.
enum Json: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case list([Json])
    case object([String: Json])

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Json.self, from: Data(text.utf8))
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let yes = try? value.decode(Bool.self) {
            self = .bool(yes)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Json].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Json].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let yes): try value.encode(yes)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }

    var written: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    subscript(_ member: String) -> Json {
        if case .object(let members) = self { members[member] ?? .null } else { .null }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var number: Int64? {
        if case .number(let number) = self { number } else { nil }
    }

    var list: [Json] {
        if case .list(let list) = self { list } else { [] }
    }

    /// What a JSON Pointer points to.
    func at(_ pointer: String) -> Json? {
        pointer.split(separator: "/").reduce(Optional(self)) { value, step in
            let step = step.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
            switch value {
            case .object(let members): return members[step]
            case .list(let list): return Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
            default: return nil
            }
        }
    }

    /// With what was kept in the place of texts such as `$ticket`.
    func filled(_ kept: [String: Json]) -> Json {
        switch self {
        case .text(let text) where text.hasPrefix("$"): kept[String(text.dropFirst())] ?? self
        case .list(let list): .list(list.map { $0.filled(kept) })
        case .object(let members): .object(members.mapValues { $0.filled(kept) })
        default: self
        }
    }

    /// Whether this is all that is expected: objects may hold more.
    func holds(_ expected: Json) -> Bool {
        switch (self, expected) {
        case (.object(let members), .object(let wanted)):
            wanted.allSatisfy { name, value in members[name]?.holds(value) ?? false }
        case (.list(let list), .list(let wanted)):
            list.count == wanted.count && zip(list, wanted).allSatisfy { $0.holds($1) }
        default: self == expected
        }
    }
}
