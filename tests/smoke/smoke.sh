#!/bin/sh
# Drives the real program in a real window on a display of its own: keys by xdotool, checks by screenshot and exit code.
# Usage: smoke.sh PROGRAM, or PROGRAM in LOOPSCOPE. Exit code 77 = skipped, something is missing.
. "$(dirname "$0")/common.sh"

# What needs no display.
no_display() {
    env -u DISPLAY -u WAYLAND_DISPLAY "$program" >"$work/out" 2>"$work/err"
    [ $? -eq 1 ] && grep -q "display" "$work/err"
}
check "without a display: a message and exit code 1" no_display

printf 'this is no recording\n' >"$work/bad.loopscope"
bad_file() {
    env -u DISPLAY -u WAYLAND_DISPLAY "$program" "$work/bad.loopscope" >"$work/out" 2>"$work/err"
    [ $? -eq 1 ] && grep -q "bad.loopscope" "$work/err"
}
check "a bad recording: a message and exit code 1" bad_file

scenario=$("$program" list --json | sed -n 's/.*"name": *"\([a-z_0-9]*\)".*/\1/p' | head -n 1)
scenario=${scenario:-gather_order}
picture() { # picture FILE ARGUMENTS...
    file=$1
    shift
    env -u DISPLAY -u WAYLAND_DISPLAY "$program" screenshot "$scenario" -o "$file" "$@" 2>"$work/err"
}
picture_is_right() {
    picture "$work/a.png" --size 1024x768 --at 20 && picture "$work/b.png" --size 1024x768 --at 20 || return 1
    [ "$(identify -format '%wx%h' "$work/a.png")" = 1024x768 ] || return 1
    [ "$(identify -format '%k' "$work/a.png")" -gt 50 ] || return 1
    cmp -s "$work/a.png" "$work/b.png"
}
check "screenshot without a display: the size asked for, not blank, the same twice" picture_is_right

start_display 1280x800
start_program

# Rendering takes as long as it takes on a loaded machine: look again until it is so, for 20 seconds.
until_so() { # until_so NAME-OF-SHOT COMMAND...
    name=$1
    shift
    for _ in $(seq 80); do
        shot "$name" && "$@" && return 0
        sleep 0.25
    done
    return 1
}
not_blank() { [ "$(identify -format '%k' "$work/start.png")" -gt 50 ]; }
xdotool mousemove 640 12
check "the window shows something" until_so start not_blank
check "the picture comes to rest" at_rest hidden
xdotool key f
check "f shows what comes" until_so start differ hidden start
check "the picture comes to rest" at_rest start

xdotool key --delay 40 Right Right Right Right Right
check "the right arrow steps" until_so stepped differ start stepped
check "the picture comes to rest" at_rest stepped
xdotool key --delay 40 Left Left Left Left Left
check "the left arrow steps back to the same picture" until_so back same start back
xdotool key End
check "End goes to the end" until_so end differ start end
xdotool key Home
check "Home goes back to the same picture" until_so home same start home
xdotool key question
check "? shows the keys" until_so help differ start help
xdotool key Escape
check "Esc takes them away" until_so plain same start plain
xdotool key t
check "t makes it dark" until_so dark differ start dark
xdotool key t
check "t again gives it high contrast" until_so contrast differ dark contrast
xdotool key t
check "t makes it light again" until_so light same start light
xdotool key ctrl+plus
check "Ctrl + makes it larger" until_so large differ start large
xdotool key ctrl+0
check "Ctrl 0 makes it normal again" until_so normal same start normal

ticks() { awk '{ print $14 + $15 }' "/proc/$window_program/stat"; }
idle() {
    sleep 1
    before=$(ticks)
    sleep 3
    [ $(($(ticks) - before)) -le 2 ]
}
check "idle costs no processor time" idle

xdotool key ctrl+q
check "Ctrl Q ends the program with exit code 0" quits

finish
