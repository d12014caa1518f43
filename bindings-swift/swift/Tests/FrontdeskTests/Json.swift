import Foundation

/// JSON as scenarios need it.
enum Json: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case fraction(Double)
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
        } else if let number = try? value.decode(Double.self) {
            self = .fraction(number)
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
        case .fraction(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }

    var written: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// A member of an object; nothing when it has no such member.
    subscript(_ member: String) -> Json? { members[member] }

    var members: [String: Json] {
        if case .object(let members) = self { members } else { [:] }
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
    func filled(_ kept: [String: Json]) throws -> Json {
        switch self {
        case .text(let text) where text.hasPrefix("$"):
            guard let value = kept[String(text.dropFirst())] else { throw Failure(what: "nothing was kept as \(text)") }
            return value
        case .list(let list): return .list(try list.map { try $0.filled(kept) })
        case .object(let members): return .object(try members.mapValues { try $0.filled(kept) })
        default: return self
        }
    }

    /// Where this is not as expected: the first place that differs. An object may have more members than are expected of it.
    func difference(from expected: Json, at place: String = "") -> String? {
        switch (expected, self) {
        case (.object(let wanted), .object(let found)):
            wanted.lazy.compactMap { name, value in
                (found[name] ?? .null).difference(from: value, at: "\(place)/\(name)")
            }.first
        case (.list(let wanted), .list(let found)) where wanted.count == found.count:
            zip(wanted, found).enumerated().lazy.compactMap { nth, pair in
                pair.1.difference(from: pair.0, at: "\(place)/\(nth)")
            }.first
        default:
            self == expected ? nil : "at `\(place)`: expected \(expected), found \(self)"
        }
    }
}
