"""Sums that must agree over the chapters, whatever the plan says.

The same number stands in several tables: the places on the reference date in chapters 1, 2 and 4, those of each quarter
in chapters 4 and 7. Each is set beside the next one here; a difference is a defect of the arithmetic, never of the
plan. Source: format of the plan (chapter 7 starts from chapter 2 and ends at chapter 4) and the design, "One number,
one source".
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.need import Area
from geo.analysis.supply import REGULAR, in_bucket, regular, standing_on, sum_on
from geo.figures import Figure
from geo.quarters import Quarter
from geo.tables.choices import NEW
from geo.tables.portfolio import PORTFOLIO_TOTALS

_TYPES = ("gvl", "satelliet", "regionaal")
_SUPPLY = ("supply_min", "supply_max", "supply_certain", "unknown_locations")
_SPLIT = ("totaal", "regionaal", "gvl_satelliet", "amv")
"""Buckets whose supply is a plain sum over locations; of ``extra`` and ``vervanging`` the one serves the other."""
_SAME = (("total", "supply_max"), ("certain", "supply_certain"), ("need_min", "need_min"), ("need_max", "need_max"))
"""Columns of the quarter totals, and those of the coverage that say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Everything in which the same places are counted."""

    locations: pd.DataFrame
    """The locations, as read."""
    areas: Sequence[Area]
    """Regions and provinces."""
    reference_date: pd.Timestamp
    """Day of the portfolio."""
    scenario: str
    """Scenario that the quarter totals reckon with."""
    supply: pd.DataFrame
    """From `geo.analysis.supply.supply_steps`."""
    portfolio: pd.DataFrame
    """From `geo.analysis.portfolio.portfolio`."""
    portfolio_totals: pd.DataFrame
    """From `geo.analysis.portfolio.portfolio_totals`."""
    municipalities: pd.DataFrame
    """From `geo.analysis.portfolio.municipality_table`."""
    context: Mapping[str, Figure]
    """From `geo.analysis.portfolio.context_figures`."""
    confrontation: pd.DataFrame
    """From `geo.analysis.confrontation.confrontation`."""
    coverage: pd.DataFrame
    """From `geo.analysis.coverage.coverage`."""
    transition: pd.DataFrame
    """From `geo.analysis.transition.transition`."""
    quarter_totals: pd.DataFrame
    """From `geo.analysis.transition.quarter_totals`, of every province."""
    overview: pd.DataFrame
    """From `geo.analysis.allocation_table.allocation_overview`."""
    allocation_totals: pd.DataFrame
    """From `geo.analysis.allocation_table.allocation_totals`."""
    flexible: pd.DataFrame
    """From `geo.analysis.flexible.flexible_table`."""
    reserve: pd.DataFrame
    """From `geo.analysis.reserve.reserve_ladder`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Two tables that do not say the same."""

    invariant: str
    """Which one, a key of the word catalogue (``invariant.<name>``)."""
    one: Figure
    """What the first table says, with its unknowns; the source is the table and its column."""
    other: Figure
    """What the second table says."""
    at: str
    """Quarter, or day as ISO date; empty where it is of no day."""
    area: str = ""
    """Province or other area; empty for the whole plan."""
    ids: tuple[str, ...] = ()
    """Locations that differ between the tables, where these tell."""


def broken(counted: Counted) -> tuple[Broken, ...]:
    """Compare every number that stands in two tables.

    Returns
    -------
    breaches
        Those that differ, in the order of the invariants, areas and quarters; none where all agree. What is unknown
        must be counted alike as well.
    """
    return tuple(breach for test in _TESTS for breach in test(counted))


def _portfolio_day(counted: Counted) -> Iterator[Broken]:
    """Hold what chapter 2 lists against what the supply of the day counts, but for new locations without a start."""
    day = standing_on(counted.supply, counted.reference_date)
    day = day[day["kind"] == REGULAR].set_index("location_id")
    listed = day[~day.index.isin(_yet_to_come(counted))]
    places = listed["places_max"].mask(listed["unknown"])
    yield from _by_location(counted, "portfolio_day", (_listed(counted), "portfolio"), (places, "supply"))


def _portfolio_sum(counted: Counted) -> Iterator[Broken]:
    """Hold the total of chapter 2 against its rows, and against its parts by type and by certainty."""
    at, whole = _day(counted), _whole(counted)
    yield from _differ("portfolio_sum", _sum(_listed(counted), "portfolio"), _of(whole, "regular"), at)
    kinds = [name for name in PORTFOLIO_TOTALS.names if f"{name}_unknown" in PORTFOLIO_TOTALS.names]
    for by, rows in counted.portfolio_totals.groupby("by", sort=False):
        parts = rows[["locations", *kinds, *(f"{kind}_unknown" for kind in kinds)]].sum()
        for kind in kinds if by != "all" else ():
            yield from _differ("portfolio_parts", _of(parts, kind), _of(whole, kind), at)


def _context(counted: Counted) -> Iterator[Broken]:
    """Hold the fact box of chapter 1 against chapter 2."""
    whole = _whole(counted)
    for name, kind in (("places", "regular"), ("emergency", "emergency"), ("reserve", "reserve")):
        fact = counted.context[name]
        one = Figure(value=fact.value, unknown=fact.unknown, source="context_figures")
        yield from _differ("context", one, _of(whole, kind), _day(counted))


def _municipalities(counted: Counted) -> Iterator[Broken]:
    """Hold the municipalities of chapter 1 against the locations of chapter 2 that lie in them."""
    rows = counted.portfolio[counted.portfolio["kind"] == REGULAR]
    inside = rows[rows["municipality_code"].isin(counted.municipalities["code"])]
    told = counted.municipalities
    one = Figure(value=int(told["places"].sum()), unknown=int(told["unknown"].sum()), source="municipalities")
    yield from _differ("municipalities", one, _sum(inside["places"], "portfolio"), _day(counted))


def _confrontation(counted: Counted) -> Iterator[Broken]:
    """Hold present supply against the total of chapter 2, and its unknowns, of two days, against chapter 4."""
    rows = counted.confrontation[counted.confrontation["bucket"] == "totaal"]
    now = Figure(value=int(rows["now"].sum()), unknown=int(rows["unknown_locations"].sum()), source="confrontation")
    both = counted.overview[counted.overview["location_id"].isin(counted.portfolio["location_id"])]
    lost = int((both["places_now"].isna() | both["places"].isna()).sum())
    total = Figure(value=_of(_whole(counted), "regular").value, unknown=lost, source="portfolio_totals")
    yield from _differ("confrontation", now, total, _day(counted))


def _allocation_now(counted: Counted) -> Iterator[Broken]:
    """Hold what goes on, is converted, ends or awaits a decision in chapter 4 against the portfolio."""
    listed, now = _listed(counted), counted.overview.set_index("location_id")["places_now"]
    # Emergency reception that may be regular by then: chapter 2 lists it as emergency.
    emergency = set(counted.portfolio["location_id"]) - set(listed.index)
    told = now.mask(now.isna() & now.index.isin(emergency), 0)
    yield from _by_location(counted, "allocation_now", (listed, "portfolio"), (told, "allocation_overview"))


def _allocation_sum(counted: Counted) -> Iterator[Broken]:
    """Hold the totals of chapter 4 against its locations."""
    rows, totals = counted.overview, counted.allocation_totals
    lost = int((rows["places"].isna() | rows["places_now"].isna()).sum())
    for name in ("places_now", "places"):
        one = Figure(value=int(rows[name].sum()), unknown=lost, source="allocation_overview")
        other = Figure(value=int(totals[name].sum()), unknown=int(totals["unknown"].sum()), source="allocation_totals")
        yield from _differ("allocation_sum", one, other, _day(counted) if name == "places_now" else _last(counted))
    one = Figure(value=len(rows), source="allocation_overview")
    other = Figure(value=int(totals["locations"].sum()), source="allocation_totals")
    yield from _differ("allocation_locations", one, other, "")


def _allocation_end(counted: Counted) -> Iterator[Broken]:
    """Hold the end of chapter 7 against the places at the end in chapter 4."""
    last = counted.transition[counted.transition["quarter"] == _last(counted)].set_index("location_id")["places"]
    end = counted.overview.set_index("location_id")["places"]
    yield from _by_location(
        counted, "allocation_end", (end, "allocation_overview"), (last, "transition"), at=_last(counted)
    )


def _quarter_sum(counted: Counted) -> Iterator[Broken]:
    """Hold the totals of each quarter against its locations, whole and per type."""
    home = counted.supply.groupby("location_id")["province_code"].first()
    rows = counted.transition.assign(area=counted.transition["location_id"].map(home))
    for total in counted.quarter_totals.to_dict("records"):
        here = rows[(rows["quarter"] == total["quarter"]) & (rows["area"] == total["area_id"])]
        lost = int(here["places"].isna().sum())
        sums = {kind: int(here.loc[here["type"] == kind, "places"].sum()) for kind in _TYPES}
        sums |= {"total": int(here["places"].sum())}
        sums |= {"untyped": sums["total"] - sum(sums[kind] for kind in _TYPES)}
        for name, value in sums.items():
            one = Figure(value=value, unknown=lost, source="transition")
            other = Figure(value=total[name], unknown=int(total["unknown_locations"]), source="quarter_totals")
            yield from _differ("quarter_sum", one, other, str(total["quarter"]), str(total["area_id"]))


def _quarter_coverage(counted: Counted) -> Iterator[Broken]:
    """Hold supply and need of each quarter in chapter 7 against those in chapter 4."""
    covered = _covered(counted)
    whole = covered[covered["bucket"] == "totaal"].set_index(["region_id", "quarter"])
    for total in counted.quarter_totals.to_dict("records"):
        told = whole.loc[(total["area_id"], total["quarter"])].to_dict()
        for mine, theirs in _SAME:
            one = _told(total, mine, "quarter_totals")
            other = _told(told, theirs, "coverage")
            yield from _differ("quarter_coverage", one, other, str(total["quarter"]), str(total["area_id"]))


def _regions(counted: Counted) -> Iterator[Broken]:
    """Hold the regions, with what lies in none, against the provinces."""
    inside = {area.area_id for area in counted.areas if area.level == "region"}
    if not inside:
        return
    covered = _covered(counted)
    regional = covered["region_id"].isin(inside)
    outside = counted.supply[~counted.supply["region_id"].isin(inside)]
    quarters = sorted(set(covered["quarter"]))
    days = np.array([Quarter.parse(one).last_day for one in quarters], dtype="datetime64[D]")
    for bucket in _SPLIT:
        rest = sum_on(in_bucket(outside, bucket), days)
        asked = covered["bucket"] == bucket
        parts, whole = (covered[asked & mine].groupby("quarter")[list(_SUPPLY)].sum() for mine in (regional, ~regional))
        added = dict(zip(_SUPPLY, (rest.low, rest.high, rest.certain, rest.unknown), strict=True))
        for at, quarter in enumerate(quarters if asked.any() else ()):
            for name in _SUPPLY:
                one = Figure(value=int(parts.loc[quarter, name] + added[name][at]), source="coverage")
                other = Figure(value=int(whole.loc[quarter, name]), source="coverage")
                yield from _differ("regions", one, other, quarter)


def _quarter_now(counted: Counted) -> Iterator[Broken]:
    """Hold the quarter of the reference date against the portfolio, where nothing changes in the rest of it."""
    today = counted.reference_date
    quarter = Quarter.of(today.date())
    totals = counted.quarter_totals[counted.quarter_totals["quarter"] == str(quarter)]
    rows, end = regular(counted.supply), pd.Timestamp(quarter.last_day)
    changes = [((rows[name] > today) & (rows[name] <= end)).any() for name in ("from", "until")]
    if totals.empty or any(changes):
        return
    now = counted.overview["places_now"]
    lost = int(now.isna().sum()) + int(standing_on(rows, today)["location_id"].isin(_yet_to_come(counted)).sum())
    one = Figure(value=int(now.sum()), unknown=lost, source="allocation_overview")
    unknown = int(totals["unknown_locations"].sum())
    other = Figure(value=int(totals["total"].sum()), unknown=unknown, source="quarter_totals")
    yield from _differ("quarter_now", one, other, str(quarter))


def _flexible(counted: Counted) -> Iterator[Broken]:
    """Hold the locations of chapter 5 against those that chapter 4 marks as flexible."""
    listed = set(counted.flexible["location_id"])
    marked = set(counted.overview.loc[counted.overview["flexible"].astype("bool"), "location_id"])
    yield from _sets("flexible", (listed, "flexible"), (marked, "allocation_overview"))


def _reserve(counted: Counted) -> Iterator[Broken]:
    """Find locations that count more than their capacity, which is without reserve."""
    rows = counted.portfolio[counted.portfolio["kind"] == REGULAR]
    over = rows[(rows["places"] > rows["capacity"]).fillna(value=False)]
    if len(over):
        one, other = _sum(over["places"], "portfolio"), _sum(over["capacity"], "supply")
        yield Broken(invariant="reserve", one=one, other=other, at=_day(counted), ids=_ids(over["location_id"]))


def _reserve_listed(counted: Counted) -> Iterator[Broken]:
    """Find reserve of chapter 2 that chapter 6 lacks."""
    rows = counted.portfolio
    sure = (rows["reserve_capacity"] > 0).fillna(value=False) & ~rows["missing"].str.contains("start|end")
    own = set(rows.loc[sure, "location_id"])
    yield from _sets(
        "reserve_listed", (own, "portfolio"), (own & set(counted.reserve["location_id"]), "reserve_ladder")
    )


INVARIANTS = (
    "portfolio_day", "portfolio_sum", "portfolio_parts", "context", "municipalities", "confrontation", "allocation_now",
    "allocation_sum", "allocation_locations", "allocation_end", "quarter_sum", "quarter_coverage", "regions",
    "quarter_now", "flexible", "reserve", "reserve_listed",
)  # fmt: skip
"""Names of the invariants; the words are ``invariant.<name>``."""
_TESTS = (
    _portfolio_day, _portfolio_sum, _context, _municipalities, _confrontation, _allocation_now, _allocation_sum,
    _allocation_end, _quarter_sum, _quarter_coverage, _regions, _quarter_now, _flexible, _reserve, _reserve_listed,
)  # fmt: skip


def _listed(counted: Counted) -> pd.Series:
    rows = counted.portfolio[counted.portfolio["kind"] == REGULAR]
    return rows.set_index("location_id")["places"]


def _yet_to_come(counted: Counted) -> set[str]:
    """Name the new locations without a start: unknown in the supply of every day, and not of today's portfolio."""
    rows = counted.locations
    new = (rows["decision"] == NEW).fillna(value=False)
    return set(rows.loc[new & rows["agreement_start"].isna(), "location_id"])


def _whole(counted: Counted) -> pd.Series:
    return counted.portfolio_totals[counted.portfolio_totals["by"] == "all"].iloc[0]


def _covered(counted: Counted) -> pd.DataFrame:
    return counted.coverage[counted.coverage["scenario"] == counted.scenario]


def _day(counted: Counted) -> str:
    return str(counted.reference_date.date())


def _last(counted: Counted) -> str:
    return str(counted.quarter_totals["quarter"].max())


def _of(row: pd.Series, kind: str) -> Figure:
    return Figure(value=int(row[kind]), unknown=int(row[f"{kind}_unknown"]), source="portfolio_totals")


def _told(row: Mapping[Hashable, Any], name: str, source: str) -> Figure:
    value = None if pd.isna(row[name]) else int(row[name])
    unknown = 0 if name.startswith("need") else int(row["unknown_locations"])
    return Figure(value=value, unknown=unknown, source=source)


def _sum(values: pd.Series, source: str) -> Figure:
    return Figure(value=int(values.sum()), unknown=int(values.isna().sum()), source=source)


def _ids(ids: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(str(one) for one in ids))


def _differ(invariant: str, one: Figure, other: Figure, at: str, area: str = "") -> Iterator[Broken]:
    if (one.value, one.unknown) != (other.value, other.unknown):
        yield Broken(invariant=invariant, one=one, other=other, at=at, area=area)


def _by_location(
    counted: Counted, invariant: str, first: tuple[pd.Series, str], second: tuple[pd.Series, str], *, at: str = ""
) -> Iterator[Broken]:
    """Compare the places of each location; one that a table does not list has none there."""
    ids = first[0].index.union(second[0].index)
    one, other = (places.mask(places.isna(), -1).reindex(ids, fill_value=0) for places, _ in (first, second))
    wrong = ids[(one != other).to_numpy(dtype=bool)]
    if len(wrong):
        told = (_sum(places, source) for places, source in (first, second))
        yield Broken(
            invariant=invariant, one=next(told), other=next(told), at=at or _day(counted), ids=_ids(wrong.to_series())
        )


def _sets(invariant: str, first: tuple[set[str], str], second: tuple[set[str], str]) -> Iterator[Broken]:
    """Compare which locations two tables hold."""
    if first[0] != second[0]:
        one, other = (Figure(value=len(ids), source=source) for ids, source in (first, second))
        yield Broken(invariant=invariant, one=one, other=other, at="", ids=tuple(sorted(first[0] ^ second[0])))
