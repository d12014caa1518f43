// Measures work in rounds, and tells what came out as the benches in Rust do.

/// How much is measured.
struct Size {
    let rounds: Int
    /// Pieces of work in a round.
    let units: Int
}

/// How long a unit of work took in each round, in nanoseconds.
struct Times: CustomStringConvertible {
    private var rounds: [Double] = []

    /// Runs the rounds of a piece of work; the first only warms up.
    init(_ size: Size, _ work: () async throws -> Void) async rethrows {
        for round in 0...size.rounds {
            let took = try await ContinuousClock().measure {
                for _ in 0..<size.units { try await work() }
            }
            let nanos = Double(took.components.seconds) * 1e9 + Double(took.components.attoseconds) / 1e9
            if round > 0 { rounds.append(nanos / Double(size.units)) }
        }
    }

    /// The median, and the least.
    var description: String {
        let sorted = rounds.sorted()
        return "\(time(sorted[sorted.count / 2])) (\(time(sorted[0])))"
    }
}

/// A line of the table, for something without a peer and without a figure to reach.
func row(_ what: String, _ times: Times) -> String {
    "| \(what) | \(times) |  |  |  |  |"
}

/// Nanoseconds, for people.
private func time(_ nanos: Double) -> String {
    switch nanos {
    case ..<1e3: "\(Int(nanos.rounded())) ns"
    case ..<1e6: "\((nanos / 1e2).rounded() / 10) µs"
    default: "\((nanos / 1e5).rounded() / 10) ms"
    }
}
