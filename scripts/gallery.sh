#!/usr/bin/env bash
# A contact sheet of a leg: scripts/gallery.sh [MODEL|builtin] [OUT.png]. Six sides, six peel depths, four axial sections, the
# soleus with the attachments from behind, the heel. Without arguments: the built-in leg, and the reference set where
# CRUS_REFERENCE_DIR (default ../shared/reference) holds one, to gallery-builtin.png and gallery-reference.png.
# CRUS names another program than the release build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
crus=${CRUS:-$here/../build/release/crus}
[[ -x $crus ]] || { echo "gallery: no program at $crus; build it with scripts/run.sh --version" >&2; exit 1; }
command -v montage >/dev/null || { echo "gallery: ImageMagick is missing (apt-get install imagemagick)" >&2; exit 1; }

# One picture: NAME, CAPTION, then options of crus render.
shot() {
  local name=$1 caption=$2
  shift 2
  "$crus" render ${model:+"$model"} -o "$folder/$name.png" --size 480x640 --no-credit "$@" || return 1
  tiles+=(-label "$caption" "$folder/$name.png")
}

has() { "$crus" inspect ${model:+"$model"} --json | grep "\"id\": \"$1\"" >/dev/null; }

sheet() {
  model=$1
  local out=$2 n=0 side depth place
  folder=$(mktemp -d)
  tiles=()
  local less=()
  # A whole femur would leave the leg half the picture; the built-in one is short.
  [[ -z $model ]] || { has femur && less=(--hide femur); } || true
  for side in anterior posterior medial lateral superior plantar; do
    shot "side$((n++))" "$side" --view "$side" "${less[@]}"
  done
  for depth in 0 0.2 0.4 0.6 0.8 1; do
    shot "peel$((n++))" "peel $depth" --view posterolateral --peel "$depth" "${less[@]}"
  done
  for place in 0.15 0.4 0.65 0.9; do
    shot "section$((n++))" "axial $place" --view superior --section "axial:$place" --labels "${less[@]}"
  done
  shot soleus "soleus, attachments" --view posterior --highlight soleus --attachments
  shot heel "heel" --view posterolateral --isolate calcaneus,calcaneal-tendon,talus
  # ImageMagick has no fonts of its own.
  local font=$here/../build/share/crus/fonts/Inter-Regular.otf
  montage -font "$font" -pointsize 20 "${tiles[@]}" -tile 6x -geometry 480x640+4+4 "$out"
  rm -r "$folder"
  echo "$out"
}

if (($# > 0)); then
  model_argument=$1
  [[ $model_argument == builtin ]] && model_argument=
  sheet "$model_argument" "${2:-gallery.png}"
  exit
fi
sheet "" gallery-builtin.png
reference=${CRUS_REFERENCE_DIR:-$here/../../shared/reference}/bodyparts3d
if [[ -d $reference ]]; then
  sheet "$reference" gallery-reference.png
fi
