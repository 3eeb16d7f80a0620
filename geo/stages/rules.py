"""Rules between the cells of a row, and between tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import Fault, Note
from geo.sources.cells import suggestion
from geo.sources.read_tables import ReadTable
from geo.stages.meant_rules import half_year_faults, hub_faults, rung_faults
from geo.stages.merged_names import history
from geo.stages.need_rules import forecast_faults, need_faults, need_notes
from geo.stages.step_rules import step_faults, step_notes

_AMV = "amv_above_capacity"
"""The fault of which the lower number is the one that is wrong."""
_ORDERED = (
    ("agreement_start", "agreement_end", "end_before_start"),
    ("available_from", "available_until", "end_before_start"),
    ("from", "until", "end_before_start"),
    ("places_min", "places_max", "min_above_max"),
    ("amv_places", "capacity", _AMV),
    ("amv_places", "places_max", _AMV),
)
_REFERENCES = (
    ("regions", "municipality_code", "municipality"),
    ("partnership_members", "municipality_code", "municipality"),
    ("obligations", "municipality_code", "municipality"),
    ("need", "region_id", "region"),
    ("locations", "hub_id", "location"),
    ("candidates", "hub_id", "location"),
    ("capacity_steps", "location_id", "location"),
    ("location_agreements", "location_id", "location"),
    ("reserve", "location_id", "location"),
    ("partnership_members", "partnership_id", "partnership"),
    ("partnership_agreements", "partnership_id", "partnership"),
    ("contacts", "partnership_id", "partnership"),
    ("milestones", "subject_id", "subject"),
)
"""Table, column and kind of what the column names; a strange name is the fault ``unknown_<kind>``."""
_SITES = ("locations", "candidates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the tables of a plan are held against besides each other."""

    given: frozenset[str]
    """Names of the tables that the plan has, read or not."""
    municipalities: tuple[str, ...] | None
    """Codes of the municipalities; None where the boundaries could not be read."""
    provinces: Mapping[str, str] | None
    """Codes of the provinces by code and name, as `plain` writes them; None where they could not be read."""
    own: tuple[str, ...]
    """Codes of the provinces of the plan."""
    own_known: bool
    """Whether the boundaries have all of these; else what lies elsewhere follows from that fault."""


def faults_within(read: ReadTable) -> list[Fault]:
    """List the rows in which two cells contradict each other.

    Parameters
    ----------
    read
        A table that was read.
    """
    return [fault for first, second, code in _ORDERED for fault in _out_of_order(read, first, second, code)]


def _out_of_order(read: ReadTable, first: str, second: str, code: str) -> Iterator[Fault]:
    if not {first, second} <= set(read.frame.columns):
        return
    wrong = (read.frame[second] < read.frame[first]).fillna(value=False).to_numpy()
    for row in wrong.nonzero()[0]:
        low, high = (_shown(read.frame[name].iloc[row]) for name in (first, second))
        place = first if code == _AMV else second
        yield read.fault(int(row), place, code, first=low, second=high, start=read.headings.get(first, first))


def _shown(value: object) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, pd.Timestamp) else str(value)


def faults_between(read: Mapping[str, ReadTable], around: Surroundings) -> list[Fault]:
    """List the rows that contradict another table or the boundaries.

    A table that could not be read, or lacks the column of its ids, proves nothing: what refers to it is not judged.

    Parameters
    ----------
    read
        The tables by name.
    around
        What they are held against besides each other.
    """
    known = _known(read, around)
    faults: list[Fault] = []
    for name, column, kind in _REFERENCES:
        ids = known[kind]
        if name in read and ids is not None:
            faults += _unknown(read[name], column, ids, f"unknown_{kind}")
    if "regions" in read:
        faults += _overlapping_regions(read["regions"])
    if "need" in read:
        faults += forecast_faults(read["need"])
        faults += need_faults(read["need"], provinces=around.provinces, own=around.own)
    if "capacity_steps" in read:
        faults += step_faults(read["capacity_steps"], _sites(read))
    faults += hub_faults(_sites(read))
    if "obligations" in read:
        faults += half_year_faults(read["obligations"])
    if "reserve" in read:
        faults += rung_faults(read["reserve"])
    faults += _shared_ids(read)
    return faults


def notes_between(read: Mapping[str, ReadTable], around: Surroundings) -> list[Note]:
    """List the rows that are right in themselves, but will count for nothing."""
    provinces = around.provinces if around.own_known else None
    notes = need_notes(read["need"], provinces=provinces, own=around.own) if "need" in read else []
    return [*notes, *step_notes(read["capacity_steps"], _sites(read))] if "capacity_steps" in read else notes


def _sites(read: Mapping[str, ReadTable]) -> dict[str, ReadTable]:
    return {name: read[name] for name in _SITES if name in read}


def _known(read: Mapping[str, ReadTable], around: Surroundings) -> dict[str, list[str] | None]:
    """List the ids of each kind that may be named; None where they are not all known."""
    locations = _ids(read, around, _SITES, "location_id") if "locations" in around.given else None
    regions = _ids(read, around, ("regions",), "region_id")
    partnerships = _ids(read, around, ("partnerships",), "partnership_id")
    parts = (locations, regions, partnerships)
    subjects = [one for ids in parts for one in ids or ()]
    return {
        "municipality": None if around.municipalities is None else list(around.municipalities),
        "location": locations,
        "region": regions,
        "partnership": partnerships if "partnerships" in around.given else None,
        "subject": None if any(ids is None for ids in parts) else subjects,
    }


def _ids(read: Mapping[str, ReadTable], around: Surroundings, names: tuple[str, ...], column: str) -> list[str] | None:
    given = [name for name in names if name in around.given]
    if any(name not in read or not read[name].has(column) for name in given):
        return None
    return list(dict.fromkeys(str(one) for name in given for one in read[name].frame[column].dropna()))


def _unknown(read: ReadTable, column: str, known: list[str], code: str) -> Iterator[Fault]:
    every = set(known)
    for row, value in enumerate(read.frame[column]):
        if pd.notna(value) and value not in every:
            told = history(str(value)) if code == "unknown_municipality" else {}
            told = told or {"hint": _hint(str(value), known, of_municipality=code == "unknown_municipality")}
            yield read.fault(row, column, code, value=str(value), **told)


def _hint(value: str, known: list[str], *, of_municipality: bool) -> str:
    """Suggest a known id; codes of municipalities look alike, so of those only one that differs in one digit."""
    if not of_municipality or not any(sign.isdigit() for sign in value):
        return suggestion(value, known, least=0.5)
    near = [
        code
        for code in known
        if len(code) == len(value) and sum(one != two for one, two in zip(code, value, strict=True)) == 1
    ]
    return near[0] if len(near) == 1 else ""


def _overlapping_regions(read: ReadTable) -> Iterator[Fault]:
    """Find municipalities in two regions: the regions are the counting partition."""
    first: dict[str, str] = {}
    for row, (region, municipality) in enumerate(
        zip(read.frame["region_id"], read.frame["municipality_code"], strict=True)
    ):
        if pd.isna(region) or pd.isna(municipality):
            continue
        other = first.setdefault(str(municipality), str(region))
        if other != region:
            values = {"value": str(municipality), "first": other, "second": str(region)}
            yield read.fault(row, "municipality_code", "overlapping_regions", **values)


def _shared_ids(read: Mapping[str, ReadTable]) -> Iterator[Fault]:
    """Find candidates with the id of a location."""
    if not set(_SITES) <= set(read):
        return
    taken = set(read["locations"].frame["location_id"].dropna())
    for row, value in enumerate(read["candidates"].frame["location_id"]):
        if value in taken:
            yield read["candidates"].fault(row, "location_id", "id_taken", value=str(value))
