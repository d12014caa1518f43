#!/usr/bin/env bash
# Sourced by the scripts that build Swift: `toolchain` runs a command of it, the installed one or, on Linux without one, that of
# swift-toolchain.sh; `build` are the arguments of every build. Ends the script with 3 when no Swift can be had.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
package=$top/bindings-swift/swift
target=${CARGO_TARGET_DIR:-$top/target}

if command -v swift >/dev/null; then
  toolchain=(env)
else
  "$here/swift-toolchain.sh" install || exit 3
  toolchain=("$here/swift-toolchain.sh" run "$top")
fi

# with_library PROFILE: takes the library that was built, from beside the package, where the toolchain's own folder tree shows it too. The
# package links it on a Mac also, where apps get the XCFramework.
#
# All packages are built in one place, so that the types are compiled once; a kept manifest would be that of the package before.
with_library() {
  local library=$package/.build/library/$1 kind
  mkdir -p "$library"
  for kind in so dylib; do
    [ ! -e "$target/$1/libfrontdesk_ffi.$kind" ] || cp "$target/$1/libfrontdesk_ffi.$kind" "$library/"
  done
  export FRONTDESK_LIBRARY=$library LD_LIBRARY_PATH=$library SWIFT_LD_LIBRARY_PATH=$library
  build=(--scratch-path "$package/.build" --disable-build-manifest-caching -Xlinker "-L$library")
}
