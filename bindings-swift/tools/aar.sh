#!/usr/bin/env bash
# aar.sh: makes target/android/frontdesk-android.aar. Needs the Android NDK (ANDROID_NDK_HOME), cargo-ndk and rustup with the targets below,
# and the Kotlin classes of `tools/kotlin-test.sh`. `cargo xtask test --only mobile` checks on any machine what can be checked without them.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
out=$top/target/android
rm -rf "$out"
mkdir -p "$out/aar/jni"

bindings-swift/tools/generate.sh
# build.rs asks the linker for pages of 16 KB.
cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --output-dir "$out/aar/jni" \
  build --package frontdesk-swift --profile mobile
for library in "$out"/aar/jni/*/libfrontdesk_ffi.so; do
  bindings-swift/tools/check-library.sh "$library"
  "$ANDROID_NDK_HOME"/toolchains/llvm/prebuilt/*/bin/llvm-strip --strip-unneeded "$library"
done

mvn -B -q -f bindings-swift/kotlin/pom.xml -DskipTests package
cp bindings-swift/kotlin/target/frontdesk-jvm-*.jar "$out/aar/classes.jar"
cp bindings-swift/android/AndroidManifest.xml "$out/aar/"
cp bindings-swift/android/consumer-rules.pro "$out/aar/proguard.txt"
(cd "$out/aar" && zip -qr ../frontdesk-android.aar .)
echo "$out/frontdesk-android.aar: depend on net.java.dev.jna:jna:5.17.0@aar beside it"
