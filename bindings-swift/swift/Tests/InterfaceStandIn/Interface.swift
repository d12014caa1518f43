// Names that an app gets from SwiftUI, Combine, CryptoKit and the C library of Apple's systems, which there are not everywhere: an app
// imports them beside Frontdesk, and a type of ours that is called the same would be ambiguous in all of its code.

public protocol View {
    associatedtype Body: View
    var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError("nothing is shown") }
}

public struct Text: View {
    public let shown: String

    public init(_ shown: String) {
        self.shown = shown
    }

    public var body: Never { fatalError("a text is shown as it is") }
}

public enum Visibility: Sendable {
    case automatic, visible, hidden
}

public protocol Subject: AnyObject {}

public protocol Digest {}

public typealias Handle = UnsafeMutablePointer<UnsafeMutablePointer<CChar>>
public typealias Size = Int
