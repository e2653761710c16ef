#!/bin/bash
# Drives the real window by mouse and keyboard, under the display it is started on. Usage: window_session.sh CRUS
# Leaves pictures of the whole window and saved views (JSON) of each step in the current folder for window_test.cpp to
# judge. Every wait ends when what is waited for is there, so a slow machine is only slower.
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

# Saves the session as FILE, by the window's own key: the browser proposes crus-view.json, Enter takes it.
view() {
  rm -f crus-view.json
  xdotool key ctrl+s
  for _ in $(seq $tries); do
    sleep 0.1
    xdotool key Return
    sleep 0.05
    [ -s crus-view.json ] && break
  done
  mv crus-view.json "$1" 2>/dev/null
  # Until the browser has let go of the keyboard.
  sleep 0.2
}
# Saves the session until it holds what is expected.
expect() {
  for _ in $(seq 40); do
    view "$1"
    tr -d ' \n' <"$1" | grep -q "$2" && return 0
    sleep 0.05
  done
  echo "$1 never held $2" >&2
}
ticks() { awk '{print $14 + $15}' "/proc/$crus_pid/stat"; }
# Until the window has nothing to do: a slow machine takes seconds to finish a picture, during which nothing changes.
rest() {
  for _ in $(seq 40); do
    before=$(ticks)
    sleep 0.5
    [ $(($(ticks) - before)) -le 1 ] && return 0
  done
}
# The window at rest, once two pictures in a row are the same.
shot() {
  rest
  import -window root "$1"
  for _ in $(seq 40); do
    sleep 0.25
    import -window root again.png
    [ "$(identify -format '%#' "$1")" = "$(identify -format '%#' again.png)" ] && return 0
    mv again.png "$1"
  done
  echo "$1 never came to rest" >&2
}
# A click that the panels see whole: they look once a frame.
click() {
  xdotool mousemove "$1" "$2" sleep 0.15 mousedown 1 sleep 0.15 mouseup 1
}

xdotool mousemove 330 500
view start.json
shot start.png

xdotool mousemove 640 300 mousedown 1 mousemove 660 300 mousemove 740 320 mouseup 1 mousemove 330 500
view dragged.json
shot dragged.png

xdotool key Home
click "$SOLEUS_X" "$SOLEUS_Y"
xdotool mousemove 330 500
expect soleus.json '"highlighted":\["soleus"\]'
shot soleus.png

xdotool key ctrl+z
expect undone.json '"highlighted":\[\]'

# The highlighted tibia runs down the middle of the picture; a click near there selects it.
click "$TIBIA_X" "$TIBIA_Y"
expect tibia.json '"highlighted":\["tibia"\]'
sleep 0.4
for aside in 0 -15 15 -30 30 -45 45; do
  click $((MIDDLE_X + aside)) "$MIDDLE_Y"
  sleep 0.1
  view picked.json
  grep -A 1 '"selected"' picked.json | grep -q tibia && break
done

xdotool key h
expect hidden.json '"hidden":\["tibia"\]'
xdotool key alt+h
expect shown.json '"hidden":\[\]'

# Escape clears what is selected; wheel and right drag move the camera.
xdotool key Escape
expect cleared.json '"selected":\[\]'
xdotool mousemove "$MIDDLE_X" "$MIDDLE_Y" click 4 click 4
expect zoomed.json '"camera_fits":false'

# Typing goes to the search field, not to the camera.
xdotool key ctrl+f sleep 0.3 type "tib13"
view typed.json
xdotool key Escape

# The menu bar by mouse: Highlight, first entry.
xdotool mousemove 330 500
shot before_menu.png
xdotool mousemove "$MENU_X" "$MENU_Y" sleep 0.3 mousedown 1 sleep 0.15 mouseup 1 sleep 0.3
shot menu.png
click "$((MENU_X + 20))" "$ENTRY_Y"
expect menu.json '"highlighted":\["soleus"\]'
xdotool key ctrl+z
expect menu_undone.json '"highlighted":\["tibia"\]'

# Ctrl+O: a view saved before, found by typing a part of its name.
xdotool key ctrl+o sleep 0.5 type "soleus.js"
sleep 0.5
shot browser.png
for _ in $(seq 10); do
  xdotool key Return
  sleep 0.5
  view opened.json
  tr -d ' \n' <opened.json | grep -q '"highlighted":\["soleus"\]' && break
done
xdotool key ctrl+z

# Search by the Latin word; Enter selects what was found.
xdotool mousemove 330 500
xdotool key ctrl+f
shot before_search.png
xdotool type "caput"
sleep 0.5
shot search.png
xdotool key Return
expect found.json '"selected":\["gastrocnemius-lateral"\]'
xdotool key h
expect found_hidden.json '"hidden":\["gastrocnemius-lateral"\]'
xdotool key ctrl+z
expect found_shown.json '"hidden":\[\]'

# The picture, by the browser, under a name of one's own.
xdotool key ctrl+shift+s
rest
xdotool key ctrl+a type "own"
for _ in $(seq 20); do
  xdotool key Return
  sleep 0.3
  [ -s own.png ] && break
done

# Idle: processor time used over two seconds of rest, in clock ticks. A slow machine may still be finishing the picture
# when the first two seconds begin; a window that never comes to rest never passes.
xdotool mousemove 330 500
shot rest.png
for _ in $(seq 5); do
  before=$(ticks)
  sleep 2
  after=$(ticks)
  echo $((after - before)) >idle_ticks
  [ $((after - before)) -le 2 ] && break
done

xdotool key ctrl+q
wait "$crus_pid"
echo $? >exit_code
