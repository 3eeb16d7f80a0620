"""Ranks over all weightings: 1,000 candidates by 100,000 weightings and 10,000 by 10,000, ten criteria.

    python -m benchmarks.candidates_smaa [--runs 5]

The contender ranks with `scipy.stats.rankdata`, a row a weighting, in blocks of the weightings that ours draws. Both
must give the same best, worst and mean rank and the same shares of the first ten ranks, before anything is timed; the
draw counts on both sides. Peak memory is that of a process of its own, above what it holds when all is imported. The
last line is one JSON object.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.stats import rankdata

from benchmarks.main_job import table
from geo.analysis.candidates.smaa import Smaa, smaa
from geo.analysis.candidates.weights import draw

Floats = NDArray[np.float64]
CRITERIA, TOP, SEED = 10, 10, 20200901
SIZES = ((1_000, 100_000), (10_000, 10_000))
"""Candidates and weightings."""
BOUNDS = np.tile([0.0, 1.0], (CRITERIA, 1))
NARROW = np.tile([0.05, 0.2], (CRITERIA, 1))


def made_up(candidates: int) -> Floats:
    """Make scores, all different."""
    return np.random.default_rng(candidates).random((candidates, CRITERIA))


def ours(candidates: int, weightings: int, bounds: Floats = BOUNDS) -> Smaa:
    """Rank as the package does."""
    return smaa(made_up(candidates), bounds, weightings=weightings, seed=SEED, top=TOP)


def by_scipy(candidates: int, weightings: int, bounds: Floats = BOUNDS) -> Smaa:
    """Rank every weighting with scipy."""
    scores, none = made_up(candidates), np.zeros(candidates, dtype=np.int64)
    low, high, places = none + candidates, none.copy(), np.zeros((candidates, TOP), dtype=np.int64)
    for block in draw(bounds, weightings, SEED):
        for part in np.array_split(block, max(1, len(block) * candidates // 1_000_000)):
            ranks = rankdata(-(part @ scores.T), method="min", axis=1).astype(np.int64)
            low, high = np.minimum(low, ranks.min(axis=0)), np.maximum(high, ranks.max(axis=0))
            for rank in range(TOP):
                places[:, rank] += (ranks == rank + 1).sum(axis=0)
    shares = places / weightings
    return Smaa(
        rank_low=low, rank_high=high, first_share=shares[:, 0], shares=shares, weightings=weightings,
    )  # fmt: skip


def assert_equal(one: Smaa, other: Smaa) -> int:
    """Compare all that is reported; give how many figures were compared."""
    names = ("rank_low", "rank_high", "first_share", "shares")
    for name in names:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    return sum(getattr(one, name).size for name in names)


@dataclass(frozen=True, slots=True)
class Took:
    """What some runs took, seconds."""

    clock: list[float]
    work: list[float]
    """Work of the processor, one thread: what else runs on the machine hardly counts in it."""

    def show(self, name: str) -> None:
        """Print the minimum and the median of both."""
        table(name, self.clock, "s")
        table("  work of the processor", self.work, "s")


def timed(runs: int, run: Callable[[], object]) -> Took:
    """Take the time of some runs."""
    took = Took([], [])
    for _ in range(runs):
        clock, work = time.perf_counter(), time.process_time()
        run()
        took.clock.append(time.perf_counter() - clock)
        took.work.append(time.process_time() - work)
    return took


def _memory_mb(name: str) -> float:
    """Read a figure of this process's memory: unlike that of getrusage it knows nothing of who started the process."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(lines[name].split()[0]) * 1024 / 1e6


def own_peak_mb(size: int) -> float:
    """Rank in this process, and give the peak of its memory above what it holds at the start, in MB."""
    start = _memory_mb("VmRSS")
    ours(*SIZES[size])
    return _memory_mb("VmHWM") - start


def peak_mb(size: int) -> float:
    """Give the peak memory of ranking in a fresh process, in MB."""
    command = [sys.executable, "-m", "benchmarks.candidates_smaa", "--peak", str(size)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure(runs: int) -> dict[str, float]:
    """Compare, measure, print a table and give the figures of the issue."""
    small, large = SIZES
    for size in SIZES:
        compared = assert_equal(ours(*size), by_scipy(*size))
        print(f"{size[0]:,} x {size[1]:,}: {compared} figures compared, all equal")
    found = {size: timed(runs, partial(ours, *size)) for size in SIZES}
    narrow = timed(runs, partial(ours, *small, NARROW))
    theirs = {size: timed(max(1, runs // 3), partial(by_scipy, *size)) for size in SIZES}
    peaks = [peak_mb(size) for size in range(len(SIZES))]
    for size in SIZES:
        found[size].show(f"geo, {size[0]:,} x {size[1]:,}")
        theirs[size].show(f"scipy, {size[0]:,} x {size[1]:,}")
    narrow.show("geo, 1,000 x 100,000, upper bounds")
    print(f"peak memory above the start: {peaks[0]:.0f} MB and {peaks[1]:.0f} MB")
    return {
        "smaa_seconds": round(min(found[small].clock), 2),
        "smaa_seconds_10000": round(min(found[large].clock), 2),
        "smaa_peak_mb": round(max(peaks)),
    }


def main() -> None:
    """Measure, and end with JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of ours; scipy runs a third as often")
    parser.add_argument("--peak", type=int, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak is not None:
        print(own_peak_mb(asked.peak))
        return
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, "
        f"{os.cpu_count()} cores, {platform.machine()}; load {load}"
    )
    print(json.dumps(measure(asked.runs)))


if __name__ == "__main__":
    main()
