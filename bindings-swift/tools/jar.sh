#!/usr/bin/env bash
# jar.sh PLATFORM=LIBRARY...: makes target/jar with all that Maven Central asks for but signatures: the package with the libraries of the
# machines named, where JNA looks for them, its sources, its guide in place of Javadoc, and its POM.
#
#   jar.sh linux-x86-64=… linux-aarch64=… darwin-x86-64=… darwin-aarch64=… win32-x86-64=…
#
# Each library is built on its machine: cargo build --release --package frontdesk-swift
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$top/target}
out=$target/jar
[ $# -gt 0 ] || {
  sed -n 2,7p "$0" >&2
  exit 2
}
rm -rf "$out"
mkdir -p "$out/natives"
for machine in "$@"; do
  platform=${machine%%=*}
  library=${machine#*=}
  mkdir "$out/natives/$platform"
  # In the names that JNA asks for: lib….so, lib….dylib, ….dll.
  cp "$library" "$out/natives/$platform/"
  [[ $library != *.so ]] || "$here/check-library.sh" "$library"
done

jar=$("$here/kotlin-package.sh" "$out/natives")
name=$(basename "$jar" .jar)
cp "$jar" "$out/"
mkdir "$out/licences"
cp "$top"/LICENSE-* "$out/licences/"
jar --create --file "$out/$name-sources.jar" -C "$top/bindings-swift/kotlin/src/main/kotlin" . -C "$target/kotlin/generated" . \
  -C "$out/licences" .
jar --create --file "$out/$name-javadoc.jar" -C "$top/bindings-swift/kotlin" README.md -C "$out/licences" .
cp "$top/bindings-swift/kotlin/pom.xml" "$out/$name.pom"
rm -r "$out/natives" "$out/licences"
ls "$out"
