"""Judging candidates by a profile: 10,000 candidates by 20 rules, and 1,000,000 sites by the hard rules alone.

    python -m benchmarks.candidates_verdicts [--runs 5]

The contender judges every candidate by every rule in plain Python, row by row. Both must say the same of each of the
200,000 pairs before anything is timed. The last line is one JSON object. Other work on the machine counts in the
seconds.
"""

import argparse
import json
import math
import platform
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.main_job import table
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.verdicts import eligibility, verdicts
from geo.tables.facts import BEYOND, BORDER, KNOWN, UNKNOWN, UNREACHABLE, Fact
from geo.tables.profiles import Profile, Rule, Test

CANDIDATES, FACTS, RULES = 10_000, 30, 20
_LIMIT_M = 5_000.0


def made_up(count: int, *, seed: int = 6) -> Facts:
    """Make distances of which some are beyond the limit, at the border, unreachable or unknown."""
    chance = np.random.default_rng(seed)
    shape = (count, FACTS)
    value = np.round(chance.gamma(2.0, 900.0, shape), 1)
    words = np.array([KNOWN, BORDER, UNREACHABLE, UNKNOWN], dtype=object)
    status = words[chance.choice(4, size=shape, p=[0.9, 0.06, 0.02, 0.02])]
    status[(status == KNOWN) & (value > _LIMIT_M)] = BEYOND
    endless = [status == UNREACHABLE, status == UNKNOWN, status == BEYOND]
    return Facts(
        ids=np.array([f"K{at:07d}" for at in range(count)], dtype=object),
        facts=tuple(Fact(id=f"f{at}", title=f"Feit {at}", kind="metres", group="access") for at in range(FACTS)),
        value=np.where(np.logical_or.reduce(endless), np.nan, value),
        low=np.select([*endless, status == BORDER], [math.inf, -math.inf, _LIMIT_M, 0.0], value),
        high=np.where(np.logical_or.reduce(endless), np.inf, value),
        status=status,
        note=np.full(shape, "", dtype=object),
    )


def rules() -> Profile:
    """Make 20 rules, 7 of them hard: with two alternatives, of which every fourth has two parts."""
    made = []
    for at in range(RULES):
        near = Test(fact=f"f{at}", good_at_most=1_500, at_most=3_000)
        also = (Test(fact=f"f{(at + 9) % FACTS}", at_most=4_000),) if at % 4 == 0 else ()
        stop = Test(fact=f"f{(at + 5) % FACTS}", at_most=500, also=also)
        made.append(Rule(id=f"r{at}", title=f"Regel {at}", source="gemaakt", hard=at % 3 == 0, tests=(near, stop)))
    return Profile(id="gemaakt", title="Gemaakt", date="2024", source="gemaakt", rules=tuple(made))


def by_row(facts: Facts, profile: Profile) -> list[str]:
    """Judge in plain Python."""
    words, place = ("fails", "untestable", "attention", "meets"), {fact.id: at for at, fact in enumerate(facts.facts)}
    low, high, status = facts.low.tolist(), facts.high.tolist(), facts.status.tolist()

    def level(test: Test, row: int) -> int:
        at = place[test.fact]
        least, most, beyond = low[row][at], high[row][at], status[row][at] == BEYOND
        (floor, ceiling), (good_floor, good_ceiling) = test.red, test.green
        if least > ceiling or (beyond and least >= ceiling) or most < floor:
            return 0
        if math.isinf(least) and math.isinf(most) and least < 0:
            return 1
        if least >= good_floor and most <= good_ceiling:
            return 3
        return 2 if least >= floor and most <= ceiling else 1

    return [
        words[max(min(level(part, row) for part in test.parts) for test in rule.tests)]
        for row in range(len(facts.ids))
        for rule in profile.rules
    ]


def judged(facts: Facts, profile: Profile) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the verdicts and who drops out."""
    found = verdicts(facts, profile)
    return found, eligibility(found)


def measure(runs: int) -> dict[str, float]:
    """Compare, then time; gives the shortest seconds of each."""
    return {name: min(seconds) for name, seconds in times(runs).items()}


def times(runs: int) -> dict[str, list[float]]:
    """Compare with the contender, then give the seconds of each run."""
    facts, profile = made_up(CANDIDATES), rules()
    found, _ = judged(facts, profile)
    assert found["verdict"].tolist() == by_row(facts, profile)
    assert len(found) == CANDIDATES * RULES
    return {
        "verdicts_seconds": _timed(lambda: judged(facts, profile), runs),
        "verdicts_by_row_seconds": _timed(lambda: by_row(facts, profile), max(1, runs // 2)),
    }


def _timed(work: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    found = times(runs)
    print(f"python -m benchmarks.candidates_verdicts --runs {runs}")
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, {platform.machine()}\n"
    )
    for name, seconds in found.items():
        table(name, seconds, "s")
    print(json.dumps({name: round(min(one), 3) for name, one in found.items()}))


if __name__ == "__main__":
    main()
