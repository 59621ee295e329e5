#!/bin/sh
# The random tests of the readers and of the window, longer than ctest runs them: 100,000 damaged files of each sort and 20,000
# inputs. Best with the sanitizers, where it takes an hour and a half: tests/long.sh build/asan [SEED]
set -eu
[ -x "${1:-}/tests/viz_tests" ] || { echo "usage: long.sh BUILD_DIRECTORY [SEED]" >&2; exit 2; }
LOOPSCOPE_FUZZ_ROUNDS=100000 nice "$1/tests/trace_tests" --no-intro --source-file='*/fuzz_test.cpp'
LOOPSCOPE_FUZZ_ROUNDS=100000 nice "$1/tests/viz_tests" --no-intro --source-file='*/text_files_fuzz_test.cpp'
LOOPSCOPE_MONKEY_INPUTS=20000 LOOPSCOPE_MONKEY_SEED=${2:-1} nice "$1/tests/viz_tests" --no-intro --source-file='*/monkey_test.cpp'
