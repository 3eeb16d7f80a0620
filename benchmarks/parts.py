"""Runs the parts of a benchmark one after another, each in a process of its own, and prints all figures as one line."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence


def run_parts(about: str | None, of: str, parts: Sequence[str], runs: int) -> None:
    """Run every part of a benchmark, ``benchmarks.OF_PART``, as often as the command asks; else so many times."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=runs)
    asked = parser.parse_args().runs
    together: dict[str, float] = {}
    for part in parts:
        together |= figures(f"{of}_{part}", asked)
    print(json.dumps(together))


def figures(name: str, runs: int) -> dict[str, float]:
    """Run a part, show what it prints, and give its figures."""
    command = (sys.executable, "-m", f"benchmarks.{name}", "--runs", str(runs))
    print(f"\n== {name}", flush=True)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
