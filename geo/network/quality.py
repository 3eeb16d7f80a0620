"""What a walk is like: beside fast or busy traffic without a path of its own, in the dark, or nobody knows.

The rules are R43 to R47 of the method page. A way is judged by its tags; where these leave a way exposed or unknown, a
path that is drawn beside it makes it safe for as far as it goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.network.beside import beside
from geo.network.build import Network
from geo.network.modes import CYCLEWAYS, clean, kind_of, maxspeed_kmh
from geo.network.path import Path

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
FAST_KMH = 60.0
"""Lowest limit at which traffic is fast."""
_BUSY = frozenset("trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link".split())
_ANY_SPEED = frozenset({"unclassified", "road"})
"""Kinds of road that do not tell how fast one drives there."""
_QUIET = frozenset({"residential", "living_street", "service", "track"})
"""Kinds of road that are slow unless their limit says otherwise."""
_SIDES = ("sidewalk:left", "sidewalk:right")
_SIDEWALKS = ("sidewalk", "sidewalk:both", *_SIDES)
_HAS_SIDEWALK = frozenset({"yes", "both", "left", "right", "separate"})
_NO_SIDEWALK = frozenset({"no", "none"})
_HAS_CYCLEWAY = frozenset({"track", "separate", "opposite_track"})
_LIT = frozenset({"yes", "24/7", "automatic", "sunset-sunrise", "dusk-dawn"})
_UNLIT = frozenset({"no", "disused"})
_NO, _YES, _UNKNOWN = 0, 1, 2
_ANSWERS = {False: _NO, True: _YES, None: _UNKNOWN}
_TAGS = ("highway", "route", "maxspeed", "bicycle", "lit", *_SIDEWALKS, *CYCLEWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkQuality:
    """How much of some walks is of which quality; what is in no part is safe, or lit."""

    length_mm: Ints
    """Length of each walk over the network."""
    exposed_mm: Ints
    """Beside fast or busy traffic, surely without a path of its own."""
    exposed_unknown_mm: Ints
    """Perhaps beside fast or busy traffic without a path of its own."""
    unlit_mm: Ints
    """Surely unlit."""
    lit_unknown_mm: Ints
    """Lit or not."""


def walk_quality(network: Network, way_tags: pd.DataFrame, paths: Sequence[Path]) -> WalkQuality:
    """Measure of which quality the streets of some walks are.

    Every metre counts in one part, in whole millimetres: exposed, unknown or safe, and unlit, unknown or lit.

    Parameters
    ----------
    network
        Network that the walks go over.
    way_tags
        Tags of the ways of the streets that the network was built from, row by row.
    paths
        The walks.
    """
    owner = np.repeat(np.arange(len(paths)), [len(path.segment) for path in paths])
    segment = np.concatenate([np.zeros(0, dtype=np.int64), *(path.segment for path in paths)])
    begin, end = (np.concatenate([np.zeros(0), *(getattr(path, name) for path in paths)]) for name in ("begin", "end"))
    low, high = np.minimum(begin, end), np.maximum(begin, end)
    length_mm = np.rint((high - low) * network.length_mm[segment]).astype(np.int64)
    way, row = np.unique(network.way[segment], return_inverse=True)
    exposed, unlit = (answer[row] for answer in _judged(way_tags.iloc[way]))
    open_mm, at_risk = length_mm.copy(), np.flatnonzero(exposed != _NO)
    share = beside(network, way_tags, segment[at_risk], (low[at_risk], high[at_risk]))
    open_mm[at_risk] -= np.rint(share * length_mm[at_risk]).astype(np.int64)

    def per_walk(size_mm: Ints, chosen: Bools) -> Ints:
        return np.bincount(owner[chosen], weights=size_mm[chosen], minlength=len(paths)).astype(np.int64)

    return WalkQuality(
        length_mm=per_walk(length_mm, np.ones(len(segment), dtype=bool)),
        exposed_mm=per_walk(open_mm, exposed == _YES),
        exposed_unknown_mm=per_walk(open_mm, exposed == _UNKNOWN),
        unlit_mm=per_walk(length_mm, unlit == _YES),
        lit_unknown_mm=per_walk(length_mm, unlit == _UNKNOWN),
    )


def _judged(way_tags: pd.DataFrame) -> tuple[Ints, Ints]:
    """Tell of each way whether it is exposed and whether it is unlit, drawn paths apart."""
    rows = [{str(tag): clean(value) for tag, value in row.items()} for row in way_tags[list(_TAGS)].to_dict("records")]
    answers = [[_ANSWERS[_exposed(tags)], _ANSWERS[_unlit(tags)]] for tags in rows]
    exposed, unlit = np.array(answers, dtype=np.int64).reshape(-1, 2).T
    return exposed, unlit


def _exposed(tags: Mapping[str, str]) -> bool | None:
    """Tell whether a walker goes beside fast or busy traffic without a path of their own; None where unknown."""
    traffic, path = _fast_or_busy(tags), _own_path(tags)
    if traffic is False or path is True:
        return False
    return True if traffic and path is False else None


def _fast_or_busy(tags: Mapping[str, str]) -> bool | None:
    kind = kind_of(tags)
    if kind in _BUSY:
        return True
    if kind not in _ANY_SPEED | _QUIET:
        return False
    limit_kmh = maxspeed_kmh(tags["maxspeed"])
    if limit_kmh is None:
        return None if kind in _ANY_SPEED else False
    return limit_kmh >= FAST_KMH


def _own_path(tags: Mapping[str, str]) -> bool | None:
    """Tell whether the tags of a street name a sidewalk or cycle path beside it; False where they say there is none."""
    has_sidewalk = any(tags[tag] in _HAS_SIDEWALK for tag in _SIDEWALKS)
    has_cycleway = tags["bicycle"] == "use_sidepath" or any(tags[tag] in _HAS_CYCLEWAY for tag in CYCLEWAYS)
    if has_sidewalk or has_cycleway:
        return True
    said_none = [tags[tag] in _NO_SIDEWALK for tag in ("sidewalk", "sidewalk:both")]
    return False if any(said_none) or all(tags[tag] in _NO_SIDEWALK for tag in _SIDES) else None


def _unlit(tags: Mapping[str, str]) -> bool | None:
    if tags["lit"] in _UNLIT:
        return True
    # Nobody walks on a ferry.
    return False if tags["lit"] in _LIT or kind_of(tags) == "ferry" else None
