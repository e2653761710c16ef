#!/usr/bin/env bash
# Everything that must hold: builds the dev and asan presets and runs all tests under both. Arguments go to ctest
# (scripts/test.sh -R atlas). Ends with the summaries and the number of skipped real-input tests.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set +e  # a failing test run is counted, not the end

install_missing test || exit 1
cd "$scripts_dir/.." || exit 1

# Tests must neither read nor leave anything in the user's own folders.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
own_folders=(XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state")
if [ -z "${CRUS_REFERENCE_DIR:-}" ] && [ -d ../shared/reference ]; then
  CRUS_REFERENCE_DIR=$(cd ../shared/reference && pwd)
  export CRUS_REFERENCE_DIR
fi

failed=0
summaries=()
failures=$home/failures.log
: > "$failures"
for preset in dev asan; do
  if ! build_preset "$preset"; then
    echo "The $preset preset does not build." >&2
    exit 1
  fi
  log=$home/$preset.log
  : > "$home/$preset.skipped"
  env "${own_folders[@]}" CRUS_SKIP_LOG="$home/$preset.skipped" ctest --preset "$preset" -j "$(nproc)" "$@" 2>&1 | tee "$log" | grep -vE '^ *Start +[0-9]+:'
  if [ "${PIPESTATUS[0]}" -ne 0 ]; then
    failed=1
    # Again at the end, where a log that keeps only its last lines still has it.
    awk -v preset="$preset" '/^ *[0-9]+\/[0-9]+ Test +#/ { shown = /\*\*\*/ ? 60 : 0; if (shown) print preset ":" }
      shown-- > 0' "$log" >> "$failures"
  fi
  skipped=$(wc -l < "$home/$preset.skipped")
  summaries+=("$preset: $(grep -E 'tests passed' "$log" | tail -n 1)")
  summaries+=("$preset: real-input tests skipped: $skipped")
done

echo
cat "$failures"
printf '%s\n' "${summaries[@]}"
exit "$failed"
