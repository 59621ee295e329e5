#!/bin/sh
# A teacher's five minutes before class, with the mouse only, in the real program. Things are pressed where they stand in a window
# of 1280 x 800; what came of it is told by what the program writes, and by that part of the picture which must change.
. "$(dirname "$0")/common.sh"

# Where things are: x y.
help="1229 22" theme="1155 22" commands="1073 22" layer_2="788 22"
next_event="692 776" previous_event="588 776" next_turn="738 776" play="640 776" scrub_bar="900 743"
task_2="300 196" b_takes_3="150 462" next_scenario="89 648"
option_b="900 308" enter="1110 740"
# Rows of the help: each does what it says. Those at its end are where they stand after it was scrolled.
german="880 200" projector="880 222" save="920 288" drawing="945 332" end_ask="523 304" end_cancel_task="523 408" end_original_run="523 694"
present_commands="1210 768" last_row="640 611"
# Parts of the picture: of the header only the scenario's name; where it says "step 1 of 76"; an option; the middle of a box.
name=240x36+4+4 step=90x24+1052+766 value=26x18+65+453 options=4x100+1000+250 box=40x300+700+120

press() { xdotool mousemove "$1" "$2" click 1; }
part() { import -window root -crop "$1" "rgb:$work/$2" 2>/dev/null; }
# changes PART COMMAND...: until that part of the picture is another. As a person does, it presses again if nothing happens: a
# box that appears in that very frame takes the press.
changes() {
    region=$1
    shift
    part "$region" part_before
    other() { part "$region" part_now && ! cmp -s "$work/part_before" "$work/part_now"; }
    for _ in 1 2 3; do
        "$@"
        within 15 other && return 0
    done
    return 1
}
# back: until the part of the picture that changed last is again as it was.
back() {
    again_so() { part "$region" part_now && cmp -s "$work/part_before" "$work/part_now"; }
    within 15 again_so
}
# choose ROW: in the help, which closes then.
choose() {
    changes "$name" press $help || return 1
    for _ in 1 2 3; do
        press "$1" "$2"
        back && return 0
    done
    return 1
}

to_the_end() { changes "$box" xdotool mousemove 640 300 click --repeat 90 --delay 1 5; }
# choose_at_end ROW: the same at the help's end.
choose_at_end() {
    part "$name" part_open
    changes "$name" press $help || return 1
    to_the_end
    at_rest the_end
    for _ in 1 2 3; do
        press "$1" "$2"
        region=$name
        closed() { part "$region" part_now && cmp -s "$work/part_open" "$work/part_now"; }
        within 15 closed && return 0
    done
    return 1
}

newest() { ls -t "$work"/desk/*.loopscope 2>/dev/null | head -n 1; }  # a changed run has a file of its own
saves() { # saves PATTERN: the help's row saves a sound recording that has it
    choose $save
    has() { grep -q -- "$1" "$(newest)" 2>/dev/null && "$program" check "$(newest)" >/dev/null 2>&1; }
    within 10 has "$1"
}
cursor() { sed -n 's/.*"cursor": *\([0-9]*\).*/\1/p' "$(newest)" | head -n 1; }
saves_later_than() { # saves_later_than EVENT: a moment after that
    choose $save
    later() { [ "$(cursor)" -gt "$1" ]; }
    within 10 later "$1"
}

start_display 1280x800
start_program gather_order
at_rest opened

# A question first: the class votes B, and the run goes to the moment that decides.
changes "$name" press $help
to_the_end
at_rest the_end
changes "$options" press $end_ask
at_rest asked
check "an option is chosen" changes "$options" press $option_b
at_rest chosen  # at first only the mouse is over it
changes "$name" press $enter
answered() { grep -q '"scenario":"gather_order".*"chosen":"B","right":true' "$answers" 2>/dev/null; }
check "the answer to the question is kept" soon answered
at_rest answer
changes "$step" press 496 776

# Step by step, a turn further, and by the bar.
for _ in 1 2 3 4; do changes "$step" press $next_event; done
check "a step is taken back" changes "$step" press $previous_event
check "the recording is saved with the present moment" saves '"cursor"'
first=$(cursor)
check "a turn further" changes "$step" press $next_turn
check "the saved moment is a later one" saves_later_than "$first"
second=$(cursor)
check "the bar is pressed" changes "$step" press $scrub_bar
check "the saved moment is the bar's" saves_later_than "$second"
check "it plays" changes "$step" press $play
press $play

# Another value, and what if the second task is cancelled here? Then the original run again.
changes "$value" press $b_takes_3
check "another value is saved" again saves '"delay_b":3'
changes "$step" press 496 776
for _ in 1 2 3 4 5 6; do changes "$step" press $next_turn; done
changes 4x40+250+180 press $task_2
choose_at_end $end_cancel_task
check "what was done to the run is saved" again saves '"interventions"'
choose_at_end $end_original_run
original() { choose $save && ! grep -q '"interventions"' "$(newest)"; }
check "the original run is back" again original

# A drawing for the slides, a second layer, dark.
choose $drawing
drawn() { grep -q '</svg>' "$work"/desk/gather_order-*.svg 2>/dev/null; }
check "the timeline is drawn into a file" soon drawn
check "a layer more is shown" changes 30x24+849+10 press $layer_2
check "it gets dark" changes "$name" press $theme

# The next scenario, in German, for the projector and back.
check "another scenario opens" changes "$name" press $next_scenario
check "its name says so" soon title_has "an error"
changes "$name" press $help
changes "$name" press $german
check "its name is a German one" soon title_has "ein Fehler"
at_rest german
changes "$name" press $help
check "the projector has no header" changes 60x20+1043+12 press $projector
at_rest projected
check "the commands are there, too" changes "$box" press $present_commands
to_the_end
at_rest scrolled
ends() { press $last_row && quits; }
check "the last command ends the program with exit code 0" again ends
remembered() { grep -q "^$1" "$settings"; }
check "the theme is remembered" remembered "theme = dark"
check "the language is remembered" remembered "language = de"
finish
