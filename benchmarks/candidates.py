"""All figures about candidate sites: facts, zonal statistics, certainty of the ranking, and the explorer.

    python -m benchmarks.candidates

Each part is a benchmark that asserts equal answers before it times, and runs in a process of its own, so that
none inherits the memory of another. First install the peers: ``.venv/bin/pip install -r requirements/bench.txt``.
"""

from benchmarks.parts import run_parts

PARTS = ("facts", "verdicts", "ranking", "zonal", "smaa", "finder", "explorer")

if __name__ == "__main__":
    run_parts(__doc__, "candidates", PARTS, 5)
