"""Sites laid over layers of areas: the part of a site inside, the distance to the nearest area, and open water.

All shapes are in one metric reference system; lengths and areas are those of that system, which in the Netherlands
differ from those on the ground by a ten-thousandth.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.network.water import DITCH_M, Widths

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]
Shapes = NDArray[np.object_]
_POINT, _LINE, _AREA = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """How sites lie with regard to areas."""

    inside: Floats
    """Share of the site inside an area, from 0 to 1; of a point 0 or 1. NaN for a site without place."""
    distance_m: Floats
    """Distance from the edge of the site to the nearest area, in metres; 0 where they touch. NaN without any area."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Water:
    """The open water that lies nearest to each site."""

    distance_m: Floats
    """Distance from the edge of the site to it, in metres; to its middle line where only that is known. NaN where there
    is none."""
    width_m: Floats
    """Twice the radius of the largest circle that fits in it, in metres; NaN where only its middle line is known. In
    a bend or where waters meet, a somewhat larger circle fits."""
    name: Shapes
    """Its name; empty where it has none."""
    by_line: Bools
    """Whether only its middle line is known."""


def overlay(sites: Shapes, areas: Shapes) -> Overlay:
    """Lay sites over areas, which together are one: where areas overlap nothing counts twice.

    Parameters
    ----------
    sites
        Polygons and points, single or of several parts, None where a site has no place. Each part of a multipoint
        counts alike; any other shape counts as a point in its middle, but for its distance.
    areas
        Polygons; those that cross themselves are mended first.
    """
    whole = _parts(areas)
    tree = STRtree(whole)
    found = np.full(len(sites), np.nan)
    sites = np.asarray(shapely.make_valid(sites, method="structure"), dtype=object)
    areal = (shapely.get_dimensions(sites) == _AREA) & (shapely.area(sites) > 0)
    found[areal] = _shares(sites[areal], whole, tree)
    small = ~areal & ~shapely.is_missing(sites) & ~shapely.is_empty(sites)
    found[small] = _dots_inside(sites[small], tree)
    return Overlay(inside=found, distance_m=_nearest(sites, tree)[1])


def _parts(areas: Shapes) -> Shapes:
    parts = shapely.get_parts(shapely.make_valid(areas, method="structure"))
    return np.asarray(parts[(shapely.get_dimensions(parts) == _AREA) & (shapely.area(parts) > 0)], dtype=object)


def _shares(sites: Shapes, areas: Shapes, tree: STRtree) -> Floats:
    """Give the share of each polygon inside: the pieces of a site are joined only where there are several."""
    site, area = tree.query(sites, predicate="intersects")
    pieces = shapely.intersection(sites[site], areas[area])
    inside = np.bincount(site, shapely.area(pieces), len(sites))
    order = np.argsort(site, kind="stable")
    several = np.flatnonzero(np.bincount(site, minlength=len(sites)) > 1)
    begin, end = (np.searchsorted(site[order], several, side=side) for side in ("left", "right"))
    for one, first, last in zip(several, begin, end, strict=True):
        inside[one] = shapely.union_all(pieces[order[first:last]]).area
    return np.clip(inside / shapely.area(sites), 0.0, 1.0)


def _dots_inside(shapes: Shapes, tree: STRtree) -> Floats:
    dots = np.where(shapely.get_dimensions(shapes) == _POINT, shapes, shapely.point_on_surface(shapes))
    points, owner = shapely.get_parts(dots, return_index=True)
    hit = np.zeros(len(points))
    hit[np.unique(tree.query(points, predicate="intersects")[0])] = 1.0
    return np.bincount(owner, hit, len(shapes)) / np.bincount(owner, minlength=len(shapes))


def _nearest(sites: Shapes, tree: STRtree) -> tuple[Whole, Floats]:
    """Give for each site the shape of the tree nearest to it, of equals the first, and how far it is; -1 and NaN."""
    which, distance_m = np.full(len(sites), -1), np.full(len(sites), np.nan)
    if len(tree.geometries):
        (site, shape), far = tree.query_nearest(sites, return_distance=True, all_matches=True)
        order = np.lexsort((shape, site))
        first = order[np.flatnonzero(np.diff(site[order], prepend=-1))]
        which[site[first]], distance_m[site[first]] = shape[first], far[first]
    return which, distance_m


def nearest_water(sites: Shapes, water: Shapes, names: Shapes) -> Water:
    """Find the open water nearest to each site; ditches, which are narrower than `DITCH_M`, do not count.

    Parameters
    ----------
    sites
        Shapes of any kind; None where a site has no place.
    water
        Areas of water, and middle lines of rivers and canals.
    names
        Name of each.
    """
    shapes, owner = shapely.get_parts(water, return_index=True)
    dimensions = shapely.get_dimensions(shapes)
    areas, lines = (np.flatnonzero(dimensions == kind) for kind in (_AREA, _LINE))
    widths = Widths(shapes)
    area, to_area = _open_area(sites, areas, widths)
    line, to_line = _nearest(sites, STRtree(shapes[lines]))
    by_line = (line >= 0) & ~(to_area <= to_line)
    which = np.where(by_line, lines[line] if len(lines) else -1, area)
    known = which >= 0
    name = np.full(len(sites), "", dtype=object)
    name[known] = names[owner[which[known]]]
    width = np.array([widths.of(one) if one >= 0 else np.nan for one in np.where(by_line, -1, area)], dtype=np.float64)
    return Water(distance_m=np.where(by_line, to_line, to_area), width_m=width, name=name, by_line=by_line)


def _open_area(sites: Shapes, areas: Whole, widths: Widths) -> tuple[Whole, Floats]:
    """Find the nearest area that is no ditch: of the nearest ones the width is looked at, until each site has one."""
    which, distance_m = np.full(len(sites), -1), np.full(len(sites), np.nan)
    pending, left = np.flatnonzero(~shapely.is_missing(sites)), areas
    while len(pending) and len(left):
        found, far = _nearest(sites[pending], STRtree(widths.shapes[left]))
        ditches = np.array([at for at in np.unique(found[found >= 0]) if widths.of(left[at]) < DITCH_M], dtype=np.int64)
        settled = (found >= 0) & ~np.isin(found, ditches)
        which[pending[settled]], distance_m[pending[settled]] = left[found[settled]], far[settled]
        pending = pending[np.isin(found, ditches)]
        left = np.delete(left, ditches)
    return which, distance_m
