#!/usr/bin/env bash
# xcframework.sh: makes swift/FrontdeskFFI.xcframework for iOS, its simulator and macOS. Needs a Mac with Xcode, and rustup with the targets
# below. `cargo xtask test --only mobile` checks on any machine what can be checked without one.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
out=$top/target/apple
headers=$out/headers
framework=$top/bindings-swift/swift/FrontdeskFFI.xcframework
rm -rf "$out" "$framework"
mkdir -p "$headers"

bindings-swift/tools/generate.sh
cp bindings-swift/swift/Sources/FrontdeskFFI/*.h bindings-swift/swift/Sources/FrontdeskFFI/module.modulemap "$headers/"
grep -v '^#' bindings-swift/apple/exported.txt >"$out/exported.txt"

# One library of a target whose symbols are hidden but for what exported.txt lists: sqlite3_* above all.
slice() {
  local target=$1 sdk=$2 arch=$3
  cargo build --package frontdesk-swift --profile mobile --target "$target"
  local made=$out/$target
  mkdir -p "$made"
  xcrun --sdk "$sdk" ld -r -arch "$arch" -all_load "target/$target/mobile/libfrontdesk_ffi.a" \
    -exported_symbols_list "$out/exported.txt" -o "$made/frontdesk.o"
  xcrun --sdk "$sdk" libtool -static -o "$made/libfrontdesk_ffi.a" "$made/frontdesk.o"
  local shown
  shown=$(xcrun nm -gU "$made/libfrontdesk_ffi.a")
  if grep -q ' _sqlite3_' <<<"$shown"; then
    echo "xcframework: sqlite3_* shows in $target" >&2
    exit 1
  fi
}

# Libraries for one platform, of several processors, in one.
fat() {
  local name=$1
  shift
  mkdir -p "$out/$name"
  xcrun lipo -create "$@" -output "$out/$name/libfrontdesk_ffi.a"
}

slice aarch64-apple-ios iphoneos arm64
slice aarch64-apple-ios-sim iphonesimulator arm64
slice x86_64-apple-ios iphonesimulator x86_64
slice aarch64-apple-darwin macosx arm64
slice x86_64-apple-darwin macosx x86_64
fat simulator "$out"/{aarch64-apple-ios-sim,x86_64-apple-ios}/libfrontdesk_ffi.a
fat mac "$out"/{aarch64-apple-darwin,x86_64-apple-darwin}/libfrontdesk_ffi.a

xcodebuild -create-xcframework \
  -library "$out/aarch64-apple-ios/libfrontdesk_ffi.a" -headers "$headers" \
  -library "$out/simulator/libfrontdesk_ffi.a" -headers "$headers" \
  -library "$out/mac/libfrontdesk_ffi.a" -headers "$headers" \
  -output "$framework"
(cd "$(dirname "$framework")" && zip -qr "$out/FrontdeskFFI.xcframework.zip" FrontdeskFFI.xcframework)
swift package compute-checksum "$out/FrontdeskFFI.xcframework.zip"
