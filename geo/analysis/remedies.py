"""Why places are short and what would mend it: moves of the locations that the bucket counts.

Everything here is in places as the bucket counts them, so for ``extra`` and ``vervanging`` in places gained since the
reference date. A remedy does what it says: with its moves made, the days of the row are no longer short.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.supply import Ints

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]
_ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What each location adds, a row a location and a column a day on which something changes."""

    ids: tuple[str, ...]
    """Ids of the locations, sorted."""
    days: Days
    """The days, sorted; what holds on one holds up to the next."""
    last: np.datetime64
    """Last day that is looked at."""
    places: Ints
    """Places that count, at most; unknown ones add nothing."""
    unknown: NDArray[np.bool_]
    """Whether a location may add a number that is not known."""
    stands: NDArray[np.bool_]
    """Whether the agreement of a location runs, or may run."""
    opens: NDArray[np.bool_]
    """Whether the agreement of a location begins on the day."""

    def day_before(self, at: int) -> np.datetime64:
        """Give the last day before a change; the last day of all behind the last change."""
        return self.last if at >= len(self.days) else self.days[at] - _ONE_DAY


def places_by_day(adding: pd.DataFrame, every: pd.DataFrame, days: Days, last: np.datetime64) -> Places:
    """Lay out what locations add on each of some days.

    Parameters
    ----------
    adding
        Intervals that the bucket counts, from `geo.analysis.coverage.counted_rows`.
    every
        All intervals of the area, sorted as `geo.analysis.supply.supply_steps` gives them.
    days
        Every day on which something changes, sorted.
    last
        Last day that is looked at.
    """
    ids = tuple(sorted(set(every["location_id"])))
    row = {name: number for number, name in enumerate(ids)}
    shape = (len(ids), len(days))
    places, unknown = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    stands = np.zeros(shape, dtype=np.bool_)
    for name, high, lost, during in zip(
        adding["location_id"], adding["high"], adding["unknown"], _during(adding, days), strict=True
    ):
        places[row[name], during] = high
        unknown[row[name], during] = lost > 0
    for name, during in zip(every["location_id"], _during(every, days), strict=True):
        stands[row[name], during] = True
    firsts = every.drop_duplicates("location_id").set_index("location_id")["from"].reindex(ids)
    opens = days == firsts.to_numpy(dtype="datetime64[D]")[:, np.newaxis]
    return Places(ids=ids, days=days, last=last, places=places, unknown=unknown, stands=stands, opens=opens)


def _during(rows: pd.DataFrame, days: Days) -> Iterator[slice]:
    begins, ends = (rows[name].to_numpy(dtype="datetime64[D]") for name in ("from", "until"))
    first = np.where(np.isnat(begins), 0, np.searchsorted(days, begins))
    after = np.where(np.isnat(ends), len(days), np.searchsorted(days, ends))
    return (slice(int(start), int(stop)) for start, stop in zip(first, after, strict=True))


def cause(found: Places, claim: Floats, start: int, at: int) -> tuple[str, ...]:
    """Tell what made a day short, compared with the day before the stretch of short days began.

    Parameters
    ----------
    found
        From `places_by_day`.
    claim
        Per day what has to be met.
    start, at
        Positions of the first day of the stretch, and of the day.

    Returns
    -------
    causes
        ``end:ID`` and ``step:ID`` for every location that counts fewer places, sorted by id; then ``need`` where more
        is asked, and ``start`` where the stretch began on the first day that is looked at.
    """
    base = max(start - 1, 0)
    gone = found.unknown[:, base] & ~found.stands[:, at]
    fewer = (found.places[:, at] < found.places[:, base]) | gone
    named = tuple(
        f"{'step' if found.stands[number, at] else 'end'}:{found.ids[number]}" for number in np.flatnonzero(fewer)
    )
    if start == 0:
        return (*named, "start")
    rose = np.isnan(claim[base]) or claim[at] > claim[base]
    return (*named, "need") if rose or not named else named


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Days with one shortage and one cause; positions of days, the last ones not included."""

    start: int
    """Where the stretch of short days begins."""
    first: int
    """Where the row begins."""
    after: int
    """Where the row ends."""
    over: int
    """Where the stretch ends."""
    causes: tuple[str, ...]
    """From `cause`."""


def remedy(found: Places, lacking: Floats, row: Row) -> str:
    """Give the first moves that mend a row.

    Parameters
    ----------
    found
        From `places_by_day`.
    lacking
        Per day the places to add until nothing is short.
    row
        The days.

    Returns
    -------
    moves
        Joined with ``;``. Agreements that ended are extended (``extend:ID:LAST_DAY``) and steps postponed
        (``postpone:ID:DAY``, all steps of the location in the stretch), as far as needed, the largest first; then
        openings (``advance:ID:DAY``) and steps (``hasten:ID:DAY``) later in the stretch come on the first day of the
        row, the earliest first; what is lacking still is ``add:PLACES``.
    """
    left = lacking[row.first : row.after].copy()
    moves = []
    for move, more in (*_restored(found, row), *_brought_forward(found, row)):
        if left.max() <= 0:
            break
        if (more[left > 0] > 0).any():
            moves.append(move)
            left = left - more
    if left.max() > 0:
        moves.append(f"add:{int(np.ceil(left.max()))}")
    return ";".join(moves)


def _restored(found: Places, row: Row) -> list[tuple[str, Floats]]:
    moves = []
    for kind, name in (part.split(":", 1) for part in row.causes if ":" in part):
        number = found.ids.index(name)
        places = found.places[number].astype(np.float64)
        during = places[row.first : row.after]
        if kind == "end":
            stood = np.flatnonzero(found.stands[number, : row.first])[-1]
            more, move = places[stood] - during, f"extend:{name}:{found.day_before(row.over)}"
        else:
            kept = found.places[number, row.start - 1 if row.start else 0]
            changed = row.first + np.flatnonzero(places[row.first : row.over] != places[row.first])
            until = int(changed[0]) if changed.size else row.over
            more = np.where(np.arange(row.first, row.after) < until, kept - during, 0.0)
            move = f"postpone:{name}:{found.day_before(until) + _ONE_DAY}"
        moves.append((move, more))
    return sorted(moves, key=lambda one: (-float(one[1].min()), one[0]))


def _brought_forward(found: Places, row: Row) -> list[tuple[str, Floats]]:
    day = found.days[row.first]
    taken = {part.split(":", 1)[1] for part in row.causes if ":" in part}
    moves = []
    for number, name in enumerate(found.ids):
        during = found.places[number, row.first : row.after].astype(np.float64)
        later = found.places[number, row.after : row.over + 1]
        more = row.after + np.flatnonzero(later > during.max())
        if name in taken or not more.size:
            continue
        at = int(more[0])
        stands = found.stands[number, row.first : row.after]
        if found.opens[number, at] or stands.all():
            word = "advance" if found.opens[number, at] else "hasten"
            moves.append((at, f"{word}:{name}:{day}", found.places[number, at] - during))
    return [(move, more) for _, move, more in sorted(moves, key=lambda one: one[:2])]
