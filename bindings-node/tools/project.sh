#!/usr/bin/env bash
# Installs the package as users get it into an empty project, target/node/project: there its tests and the example run. It packs what
# `npm run native` and `npm run compile` have built.
set -euo pipefail

cd "$(dirname "$0")/.."
place=$(realpath ..)/target/node
rm -rf "$place"
mkdir -p "$place/native" "$place/project"
cp frontdesk.*.node "$place/native"
tools/packages.sh "$place/native" "$place/packed" "$(rustc -vV | sed -n 's/^host: //p')"

cd "$place/project"
echo '{ "private": true, "type": "module" }' > package.json
# Everything is there: the package, and that of this platform.
npm install --offline --no-audit --no-fund "$place"/packed/*.tgz
