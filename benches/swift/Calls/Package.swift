// swift-tools-version:6.0
import PackageDescription

let package = Package(
    name: "Calls",
    platforms: [.macOS(.v14)],
    dependencies: [.package(path: "../../../bindings-swift/swift")],
    targets: [
        .executableTarget(name: "Calls", dependencies: [.product(name: "Frontdesk", package: "swift")], path: "Sources")
    ],
    swiftLanguageModes: [.v6]
)
