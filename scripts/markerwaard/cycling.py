"""Crossings: where a street ends at a road that cyclists keep off, a crossing joins it to the cycle path beside."""

import numpy as np
import shapely
from shapely import LineString, Point

from markerwaard.network import Way
from markerwaard.towns import Street, past, tags

REACH_M = 25.0
"""A cycle path belongs to a road if it lies no farther off."""
_RIDDEN = {"tertiary", "unclassified", "residential", "living_street", "service", "path", "track"}
Place = tuple[float, float]


def with_crossings(ways: tuple[Way, ...]) -> tuple[Street, ...]:
    """Give all streets again, and a crossing from every junction that no street joins to the cycle path there."""
    tagged = [(way, dict(way.tags)) for way in ways]
    paths = [way for way, kinds in tagged if kinds.get("highway") == "cycleway"]
    barred = [way for way, kinds in tagged if kinds.get("bicycle") == "use_sidepath"]
    ridden = [way for way, kinds in tagged if kinds.get("highway") in _RIDDEN and "use_sidepath" not in kinds.values()]
    beside = shapely.union_all([LineString(way.places) for way in paths])
    on_path = {place for way in paths for place in way.places}
    along = {place for way in barred for place in way.places}
    next_to: dict[Place, set[Place]] = {}
    for way in ridden:
        for one, other in zip(way.places[:-1], way.places[1:], strict=True):
            next_to.setdefault(one, set()).add(other)
            next_to.setdefault(other, set()).add(one)
    kind = tags(highway="cycleway", cycleway="crossing", surface="asphalt", lit="yes")
    joined_already = {
        place for place in along & set(next_to) if any(_near(place, other) for other in next_to[place] & on_path)
    }
    crossings = []
    for place in sorted((along & set(next_to)) - joined_already - on_path):
        foot = Point(shapely.shortest_line(beside, Point(place)).coords[0])
        if _near(place, (foot.x, foot.y)):
            crossings.append(Street(LineString([place, past(Point(place), foot)]), kind))
    return (*(Street(LineString(way.places), way.tags) for way in ways), *crossings)


def _near(one: Place, other: Place) -> bool:
    return bool(np.hypot(one[0] - other[0], one[1] - other[1]) < REACH_M)
