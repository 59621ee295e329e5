#!/bin/sh
# A teacher's five minutes before class, with keys only, in the real program. What is on the screen is told by what the program
# writes: its title, saved recordings, drawings, answers, settings.
. "$(dirname "$0")/common.sh"

saves() { # saves PATTERN: Ctrl S writes a sound recording that has it
    xdotool key ctrl+s
    for file in "$work"/desk/*.loopscope; do
        grep -q -- "$1" "$file" 2>/dev/null && "$program" check "$file" >/dev/null 2>&1 && return 0
    done
    return 1
}

start_display 1280x800
start_program gather_order
xdotool mousemove 640 4

# A question first: the class votes B, and the run goes to the moment that decides.
xdotool key --delay 80 5 b Return Return
answered() { grep -q '"scenario":"gather_order".*"chosen":"B","right":true' "$answers" 2>/dev/null; }
check "the answer to the question is kept" soon answered
xdotool key Escape Home

# Step by step, and a turn further.
xdotool key --delay 60 Right Right Right Right Left
check "the recording is saved with the present moment" soon saves '"cursor"'
cursor() { sed -n 's/.*"cursor": *\([0-9]*\).*/\1/p' "$work/desk/gather_order.loopscope" | head -n 1; }
first=$(cursor)
xdotool key Down
further() { saves '"cursor"' && [ "$(cursor)" -gt "$first" ]; }
check "a turn further, the saved moment is a later one" soon further

# A bookmark with a note.
noted() {
    xdotool key ctrl+d
    xdotool type --delay 60 "look here"
    xdotool key Return
    within 6 saves 'here'
}
check "the bookmark and its note are saved" again noted

# What if the first task is cancelled here? The branch is saved with the file. Then the original run again.
intervened() {
    at_rest noted  # until the note's box is gone, letters are its; those that came before it have moved the cursor
    xdotool key --delay 80 Escape Home Down Down j ctrl+1
    within 6 saves '"interventions"'
}
check "what was done to the run is saved" again intervened
xdotool key --delay 80 equal z ctrl+r

# A drawing for the slides.
xdotool key shift+F12
drawn() { grep -q '</svg>' "$work"/desk/gather_order-*.svg 2>/dev/null; }
check "the timeline is drawn into a file" soon drawn
xdotool key F12
pictured() { identify "$work"/desk/gather_order-*.png >/dev/null 2>&1; }
check "the window is pictured into a file" soon pictured
xdotool key ctrl+F12
exported() { grep -q traceEvents "$work"/desk/gather_order*.perfetto.json 2>/dev/null && [ -s "$(ls "$work"/desk/gather_order*.csv | head -n 1)" ]; }
check "the run is exported for other tools" soon exported

# The projector, in German and dark, larger; then the next scenario.
xdotool key --delay 80 F5 t ctrl+l ctrl+plus
xdotool key ctrl+p
xdotool type --delay 40 "Kurs"
next_opens() {
    at_rest now
    xdotool key Escape
    at_rest closed
    xdotool key n
    within 10 title_has "ein Fehler"
}
check "n opens the next scenario" again next_opens
xdotool key --delay 60 End period period 1 2 3 4 question Escape

xdotool key ctrl+q
check "Ctrl Q ends the program with exit code 0" quits
remembered() { grep -q "^$1" "$settings"; }
check "the theme is remembered" remembered "theme = dark"
check "the language is remembered" remembered "language = de"
check "the size is remembered" remembered "size = 110"
finish
