"""Scores, weighted sum, ranks, Pareto set and TOPSIS of 10,000 candidates with 30 facts and 10 criteria.

    python -m benchmarks.candidates_ranking [--runs 5] [--candidates 10000]

Before anything is timed the answers are held against plain ones: every pair of 2,000 candidates compared for the Pareto
set, the sums by a product of matrices, and TOPSIS written out. The last line is one JSON object.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.criteria import Scores, scores
from geo.analysis.candidates.crosscheck import topsis
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.ranking import pareto, ranks, weighted_sum
from geo.tables.criteria import Criterion, Value
from geo.tables.facts import BEYOND, KNOWN, Fact

SEED, FACTS, CRITERIA, COMPARED = 20200901, 30, 10, 2_000
VALUES = (
    Value(shape="linear", worst=3_000, best=500),
    Value(shape="target", target=(300, 600), zero=(50, 1_500)),
    Value(shape="stepped", steps=((0, 0), (700, 0.5), (1_000, 0.8), (2_000, 1))),
)
Floats = NDArray[np.float64]


def made_up(count: int) -> Facts:
    """Make facts of which one in twenty is known only to lie beyond a limit."""
    stream = np.random.default_rng(SEED)
    value = stream.uniform(0, 4_000, (count, FACTS))
    beyond = stream.random((count, FACTS)) < 1 / 20
    return Facts(
        ids=np.array([f"K{at:05d}" for at in range(count)], dtype=object),
        facts=tuple(Fact(id=f"f{at}", title=f"f{at}", kind="metres", group="own") for at in range(FACTS)),
        value=np.where(beyond, np.nan, value),
        low=np.where(beyond, 2_500.0, value),
        high=np.where(beyond, np.inf, value),
        status=np.where(beyond, BEYOND, KNOWN).astype(object),
        note=np.full(value.shape, "", dtype=object),
    )


def criteria() -> tuple[Criterion, ...]:
    """Give ten criteria of all three forms with the same weight."""
    return tuple(
        Criterion(id=f"c{at}", title=f"c{at}", fact=f"f{at * 3}", value=VALUES[at % 3], weight=1 / CRITERIA)
        for at in range(CRITERIA)
    )


def _require_equal(scored: Scores) -> None:
    """Hold the answers against plain ones."""
    sums = weighted_sum(scored.score, scored.weights)
    np.testing.assert_allclose(sums, scored.score @ scored.weights, atol=1e-12)
    some = scored.score[:COMPARED]
    no_less = (some[:, None, :] >= some[None, :, :]).all(axis=2)
    more = (some[:, None, :] > some[None, :, :]).any(axis=2)
    np.testing.assert_array_equal(pareto(some), ~(no_less & more).any(axis=0))
    weighted = scored.score / np.sqrt((scored.score**2).sum(axis=0)) * scored.weights
    near, far = (np.sqrt(((weighted - end) ** 2).sum(axis=1)) for end in (weighted.max(axis=0), weighted.min(axis=0)))
    np.testing.assert_allclose(topsis(scored.score, scored.weights), far / (near + far), atol=1e-12)


def _seconds(work: Callable[[], object], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def timed(runs: int, count: int = 10_000) -> dict[str, list[float]]:
    """Time each part, after its answers were found equal to plain ones.

    Parameters
    ----------
    runs
        How often.
    count
        How many candidates.
    """
    facts, asked = made_up(count), criteria()
    scored = scores(facts, asked, "worst")
    _require_equal(scored)
    parts: dict[str, Callable[[], object]] = {
        "scores_seconds": lambda: scores(facts, asked, "worst"),
        "sum_and_ranks_seconds": lambda: ranks(weighted_sum(scored.score, scored.weights)),
        "pareto_seconds": lambda: pareto(scored.score),
        "topsis_seconds": lambda: topsis(scored.score, scored.weights),
    }
    return {name: _seconds(work, runs) for name, work in parts.items()}


def measure(runs: int) -> dict[str, float]:
    """Give the median seconds of each part for 10,000 candidates."""
    return {name: statistics.median(taken) for name, taken in timed(runs).items()}


def main() -> None:
    """Print minimum and median of each part, and the medians as JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--candidates", type=int, default=10_000)
    given = asked.parse_args()
    taken = timed(given.runs, given.candidates)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pymcdm"))
    print(f"python -m benchmarks.candidates_ranking --runs {given.runs} --candidates {given.candidates}")
    print(f"Python {platform.python_version()}, {libraries}, {platform.machine()}")
    for name, seconds in taken.items():
        print(
            f"{name.removesuffix('_seconds'):14} min {min(seconds):8.4f} s   median {statistics.median(seconds):8.4f} s"
        )
    print(json.dumps({name: round(statistics.median(seconds), 4) for name, seconds in taken.items()}))


if __name__ == "__main__":
    main()
