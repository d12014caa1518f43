#!/usr/bin/env bash
# check-library.sh LIBRARY: refuses a shared library that shows SQLite's symbols, shows what only tests may call, or whose pages are not
# aligned to 16 KB. Exits with 3 when there is nothing to look into it with.
set -euo pipefail
library=$1
for tool in nm readelf; do
  command -v "$tool" >/dev/null || {
    echo "check-library: $tool is not installed" >&2
    exit 3
  }
done
shown=$(nm -D --defined-only "$library" | awk '{print $3}')
bad=0
refuse() {
  echo "$library: $1" >&2
  bad=1
}
grep -q '^uniffi_frontdesk' <<<"$shown" || refuse "shows no call of UniFFI"
grep -q '^sqlite3_' <<<"$shown" && refuse "shows sqlite3_*, which may meet another SQLite of the app"
grep -qE 'scenario_|_panic$' <<<"$shown" && refuse "shows what only tests may call"
while read -r align; do
  [ $((align)) -ge 16384 ] || refuse "a segment is aligned to $align, and must be to 0x4000"
done < <(readelf -lW "$library" | awk '$1 == "LOAD" {print $NF}')
exit $bad
