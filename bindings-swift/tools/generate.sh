#!/usr/bin/env bash
# generate.sh [--kotlin FOLDER] [--features FEATURES]: builds the library unstripped, and writes its Swift and Kotlin into the packages
# beside this folder, or its Kotlin alone into another. The library lies in target/debug afterwards.
#
# What is written is not committed: it follows from the library alone, and whoever compiles the packages has just built that.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$top/target}
cd "$top"
kotlin=bindings-swift/kotlin/src/generated
languages=(--language swift --language kotlin)
if [ "${1:-}" = --kotlin ]; then
  kotlin=$2
  languages=(--language kotlin)
  shift 2
fi

# Two calls: in one, the generator's features of UniFFI would get into the library, which is six times as large then.
cargo build --quiet --package frontdesk-swift "$@"
cargo build --quiet --package frontdesk-bindgen

library=$target/debug/libfrontdesk_ffi.so
[ -e "$library" ] || library=$target/debug/libfrontdesk_ffi.dylib
written=$(mktemp -d)
trap 'rm -rf "$written"' EXIT
"$target/debug/frontdesk-bindgen" generate --no-format --config bindings-swift/bindgen.toml \
  "${languages[@]}" --out-dir "$written" "$library"

# Copies what differs: what is the same keeps its time, and is not compiled again.
place() {
  mkdir -p "$2"
  cmp -s "$1" "$2/$(basename "$1")" || cp "$1" "$2/"
}
find "$written" -name '*.swift' | while read -r file; do place "$file" bindings-swift/swift/Sources/FrontdeskModel/Generated; done
find "$written" -name '*.h' | while read -r file; do place "$file" bindings-swift/swift/Sources/FrontdeskFFI; done
(cd "$written" && find . -name '*.kt') | while read -r file; do
  place "$written/$file" "$kotlin/$(dirname "$file")"
done
