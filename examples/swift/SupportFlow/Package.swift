// swift-tools-version:6.0
import PackageDescription

let package = Package(
    name: "SupportFlow",
    platforms: [.macOS(.v14)],
    dependencies: [.package(path: "../../../bindings-swift/swift")],
    targets: [
        .executableTarget(name: "SupportFlow", dependencies: [.product(name: "Frontdesk", package: "swift")], path: "Sources")
    ],
    swiftLanguageModes: [.v6]
)
