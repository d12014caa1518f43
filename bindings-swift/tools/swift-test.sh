#!/usr/bin/env bash
# swift-test.sh [ARGS of swift test]: generates, builds and tests the Swift package. Exits with 3 when no Swift can be had.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift.sh"
"$here/generate.sh" --features testing
with_library debug
"${toolchain[@]}" swift test --package-path "$package" "${build[@]}" "$@"
