#!/usr/bin/env bash
# Builds Crus if needed and runs it with the given arguments. From a fresh Debian 12 machine this is the only step.
# Without a display and without a command it renders crus.png into the current folder and says so.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_missing build >&2
build_preset release >&2

crus=$scripts_dir/../build/release/crus
exec "$crus" --without-display crus.png "$@"
