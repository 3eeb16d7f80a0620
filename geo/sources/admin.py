"""Administrative boundaries of an extract, as far as their rings close in it.

An extract of a town cuts the relation of its municipality; such a boundary is
left out and reported, never closed by a straight line.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from osmium.osm import Area, Relation
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84
from geo.sources.osm_blocks import Tags
from geo.sources.pbf import area_of, named, scan, tags_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminBoundaries:
    """The administrative boundaries of an extract."""

    whole: gpd.GeoDataFrame
    """`code` (``GM0166`` from `ref:gemeentecode`, ``PV24`` from `ref:provinciecode` or of a Dutch province, else the
    ISO 3166-2 code, `ref`, or empty), `name`, `admin_level` (in the Netherlands 4 is province, 8 municipality, 10
    town), `inhabitants` (missing where untagged) and `geometry` in degrees on WGS84; sorted by level, code and name."""
    cut: pd.DataFrame
    """The same columns but geometry, of those that the edge cuts."""


def read_admin_boundaries(path: Path) -> AdminBoundaries:
    """Read the administrative boundaries of an extract; a warning names those that the edge cuts.

    Parameters
    ----------
    path
        An `.osm.pbf`.

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
    wanted = {number: each for number, each in sorted(tags.items()) if _is_administrative(each)}
    cut = [each for number, each in wanted.items() if number not in shapes]
    if cut:
        names = [each.get("name", "–") for each in cut]
        log.warning(say("osm.open_boundaries", path=path, count=len(cut), names=named(names)))
    whole = [number for number in wanted if number in shapes]
    frame = _frame([wanted[number] for number in whole])
    areas = gpd.GeoDataFrame(frame, geometry=[shapes[number] for number in whole], crs=WGS84)
    order = ["admin_level", "code", "name"]
    return AdminBoundaries(
        whole=areas.sort_values(order, kind="stable", ignore_index=True),
        cut=_frame(cut).sort_values(order, kind="stable", ignore_index=True),
    )


def _is_administrative(tags: Tags) -> bool:
    return tags.get("boundary") == "administrative" and tags.get("admin_level", "").isdigit()


def _code(tags: Tags) -> str:
    if (number := tags.get("ref:gemeentecode", "")).isdigit():
        return f"GM{int(number):04d}"
    if (number := tags.get("ref:provinciecode", "").removeprefix("PV")).isdigit():
        return f"PV{int(number):02d}"
    iso = tags.get("ISO3166-2", "")
    return PROVINCE_CODES.get(iso) or iso or tags.get("ref", "")


def _frame(found: list[Tags]) -> pd.DataFrame:
    people = [each.get("population", "") for each in found]
    columns = {
        "code": pd.array([_code(each) for each in found], dtype="str"),
        "name": pd.array([each.get("name", "") for each in found], dtype="str"),
        "admin_level": pd.array([int(each["admin_level"]) for each in found], dtype="int64"),
        "inhabitants": pd.array([int(text) if text.isdigit() else None for text in people], dtype="Int64"),
    }
    return pd.DataFrame(columns)
