#!/usr/bin/env bash
# swift-bench.sh [--quick]: builds the library and the bench of calls for release, and measures. Exits with 3 when no Swift can be had.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift.sh"
# With what tests need, as the Swift of the library is the same for all.
"$here/generate.sh" --features testing
(cd "$top" && cargo build --quiet --release --package frontdesk-swift --features testing)
with_library release
"${toolchain[@]}" swift build -c release --package-path "$top/benches/swift/Calls" "${build[@]}" >&2
folder=$package/.build/run
rm -rf "$folder"
mkdir "$folder"
"${toolchain[@]}" sh -c 'cd "$0" && "$@"' "$folder" "$package/.build/release/Calls" "$@"
