#!/usr/bin/env bash
# A contact sheet of the pain patterns: scripts/pain_gallery.sh [MODEL|builtin] [OUT.png]. Every soleus pattern in the three
# styles, the commonest one through a heel raise, the layers with their warnings, patterns that reach beyond the leg, and all
# colour maps. CRUS names another program than the release build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
crus=${CRUS:-$here/../build/release/crus}
[[ -x $crus ]] || { echo "gallery: no program at $crus; build it with scripts/run.sh --version" >&2; exit 1; }
command -v montage >/dev/null || { echo "gallery: ImageMagick is missing (apt-get install imagemagick)" >&2; exit 1; }

model=${1:-builtin}
[[ $model == builtin ]] && model=
out=${2:-pain-gallery.png}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
tiles=()
# One picture: NAME, CAPTION, then options of crus render.
shot() {
  local name=$1 caption=$2
  shift 2
  "$crus" render ${model:+"$model"} -o "$folder/$name.png" --size 640x640 --no-credit "$@"
  tiles+=(-label "$caption" "$folder/$name.png")
}

for pattern in soleus-1 soleus-2 soleus-3 soleus-4; do
  for style in heat chart contour; do
    shot "$pattern-$style" "$pattern, $style" --overlay "$pattern" --style "$style" --view 165,2
  done
done
for angle in -15 0 20 40; do
  shot "raise$angle" "soleus-1 at $angle degrees" --overlay soleus-1 --style chart --view posterolateral \
    --plantarflexion "$angle" --floor
done
for map in cividis viridis inferno magma; do
  shot "$map" "$map" --overlay soleus-2 --map "$map" --view posterior
done
shot swelling "swelling" --overlay swelling-ankle-foot --view posterolateral
shot several "four at once" --overlay soleus-1,soleus-2,tibialis-anterior-1,fibularis-longus-1 --view lateral
shot beyond "beyond the leg" --overlay piriformis-1,gluteus-minimus-1 --view posterior
shot all "all of the soleus and more" --overlay soleus,gastrocnemius-medial,popliteus --view posterior
font=$here/../build/share/crus/fonts/Inter-Regular.otf
montage -font "$font" -pointsize 20 "${tiles[@]}" -tile 6x -geometry 640x640+4+4 "$out"
echo "$out"
