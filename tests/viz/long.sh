#!/bin/sh
# The random tests of the window, longer than ctest runs them: 20,000 inputs and 100,000 damaged files of each sort. Best with the
# sanitizers: tests/viz/long.sh build/asan/tests/viz_tests [SEED]
set -eu
[ -x "${1:-}" ] || { echo "usage: long.sh VIZ_TESTS [SEED]" >&2; exit 2; }
LOOPSCOPE_MONKEY_INPUTS=20000 LOOPSCOPE_MONKEY_SEED=${2:-1} nice "$1" --no-intro --source-file='*/monkey_test.cpp'
LOOPSCOPE_FUZZ_ROUNDS=100000 nice "$1" --no-intro --source-file='*/text_files_fuzz_test.cpp'
