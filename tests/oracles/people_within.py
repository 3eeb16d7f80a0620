"""Counting once more who lives within a walk, by a whole search of networkx from each place; nothing of `geo`."""

from collections.abc import Iterable, Mapping, Sequence

import osm_streets
import shapely

Homes = Mapping[str, tuple[shapely.Point, float]]
"""Where people live, in degrees, and how many."""


def people_within(
    streets: osm_streets.StreetOracle,
    sites: Iterable[shapely.Geometry],
    homes: Homes,
    limits_m: Sequence[float],
    *,
    longest_leg_m: float,
) -> list[list[float]]:
    """Add up the people within each of some distances of sites in degrees, both legs included."""
    feet = {name: streets.feet(point) for name, (point, _) in homes.items()}
    near = {name: some for name, some in feet.items() if some[0].leg_m <= longest_leg_m}
    counts = []
    for site in sites:
        (origin,) = streets.feet(site)
        total_m = {name: parts[0] for name, parts in streets.distances(origin, near).items()}
        counts.append([sum(homes[name][1] for name, at in total_m.items() if at <= limit) for limit in limits_m])
    return counts
