"""Reading a whole extract: streets, facilities, the area covered and the moment."""

from pathlib import Path

from geo.extract import Extract
from geo.sources.extent import read_extent
from geo.sources.facilities import read_facilities
from geo.sources.pbf import read_header
from geo.sources.streets import read_streets


def read_extract(path: Path) -> Extract:
    """Read streets, facilities, boundary and timestamp of an `.osm.pbf`.

    The file is streamed once for the streets and once for the facilities.

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
    streets = read_streets(path)
    return Extract(
        streets=streets,
        facilities=read_facilities(path),
        boundary=read_extent(path, streets.node_lon, streets.node_lat),
        timestamp=timestamp,
    )
