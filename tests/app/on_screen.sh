#!/bin/bash
# Runs a command on a virtual screen of its own. Usage: on_screen.sh WIDTHxHEIGHT COMMAND [ARG ...]
# The server picks a free display number itself, so that tests side by side never meet on one, and -noreset keeps it
# from starting afresh each time its last client (an xdotool that looks for the window) leaves.
set -u
size=$1
shift
folder=$(mktemp -d)
mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset 3>"$folder/display" 2>"$folder/server.txt" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
# The read ends with nothing when the server dies before it has a display.
read -r number <"$folder/display"
if [ -z "${number:-}" ]; then
  echo "no virtual screen:" >&2
  cat "$folder/server.txt" >&2
  exit 1
fi
DISPLAY=:$number "$@"
