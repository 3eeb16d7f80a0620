"""Reading a whole extract: streets, facilities, the area covered and the moment."""

from pathlib import Path

import geopandas as gpd

from geo.extract import Extract, Streets
from geo.sources.extent import read_extent
from geo.sources.facilities import FacilityGatherer
from geo.sources.osm_columns import Places, gather
from geo.sources.pbf import read_header
from geo.sources.streets import StreetGatherer


def read_extract(path: Path) -> Extract:
    """Read streets, facilities, boundary and timestamp of an `.osm.pbf`.

    The file is read once; once more where facilities are multipolygons.

    Parameters
    ----------
    path
        The extract; unfiltered, or at least with streets and facilities.

    Returns
    -------
    extract
        All in degrees on WGS84. The boundary is the header's box where that is
        plausible (some say 0 0 180 90), else the convex hull of the nodes.

    Raises
    ------
    SourceError
        If the file is missing, empty, cut short or damaged.
    InputError
        If it holds no streets.
    """
    _, timestamp = read_header(path)
    streets, facilities, places = _read(path)
    return Extract(
        streets=streets,
        facilities=facilities,
        boundary=read_extent(path, streets.node_lon, streets.node_lat, places),
        timestamp=timestamp,
    )


def read_streets_and_facilities(path: Path) -> tuple[Streets, gpd.GeoDataFrame]:
    """Read streets and facilities of an extract in one go, as `read_streets` and `read_facilities` would."""
    streets, facilities, _ = _read(path)
    return streets, facilities


def _read(path: Path) -> tuple[Streets, gpd.GeoDataFrame, Places]:
    places, on_streets, at_doors = Places(), StreetGatherer(), FacilityGatherer()
    gather(path, (places, on_streets, at_doors))
    return on_streets.streets(path, places), at_doors.facilities(path, places), places
