#!/usr/bin/env bash
# Installs what scripts/packages.txt lists and this machine lacks. Sourced or run by run.sh and test.sh.
# Usage: setup.sh build|test   (test includes build)
set -euo pipefail

scripts_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Names of the packages of a section and those before it.
wanted_packages() {
  awk -v upto="$1" '
    /^# \[build\]/ { on = 1; next }
    /^# \[test\]/  { on = (upto == "test"); next }
    /^#/ || NF == 0 { next }
    on { print $1 }' "$scripts_dir/packages.txt"
}

missing_packages() {
  local package
  for package in $(wanted_packages "$1"); do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      printf '%s\n' "$package"
    fi
  done
}

install_missing() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This system has no apt-get. Install by hand what scripts/packages.txt lists, then build with" >&2
    echo "  cmake --preset release && cmake --build --preset release" >&2
    return 1
  fi
  local missing as_root=()
  missing=$(missing_packages "$1")
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing and neither root nor sudo is at hand:" >&2
      echo "  apt-get install" $missing >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing:" $missing >&2
  "${as_root[@]}" apt-get update -qq
  # shellcheck disable=SC2086  # one word per package is what is wanted
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

# Configures a preset only when it never was; ninja itself sees changed CMake files.
configure_preset() {
  [ -f "$scripts_dir/../build/$1/build.ninja" ] || (cd "$scripts_dir/.." && cmake --preset "$1")
}

build_preset() {
  configure_preset "$1"
  (cd "$scripts_dir/.." && cmake --build --preset "$1")
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  install_missing "${1:-build}"
fi
