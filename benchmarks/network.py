"""The network engine against its peers, on one machine, one graph and in one run.

    python -m benchmarks.network [--runs 5] [--tiles 3] [--only NAME]

Every row asserts equal answers, runs its contenders in turns, and gives minimum and median of each and the ratio of
both. The peers are pinned in `requirements/bench.txt`, to be installed beside `requirements/test.txt`; where one is
missing its rows are null, with the reason, and the rest goes on. DuckDB stays below 2: there is no spatial extension in
the index for later ones. Other work on the machine strikes pandana, which uses all processors, harder than a search of
ours on one: `nearest..._vs_pandana` is the ratio of medians or that of an undisturbed pandana, whichever is less.

The last line is one JSON object, by medians. What is to be large (`nearest1_2km_vs_pandana`, `nearest5_...`,
`matrix..._vs_pandana`, `snap_vs_osmnx`, `pbf_vs_pyrosm`) is the time of the peer in times ours; what is to be small
(`nearest1_vs_scipy`, `pbf_vs_duckdb`, `pbf_memory_vs_pyrosm`) is ours in times that of the peer.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable

from benchmarks.main_job import ROOT, measure
from benchmarks.network_grid import million
from benchmarks.network_kampen import kampen_all
from benchmarks.network_race import Figures, MissingPeer, Setting
from benchmarks.network_read import reading
from benchmarks.network_search import matrix, nearest1, nearest1_igraph, nearest1_scipy, nearest5
from benchmarks.network_snap import snapping

KEYS = (
    "pbf_vs_pyrosm", "pbf_memory_vs_pyrosm", "pbf_vs_duckdb", "nearest1_2km_vs_pandana", "nearest1_20km_vs_pandana",
    "nearest1_vs_scipy", "nearest5_2km_vs_pandana", "nearest5_20km_vs_pandana", "nearest1_million_seconds",
    "growth_exponent", "matrix_vs_pandana", "matrix5km_vs_pandana", "snap_vs_osmnx", "kampen_all_seconds",
)  # fmt: skip
_COMPILED = (
    "import numpy as np; from geo.network.links import Segments, join; from geo.network.nearest import nearest; "
    "from geo.network.route import graph_of; from geo.network.sweep import between, spread, sweep; "
    "from geo.network.turns import Turns; "
    "n = np.arange(3); b = np.ones(3, bool); z = np.zeros(1, np.int32); e = n[:0]; "
    "s = Segments(u=n, v=n + 1, length_mm=n + 1, time_ms=n + 1, forward=b, backward=b, ferry=~b, way_id=n); "
    "t = Turns(node=e, from_way=e, to_way=e, only=b[:0]); g = graph_of(join(s, 4, t).entering); "
    "sweep(g, (z, z, z, z), 1, 9); spread(g, (z, z, z, z), 9, np.ones(2, bool)); "
    "between(g, (z, z, z, z), (z, z, z, z), 9, (1, 1)); nearest(np.eye(4), *np.eye(2), tie_m=0.1)"
)
"""Calls everything that is compiled for a network."""


def compiling(_setting: Setting) -> Figures:
    """Measure what compilation costs once: a process with an empty cache less one with a full cache."""
    with tempfile.TemporaryDirectory(prefix="geo-benchmark-") as folder:
        cold, warm = (
            measure((sys.executable, "-c", _COMPILED), ROOT, NUMBA_CACHE_DIR=folder).seconds for _ in range(2)
        )
    print(f"compile seconds: {cold - warm:.2f} (once; {cold:.2f} cold, {warm:.2f} from the cache, whole processes)")
    return {}


ROWS: dict[str, Callable[[Setting], Figures]] = {
    "compile": compiling,
    "pbf": reading,
    "nearest1": nearest1,
    "nearest1_scipy": nearest1_scipy,
    "nearest1_igraph": nearest1_igraph,
    "nearest5": nearest5,
    "million": million,
    "matrix": matrix,
    "snap": snapping,
    "kampen_all": kampen_all,
}


def run(names: list[str], setting: Setting) -> dict[str, float | None]:
    """Run rows and give the figure of every key; null for what was not run."""
    figures: dict[str, float | None] = dict.fromkeys(KEYS)
    for name in names:
        print(f"\n{name}", flush=True)
        try:
            found = ROWS[name](setting)
        except MissingPeer as reason:
            print(f"{name}: null, for {reason}")
            continue
        figures |= {key: round(value, 3) for key, value in found.items()}
    return figures


def main() -> None:
    """Measure, and end with JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender")
    parser.add_argument("--tiles", type=int, default=3, help="read Porto tiled so many times in both directions")
    parser.add_argument("--only", choices=ROWS, help="one row; the others are null")
    asked = parser.parse_args()
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; load {load}")
    names = [asked.only] if asked.only else list(ROWS)
    figures = run(names, Setting(runs=asked.runs, tiles=asked.tiles))
    missing = [key for key, value in figures.items() if value is None]
    print(f"\nnot measured in this run: {', '.join(missing) or 'nothing'}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
