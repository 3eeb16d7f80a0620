"""Rules of the need: whose it is, how much, and by which forecast."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geo.analysis.printed_totals import NATIONAL
from geo.errors import Fault, Note
from geo.sources.cells import plain, suggestion
from geo.sources.read_tables import ReadTable

_INCREMENTS = ("extra", "vervanging")
"""Kinds of need that add up, of which two may fall due on one day."""
_NATIONAL = ("nl", "nederland", "landelijk", "netherlands")
"""Words in the place of a province for a total of the whole country, which is only held against the provinces."""
_BAND = ("places_min", "places_max")


def with_province_codes(frame: pd.DataFrame, provinces: Mapping[str, str]) -> pd.DataFrame:
    """Write the provinces of the need as codes, however they were written; the whole country is `NATIONAL`."""
    known = {**provinces, **dict.fromkeys(_NATIONAL, NATIONAL)}
    codes = [known.get(plain(name), name) if pd.notna(name) else name for name in frame["province"]]
    return frame.assign(province=pd.Series(codes, index=frame.index, dtype="str"))


def forecast_faults(read: ReadTable) -> Iterator[Fault]:
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
            said = {"value": str(identity), "other": str(first), "date": f"{day:%d-%m-%Y}"}
            yield read.fault(int(row), "forecast_id", code, **said)


def need_faults(read: ReadTable, *, provinces: Mapping[str, str] | None, own: tuple[str, ...]) -> list[Fault]:
    """List the rows of the need that say too little, name a strange province, or stand twice.

    Parameters
    ----------
    read
        The need.
    provinces
        Codes of the provinces by code and name, as `plain` writes them; None where they are not known.
    own
        Codes of the provinces of the plan; a row without province is of the only one.
    """
    faults = [*_amounts(read), *_twice(read, provinces or {}, own)]
    return faults if provinces is None else [*faults, *_strange_provinces(read, provinces)]


def _amounts(read: ReadTable) -> Iterator[Fault]:
    """Find rows with neither a minimum nor a maximum, where a column for them is there."""
    if not any(read.has(name) for name in _BAND):
        if not set(_BAND) & read.misspelt and read.headings:
            yield Fault(read.spec.shown, read.header_row, "", "need_no_band")
        return
    column = next(name for name in _BAND if read.has(name))
    for row in (read.frame["places_min"].isna() & read.frame["places_max"].isna()).to_numpy().nonzero()[0]:
        if not read.is_faulty(int(row), *_BAND):
            yield read.fault(int(row), column, "need_empty")


def _strange_provinces(read: ReadTable, provinces: Mapping[str, str]) -> Iterator[Fault]:
    codes = sorted(set(provinces.values()))
    for row, name in enumerate(read.frame["province"]):
        if pd.notna(name) and plain(name) not in (*provinces, *_NATIONAL):
            near = provinces.get(suggestion(plain(name), list(provinces), least=0.6), "")
            values = {"value": str(name), "known": ", ".join(codes), "hint": near}
            yield read.fault(row, "province", "need_province", **values)


def _twice(read: ReadTable, provinces: Mapping[str, str], own: tuple[str, ...]) -> Iterator[Fault]:
    """Find two needs of one kind, area, scenario and day in one forecast; increments may."""
    frame = with_province_codes(read.frame, provinces)
    sole = own[0] if len(own) == 1 else ""
    area = frame["region_id"].fillna(frame["province"].fillna(sole))
    keys = frame[["forecast_id", "bucket", "due"]].assign(area=area, scenario=frame["scenario"].fillna(""))
    whole = keys[["forecast_id", "bucket", "due"]].notna().all(axis=1) & ~keys["bucket"].isin(_INCREMENTS)
    seen: dict[tuple[object, ...], int] = {}
    for row, key in enumerate(keys.itertuples(index=False, name=None)):
        if not whole.iloc[row]:
            continue
        first = seen.setdefault(key, read.row_numbers[row])
        if first != read.row_numbers[row]:
            yield read.fault(row, "bucket", "need_twice", value=str(keys["bucket"].iloc[row]), first=str(first))


def need_notes(read: ReadTable, *, provinces: Mapping[str, str] | None, own: tuple[str, ...]) -> list[Note]:
    """List the rows that count for no province of the plan.

    Parameters
    ----------
    read
        The need.
    provinces
        Codes of the provinces by code and name, as `plain` writes them; None where they are not known.
    own
        Codes of the provinces of the plan; in a plan of several, a row without region or province is nobody's.
    """
    frame = read.frame
    lost = (frame["region_id"].isna() & frame["province"].isna()).to_numpy().nonzero()[0]
    nobodys = [read.note(int(row), "province", "need_nobody") for row in lost if len(own) > 1]
    return nobodys if provinces is None else [*nobodys, *_elsewhere(read, provinces, own)]


def _elsewhere(read: ReadTable, provinces: Mapping[str, str], own: tuple[str, ...]) -> Iterator[Note]:
    for row, name in enumerate(read.frame["province"]):
        code = provinces.get(plain(name)) if pd.notna(name) else None
        if code is not None and code not in own:
            yield read.note(row, "province", "need_elsewhere", value=str(name), own=", ".join(own))
