#!/usr/bin/env bash
# kotlin-packages-test.sh PROGRAM PRINTED: packs the jar with the library of this machine and the AAR without libraries, and runs a
# program of the tests on the jar alone, in an empty folder: what it prints must be what is in PRINTED. To be run behind
# kotlin-test.sh, which compiles the program. Exits with 3 when a tool that it takes cannot be had.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$top/target}
program=$1
printed=$2

case $(uname -s) in
  Linux) system=linux library=libfrontdesk_ffi.so ;;
  Darwin) system=darwin library=libfrontdesk_ffi.dylib ;;
  *)
    echo "kotlin-packages-test: JNA's name for $(uname -s) is not known" >&2
    exit 3
    ;;
esac
case $(uname -m) in
  x86_64) processor=x86-64 ;;
  arm64 | aarch64) processor=aarch64 ;;
  *) processor=$(uname -m) ;;
esac

# It builds the library without what tests call, which the jar is to have.
"$here/aar.sh" --without-libraries
"$here/jar.sh" "$system-$processor=$target/debug/$library"
jar=$(ls "$target"/jar/frontdesk-jvm-*[0-9].jar)
"$here/check-archive.sh" "$jar" "$system-$processor/$library" META-INF/LICENSE-MIT META-INF/LICENSE-APACHE io/frontdesk/Desk.class
"$here/check-archive.sh" "${jar%.jar}-sources.jar" io/frontdesk/Frontdesk.kt io/frontdesk/model/frontdesk_model.kt LICENSE-MIT
"$here/check-archive.sh" "${jar%.jar}-javadoc.jar" README.md LICENSE-MIT

# The jars that the package depends on.
mvn -B -q -f "$top/bindings-swift/kotlin/pom.xml" dependency:build-classpath -DincludeScope=runtime \
  -Dmdep.outputFile="$target/jar/classpath" >"$target/jar/classpath.log" 2>&1 || {
  cat "$target/jar/classpath.log" >&2
  echo "kotlin-packages-test: Maven cannot tell what the package depends on" >&2
  exit 1
}
folder=$target/jar/run
mkdir "$folder"
(cd "$folder" && java -cp "$jar:$(cat "$target/jar/classpath"):$top/bindings-swift/kotlin/target/test-classes" "$program.ProgramKt") |
  diff -u --label "$program: what it is to print" --label "what it prints" "$printed" -
echo "kotlin packages: a jar of $(($(wc -c <"$jar") / 1024)) KB, an AAR"
