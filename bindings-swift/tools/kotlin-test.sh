#!/usr/bin/env bash
# kotlin-test.sh [ARGS of mvn]: generates, builds and tests the Kotlin package. Exits with 3 when there is no Java or Maven, or Maven cannot
# fetch what it needs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$top/target}
package=$top/bindings-swift/kotlin

missing() {
  echo "kotlin-test: $1" >&2
  exit 3
}
for tool in java mvn; do
  command -v "$tool" >/dev/null || missing "$tool is not installed"
done
"$here/generate.sh" --features testing
rm -rf "$package/target/surefire-reports"
status=0
# Maven resets colors even where it prints none. Tests panic on purpose: a backtrace would tell nothing.
RUST_BACKTRACE=0 mvn -B -q -f "$package/pom.xml" -Dnative.dir="$target/debug" test "$@" >"$target/kotlin-test.log" 2>&1 || status=$?
sed 's/\x1b\[[0-9;]*m//g' "$target/kotlin-test.log"
if [ $status != 0 ] && grep -qE 'Could not transfer artifact|in offline mode' "$target/kotlin-test.log"; then
  missing "Maven cannot fetch what it needs"
fi

# A closing line with the counts: Maven's own is not printed when it is quiet.
counts=$(cat "$package"/target/surefire-reports/*.txt 2>/dev/null | sed -n 's/^Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' |
  awk '{run += $1; bad += $2 + $3} END {print run - bad " passed, " bad + 0 " failed"}')
echo "kotlin: $counts"
exit $status
