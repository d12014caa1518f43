#!/usr/bin/env bash
# Makes the npm packages as they are published: one for each platform, and `frontdesk`, which depends on them.
#
#     tools/packages.sh NATIVES OUT [TRIPLE…]
#
# NATIVES holds what `npm run native -- --release --strip` built on each platform: `frontdesk.<platform>.node` for every target that
# package.json lists. With triples named, packages are made for those alone, as one machine can try them. `npm run compile` comes before.
set -euo pipefail

natives=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
shift 2
here=$(realpath "$(dirname "$0")/..")
napi=$here/node_modules/.bin/napi

# Tools write into the manifest that they find: this is not the one of the repository.
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$here"/{package.json,README.md,LICENSE-APACHE,LICENSE-MIT,dist} "$stage"
cd "$stage"
if [ $# -gt 0 ]; then
  npm pkg delete napi.targets
  npm pkg set "${@/#/napi.targets[]=}"
fi

"$napi" create-npm-dirs
# It fails when a native file is missing, or one too many.
"$napi" artifacts --output-dir "$natives"
for folder in npm/*/; do
  cp LICENSE-APACHE LICENSE-MIT "$folder"
  # npm packs a file named LICENSE by itself, and these two when they are listed.
  sed -i.old 's/"files": \[/&"LICENSE-APACHE", "LICENSE-MIT",/' "$folder/package.json"
done
"$napi" pre-publish --skip-optional-publish --no-gh-release
npm pack --silent --pack-destination "$out" ./npm/*/ .
