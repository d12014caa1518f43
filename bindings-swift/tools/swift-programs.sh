#!/usr/bin/env bash
# swift-programs.sh PACKAGE [NAME PRINTED]...: builds a package, and runs programs of it, each in an empty folder; what one prints must be
# what is in the file PRINTED. To be run behind swift-test.sh, which makes the library. Exits with 3 when no Swift can be had.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift.sh"
with_library debug
programs=$(cd "$1" && pwd)
shift
"${toolchain[@]}" swift build --package-path "$programs" "${build[@]}" >&2

count=0
bad=0
while [ $# -gt 0 ]; do
  folder=$package/.build/run
  rm -rf "$folder"
  mkdir "$folder"
  "${toolchain[@]}" sh -c 'cd "$0" && "$1"' "$folder" "$package/.build/debug/$1" |
    diff -u --label "$1: what it is to print" --label "what it prints" "$2" - || bad=1
  count=$((count + 1))
  shift 2
done
echo "programs: $count"
exit $bad
