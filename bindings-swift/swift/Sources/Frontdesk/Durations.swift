import FrontdeskModel

extension Duration {
    /// In whole milliseconds. What is longer than any is as long as the longest.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, longer) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        if tooLong || longer { return seconds < 0 ? .min : .max }
        return sum
    }
}

extension ManualClock {
    /// Moves the hand forwards.
    public func advance(by duration: Duration) {
        advanceMillis(millis: duration.wholeMilliseconds)
    }
}
