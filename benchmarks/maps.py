"""All figures about maps: the sheets of the built-in province in the press, and the interactive map of Kampen.

    python -m benchmarks.maps [--runs 3]

Each part is a benchmark that asserts equal answers before it times, and runs in a process of its own, so that none
inherits the memory of another. The map of Kampen needs the real data of ``GEO_SHARED``; without them that part is left
out, and says so. The last line is one JSON object.
"""

import argparse
import json
import subprocess
import sys

PARTS = ("sheets", "interactive")


def figures(part: str, runs: int) -> dict[str, float]:
    """Run a part, show what it prints, and give its figures."""
    command = (sys.executable, "-m", f"benchmarks.maps_{part}", "--runs", str(runs))
    print(f"\n== {part}", flush=True)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Run every part and print all figures as one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    together: dict[str, float] = {}
    for part in PARTS:
        together |= figures(part, runs)
    print(json.dumps(together))


if __name__ == "__main__":
    main()
