#!/usr/bin/env bash
# A Swift toolchain where none is installed: Debian's package of it, unpacked into a cache folder outside the clone and run there.
# Nothing is installed on the machine.
#
#   swift-toolchain.sh install             fetches it unless it is there (about 550 MB down, 1.3 GB on disk)
#   swift-toolchain.sh run FOLDER CMD...   runs CMD (swift, swiftc, …) in it, with FOLDER at its own place
#
# Needs root, apt-get, dpkg-deb, tar and unshare. SWIFT_LD_LIBRARY_PATH and variables that begin with FRONTDESK_ are passed on.
set -euo pipefail
suite=trixie
packages=(swiftlang libc6-dev libstdc++-14-dev dash coreutils)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/frontdesk/swift
root=$cache/root
stamp="$suite ${packages[*]} layout-2"

# Large parts that building and testing a package does not need.
left_out=(
  './usr/libexec/swift/bin/lldb*' './usr/libexec/swift/lib/liblldb*' './usr/libexec/swift/bin/clangd'
  './usr/libexec/swift/bin/sourcekit-lsp' './usr/libexec/swift/bin/docc' './usr/libexec/swift/bin/repl_swift'
  './usr/libexec/swift/bin/swift-format' './usr/libexec/swift/lib/libsourcekitdInProc.so'
  './usr/libexec/swift/lib/swift/embedded' './usr/libexec/swift/lib/swift_static'
  './usr/libexec/swift/lib/swift/FrameworkABIBaseline' './usr/libexec/swift/lib/libLTO*'
  './usr/share/doc' './usr/share/man' './usr/share/locale' './usr/share/info'
)

fail() {
  echo "swift-toolchain: $1" >&2
  exit 1
}

is_there() {
  [ "$(cat "$cache/stamp" 2>/dev/null)" = "$stamp" ]
}

# An apt of its own: another suite than the machine's, from the mirror that the machine is set up with.
own_apt() {
  local apt=$1 mirror
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -v security | head -1)
  [ -n "$mirror" ] || fail "apt knows no mirror"
  mkdir -p "$apt"/{lists/partial,cache/archives/partial,etc/parts,etc/preferences.d,state}
  : >"$apt/state/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/etc/sources.list"
  cat >"$apt/apt.conf" <<CONF
Dir::State "$apt/state"; Dir::State::status "$apt/state/status"; Dir::State::lists "$apt/lists"; Dir::Cache "$apt/cache";
Dir::Etc "$apt/etc"; Dir::Etc::sourcelist "$apt/etc/sources.list"; Dir::Etc::sourceparts "$apt/etc/parts"; Dir::Etc::parts "$apt/etc/parts";
APT::Install-Recommends "false"; APT::Sandbox::User "root"; Acquire::Languages "none"; Acquire::Retries "3";
CONF
}

install_() {
  is_there && return 0
  for tool in apt-get dpkg-deb unshare; do command -v "$tool" >/dev/null || fail "$tool is not there"; done
  [ "$(id -u)" = 0 ] || fail "needs root"
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  is_there && return 0
  local apt=$cache/apt exclude=() folder deb part
  rm -rf "$root" "$apt"
  mkdir -p "$root"
  own_apt "$apt"
  APT_CONFIG=$apt/apt.conf apt-get -qq update || fail "the package lists cannot be fetched"
  APT_CONFIG=$apt/apt.conf apt-get -qq -y --download-only install "${packages[@]}" >/dev/null || fail "it cannot be fetched"
  for part in "${left_out[@]}"; do exclude+=(--exclude="$part"); done
  for deb in "$apt"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink "${exclude[@]}"
    rm -f "$deb"
  done
  for folder in bin sbin lib lib64; do # the links that the base system would have
    [ -L "$root/$folder" ] && continue
    if [ -d "$root/$folder" ]; then
      cp -a "$root/$folder/." "$root/usr/$folder/"
      rm -rf "${root:?}/$folder"
    fi
    ln -s "usr/$folder" "$root/$folder"
  done
  mkdir -p "$root"/{proc,dev,tmp,root}
  rm -rf "$apt"
  run_ "$root/tmp" swiftc --version >&2 || fail "it does not run"
  echo "$stamp" >"$cache/stamp"
}

run_() {
  local folder passed=() name
  folder=$(cd "$1" && pwd -P)
  shift
  mkdir -p "$root$folder"
  for name in $(compgen -e | grep '^FRONTDESK_' || true); do passed+=("$name=${!name}"); done
  root=$root folder=$folder unshare --mount --propagation private bash -euc '
    mount --bind "$folder" "$root$folder"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec env -i /usr/sbin/chroot "$root" "$@"' _ /usr/bin/env HOME=/tmp PATH=/usr/libexec/swift/bin:/usr/bin:/bin LANG=C.UTF-8 \
    LD_LIBRARY_PATH="${SWIFT_LD_LIBRARY_PATH:-}" ${CI:+CI=$CI} "${passed[@]}" "$@"
}

case ${1:-} in
  install) install_ ;;
  run)
    shift
    install_
    run_ "$@"
    ;;
  *)
    sed -n 2,9p "$0"
    exit 2
    ;;
esac
