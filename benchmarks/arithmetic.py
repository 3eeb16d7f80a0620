"""The arithmetic of the plan: supply, coverage, shortages and the quarter table of 5,000 locations over twenty years.

    python -m benchmarks.arithmetic [--runs 5] [--locations 5000]

The contender writes out every location on every day: a matrix of locations by days, added up per area and bucket. Both
must give the same supply, need, verdicts and short days, for four scenarios, before anything is timed; it reckons
without the increments ``extra`` and ``vervanging`` and without causes and remedies, which ours gives too. The last line
is one JSON object. Other work on the machine counts in the seconds by the clock; the ratio is of the work of the
processor, which is one thread for both.
"""

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.arithmetic_days import BUCKETS, by_day
from benchmarks.arithmetic_plan import FIRST, LAST, PROVINCE, REFERENCE, REGIONS, SCENARIOS, MadeUp, made_up
from benchmarks.main_job import table
from geo.analysis.coverage import coverage
from geo.analysis.need import Area
from geo.analysis.shortages import shortages_by_scenario
from geo.analysis.supply import supply_steps
from geo.analysis.transition import quarter_totals
from geo.quarters import Quarter, quarters_between

QUARTERS = quarters_between(Quarter.of(FIRST.item()), Quarter.of(LAST.item()))
WHOLE = Area(area_id=PROVINCE, level="province", parts=REGIONS)
AREAS = (WHOLE, *(Area(area_id=name, level="region") for name in REGIONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the package says."""

    covered: pd.DataFrame
    short: dict[str, pd.DataFrame]
    totals: dict[str, pd.DataFrame]


def ours(plan: MadeUp) -> Answer:
    """Reckon as the package does, from the tables as read."""
    supply, need = supply_steps(plan.locations, plan.steps), plan.need
    first, last, today = (pd.Timestamp(day) for day in (FIRST, LAST, REFERENCE))
    return Answer(
        covered=coverage(supply, need, areas=AREAS, quarters=QUARTERS, reference_date=today),
        short=shortages_by_scenario(
            supply, need, area=WHOLE, span=(first, last), scenarios=SCENARIOS, reference_date=today
        ),
        totals={name: quarter_totals(supply, need, area=WHOLE, quarters=QUARTERS, scenario=name) for name in SCENARIOS},
    )


def assert_equal(plan: MadeUp, found: Answer) -> int:
    """Compare with the matrix of days; give how many figures were compared."""
    theirs, compared = by_day(plan), 0
    last_days = np.array([quarter.last_day for quarter in QUARTERS], dtype="datetime64[D]") - FIRST
    at = last_days.astype(int)
    usual = found.covered.set_index(["region_id", "bucket", "scenario"]).sort_index()
    for area in (PROVINCE, *REGIONS):
        for bucket in BUCKETS:
            for scenario in SCENARIOS:
                days = theirs[area, bucket, scenario]
                rows = usual.loc[(area, bucket, scenario)].sort_values("quarter")
                for name in ("supply_min", "supply_max", "supply_certain", "unknown_locations"):
                    assert rows[name].tolist() == days[name][at].tolist(), (area, bucket, scenario, name)
                need = rows["need_min"].to_numpy(dtype=float, na_value=np.nan)
                assert np.array_equal(need, days["need_min"][at], equal_nan=True)
                assert rows["status"].tolist() == days["status"][at].tolist(), (area, bucket, scenario)
                compared += 6 * len(at)
    for scenario, rows in found.short.items():
        for bucket in BUCKETS:
            short = np.zeros((LAST - FIRST).astype(int) + 1)
            for row in rows[rows["bucket"] == bucket].itertuples(index=False):
                begin, until = (
                    int((day.to_datetime64() - FIRST).astype("timedelta64[D]").astype(int)) for day in (row[1], row[2])
                )
                short[begin : until + 1] = row.places
            assert np.array_equal(short, theirs[PROVINCE, bucket, scenario]["short"]), (scenario, bucket)
            compared += len(short)
        total = found.totals[scenario]["total"].tolist()
        assert total == theirs[PROVINCE, "totaal", scenario]["supply_max"][at].tolist()
        compared += len(total)
    return compared


def timed(runs: int, run: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Take the time by the clock and the work of the processor of some runs, seconds."""
    wall, work = [], []
    for _ in range(runs):
        clock, processor = time.perf_counter(), time.process_time()
        run()
        wall.append(time.perf_counter() - clock)
        work.append(time.process_time() - processor)
    return wall, work


def peak_mb() -> float:
    """Give the peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main() -> None:
    """Measure, and end with JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of ours; the matrix runs half as often")
    parser.add_argument("--locations", type=int, default=5000)
    asked = parser.parse_args()
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, {os.cpu_count()} cores, "
        f"{platform.machine()}; load {load}"
    )
    plan = made_up(asked.locations)
    found = ours(plan)
    rows = sum(len(one) for one in found.short.values())
    wall, work = timed(asked.runs, lambda: ours(plan))
    peak = peak_mb()
    print(
        f"{len(plan.locations)} locations, {len(plan.steps)} steps, {len(plan.need)} rows of need, {rows} of shortages"
    )
    print(f"{assert_equal(plan, found)} figures compared, all equal")
    days, day_work = timed(max(1, asked.runs // 2), lambda: by_day(plan))
    table("geo", wall, "s")
    table("geo, work of the processor", work, "s")
    table("matrix of days", days, "s")
    table("matrix of days, work", day_work, "s")
    print(f"peak memory {peak:.0f} MB, of the matrix {peak_mb():.0f} MB")
    figures = {
        "arithmetic_seconds": round(min(wall), 3),
        "arithmetic_work_seconds": round(min(work), 3),
        "arithmetic_vs_days": round(min(day_work) / min(work), 1),
        "arithmetic_peak_mb": round(peak),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
