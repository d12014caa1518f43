#!/usr/bin/env bash
# kotlin-package.sh NATIVES: packs the Kotlin package without what only tests call, with all that lies in the folder NATIVES, and prints
# where the jar is. Exits with 3 when there is no Java or Maven, or Maven cannot fetch what it needs.
#
# Its Kotlin is generated and built below target/kotlin, apart from that of the tests.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
out=${CARGO_TARGET_DIR:-$top/target}/kotlin
natives=$(cd "$1" && pwd)

missing() {
  echo "kotlin-package: $1" >&2
  exit 3
}
for tool in java jar mvn; do
  command -v "$tool" >/dev/null || missing "$tool is not installed"
done
"$here/generate.sh" --kotlin "$out/generated"
rm -f "$out"/build/*.jar
# Maven leaves there what another run packed.
find "$out" -path '*/classes/*' -name '*frontdesk_ffi.*' -delete
# Tests are not even compiled: they call what is left out.
status=0
mvn -B -q -f "$top/bindings-swift/kotlin/pom.xml" -Dgenerated.dir="$out/generated" -Dbuild.dir="$out/build" -Dnatives.dir="$natives" \
  -Dmaven.test.skip=true package >"$out/package.log" 2>&1 || status=$?
if [ $status != 0 ]; then
  cat "$out/package.log" >&2
  ! grep -qE 'Could not transfer artifact|in offline mode' "$out/package.log" || missing "Maven cannot fetch what it needs"
  exit $status
fi
ls "$out"/build/frontdesk-jvm-*.jar
