"""Why places are short and what would mend it: moves of the locations that the bucket counts.

Everything here is in places as the bucket counts them, so for ``extra`` and ``vervanging`` in places gained since the
reference date. A remedy does what it says: with its moves made, the days of the row are no longer short.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.supply import Ints

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_SPAN = ["location_id", "from", "until"]
_ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What each location adds: spans of days without a change, which together cover all days of every location.

    Days are named by their position among the days on which anything changes.
    """

    ids: tuple[str, ...]
    """Ids of the locations, sorted."""
    labels: NDArray[np.object_]
    """Per location what `cause` writes: ``end:ID`` in the first row, ``step:ID`` in the second."""
    rank: Ints
    """Per location its place where ids are sorted with the colon that follows them."""
    days: Days
    """The days on which something changes, sorted; what holds on one holds up to the next."""
    last: np.datetime64
    """Last day that is looked at."""
    opens: Ints
    """Per location the position of the day on which its agreement begins; -1 if that is none of the days."""
    begins: Ints
    """Per span its location and first day in one number, ascending."""
    site: Ints
    """Per span the position of its location."""
    first: Ints
    """Per span the position of its first day."""
    after: Ints
    """Per span the position behind its last day."""
    places: Ints
    """Per span the places that count, at most; unknown ones add nothing."""
    unknown: Flags
    """Per span whether the location may add a number that is not known."""
    stands: Flags
    """Per span whether the agreement of the location runs, or may run."""
    stood: Ints
    """Per span the last one of its location, up to itself, in which its agreement runs."""
    steady: Ints
    """Per span the position up to which the location keeps this number of places."""

    def day_before(self, at: int) -> np.datetime64:
        """Give the last day before a change; the last day of all behind the last change."""
        return self.last if at >= len(self.days) else self.days[at] - _ONE_DAY

    def spans(self, sites: Ints, at: Ints | int) -> Ints:
        """Give the span of each of some locations on a day."""
        return np.searchsorted(self.begins, sites * (len(self.days) + 1) + at, side="right") - 1

    def during(self, sites: Ints, first: int, after: int) -> Floats:
        """Give the places of some locations, a row a location and a column a day."""
        found = self.places[self.spans(sites[:, np.newaxis], np.arange(first, after))]
        return found.astype(np.float64)


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
    ids = sorted(set(every["location_id"].to_numpy(dtype=object)))
    counted = _intervals(adding[[*_SPAN, "high", "unknown"]], ids, days)
    running = _intervals(every[_SPAN], ids, days)
    width = len(days) + 1
    edges = [part["site"] * width + part[side] for part in (counted, running) for side in ("first", "after")]
    starts = np.unique(np.concatenate([np.arange(len(ids)) * width, *edges]))
    starts = starts[starts % width < len(days)]
    site, first = starts // width, starts % width
    after = np.where(np.append(site[1:], -1) == site, np.append(first[1:], -1), len(days))
    within, stands = (_covering(part, site, first) for part in (counted, running))
    places, standing = np.append(counted["high"], 0)[within], stands >= 0
    return Places(
        ids=tuple(ids),
        labels=np.array([[f"{word}:{name}" for name in ids] for word in ("end", "step")], dtype=object),
        rank=np.argsort(np.argsort([f"{name}:" for name in ids], kind="stable")),
        days=days,
        last=last,
        opens=_openings(every, ids, days),
        begins=starts,
        site=site,
        first=first,
        after=after,
        places=places,
        unknown=np.append(counted["unknown"] > 0, [False])[within],
        stands=standing,
        stood=np.maximum.accumulate(np.where(standing, np.arange(len(site)), -1)),
        steady=_steady(site, after, places),
    )


def _intervals(rows: pd.DataFrame, ids: list[str], days: Days) -> pd.DataFrame:
    """Say of intervals of which location they are, and between which of the days, in order."""
    begins, ends = (rows[name].to_numpy(dtype="datetime64[D]") for name in ("from", "until"))
    numbered = rows.assign(
        site=_positions(rows, ids),
        first=np.where(np.isnat(begins), 0, np.searchsorted(days, begins)),
        after=np.where(np.isnat(ends), len(days), np.searchsorted(days, ends)),
    )
    return numbered[numbered["first"] < numbered["after"]].sort_values(["site", "first"], kind="stable")


def _covering(intervals: pd.DataFrame, site: Ints, first: Ints) -> Ints:
    """Give for each location and day the interval in which it lies; -1 for none."""
    width = int(first.max(initial=0)) + 1
    starts = intervals["site"] * width + intervals["first"]
    at = np.searchsorted(starts, site * width + first, side="right") - 1
    sites, afters = (np.append(intervals[name], -1)[at] for name in ("site", "after"))
    return np.where((sites == site) & (afters > first), at, -1)


def _positions(rows: pd.DataFrame, ids: list[str]) -> Ints:
    return pd.Index(ids, dtype="object").get_indexer(pd.Index(rows["location_id"].to_numpy(dtype=object)))


def _openings(every: pd.DataFrame, ids: list[str], days: Days) -> Ints:
    _, firsts = np.unique(_positions(every, ids), return_index=True)
    return pd.Index(days).get_indexer(pd.Index(every["from"].iloc[firsts]))


def _steady(site: Ints, after: Ints, places: Ints) -> Ints:
    changes = (site[1:] != site[:-1]) | (places[1:] != places[:-1])
    last = np.flatnonzero(np.append(changes, [True])[: len(site)])
    return after[last][np.searchsorted(last, np.arange(len(site)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days on end that are short, with what was lost since the day before; positions of days."""

    start: int
    """First day."""
    over: int
    """Behind the last day."""
    spans: Ints
    """Spans of `Places` in which a location counts fewer places, sorted by location."""
    breaks: Ints
    """Days on which that changes for any location."""


def stretch_of(found: Places, start: int, over: int) -> Stretch:
    """Find what is lost in a stretch of short days, compared with the day before it.

    Parameters
    ----------
    found
        From `places_by_day`.
    start, over
        Positions of the first day of the stretch, and behind its last.
    """
    spans = np.flatnonzero((found.first < over) & (found.after > start))
    site, first, stands = found.site[spans], found.first[spans], found.stands[spans]
    before = found.spans(site, max(start - 1, 0))
    fewer = (found.places[spans] < found.places[before]) | (found.unknown[before] & ~stands)
    kind = np.where(fewer, 1 + stands, 0)
    changed = np.flatnonzero((kind[1:] != kind[:-1]) & (first[1:] > start)) + 1
    return Stretch(start=start, over=over, spans=spans[fewer], breaks=np.unique(first[changed]))


def cause(found: Places, claim: Floats, stretch: Stretch, at: int) -> tuple[str, ...]:
    """Tell what made a day short, compared with the day before the stretch of short days began.

    Parameters
    ----------
    found
        From `places_by_day`.
    claim
        Per day what has to be met.
    stretch
        The stretch in which the day lies, from `stretch_of`.
    at
        Position of the day.

    Returns
    -------
    causes
        ``end:ID`` and ``step:ID`` for every location that counts fewer places, sorted by id; then ``need`` where more
        is asked, and ``start`` where the stretch began on the first day that is looked at.
    """
    lost = _lost(found, stretch, at)
    named = tuple(found.labels[found.stands[lost].astype(np.int64), found.site[lost]])
    if stretch.start == 0:
        return (*named, "start")
    base = stretch.start - 1
    rose = np.isnan(claim[base]) or claim[at] > claim[base]
    return (*named, "need") if rose or not named else named


def _lost(found: Places, stretch: Stretch, at: int) -> Ints:
    spans = stretch.spans
    return spans[(found.first[spans] <= at) & (found.after[spans] > at)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Days with one shortage and one cause; positions of days, the last one not included."""

    stretch: Stretch
    """The stretch of short days in which they lie."""
    first: int
    """Where the row begins."""
    after: int
    """Where the row ends."""
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
    left, told = lacking[row.first : row.after], list[str]()
    for possible in (_restored, _brought_forward):
        if left.max() <= 0:
            break
        moves = possible(found, row)
        before = left - np.cumsum(moves.more, axis=0) + moves.more
        used = np.flatnonzero(((moves.more > 0) & (before > 0)).any(axis=1))
        parts = (moves.second[used], moves.sites[used], moves.days[used].astype(np.str_))
        named = zip(*(part.tolist() for part in parts), strict=True)
        told.extend(f"{moves.words[second]}:{found.ids[site]}:{day}" for second, site, day in named)
        left = left - moves.more.sum(axis=0)
    if left.max() > 0:
        told.append(f"add:{int(np.ceil(left.max()))}")
    return ";".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moves:
    """Moves in the order in which to make them; none takes places away."""

    words: tuple[str, str]
    """The words that there are, in order."""
    second: Flags
    """Whether a move is called by the second word."""
    sites: Ints
    days: Days
    more: Floats
    """A row a move, a column a day of the row."""


def _in_order(found: Places, moves: _Moves, first_of_all: Floats | Ints) -> _Moves:
    """Sort moves; those that come equally early by what is written."""
    order = np.lexsort((found.rank[moves.sites], moves.second, first_of_all))
    parts = {name: getattr(moves, name)[order] for name in ("second", "sites", "days", "more")}
    return replace(moves, **parts)


def _restored(found: Places, row: Row) -> _Moves:
    """Give the moves that keep what is lost in a row, the largest first."""
    lost, over = _lost(found, row.stretch, row.first), row.stretch.over
    sites, ended = found.site[lost], ~found.stands[lost]
    before = found.spans(sites, max(row.stretch.start - 1, 0))
    kept = found.places[np.where(ended, found.stood[lost], before)]
    until = np.where(ended, over, np.minimum(found.steady[lost], over))
    fewer = kept[:, np.newaxis] - found.during(sites, row.first, row.after)
    more = np.where(np.arange(row.first, row.after) < until[:, np.newaxis], fewer, 0.0)
    bounds = np.append(found.days, found.last + _ONE_DAY)
    moves = _Moves(
        words=("extend", "postpone"),
        second=~ended,
        sites=sites,
        days=bounds[until] - np.where(ended, _ONE_DAY, 0 * _ONE_DAY),
        more=more,
    )
    return _in_order(found, moves, -more.min(axis=1))


def _brought_forward(found: Places, row: Row) -> _Moves:
    """Give the openings and steps later in the stretch that could come when a row begins, the earliest first."""
    later = np.flatnonzero((found.first >= row.after) & (found.first <= row.stretch.over))
    later = later[~np.isin(found.site[later], found.site[_lost(found, row.stretch, row.first)])]
    higher = later[found.places[later] > found.during(found.site[later], row.first, row.after).max(axis=1)]
    sites, earliest = np.unique(found.site[higher], return_index=True)
    spans = higher[earliest]
    opening = found.first[spans] == found.opens[sites]
    running = found.stands[found.spans(sites[:, np.newaxis], np.arange(row.first, row.after))].all(axis=1)
    spans, sites, opening = (values[opening | running] for values in (spans, sites, opening))
    moves = _Moves(
        words=("advance", "hasten"),
        second=~opening,
        sites=sites,
        days=np.full(len(sites), found.days[row.first]),
        more=found.places[spans][:, np.newaxis] - found.during(sites, row.first, row.after),
    )
    return _in_order(found, moves, found.first[spans])
