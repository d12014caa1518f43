#!/usr/bin/env bash
# aar.sh [--without-libraries]: makes target/android/frontdesk-android.aar. Needs the Android NDK (ANDROID_NDK_HOME), cargo-ndk and rustup
# with the targets below; without libraries only what kotlin-package.sh needs, and what is made then shows that all the rest is in place.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
cd "$top"
out=$top/target/android
rm -rf "$out"
mkdir -p "$out/aar/jni" "$out/no-natives"
held=(AndroidManifest.xml classes.jar proguard.txt META-INF/LICENSE-APACHE META-INF/LICENSE-MIT)

# An app takes the libraries from the AAR's own folder.
cp "$("$here/kotlin-package.sh" "$out/no-natives")" "$out/aar/classes.jar"
if grep -q 'frontdesk_ffi\.' <<<"$(jar --list --file "$out/aar/classes.jar")"; then
  echo "aar: a library is among the classes" >&2
  exit 1
fi
cp bindings-swift/android/AndroidManifest.xml "$out/aar/"
cp bindings-swift/android/consumer-rules.pro "$out/aar/proguard.txt"
mkdir "$out/aar/META-INF"
cp LICENSE-* "$out/aar/META-INF/"

if [ "${1:-}" != --without-libraries ]; then
  # build.rs asks the linker for pages of 16 KB.
  cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --output-dir "$out/aar/jni" \
    build --package frontdesk-swift --profile mobile
  for abi in arm64-v8a armeabi-v7a x86_64; do
    library=$out/aar/jni/$abi/libfrontdesk_ffi.so
    "$here/check-library.sh" "$library"
    "$ANDROID_NDK_HOME"/toolchains/llvm/prebuilt/*/bin/llvm-strip --strip-unneeded "$library"
    held+=("jni/$abi/libfrontdesk_ffi.so")
  done
fi

jar --create --no-manifest --file "$out/frontdesk-android.aar" -C "$out/aar" .
"$here/check-archive.sh" "$out/frontdesk-android.aar" "${held[@]}"
"$here/check-archive.sh" "$out/aar/classes.jar" io/frontdesk/Desk.class io/frontdesk/model/Ticket.class io/frontdesk/blocking/BlockingHandle.class
echo "$out/frontdesk-android.aar: depend on net.java.dev.jna:jna:5.17.0@aar beside it"
