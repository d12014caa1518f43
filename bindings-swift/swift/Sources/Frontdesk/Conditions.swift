import FrontdeskModel

// A tree of conditions is kept as the list of its nodes, each before those below it. So it crosses to the engine, is compared and is let go
// of without recursion, however deep it is: a hostile one is refused, and overflows no stack.

extension ConditionTree {
    /// One comparison of a field: `.leaf("status", "is", "new")`.
    public static func leaf(_ field: String, _ op: String, _ value: Value = nil) -> ConditionTree {
        ConditionTree(steps: [.leaf(leaf: Leaf(field: field, op: op, value: value))])
    }

    /// The opposite of a condition.
    public static func not(_ condition: ConditionTree) -> ConditionTree {
        ConditionTree(steps: [.not] + condition.steps)
    }

    /// Holds when every one of `all` holds and one of `any`, or `any` is empty.
    public static func group(all: [ConditionTree] = [], any: [ConditionTree] = []) -> ConditionTree {
        let head = ConditionStep.group(all: UInt32(clamping: all.count), any: UInt32(clamping: any.count))
        return ConditionTree(steps: [head] + (all + any).flatMap(\.steps))
    }

    /// Holds when all of these hold.
    public static func all(_ conditions: [ConditionTree]) -> ConditionTree { .group(all: conditions) }

    /// Holds when one of these holds.
    public static func any(_ conditions: [ConditionTree]) -> ConditionTree { .group(any: conditions) }

    /// Always holds.
    public static var always: ConditionTree { .group() }

    /// What stands at the top of the tree.
    public enum Top: Hashable, Sendable {
        case leaf(Leaf)
        case not(ConditionTree)
        case group(all: [ConditionTree], any: [ConditionTree])
    }

    /// What stands at the top; nothing when the steps are no tree.
    public var top: Top? {
        switch steps.first {
        case .leaf(let leaf): return .leaf(leaf)
        case .not: return parts(1).map { .not($0[0]) }
        case .group(let all, let any):
            return parts(Int(all) + Int(any)).map { parts in
                .group(all: Array(parts.prefix(Int(all))), any: Array(parts.dropFirst(Int(all))))
            }
        case nil: return nil
        }
    }

    /// The trees directly below the top.
    private func parts(_ count: Int) -> [ConditionTree]? {
        var parts: [ConditionTree] = []
        var start = 1
        while parts.count < count {
            var (end, open) = (start, 1)
            while open > 0 {
                guard end < steps.count else { return nil }
                switch steps[end] {
                case .leaf: open -= 1
                case .not: break
                case .group(let all, let any): open += Int(all) + Int(any) - 1
                }
                end += 1
            }
            parts.append(ConditionTree(steps: Array(steps[start..<end])))
            start = end
        }
        return parts
    }
}
