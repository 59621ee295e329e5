#!/usr/bin/env python3
"""Runs each scenario that uses connections, threads or processes many times: all recordings must be the same bytes.

    determinism_long.py LOOPSCOPE [--runs 200] [SCENARIO...]

Every second run has processes beside it that take all processors. `ctest` does not run it: it takes minutes.
"""

import argparse
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import time

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
USES = re.compile(r"open_connection|open_unix|start_server|start_unix|to_thread|run_in_executor|create_subprocess|"
                  r"threading::|concurrent::|call_soon_threadsafe")
LIVE = "live"  # servers on the real clock: no scenario


def scenarios_outside_the_loop():
    """Those in which more than the loop itself takes part."""
    return sorted({source.parent.name for source in SCENARIOS.glob("*/*.cpp")
                   if source.parent.name != LIVE and USES.search(source.read_text(encoding="utf-8"))})


class Hogs:
    """Processes that do nothing but take the processors, while this is open."""

    def __enter__(self):
        self.processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
                          for _ in range((os.cpu_count() or 1) + 1)]
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()


def recording(program, scenario):
    done = subprocess.run([program, "run", scenario, "--format", "recording"], capture_output=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"{scenario} ended with {done.returncode}: {done.stderr.decode()}")
    return hashlib.sha256(done.stdout).hexdigest()


def recordings(program, scenario, runs):
    quiet = [recording(program, scenario) for _ in range(runs - runs // 2)]
    with Hogs():
        return quiet + [recording(program, scenario) for _ in range(runs // 2)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="LOOPSCOPE")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("scenario", nargs="*")
    options = parser.parse_intermixed_args()
    good = True
    for scenario in options.scenario or scenarios_outside_the_loop():
        began = time.monotonic()
        different = len(set(recordings(options.program, scenario, options.runs)))
        good = good and different == 1
        print(f"{scenario}: {options.runs} runs, {different} recording{'s' if different > 1 else ''}, "
              f"{time.monotonic() - began:.0f} s", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
