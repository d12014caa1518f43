// swift-tools-version:6.0
import PackageDescription

// The library itself is made by cargo. On Apple's platforms it comes as an XCFramework (../tools/xcframework.sh), elsewhere as a shared
// library that the linker is told about (../tools/swift-test.sh).
#if canImport(Darwin)
    let library: Target = .binaryTarget(name: "FrontdeskFFI", path: "FrontdeskFFI.xcframework")
    let linked: [LinkerSetting] = []
#else
    let library: Target = .systemLibrary(name: "FrontdeskFFI")
    let linked: [LinkerSetting] = [.linkedLibrary("frontdesk_ffi")]
#endif

let package = Package(
    name: "Frontdesk",
    platforms: [.macOS(.v14), .iOS(.v17)],
    products: [.library(name: "Frontdesk", targets: ["Frontdesk"])],
    targets: [
        library,
        // What UniFFI writes does not build in Swift 6 mode yet; what we write does.
        .target(
            name: "FrontdeskModel", dependencies: ["FrontdeskFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)], linkerSettings: linked),
        .target(name: "Frontdesk", dependencies: ["FrontdeskModel"]),
        // The names of the modules that an app imports beside ours.
        .target(name: "InterfaceStandIn", path: "Tests/InterfaceStandIn"),
        .testTarget(name: "FrontdeskTests", dependencies: ["Frontdesk", "InterfaceStandIn"]),
    ],
    swiftLanguageModes: [.v6]
)
