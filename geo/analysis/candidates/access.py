"""Facts about what can be reached: distances and minutes, the quality of the walk, and public transport."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Bools, Measure, Origin, chosen, joined, ranged, told, where
from geo.fact_words import quantity
from geo.figures import format_km, format_share
from geo.tables.facts import (
    AT_LEAST,
    AT_MOST,
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
_PERHAPS: Mapping[str, str] = MappingProxyType(
    {"primary_school": "school_unknown", "secondary_school": "school_unknown"}
)
"""Categories, with that of which the map does not tell whether they are of the first."""


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
    max_snap_m: float = 1_000.0
    """A street that is farther off is none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stand:
    """Where candidates stand on the network of a mode."""

    edge_m: Floats
    """Distance of each to the edge of the data, 0 outside it: what lies beyond is no nearer than that."""
    has_foot: Bools
    """Whether there is a street near enough."""


def distance_measures(
    table: pd.DataFrame,
    ids: Texts,
    *,
    looked: Looked,
    names: Mapping[str, str],
    stand: Stand,
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
    stand
        Where the candidates stand on the network of the mode.
    origins
        Where the facilities of each category come from.

    Yields
    ------
    measure
        Of each category the distance, and the minutes of the same way. Found where the edge of the data is nearer, the
        truth lies between that edge and what was found. Where nothing was found within the limit it is beyond that, or,
        where the edge is nearer, unknown but for the distance to the edge. Without a path it is unreachable only where
        the path cannot lie outside the data; without a street near, it is unknown. A school of unknown kind that is
        nearer than those of a kind may be of that kind: it is no farther than found, and no nearer than that school.
    """
    rows = table[(table["mode"] == looked.mode) & (table["rank"] == 1)]
    found = {name: one.set_index("origin_id").reindex(ids) for name, one in rows.groupby("category")}
    nothing = rows.iloc[:0].set_index("origin_id").reindex(ids)
    for category, name in names.items():
        asked = _asked(category, name, looked, origins.get(category, Origin()))
        perhaps = _PERHAPS.get(category, "")
        for one in asked:
            measure = _measured(found.get(category, nothing), one, stand, looked)
            if perhaps in names:
                other = found.get(perhaps, nothing)
                measure = _perhaps_nearer(measure, _measured(other, one, stand, looked), other)
            yield measure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A fact about the way to a category."""

    fact: Fact
    column: str
    """Column of the distances that holds it."""
    limit: float
    """How far was looked, in the unit of the fact."""
    speed: float
    """How many metres go in a unit of the fact."""


def _asked(category: str, name: str, looked: Looked, origin: Origin) -> tuple[_Asked, _Asked]:
    """Give the two facts of a category."""
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
    return (
        _Asked(fact=fact, column="distance_m", limit=looked.metres, speed=1.0),
        _Asked(fact=time, column="minutes", limit=looked.minutes, speed=looked.metres_per_minute),
    )


def _measured(rows: pd.DataFrame, asked: _Asked, stand: Stand, looked: Looked) -> Measure:
    """Give one fact of the nearest facility of a category: a row a candidate, empty where nobody looked."""
    status = _status(rows, stand)
    value = rows[asked.column].to_numpy(dtype=float, na_value=np.nan)
    no_path = (rows["status"] == "unreachable").to_numpy(dtype=bool)
    edge = np.where(rows["status"].isna(), np.nan, stand.edge_m)
    # Without a path all of the data were looked at, without a street near only what is around the place.
    reach = np.select([no_path & stand.has_foot, no_path], [np.inf, looked.max_snap_m / asked.speed], asked.limit)
    low, high = _bounds(status, value, asked.limit, edge / asked.speed, reach)
    return ranged(asked.fact, value, low, high, status=status, note=_notes(rows, stand, looked))


def _status(rows: pd.DataFrame, stand: Stand) -> Texts:
    """Tell how sure a distance is; outside the data, and where a path may lie outside them, nothing is known."""
    outcome, border = rows["status"].to_numpy(dtype=object), _flag(rows, "border")
    inside = stand.has_foot & ~border & (stand.edge_m > 0)
    return chosen(
        UNKNOWN,
        (outcome == "on_site", ON_SITE),
        ((outcome == "ok") & border, BORDER),
        (outcome == "ok", KNOWN),
        ((outcome == "beyond_limit") & ~border, BEYOND),
        ((outcome == "unreachable") & inside, UNREACHABLE),
        (outcome == "none", NONE),
    )


def _bounds(status: Texts, value: Floats, limit: float, edge: Floats, reach: Floats) -> tuple[Floats, Floats]:
    """Give the bounds of a distance or a time; what lies outside the data is no nearer than its edge.

    Of what is unknown it is also no nearer than was looked, ``reach``. A category of which the data hold nothing has no
    bounds: that says nothing of the world.
    """
    nothing, endless = np.full(len(value), np.nan), np.full(len(value), np.inf)
    low = np.select(
        [status == UNREACHABLE, status == BORDER, status == BEYOND, status == UNKNOWN, status == NONE],
        [endless, np.fmin(value, edge), np.full(len(value), limit), np.minimum(reach, edge), nothing],
        default=value,
    )
    high = np.select([status == UNREACHABLE, np.isin(status, [BEYOND, UNKNOWN, NONE])], [endless, nothing], value)
    return low, high


def _perhaps_nearer(measure: Measure, other: Measure, rows: pd.DataFrame) -> Measure:
    """Take into account what is nearer and may be of the category."""
    nearer = ~np.isnan(other.value) & ~(measure.value <= other.value)
    no_value = np.isnan(measure.value)
    least = np.where(np.isfinite(measure.low), np.minimum(measure.low, other.low), other.low)
    status = np.where(nearer & (measure.status == KNOWN), np.array(AT_MOST, dtype=object), measure.status)
    status = np.where(nearer & no_value, np.array(UNKNOWN, dtype=object), status)
    metres, outcome = (rows[name].to_numpy(dtype=object)[nearer] for name in ("distance_m", "status"))
    remarks = (_school(float(far), str(how)) for far, how in zip(metres, outcome, strict=True))
    return replace(
        measure,
        low=np.where(nearer, least, measure.low),
        high=np.where(nearer & no_value, np.inf, measure.high),
        status=status,
        note=joined(measure.note, told(nearer, remarks)),
    )


def _school(metres: float, status: str) -> str:
    if status == ON_SITE:
        return say("fact_note.school_on_site")
    return say("fact_note.school_unknown", distance=quantity(metres, kind="metres", unit="m"))


def _notes(rows: pd.DataFrame, stand: Stand, looked: Looked) -> Texts:
    names = rows["facility_name"].astype("object").where(rows["facility_name"].notna(), "").to_numpy(dtype=object)
    flags = [where(_flag(rows, flag), say(f"flag.{flag}")) for flag in _FLAGS]
    outcome, border = rows["status"].to_numpy(dtype=object), _flag(rows, "border")
    no_path, inside = outcome == "unreachable", stand.edge_m > 0
    leaves = no_path & border & stand.has_foot & inside
    ends = border & (outcome == "beyond_limit") | leaves
    edges = (say("fact_note.map_ends", distance=format_km(float(m))) for m in stand.edge_m[ends])
    street = say("fact_note.no_street_within", distance=quantity(looked.max_snap_m, kind="metres", unit="m"))
    return joined(
        names,
        *flags,
        where(leaves, say("fact_note.no_way_on_map")),
        told(ends, edges),
        where(no_path & ~inside, say("fact_note.outside")),
        where(no_path & inside & ~stand.has_foot, street),
    )


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


def with_perhaps(categories: Sequence[str], present: Sequence[str]) -> list[str]:
    """Add to categories those of which the map does not tell whether they are of them, as far as they are present."""
    others = {_PERHAPS[one] for one in categories if one in _PERHAPS}
    return sorted({*categories, *others.intersection(present)})


def category_names(categories: Sequence[str]) -> dict[str, str]:
    """Name categories as people know them; one of the plan's own has the name that it was given."""
    return {one: say(f"category.{one}") if is_word(f"category.{one}") else one for one in sorted(set(categories))}
