#!/usr/bin/env bash
# swift-test.sh [ARGS of swift test]: generates, builds and tests the Swift package, with the installed Swift or, on Linux without one, with
# the one of swift-toolchain.sh. Exits with 3 when no Swift can be had.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
package=$top/bindings-swift/swift
target=${CARGO_TARGET_DIR:-$top/target}

if command -v swift >/dev/null; then
  swift=(swift)
else
  "$here/swift-toolchain.sh" install || exit 3
  swift=("$here/swift-toolchain.sh" run "$top" swift)
fi
"$here/generate.sh" --features testing

# Beside the package, where the toolchain's own folder tree shows it too.
library=$package/.build/library
mkdir -p "$library"
cp "$target/debug/libfrontdesk_ffi".* "$library/"
export LD_LIBRARY_PATH=$library SWIFT_LD_LIBRARY_PATH=$library
"${swift[@]}" test --package-path "$package" -Xlinker "-L$library" "$@"
