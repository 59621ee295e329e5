# For the tests that drive the real program on a display of its own; to be sourced with the program in $1 or LOOPSCOPE.
# Exit code 77 = skipped, something is missing.
set -u

program=${1:-${LOOPSCOPE:-}}
this=$(basename "$0" .sh)
if [ ! -x "$program" ]; then
    echo "$this: skipped, there is no program (usage: $this.sh PROGRAM)"
    exit 77
fi
program=$(realpath "$program")
for tool in Xvfb xdotool import compare identify; do
    if ! command -v "$tool" >/dev/null; then
        echo "$this: skipped, $tool is missing (packages xvfb, xdotool, imagemagick)"
        exit 77
    fi
done

work=$(mktemp -d)
server=
window_program=
cleanup() {
    [ -n "$window_program" ] && kill "$window_program" 2>/dev/null
    [ -n "$server" ] && kill "$server" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# Nothing of the user's is read or written.
mkdir "$work/config" "$work/state"
export XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
settings=$XDG_CONFIG_HOME/loopscope/window.conf
answers=$XDG_STATE_HOME/loopscope/answers.jsonl

failures=0
check() { # check DESCRIPTION COMMAND...: prints the result, counts failures
    description=$1
    shift
    if "$@"; then
        echo "ok    $description"
    else
        echo "FAIL  $description"
        failures=$((failures + 1))
    fi
}

# Rendering takes as long as it takes on a loaded machine: look again until it is so.
within() { # within SECONDS COMMAND...
    looks=$(($1 * 4))
    shift
    for _ in $(seq "$looks"); do
        "$@" && return 0
        sleep 0.25
    done
    return 1
}
soon() { within 30 "$@"; }
again() { # again COMMAND...: up to five times, until it succeeds
    for _ in 1 2 3 4 5; do "$@" && return 0; done
    return 1
}

start_display() { # start_display WIDTHxHEIGHT; the server chooses a free number
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$work/display" 2>/dev/null &
    server=$!
    for _ in $(seq 100); do
        [ -s "$work/display" ] && break
        sleep 0.1
    done
    if [ ! -s "$work/display" ]; then
        echo "$this: skipped, Xvfb does not start"
        exit 77
    fi
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

start_program() { # start_program ARGUMENTS...; in the folder $work/desk, where it writes
    mkdir -p "$work/desk"
    cd "$work/desk" || exit 1
    "$program" "$@" >"$work/out" 2>"$work/err" &
    window_program=$!
    check "the window opens" timeout 60 xdotool search --sync --onlyvisible --name Loopscope
}

title_has() { xdotool search --onlyvisible --name "$1" >/dev/null 2>&1; }

# What is on the screen.
shot() { import -window root "$work/$1.png" 2>/dev/null; }
differ() {
    pixels=$(compare -metric AE "$work/$1.png" "$work/$2.png" null: 2>&1)
    [ "${pixels%% *}" != 0 ]  # ImageMagick 7 says "0 (0)"
}
same() { ! differ "$1" "$2"; }
# A picture that has come to rest: two in a row are equal.
at_rest() {
    for _ in $(seq 80); do
        shot "$1" && sleep 0.3 && shot rest && same "$1" rest && return 0
    done
    return 1
}

quits() { # the program ends by itself, with exit code 0
    for _ in $(seq 100); do
        kill -0 "$window_program" 2>/dev/null || break
        sleep 0.1
    done
    kill -0 "$window_program" 2>/dev/null && return 1
    wait "$window_program"
    status=$?
    window_program=
    [ "$status" -eq 0 ]
}

finish() {
    if [ "$failures" -gt 0 ]; then
        sed 's/^/      stderr: /' "$work/err"
        echo "$this: $failures failed"
        exit 1
    fi
    echo "$this: all good"
}
