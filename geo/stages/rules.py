"""Rules between the cells of a row, and between tables."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geo.errors import Fault
from geo.sources.boundaries import Boundaries
from geo.sources.cells import suggestion
from geo.sources.read_tables import ReadTable

_ORDERED = (
    ("agreement_start", "agreement_end", "end_before_start"),
    ("available_from", "available_until", "end_before_start"),
    ("from", "until", "end_before_start"),
    ("places_min", "places_max", "min_above_max"),
)


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
        yield read.fault(int(row), second, code, first=low, second=high, start=read.headings.get(first, first))


def _shown(value: object) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, pd.Timestamp) else str(value)


def faults_between(read: Mapping[str, ReadTable], boundaries: Boundaries | None) -> list[Fault]:
    """List the rows that contradict another table or the boundaries.

    Parameters
    ----------
    read
        The tables by name.
    boundaries
        Known municipalities; None where they could not be read.
    """
    known = [] if boundaries is None else list(boundaries.municipalities["code"])
    faults: list[Fault] = []
    for name in ("regions", "partnership_members", "obligations"):
        if name in read and known:
            faults += _unknown(read[name], "municipality_code", known, "unknown_municipality")
    if "regions" in read:
        faults += _overlapping_regions(read["regions"])
    if "need" in read:
        faults += _mixed_forecasts(read["need"])
    faults += _shared_ids(read)
    faults += _unknown_sites(read)
    return faults


def _unknown(read: ReadTable, column: str, known: list[str], code: str) -> Iterator[Fault]:
    for row, value in enumerate(read.frame[column]):
        if pd.notna(value) and value not in known:
            near = suggestion(str(value), known) or "–"
            yield read.fault(row, column, code, value=str(value), near=near)


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
            yield read.fault(
                row,
                "municipality_code",
                "overlapping_regions",
                value=str(municipality),
                first=other,
                second=str(region),
            )


def _mixed_forecasts(read: ReadTable) -> Iterator[Fault]:
    """Find forecasts of two dates, and a second one with the newest date: only one can be in force."""
    frame = read.frame.dropna(subset=["forecast_id", "forecast_date"])
    dates = frame.groupby("forecast_id")["forecast_date"].nunique()
    newest = frame["forecast_date"].max()
    in_force = frame.loc[frame["forecast_date"] == newest, "forecast_id"]
    first = in_force.iloc[0] if len(in_force) else None
    for row, identity, day in zip(frame.index, frame["forecast_id"], frame["forecast_date"], strict=True):
        several = dates.loc[identity] > 1
        rival = day == newest and identity != first
        if several or rival:
            code = "forecast_two_dates" if several else "mixed_forecasts"
            yield read.fault(int(row), "forecast_id", code, value=str(identity), other=str(first), date=_shown(day))


def _shared_ids(read: Mapping[str, ReadTable]) -> Iterator[Fault]:
    """Find candidates with the id of a location."""
    if not {"locations", "candidates"} <= set(read):
        return
    taken = set(read["locations"].frame["location_id"].dropna())
    for row, value in enumerate(read["candidates"].frame["location_id"]):
        if value in taken:
            yield read["candidates"].fault(row, "location_id", "id_taken", value=str(value))


def _unknown_sites(read: Mapping[str, ReadTable]) -> Iterator[Fault]:
    known = [str(i) for name in ("locations", "candidates") if name in read for i in read[name].frame["location_id"]]
    if "locations" not in read or not known:
        return
    for name in ("capacity_steps", "location_agreements"):
        if name in read:
            yield from _unknown(read[name], "location_id", known, "unknown_location")
    for name in ("locations", "candidates"):
        if name in read:
            yield from _unknown(read[name], "hub_id", known, "unknown_location")
