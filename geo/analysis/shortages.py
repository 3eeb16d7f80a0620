"""Shortages by day: exact ranges of days, what causes each, and the first remedy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.coverage import Confrontation, against, buckets_of, compare, counted_rows, in_area
from geo.analysis.need import Area, asked_of, main_scenario, need_in_force, need_on
from geo.analysis.remedies import Places, Row, cause, places_by_day, remedy, stretch_of
from geo.analysis.supply import ONE_DAY, amounts_on, in_bucket, sum_on
from geo.figures import format_date
from geo.findings import counted
from geo.tables.coverage import SHORTAGE
from geo.words import say

Days = NDArray[np.datetime64]
_DATED = ("extend", "postpone", "advance", "hasten")


def shortages(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    area: Area,
    first: pd.Timestamp,
    last: pd.Timestamp,
    scenario: str | None = None,
    reference_date: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List the ranges of days on which places are certainly short.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    need
        The need, as read.
    area
        What is looked at.
    first, last
        The days to look at, both included.
    scenario
        Scenario; that of `geo.analysis.need.main_scenario` where none is named.
    reference_date
        Day of the current portfolio; without it ``extra`` and ``vervanging`` cannot be tested.

    Returns
    -------
    table
        The columns of `geo.tables.coverage.SHORTAGE`, sorted by bucket and day; ``until`` is the last day, inclusive.
        A range has one size, one cause and one number of unknown locations; where one changes, the next row begins.
        Days that cannot be tested are not listed. Where ``unknown_locations`` of the area could add places, the
        shortage is at most as large as said. Cause and remedy are of the places that the bucket counts: making the
        moves of a remedy takes away its row.
    """
    chosen = main_scenario(need) if scenario is None else scenario
    found = shortages_by_scenario(
        supply, need, area=area, span=(first, last), scenarios=[chosen], reference_date=reference_date
    )
    return found[chosen]


def shortages_by_scenario(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    area: Area,
    span: tuple[pd.Timestamp, pd.Timestamp],
    scenarios: Sequence[str],
    reference_date: pd.Timestamp | None = None,
) -> dict[str, pd.DataFrame]:
    """Give the table of `shortages` of each of some scenarios; the supply is laid out once for all of them.

    Parameters
    ----------
    supply, need, area, reference_date
        As for `shortages`.
    span
        First and last day to look at, both included.
    scenarios
        Names of scenarios.
    """
    days, last = _changes(supply, need, span, reference_date), _day(span[1])
    mine, asked = in_area(supply, area), asked_of(need)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in scenarios}
    for bucket in buckets_of(need):
        counted = counted_rows(mine, bucket, reference_date)
        have = sum_on(counted, days)
        sides = {
            name: compare(have, asked, area, bucket, days, scenario=name, reference_date=reference_date)
            for name in scenarios
        }
        if any(day.shortage.any() for day in sides.values()):
            found = places_by_day(counted, mine, days, last)
            for name, day in sides.items():
                rows[name].extend(_ranges(_Sweep(area_id=area.area_id, bucket=bucket, day=day, found=found)))
    return {name: _table(listed) for name, listed in rows.items()}


def dips(
    supply: pd.DataFrame,
    *,
    area: Area,
    first: pd.Timestamp,
    last: pd.Timestamp,
    reference_date: pd.Timestamp,
    need: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the ranges of days on which an area has fewer places than on the reference date.

    What can be said where the need is not known yet: whether agreements end before others replace them. Same columns
    as `shortages`, for ``totaal`` alone; none where the places of the reference date are not all known. Days on which
    the need is known are left out: those are for `shortages`.
    """
    mine = in_area(supply, area)
    demand = pd.DataFrame({"due": []}) if need is None else need
    days = _changes(supply, demand, (max(first, reference_date), last), None)
    base = amounts_on(mine, "totaal", np.array([reference_date], dtype="datetime64[D]"))
    if base.unknown[0]:
        return _table([])
    level = np.full(len(days), float(base.high[0]))
    if need is not None:
        asked, _ = need_on(need, area, "totaal", days, scenario=main_scenario(need))
        level = np.where(np.isnan(asked), level, np.nan)
    day = against(amounts_on(mine, "totaal", days), level, level)
    found = places_by_day(in_bucket(mine, "totaal"), mine, days, _day(last))
    return _table(list(_ranges(_Sweep(area_id=area.area_id, bucket="totaal", day=day, found=found))))


def in_words(table: pd.DataFrame, names: Mapping[str, str], *, lang: str = "nl") -> pd.DataFrame:
    """Write cause and remedy of shortages as people read them.

    Parameters
    ----------
    table
        From `shortages` or `dips`.
    names
        Name of a location by its id; an id without a name is written as it is.
    lang
        ``nl`` or ``en``.
    """
    told = {column: [_in_words(cell, names, lang) for cell in table[column]] for column in ("cause", "remedy")}
    return table.assign(**told)


def _in_words(cell: str, names: Mapping[str, str], lang: str) -> str:
    return "; ".join(_phrase(part, names, lang) for part in cell.split(";"))


def _phrase(part: str, names: Mapping[str, str], lang: str) -> str:
    word, _, rest = part.partition(":")
    if word == "add":
        return say("shortage.add", lang, places=counted("places", int(rest), lang))
    name, _, day = rest.rpartition(":") if word in _DATED else (rest, "", "")
    until = format_date(pd.Timestamp(day), lang=lang) if day else ""
    return say(f"shortage.{word}", lang, name=names.get(name, name), until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweep:
    area_id: str
    bucket: str
    day: Confrontation
    found: Places


def _table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(SHORTAGE.names))
    dates = {name: table[name].astype("datetime64[s]") for name in ("from", "until")}
    texts = dict.fromkeys(("area_id", "bucket", "cause", "remedy"), "str")
    return table.assign(**dates).astype({"places": "Int64", "unknown_locations": "Int64", **texts})


def _day(day: pd.Timestamp) -> np.datetime64:
    return np.datetime64(day.date(), "D")


def _changes(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    span: tuple[pd.Timestamp, pd.Timestamp],
    reference_date: pd.Timestamp | None,
) -> Days:
    due = need_in_force(need)["due"] if len(need) else pd.Series(dtype="datetime64[s]")
    own = [span[0], *([] if reference_date is None else [reference_date + ONE_DAY])]
    days = pd.concat([pd.Series(own), supply["from"], supply["until"], due]).dropna()
    kept = days[(days >= span[0]) & (days <= span[1])].to_numpy(dtype="datetime64[D]")
    return np.unique(kept)


def _ranges(sweep: _Sweep) -> Iterator[dict[str, object]]:
    short, lacking, found = sweep.day.shortage, sweep.day.lacking, sweep.found
    loose = np.where(sweep.day.supply.slack_high > 0, sweep.day.supply.unknown, 0)
    for row in _rows(sweep, short, loose):
        yield {
            "area_id": sweep.area_id,
            "from": found.days[row.first],
            "until": found.day_before(row.after),
            "bucket": sweep.bucket,
            "places": int(short[row.first]),
            "unknown_locations": int(loose[row.first]),
            "cause": ";".join(row.causes),
            "remedy": remedy(found, lacking, row),
        }


def _rows(sweep: _Sweep, short: NDArray[np.float64], loose: NDArray[np.int64]) -> Iterator[Row]:
    edges = np.flatnonzero(np.diff(short > 0, prepend=False, append=False))
    for start, over in edges.reshape(-1, 2).tolist():
        stretch, claim = stretch_of(sweep.found, start, over), sweep.day.claim
        changes = [start + 1 + np.flatnonzero(np.diff(values[start:over])) for values in (short, loose, claim)]
        days = np.unique(np.concatenate([[start], stretch.breaks, *changes])).tolist()
        told = [(short[day], loose[day], cause(sweep.found, claim, stretch, day)) for day in days]
        first = [place for place in range(len(days)) if place == 0 or told[place] != told[place - 1]]
        for place, after in zip(first, [*(days[place] for place in first[1:]), over], strict=True):
            yield Row(stretch=stretch, first=days[place], after=after, causes=told[place][2])
