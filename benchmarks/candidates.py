"""All figures about candidate sites: facts, zonal statistics, certainty of the ranking, and the explorer.

    python -m benchmarks.candidates

Each part is a benchmark that asserts equal answers before it times, and runs in a process of its own, so that
none inherits the memory of another. First install the peers: ``.venv/bin/pip install -r requirements/bench.txt``.
"""

import argparse
import json
import subprocess
import sys

PARTS = ("facts", "verdicts", "ranking", "zonal", "smaa", "finder", "explorer")


def figures(part: str, runs: int) -> dict[str, float]:
    """Run a part, show what it prints, and give its figures."""
    command = (sys.executable, "-m", f"benchmarks.candidates_{part}", "--runs", str(runs))
    print(f"\n== {part}", flush=True)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Run every part and print all figures as one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    together: dict[str, float] = {}
    for part in PARTS:
        together |= figures(part, runs)
    print(json.dumps(together))


if __name__ == "__main__":
    main()
