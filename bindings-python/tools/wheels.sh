#!/usr/bin/env bash
# Builds what is published on PyPI, and checks it:  tools/wheels.sh linux|macos|windows|source [FOLDER]
#
#   linux      manylinux (glibc 2.17 or later) and musllinux (musl 1.2), x86_64 and aarch64: on any Linux, linked by Zig
#   macos      x86_64 and arm64: on macOS
#   windows    x64 and arm64: on Windows, in Git Bash
#   source     what pip builds where there is no wheel: anywhere
#
# There are two wheels for each of these machines: one for Python 3.10 and all that follow, by the stable interface (`cp310-abi3`); and one
# for the free-threaded Python 3.14 (`cp314-cp314t`), which has no stable interface. PyO3 supports none that is older.
#
# It takes maturin 1.9.4 or later, the targets of Rust that are named below (`rustup target add`), and for Linux `pip install ziglang`.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${2:-../target/python/packages/$1}
case $1 in
  linux) targets="x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu x86_64-unknown-linux-musl aarch64-unknown-linux-musl" ;;
  macos) targets="x86_64-apple-darwin aarch64-apple-darwin" ;;
  windows) targets="x86_64-pc-windows-msvc aarch64-pc-windows-msvc" ;;
  source) targets="" ;;
  *) sed -n 2,7p tools/wheels.sh; exit 2 ;;
esac
rm -rf "$out"

# Nobody needs to know where it was built.
export RUSTFLAGS="--remap-path-prefix=$HOME=home --remap-path-prefix=$(cd .. && pwd)=frontdesk"

for target in $targets; do
  build=(python3 -m maturin build --release --locked --strip --target "$target" --out "$out")
  case $target in
    *-linux-gnu) build+=(--zig --compatibility manylinux2014) ;;
    *-linux-musl) build+=(--zig --compatibility musllinux_1_2) ;;
  esac
  "${build[@]}"
  PYO3_CONFIG_FILE=$PWD/tools/cp314t.cfg "${build[@]}" --interpreter python3.14t
done
[ "$1" != source ] || python3 -m maturin sdist --out "$out"
python3 tools/check_packages.py --released "$out"/*
