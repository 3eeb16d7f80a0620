"""Administrative boundaries of an extract, as far as their rings close in it.

An extract of a town cuts the relation of its municipality; such a boundary is
left out and reported, never closed by a straight line.
"""

import logging
from pathlib import Path

import geopandas as gpd
import pandas as pd
from osmium.osm import Area, Relation
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.sources.pbf import Tags, area_of, named, scan, tags_of
from geo.words import say

log = logging.getLogger(__name__)

PROVINCE_CODES = {
    "NL-GR": "PV20",
    "NL-FR": "PV21",
    "NL-DR": "PV22",
    "NL-OV": "PV23",
    "NL-FL": "PV24",
    "NL-GE": "PV25",
    "NL-UT": "PV26",
    "NL-NH": "PV27",
    "NL-ZH": "PV28",
    "NL-ZE": "PV29",
    "NL-NB": "PV30",
    "NL-LI": "PV31",
}
"""Province codes of Statistics Netherlands by ISO 3166-2."""


def read_admin_boundaries(path: Path) -> gpd.GeoDataFrame:
    """Read the administrative boundaries that are whole in an extract.

    Parameters
    ----------
    path
        An `.osm.pbf`.

    Returns
    -------
    boundaries
        `code` (``GM0166`` from `ref:gemeentecode`, ``PV24`` of a Dutch province, else the
        ISO 3166-2 code, `ref`, or empty), `name`, `admin_level` (in the Netherlands 4 is
        province, 8 municipality, 10 town) and `geometry` in degrees on WGS84; sorted by
        level, code and name. A warning names those that the edge cuts.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    shapes: dict[int, BaseGeometry] = {}
    tags: dict[int, Tags] = {}
    for thing in scan(path, ("boundary",), areas=True):
        if isinstance(thing, Relation):
            tags[thing.id] = tags_of(thing)
        elif isinstance(thing, Area) and not thing.from_way() and (shape := area_of(thing)) is not None:
            shapes[thing.orig_id()] = shape
    wanted = {number: each for number, each in tags.items() if _is_administrative(each)}
    cut = [each.get("name", f"r{number}") for number, each in sorted(wanted.items()) if number not in shapes]
    if cut:
        log.warning(say("osm.open_boundaries", path=path, count=len(cut), names=named(cut)))
    return _frame([(each, shapes[number]) for number, each in sorted(wanted.items()) if number in shapes])


def _is_administrative(tags: Tags) -> bool:
    return tags.get("boundary") == "administrative" and tags.get("admin_level", "").isdigit()


def _code(tags: Tags) -> str:
    if (number := tags.get("ref:gemeentecode", "")).isdigit():
        return f"GM{int(number):04d}"
    iso = tags.get("ISO3166-2", "")
    return PROVINCE_CODES.get(iso) or iso or tags.get("ref", "")


def _frame(found: list[tuple[Tags, BaseGeometry]]) -> gpd.GeoDataFrame:
    columns = {
        "code": pd.array([_code(tags) for tags, _ in found], dtype="str"),
        "name": pd.array([tags.get("name", "") for tags, _ in found], dtype="str"),
        "admin_level": pd.array([int(tags["admin_level"]) for tags, _ in found], dtype="int64"),
    }
    frame = gpd.GeoDataFrame(columns, geometry=[shape for _, shape in found], crs=WGS84)
    return frame.sort_values(["admin_level", "code", "name"], kind="stable", ignore_index=True)
