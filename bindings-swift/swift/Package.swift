// swift-tools-version:6.0
import PackageDescription

// The library itself is made by cargo. An app on Apple's platforms gets it as an XCFramework (../tools/xcframework.sh). Elsewhere it is a
// shared library that the linker is told about, and so it is on a Mac where FRONTDESK_LIBRARY is set: tests call what no XCFramework has.
#if canImport(Darwin)
    let shared = Context.environment["FRONTDESK_LIBRARY"] != nil
#else
    let shared = true
#endif
let library: Target =
    shared ? .systemLibrary(name: "FrontdeskFFI") : .binaryTarget(name: "FrontdeskFFI", path: "FrontdeskFFI.xcframework")
let linked: [LinkerSetting] = shared ? [.linkedLibrary("frontdesk_ffi")] : []

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
        // Xcode takes the privacy manifest from here: it looks for none beside a static library.
        .target(name: "Frontdesk", dependencies: ["FrontdeskModel"], resources: [.copy("PrivacyInfo.xcprivacy")]),
        // The names of the modules that an app imports beside ours.
        .target(name: "InterfaceStandIn", path: "Tests/InterfaceStandIn"),
        .testTarget(name: "FrontdeskTests", dependencies: ["Frontdesk", "InterfaceStandIn"]),
    ],
    swiftLanguageModes: [.v6]
)
