#!/bin/bash
# Steps of a session by mouse and keyboard, under the display it is started on. Usage: window_steps.sh CRUS
# Leaves a picture of the whole window after each step in the current folder, for window_test.cpp to compare by regions.
set -u
crus=$1
tries=150

"$crus" 2>crus.err &
crus_pid=$!
trap 'kill "$crus_pid" 2>/dev/null' EXIT

window=""
for _ in $(seq $tries); do
  window=$(xdotool search --name '^Crus: ' 2>/dev/null | head -n 1) && [ -n "$window" ] && break
  sleep 0.1
done
[ -n "$window" ] || { echo "no window" >&2; cat crus.err >&2; exit 1; }

# The window once it has come to rest: twice in a row no processor time since the look before, asleep, and the same picture.
ticks() { awk '{print $3, $14 + $15}' "/proc/$crus_pid/stat"; }
shot() {
  local calm=0 before after
  sleep 0.3
  for _ in $(seq 200); do
    before=$(ticks)
    sleep 0.3
    after=$(ticks)
    [ "$before" = "$after" ] && [ "${after%% *}" = S ] && calm=$((calm + 1)) || calm=0
    [ "$calm" -ge 2 ] && import -window root "$1" && return 0
  done
  echo "$1 never came to rest" >&2
}
# Where the pointer is over nothing.
aside() { xdotool mousemove "$ASIDE_X" "$ASIDE_Y"; }
click() {
  xdotool mousemove "$1" "$2" sleep 0.15 mousedown 1 sleep 0.15 mouseup 1
}

aside
shot rest.png
xdotool mousemove 640 300 mousedown 1 mousemove 660 300 mousemove 740 320 mouseup 1
aside
shot orbit.png
xdotool mousemove "$MIDDLE_X" "$MIDDLE_Y" click 4 sleep 0.1 click 4 sleep 0.1 click 4
aside
shot zoom.png
xdotool key Home
shot home.png
xdotool key 1 sleep 0.3
shot anterior.png
click "$LATERAL_X" "$LATERAL_Y"
aside
shot gizmo.png
xdotool key Home sleep 0.3 key shift+3 sleep 0.3
shot key.png
xdotool key Left
shot left.png
xdotool key Right
shot right.png
xdotool key Prior
shot travelled.png
xdotool key Home sleep 0.3
click "$MIDDLE_X" "$MIDDLE_Y"
aside
shot picked.png
xdotool key h
shot hidden.png
xdotool key ctrl+z
shot undone.png
xdotool key ctrl+q
wait "$crus_pid"
echo $? >exit_code
