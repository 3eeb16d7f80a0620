"""The ways behind the distances in a compact form: a short text a way, drawn only when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import WGS84, metric_crs, to_crs
from geo.tables.choices import MODE_NAMES
from geo.ways import simplified_way
from geo.words import known, say

RouteKey = tuple[str, str, str]
"""Origin, mode and category of a way."""

DETAILS_M = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How far a way may stray from the streets, in metres; the finest that fits the budget is taken."""
MOST_SIGNS = 2_500_000
"""Signs that the ways of a page may take; modes that do not fit are left out, and the page says so."""
_UNITS_PER_DEGREE = 1_000_000
"""A unit is a tenth of a metre, so that a short way keeps its length too."""
_BITS = 5
_MORE, _FIRST_SIGN = 1 << _BITS, 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """The ways that a page carries."""

    data: Mapping[str, Any]
    """What the script reads: ``scale``, and ``lines``: a text a way, as of `signs_of`."""
    numbers: Mapping[RouteKey, int] = field(default_factory=lambda: MappingProxyType({}))
    """Place of each way in ``lines``."""
    left_out: tuple[str, ...] = ()
    """Dutch names of the modes that did not fit."""


def encode_routes(routes: gpd.GeoDataFrame | None) -> Routes:
    """Write the ways of a page.

    Parameters
    ----------
    routes
        ``origin_id, mode, category`` and a line with a reference system: its first and its last piece are the legs
        beside the streets. None where none were made.
    """
    if routes is None or routes.empty:
        return Routes(data={"scale": _UNITS_PER_DEGREE, "lines": []})
    wgs84 = to_crs(routes, WGS84)
    west, south, east, north = wgs84.total_bounds
    metric = to_crs(wgs84, metric_crs((west + east) / 2, (south + north) / 2))
    present = set(metric["mode"])
    modes = [mode for mode in MODE_NAMES if mode in present] + sorted(present - set(MODE_NAMES))
    by_mode = {mode: gpd.GeoDataFrame(metric[metric["mode"] == mode]) for mode in modes}
    kept = modes
    lines: dict[RouteKey, str] = {}
    while kept:
        for detail_m in DETAILS_M:
            lines = {key: line for mode in kept for key, line in _lines(by_mode[mode], detail_m).items()}
            if sum(map(len, lines.values())) <= MOST_SIGNS:
                return _routes(lines, modes[len(kept) :])
        kept = kept[:-1]
    return _routes({}, modes)


def _routes(lines: Mapping[RouteKey, str], left_out: list[str]) -> Routes:
    names = tuple(say(f"mode.{mode}") if known(f"mode.{mode}") else mode for mode in left_out)
    data = {"scale": _UNITS_PER_DEGREE, "lines": list(lines.values())}
    return Routes(data=data, numbers={key: number for number, key in enumerate(lines)}, left_out=names)


def _lines(metric: gpd.GeoDataFrame, detail_m: float) -> dict[RouteKey, str]:
    simple = gpd.GeoSeries(
        [simplified_way(shapely.get_coordinates(line), detail_m) for line in metric.geometry], crs=metric.crs
    ).to_crs(WGS84)
    keys = zip(metric["origin_id"], metric["mode"], metric["category"], strict=True)
    return {
        (str(origin), str(mode), str(category)): signs_of(_whole(line))
        for (origin, mode, category), line in zip(keys, simple, strict=True)
    }


def _whole(line: shapely.LineString) -> NDArray[np.int64]:
    """Give the places in whole units; those in between that fall together are told once, the ends always."""
    places = np.rint(shapely.get_coordinates(line) * _UNITS_PER_DEGREE).astype(np.int64)
    way = places[1:-1]
    moved = np.append(True, (np.diff(way, axis=0) != 0).any(axis=1))
    return np.vstack([places[:1], way[moved], places[-1:]])


def signs_of(places: NDArray[np.int64]) -> str:
    """Write places as the signs of an encoded polyline: longitude before latitude, each as a step from the one before.

    None of the signs means anything in markup; a backslash alone is doubled in JSON.
    """
    steps = np.diff(places, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    signs: list[int] = []
    for number in np.where(steps < 0, ~(steps << 1), steps << 1).tolist():
        left = number
        while left >= _MORE:
            signs.append((_MORE | (left & (_MORE - 1))) + _FIRST_SIGN)
            left >>= _BITS
        signs.append(left + _FIRST_SIGN)
    return bytes(signs).decode("ascii")
