#!/usr/bin/env bash
# check-archive.sh ARCHIVE ENTRY...: refuses a jar or AAR that lacks an entry, or has what only tests call.
set -euo pipefail
archive=$1
shift
entries=$(jar --list --file "$archive")
bad=0
refuse() {
  echo "$archive: $1" >&2
  bad=1
}
for entry in "$@"; do
  grep -qxF "$entry" <<<"$entries" || refuse "lacks $entry"
done
grep -q 'Scenario\|Arguments' <<<"$entries" && refuse "has what only tests call"
exit $bad
