//! What can be checked of the packages for phones where neither Xcode nor the Android NDK is.

use std::fs;
use std::process::Command;

use super::{Fault, run, script};
use crate::check;
use crate::test::Outcome;

/// What the packages for phones must hold, by file.
const HELD: &[(&str, &[&str])] = &[
    (
        "bindings-swift/swift/Sources/Frontdesk/PrivacyInfo.xcprivacy",
        &[
            "NSPrivacyTracking</key>\n  <false/>",
            "NSPrivacyAccessedAPICategoryFileTimestamp",
            "C617.1",
            "NSPrivacyAccessedAPICategoryDiskSpace",
            "E174.1",
        ],
    ),
    ("bindings-swift/swift/Package.swift", &[".copy(\"PrivacyInfo.xcprivacy\")", "FRONTDESK_LIBRARY"]),
    ("bindings-swift/apple/exported.txt", &["_uniffi_frontdesk*", "_ffi_frontdesk*"]),
    (
        "bindings-swift/tools/xcframework.sh",
        &["-exported_symbols_list", "--profile mobile", "aarch64-apple-ios-sim"],
    ),
    (
        "bindings-swift/android/consumer-rules.pro",
        &["-keep class com.sun.jna.**", "-keep class io.frontdesk.model.**"],
    ),
    ("bindings-swift/tools/aar.sh", &["check-library.sh", "proguard.txt", "arm64-v8a", "--profile mobile"]),
    (
        "bindings-swift/tools/jar.sh",
        &["linux-x86-64", "darwin-aarch64", "win32-x86-64", "-sources.jar", "-javadoc.jar"],
    ),
];

/// Builds the library as phones get it and looks into it, and reads the scripts that pack it. It is not optimized as a whole, which takes
/// minutes and makes it smaller, and neither shows nor hides a symbol.
pub fn check() -> Outcome {
    Outcome::from(checked())
}

fn checked() -> Result<String, Fault> {
    let missing = missing();
    if !missing.is_empty() {
        return Err(Fault::Failed(missing.join("\n")));
    }
    if !cfg!(target_os = "linux") {
        return Err(Fault::Missing("the library of phones is looked into on Linux".to_owned()));
    }
    let args = ["build", "--quiet", "--package", "frontdesk-swift", "--profile", "mobile"];
    let quickly = ["--config", "profile.mobile.lto=false", "--config", "profile.mobile.codegen-units=16"];
    run(Command::new("cargo").args(args).args(quickly), &check::top())?;
    let library = "target/mobile/libfrontdesk_ffi.so";
    script("bindings-swift/tools/check-library.sh", &[library], |_| Some(String::new()))
}

fn missing() -> Vec<String> {
    let mut missing = Vec::new();
    for (file, parts) in HELD {
        let text = fs::read_to_string(check::top().join(file)).unwrap_or_default();
        missing.extend(
            parts.iter().filter(|part| !text.contains(**part)).map(|part| format!("{file} lacks `{part}`")),
        );
        if file.ends_with(".sh") && !parses(file) {
            missing.push(format!("{file} is no shell script"));
        }
    }
    missing
}

fn parses(script: &str) -> bool {
    Command::new("bash")
        .args(["-n", script])
        .current_dir(check::top())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_hold_what_they_must() {
        assert_eq!(missing(), Vec::<String>::new());
    }
}
