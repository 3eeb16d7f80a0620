"""All figures about maps: the sheets of the built-in province in the press, and the interactive map of Kampen.

    python -m benchmarks.maps [--runs 3]

Each part is a benchmark that asserts equal answers before it times, and runs in a process of its own, so that none
inherits the memory of another. The map of Kampen needs the real data of ``GEO_SHARED``; without them that part is left
out, and says so. The last line is one JSON object.
"""

from benchmarks.parts import run_parts

PARTS = ("sheets", "interactive")

if __name__ == "__main__":
    run_parts(__doc__, "maps", PARTS, 3)
