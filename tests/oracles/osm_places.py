"""A second opinion on where facilities are; imports nothing from the package under test.

A small tag table of its own for the categories without Dutch particulars. An area with tagged
entrances is those points, another area its outline; a point inside an area of the same category goes.
"""

import shapely
from osm_streets import Raw

KINDS = {
    "supermarket": {("shop", "supermarket")},
    "pharmacy": {("amenity", "pharmacy"), ("healthcare", "pharmacy")},
    "dentist": {("amenity", "dentist"), ("healthcare", "dentist")},
    "childcare": {("amenity", "kindergarten"), ("amenity", "childcare")},
    "police": {("amenity", "police")},
    "hospital": {("amenity", "hospital"), ("healthcare", "hospital")},
    "library": {("amenity", "library")},
    "town_hall": {("amenity", "townhall")},
    "train_station": {("railway", "station"), ("railway", "halt")},
}
NO_ENTRANCE = {"no", "emergency", "exit", "service", "garage", "private"}


def fits(tags: dict[str, str], category: str) -> bool:
    """Say whether an object is of a category."""
    return any(wanted in tags.get(key, "").split(";") for key, wanted in KINDS[category])


def places(raw: Raw, category: str) -> dict[str, shapely.Geometry]:
    """Give the facilities of a category by id: ``n`` or ``w`` and the number."""
    areas, found = {}, {}
    for number, (nodes, tags) in raw.ways.items():
        if fits(tags, category) and len(nodes) > 3 and nodes[0] == nodes[-1]:
            outline = shapely.Polygon([raw.nodes[node] for node in nodes])
            doors = sorted({raw.nodes[node] for node in nodes if is_door(raw.node_tags.get(node, {}))})
            areas[f"w{number}"] = outline
            found[f"w{number}"] = shapely.MultiPoint(doors) if doors else outline
    for number, tags in raw.node_tags.items():
        point = shapely.Point(raw.nodes[number]) if fits(tags, category) else None
        if point is not None and not any(area.covers(point) for area in areas.values()):
            found[f"n{number}"] = point
    return dict(sorted(found.items()))


def is_door(tags: dict[str, str]) -> bool:
    """Say whether a node is an entrance that people may use."""
    return tags.get("entrance", "no") not in NO_ENTRANCE and tags.get("access") not in {"private", "no"}
