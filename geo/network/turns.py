"""Forbidden turns: a junction where some ways in may not take every way out gets copies.

Who comes by a way in with a forbidden turn arrives at a copy of the junction, from which only the permitted ways out
leave; everybody else arrives at the junction itself. A search over junctions and copies then needs no memory of where
it came from, and stays exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.network.modes import Mode, clean

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Turns that bind a mode, at nodes of its network."""

    node: Ints
    """Node of each turn."""
    from_way: Ints
    """OSM id of the way that one comes by."""
    to_way: Ints
    """OSM id of the way that the turn leads to."""
    only: Bools
    """True where every other way out is forbidden, false where this one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """The permitted directions of links."""

    link: Ints
    """Link of each."""
    ahead: Bools
    """Whether from the begin of the link to its end."""
    tail: Ints
    """Junction that each leaves."""
    head: Ints
    """Junction at which each arrives."""
    first_way: Ints
    """OSM id of the way at its tail."""
    last_way: Ints
    """OSM id of the way at its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Junctions with their copies, which are numbered behind them."""

    copy_of: Ints
    """Junction of each copy."""
    head: Ints
    """Junction or copy at which each direction arrives."""
    copy: Ints
    """Copy of each pair of a copy and a direction that may leave it."""
    leaves: Ints
    """Direction of each pair."""


def turns_of(turns: pd.DataFrame, mode: Mode, used: Ints) -> Turns:
    """Choose the turns that bind a mode.

    Parameters
    ----------
    turns
        `geo.extract.Streets.turns`.
    mode
        The rules; one without `turn_vehicles` obeys no turn.
    used
        Position in the node arrays of the streets of each node that is not cut, ascending: its place is its number.
    """
    vehicles = frozenset(mode.hierarchy)
    bound = [
        clean(limited) in mode.turn_vehicles and vehicles.isdisjoint(map(clean, exempt.split(";")))
        for limited, exempt in zip(turns["limited"], turns["exempt"], strict=True)
    ]
    kept = turns[np.array(bound, dtype=bool) & turns["via_node"].isin(used).to_numpy()]
    return Turns(
        node=np.searchsorted(used, kept["via_node"].to_numpy(dtype=np.int64)),
        from_way=kept["from_way"].to_numpy(dtype=np.int64),
        to_way=kept["to_way"].to_numpy(dtype=np.int64),
        only=kept["only"].to_numpy(dtype=bool),
    )


def split(ways: Directions, turns: Turns, junction: Ints, count: int) -> Split:
    """Give copies to the junctions with forbidden turns.

    A turn counts where exactly one way in and one way out of its junction can be meant. Of several turns from one way
    in every forbidden one is, and of those that alone are permitted each is.

    Parameters
    ----------
    ways
        Permitted directions of links.
    turns
        Turns that bind the mode.
    junction
        Junction of each node; that of a turn is one.
    count
        How many junctions there are.
    """
    place = junction[turns.node]
    left = _permitted(ways, turns, place)
    numbers = {key: count + number for number, key in enumerate(sorted(set(left.values())))}
    head = ways.head.copy()
    for way_in, key in left.items():
        head[way_in] = numbers[key]
    pairs = [(number, way_out) for (_, ways_out), number in numbers.items() for way_out in ways_out]
    copy, leaves = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Split(copy_of=np.array([at for at, _ in numbers], dtype=np.int64), head=head, copy=copy, leaves=leaves)


def _permitted(ways: Directions, turns: Turns, place: Ints) -> Mapping[int, tuple[int, tuple[int, ...]]]:
    """Give the junction and the ways out that are left to each way in with a forbidden turn."""
    arriving, leaving = _gathered(ways.head, place), _gathered(ways.tail, place)
    forbidden: dict[int, set[int]] = {}
    alone: dict[int, set[int]] = {}
    for at, from_way, to_way, only in zip(place, turns.from_way, turns.to_way, turns.only, strict=True):
        came = [one for one in arriving.get(int(at), ()) if ways.last_way[one] == from_way]
        goes = [one for one in leaving.get(int(at), ()) if ways.first_way[one] == to_way]
        if len(came) == len(goes) == 1:
            (alone if only else forbidden).setdefault(came[0], set()).add(goes[0])
    left = {}
    for way_in in sorted(forbidden.keys() | alone.keys()):
        at = int(ways.head[way_in])
        ways_out = alone.get(way_in, set(leaving[at])) - forbidden.get(way_in, set())
        if ways_out != set(leaving[at]):
            left[way_in] = (at, tuple(sorted(ways_out)))
    return left


def _gathered(ends: Ints, places: Ints) -> dict[int, list[int]]:
    """Give the directions with an end at some junctions, by junction."""
    found: dict[int, list[int]] = {}
    for one in np.flatnonzero(np.isin(ends, places)):
        found.setdefault(int(ends[one]), []).append(int(one))
    return found
