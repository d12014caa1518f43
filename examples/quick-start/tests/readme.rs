//! The README shows this program, and prints what it does.

use std::path::Path;
use std::process::Command;

#[test]
fn the_readme_shows_the_program_and_its_output() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(here.join("../../README.md")).unwrap();
    let program = std::fs::read_to_string(here.join("src/main.rs")).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_quick-start")).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let printed = String::from_utf8_lossy(&ran.stdout);
    let (_, shown) = readme.split_once("```rust\n").unwrap();
    let (shown, rest) = shown.split_once("```\n").unwrap();
    assert_eq!(shown, program);
    // One output stands below the programs of all languages.
    let (_, told) = rest.split_once("```text\n").unwrap();
    assert_eq!(told.split_once("```\n").unwrap().0, printed);
    assert!(!rest.contains("```rust\n"), "a block of Rust is not compared with its output");
}
