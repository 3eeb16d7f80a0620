"""Shortages by day: exact ranges of days, which end or step causes each, and the earliest remedy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.coverage import Confrontation, buckets_of, confront, in_area
from geo.analysis.need import INCREMENTS, Area, need_in_force
from geo.analysis.supply import amounts_on, in_bucket
from geo.figures import format_date, format_number
from geo.tables.coverage import SHORTAGE
from geo.words import say

Days = NDArray[np.datetime64]
_ONE_DAY = np.timedelta64(1, "D")


def shortages(
    supply: pd.DataFrame,
    need: pd.DataFrame,
    *,
    area: Area,
    first: pd.Timestamp,
    last: pd.Timestamp,
    scenario: str = "",
    reference_date: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """List the ranges of days on which places are certainly short.

    Parameters
    ----------
    supply
        From `geo.analysis.supply.supply_steps`.
    need
        The need, as read.
    area, scenario
        What is looked at.
    first, last
        The days to look at, both included.
    reference_date
        Day of the current portfolio, for ``extra`` and ``vervanging``.

    Returns
    -------
    table
        The columns of `geo.tables.coverage.SHORTAGE`, sorted by bucket and day; ``until`` is the last day, inclusive.
        A range has one size; a deeper shortage is the next row. Days that cannot be tested are not listed.
    """
    days = _changes(supply, need, first, last)
    rows = [
        row
        for bucket in buckets_of(need)
        for row in _ranges(
            _Sweep(
                days=days,
                day=confront(supply, need, area, bucket, days, scenario=scenario, reference_date=reference_date),
                rows=in_bucket(in_area(supply, area), "totaal" if bucket in INCREMENTS else bucket),
                last=last.to_datetime64().astype("datetime64[D]"),
                bucket=bucket,
            )
        )
    ]
    return _table(rows)


def dips(
    supply: pd.DataFrame, *, area: Area, first: pd.Timestamp, last: pd.Timestamp, reference_date: pd.Timestamp
) -> pd.DataFrame:
    """List the ranges of days on which an area has fewer places than on the reference date.

    What can be said where the need is not known yet: whether agreements end before others replace them. Same columns
    as `shortages`, for ``totaal`` alone; none where the places of the reference date are not all known.
    """
    mine = in_area(supply, area)
    days = _changes(supply, pd.DataFrame({"due": []}), max(first, reference_date), last)
    base = amounts_on(mine, "totaal", np.array([reference_date], dtype="datetime64[D]"))
    if base.unknown[0]:
        return _table([])
    level = np.full(len(days), float(base.high[0]))
    day = Confrontation(supply=amounts_on(mine, "totaal", days), need_min=level, need_max=level)
    end = last.to_datetime64().astype("datetime64[D]")
    return _table(list(_ranges(_Sweep(days=days, day=day, rows=in_bucket(mine, "totaal"), last=end, bucket="totaal"))))


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
        return say("shortage.add", lang, places=format_number(int(rest)))
    name, _, day = rest.rpartition(":") if word in ("extend", "postpone", "advance") else (rest, "", "")
    until = format_date(pd.Timestamp(day)) if day else ""
    return say(f"shortage.{word}", lang, name=names.get(name, name), until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweep:
    days: Days
    day: Confrontation
    rows: pd.DataFrame
    last: np.datetime64
    bucket: str

    def end_of(self, place: int) -> np.datetime64:
        return self.last if place + 1 == len(self.days) else self.days[place + 1] - _ONE_DAY


def _table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(SHORTAGE.names))
    dates = {name: table[name].astype("datetime64[s]") for name in ("from", "until")}
    texts = dict.fromkeys(("bucket", "cause", "remedy"), "str")
    return table.assign(**dates).astype({"places": "Int64", **texts})


def _changes(supply: pd.DataFrame, need: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Days:
    due = need_in_force(need)["due"] if len(need) else pd.Series(dtype="datetime64[s]")
    days = pd.concat([pd.Series([first]), supply["from"], supply["until"], due]).dropna()
    kept = days[(days >= first) & (days <= last)].to_numpy(dtype="datetime64[D]")
    return np.unique(kept)


def _ranges(sweep: _Sweep) -> Iterator[dict[str, object]]:
    short = sweep.day.shortage
    place = 0
    cause: tuple[str, ...] = ()
    while place < len(short):
        after = place + 1
        while after < len(short) and short[after] == short[place]:
            after += 1
        if short[place] > 0:
            before = short[place - 1] if place else 0.0
            if short[place] > before or not cause:
                cause = _cause(sweep, place)
            over = _end_of_stretch(short, place)
            yield {
                "from": sweep.days[place],
                "until": sweep.end_of(after - 1),
                "bucket": sweep.bucket,
                "places": int(short[place]),
                "cause": ";".join(cause),
                "remedy": _remedy(sweep, cause, place, over),
            }
        else:
            cause = ()
        place = after


def _end_of_stretch(short: NDArray[np.float64], place: int) -> int:
    later = np.flatnonzero(short[place:] <= 0)
    return place + int(later[0]) if later.size else len(short)


def _moves(sweep: _Sweep, day: np.datetime64) -> pd.DataFrame:
    """Give per location the places before a day and on it, and whether it still stands."""
    rows = sweep.rows
    begins = rows[rows["from"] == pd.Timestamp(day)].groupby("location_id")["high"].sum()
    ends = rows[rows["until"] == pd.Timestamp(day)].groupby("location_id")["high"].sum()
    both = pd.DataFrame({"before": ends, "after": begins}).sort_index()
    return both.assign(stands=both["after"].notna()).fillna({"before": 0, "after": 0})


def _cause(sweep: _Sweep, place: int) -> tuple[str, ...]:
    moves = _moves(sweep, sweep.days[place])
    lost = moves[moves["before"] > moves["after"]]
    named = tuple(f"{'step' if stands else 'end'}:{name}" for name, stands in lost["stands"].items())
    return named or (("need",) if place else ("start",))


def _remedy(sweep: _Sweep, cause: tuple[str, ...], place: int, over: int) -> str:
    last_day = sweep.end_of(over - 1)
    words = {"end": "extend", "step": "postpone"}
    named = [part.split(":", 1) for part in cause if ":" in part]
    if named:
        to = {"end": last_day, "step": last_day + _ONE_DAY}
        return ";".join(f"{words[kind]}:{name}:{to[kind]}" for kind, name in named)
    if over < len(sweep.days):
        moves = _moves(sweep, sweep.days[over])
        opened = moves[moves["after"] > moves["before"]]
        if len(opened):
            return ";".join(f"advance:{name}:{sweep.days[place]}" for name in opened.index)
    return f"add:{int(sweep.day.shortage[place])}"
