#!/bin/sh
# Takes all pictures of README.md and docs/ anew: docs/pictures.sh BUILD_DIRECTORY. Of a plain release build, whose
# recordings name their sources as the project does. Look at each before it is committed.
# Needs xvfb and, for the hand-out, rsvg-convert.
set -eu
[ -x "${1:-}/loopscope" ] || { echo "usage: pictures.sh BUILD_DIRECTORY" >&2; exit 2; }
program=$(realpath "$1/loopscope")
cd "$(dirname "$0")/../assets"

# picture NAME WIDTHxHEIGHT WHAT EVENTS KEY...: of the window after so many events ("end": all), when these keys were pressed
picture() {
    name=$1 size=$2 what=$3 at="--at $4"
    [ "$4" != end ] || at=""
    shift 4
    for key in "$@"; do
        set -- "$@" --key "$key"
        shift
    done
    # shellcheck disable=SC2086  # $at is none or two words
    xvfb-run -a "$program" screenshot "$what" --size "$size" -o "$name.png" $at "$@"
    echo "$name.png"
}

picture screenshot 1600x1000 gather_order 35 3

picture view_window 1280x800 unseen_exception 40 3
picture view_timeline 1280x560 gather_first_error 74 3 y F11
picture view_source 1280x640 gather_first_error 74 3 v v F11
picture view_events 1280x560 gather_first_error 74 3 e F11
picture view_warnings 1000x480 unseen_exception end 4 '!' F11
picture view_statistics 1280x560 semaphore_crawl end 3 '#' F11
picture view_awaits 1600x1000 shield_outer_cancel 44 3
picture view_references 1280x800 lost_task 31 4 j j j
picture view_what_if 1280x800 shield_outer_cancel 63 3 j 'Ctrl 1' 'Ctrl w'
picture view_explore 1280x800 graceful_shutdown 9 3 'Ctrl 9' Enter = F11
picture view_compare 1280x800 shield_outer_cancel 63 3 j 'Ctrl 1' =
picture view_loop 1280x800 gather_order 32 1 l F11
picture view_streams 1300x640 echo_roundtrip 152 4 '|' '|' F11
picture view_locks 900x560 bounded_queue 46 4 '&' F11

picture teaching_question 1024x768 gather_first_error end 5 v 1 6 Tab 6 Tab 0 Tab 2 Enter v 6 Tab 1 7 Tab 0 Tab 1 Enter
picture teaching_answer 1024x768 gather_first_error end 5 a Enter
picture teaching_lesson 1024x768 gather_first_error end 8
picture teaching_plan 1024x768 errors_and_cancellation end 9
picture teaching_compare 1024x768 taskgroup_scope end ] =

# A page of paper, not the window.
"$program" handout gather_order --solution -o teaching_handout.svg
rsvg-convert -w 579 teaching_handout.svg -o teaching_handout.png
rm teaching_handout.svg
