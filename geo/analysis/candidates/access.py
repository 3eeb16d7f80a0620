"""Facts about what can be reached: distances and minutes, the quality of the walk, and public transport."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Bools, Measure, Origin, chosen, joined, ranged, told, where
from geo.figures import format_km, format_share
from geo.tables.facts import (
    AT_LEAST,
    BEYOND,
    BORDER,
    KNOWN,
    NONE,
    ON_SITE,
    UNKNOWN,
    UNREACHABLE,
    Fact,
)
from geo.words import known as is_word
from geo.words import say

_FLAGS = ("ferry", "far_snap", "foreign")
"""Flags of a distance that are told beside the name of what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How far was looked with a mode."""

    mode: str
    """How one travels."""
    metres: float = np.inf
    """Where nothing was found the distance is more; 0 where only the time was limited."""
    minutes: float = np.inf
    """Where nothing was found the time is more."""
    metres_per_minute: float = np.inf
    """Nobody comes farther in a minute."""


def distance_measures(
    table: pd.DataFrame,
    ids: Texts,
    *,
    looked: Looked,
    names: Mapping[str, str],
    edge_m: Floats,
    origins: Mapping[str, Origin],
) -> Iterator[Measure]:
    """Give how far the nearest facility of each category is, and how long one travels there.

    Parameters
    ----------
    table
        The columns of `geo.tables.distances.DISTANCES`; of each candidate the row of rank 1 counts.
    ids
        Candidates.
    looked
        The mode, and how far was looked with it.
    names
        Category, with the name that people know it by.
    edge_m
        Distance of each candidate to the edge of the data, 0 outside it: what lies beyond is no nearer than that.
    origins
        Where the facilities of each category come from.

    Yields
    ------
    measure
        Of each category the distance, and the minutes of the same way. Found where the edge of the data is nearer, the
        truth lies between that edge and what was found. Where nothing was found within the limit it is beyond that, or,
        where the edge is nearer, unknown but for the distance to the edge.
    """
    rows = table[(table["mode"] == looked.mode) & (table["rank"] == 1)]
    of_category = dict(list(rows.groupby("category")))
    for category, name in names.items():
        own = of_category.get(category, rows.iloc[:0]).set_index("origin_id").reindex(ids)
        edge = np.where(own["status"].isna(), np.nan, edge_m)
        status, notes = _status(own, edge), _notes(own, edge)
        for fact, column, limit, speed in _asked(category, name, looked, origins.get(category, Origin())):
            value = own[column].to_numpy(dtype=float, na_value=np.nan)
            low, high = _bounds(status, value, limit, edge / speed)
            yield ranged(fact, value, low, high, status=status, note=notes)


def _asked(category: str, name: str, looked: Looked, origin: Origin) -> Iterator[tuple[Fact, str, float, float]]:
    """Give the two facts of a category, with the column of each, its limit, and what goes in a unit of it."""
    fact = Fact(
        id=f"{looked.mode}_{category}_m",
        title=say("fact_title.metres", what=name, mode=say(f"mode.{looked.mode}")),
        kind="metres",
        group="access",
        unit="m",
        source=origin.source,
        reference_date=origin.day,
    )
    title = say("fact_title.minutes", what=name, mode=say(f"mode.{looked.mode}"))
    time = replace(fact, id=f"{looked.mode}_{category}_minutes", title=title, kind="minutes", unit="min")
    yield fact, "distance_m", looked.metres, 1.0
    yield time, "minutes", looked.minutes, looked.metres_per_minute


def _status(rows: pd.DataFrame, edge_m: Floats) -> Texts:
    """Tell how sure a distance is; outside the data nothing is known."""
    outcome, border = rows["status"].to_numpy(dtype=object), _flag(rows, "border")
    return chosen(
        UNKNOWN,
        (outcome == "on_site", ON_SITE),
        ((outcome == "ok") & border, BORDER),
        (outcome == "ok", KNOWN),
        ((outcome == "beyond_limit") & ~border, BEYOND),
        ((outcome == "unreachable") & (edge_m > 0), UNREACHABLE),
        (outcome == "none", NONE),
    )


def _bounds(status: Texts, value: Floats, limit: float, edge: Floats) -> tuple[Floats, Floats]:
    """Give the bounds of a distance or a time; what lies outside the data is no nearer than its edge.

    So is what the data hold nowhere: all that they cover is without it.
    """
    nothing = np.full(len(value), np.nan)
    outside = np.where(np.isfinite(edge), edge, np.nan)
    beyond = np.isin(status, [BEYOND, UNKNOWN])
    low = np.select(
        [status == UNREACHABLE, status == BORDER, status == BEYOND, status == UNKNOWN, status == NONE],
        [
            np.full(len(value), np.inf),
            np.fmin(value, edge),
            np.full(len(value), limit),
            np.minimum(limit, edge),
            outside,
        ],
        default=value,
    )
    high = np.select([status == UNREACHABLE, beyond | (status == NONE)], [np.full(len(value), np.inf), nothing], value)
    return low, high


def _notes(rows: pd.DataFrame, edge_m: Floats) -> Texts:
    names = rows["facility_name"].astype("object").where(rows["facility_name"].notna(), "").to_numpy(dtype=object)
    flags = [where(_flag(rows, flag), say(f"flag.{flag}")) for flag in _FLAGS]
    open_ended = _flag(rows, "border") & (rows["status"] == "beyond_limit").to_numpy(dtype=bool)
    outside = (rows["status"] == "unreachable").to_numpy(dtype=bool) & (edge_m <= 0)
    ends = told(open_ended, (say("fact_note.map_ends", distance=format_km(float(m))) for m in edge_m[open_ended]))
    return joined(names, *flags, ends, where(outside, say("fact_note.outside")))


def _flag(rows: pd.DataFrame, name: str) -> Bools:
    return rows[name].eq(True).to_numpy(dtype=bool)


def quality_measures(table: pd.DataFrame, ids: Texts, *, names: Mapping[str, str], origin: Origin) -> Iterator[Measure]:
    """Give which part of the walk to the nearest facility is along traffic without a path, and which is not lit.

    Parameters
    ----------
    table
        The columns of `geo.tables.route_quality.ROUTE_QUALITY`.
    ids
        Candidates.
    names
        Category, with the name that people know it by.
    origin
        Where the streets come from.

    Yields
    ------
    measure
        Two of each category. Where the map does not tell of a part of the walk there is no value: the truth lies
        between the part that is known and that with the unknown part. On the own site nothing is walked.
    """
    of_category = dict(list(table.groupby("category")))
    for category, name in names.items():
        rows = of_category.get(category, table.iloc[:0]).set_index("origin_id").reindex(ids)
        for part, unknown in (("exposed", "exposed_unknown"), ("unlit", "lit_unknown")):
            fact = Fact(
                id=f"walk_{category}_{part}_share",
                title=say(f"fact_title.{part}", what=name),
                kind="share",
                group="route",
                source=origin.source,
                reference_date=origin.day,
            )
            yield _share(fact, rows, f"{part}_share", f"{unknown}_share")


def _share(fact: Fact, rows: pd.DataFrame, known: str, unknown: str) -> Measure:
    outcome = rows["status"].to_numpy(dtype=object)
    low, rest = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in (known, unknown))
    # Nothing is walked over the network on the own site, or where both feet are one.
    still = (outcome == "on_site") | ((outcome == "ok") & np.isnan(low))
    low, rest = np.where(still, 0.0, low), np.where(still, 0.0, rest)
    high = np.minimum(low + rest, 1.0)
    value = np.where(rest == 0, low, np.nan)
    status = chosen(UNKNOWN, (outcome == "on_site", ON_SITE), (~np.isnan(value), KNOWN))
    partly = rest > 0
    spans = zip(low[partly], high[partly], strict=True)
    between = (say("fact_note.between", low=format_share(one), high=format_share(other)) for one, other in spans)
    none = np.isin(outcome, ["unreachable", "beyond_limit", "none"])
    reasons = told(none, (say(f"outcome.{one}") for one in outcome[none]))
    return ranged(fact, value, low, high, status=status, note=joined(told(partly, between), reasons))


def departure_measure(table: pd.DataFrame | None, ids: Texts, *, origin: Origin) -> Measure:
    """Give how often public transport departs within walking distance.

    Parameters
    ----------
    table
        The columns of `geo.tables.departures.DEPARTURES`; None without a timetable.
    ids
        Candidates.
    origin
        Where the timetable comes from.

    Returns
    -------
    measure
        Departures an hour; 0 where no stop is within the walk, unknown where no street is near, and at least what was
        counted where the edge of the data is within the walk.
    """
    unit = say("fact_unit.per_hour")
    fact = Fact(
        id="departures_per_hour", title=say("fact_title.departures"), kind="number", group="access", unit=unit,
        source=origin.source, reference_date=origin.day,
    )  # fmt: skip
    if table is None:
        nothing = np.full(len(ids), np.nan)
        return ranged(fact, nothing, nothing, nothing)
    rows = table.set_index("location_id").reindex(ids)
    value, border = rows["per_hour"].to_numpy(dtype=float, na_value=np.nan), _flag(rows, "border")
    status = chosen(UNKNOWN, (np.isnan(value), UNKNOWN), (border, AT_LEAST), (~border, KNOWN))
    outcome = rows["status"].to_numpy(dtype=object)
    name = rows["nearest_name"].astype("object").where(rows["nearest_name"].notna(), "").to_numpy(dtype=object)
    named = name != ""
    note = joined(
        where(outcome == "none", say("fact_note.no_stop")),
        where(outcome == "unreachable", say("fact_note.no_street")),
        told(named, (say("fact_note.stop", name=one) for one in name[named])),
    )
    return ranged(fact, value, value, np.where(border, np.nan, value), status=status, note=note)


def category_names(categories: Sequence[str]) -> dict[str, str]:
    """Name categories as people know them; one of the plan's own has the name that it was given."""
    return {one: say(f"category.{one}") if is_word(f"category.{one}") else one for one in sorted(set(categories))}
