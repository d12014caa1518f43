//! Android refuses libraries whose pages are not aligned to 16 KB.

#[allow(clippy::disallowed_methods, reason = "cargo tells a build script by its environment")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if matches!(target.as_str(), "android" | "linux") {
        println!("cargo::rustc-link-arg-cdylib=-Wl,-z,max-page-size=16384");
    }
}
