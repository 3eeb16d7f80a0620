"""Where people live: squares of 100 m, postcode areas, or a raster of counts."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
import shapely
from pyproj import CRS

from geo.crs import to_crs
from geo.errors import SourceError
from geo.sources.cells import plain
from geo.sources.raw import FileSpec

PEOPLE_COLUMNS = ("aantal_inwoners", "inwoners", "people", "inhabitants", "population", "inw")
_ID_COLUMNS = ("area_id", "crs28992res100m", "vierkant", "postcode", "pc4", "code", "id")
_FINE_SIDE_M = 500.0


def read_population(spec: FileSpec, *, crs: CRS) -> gpd.GeoDataFrame:
    """Read where people live.

    Parameters
    ----------
    spec
        A layer of areas with their inhabitants, or a raster whose cells count people.
    crs
        Metric system to bring the areas into.

    Returns
    -------
    population
        `area_id`, `people` (missing where suppressed: CBS writes a negative code), `fine` (squares of at most 500 m)
        and `geometry`; sorted by id.

    Raises
    ------
    SourceError
        If the file is missing, damaged or has no column of inhabitants.
    """
    if not spec.path.is_file():
        msg = f"`{spec.shown}` does not exist; put the file there or change [input] population in plan.toml"
        raise SourceError(msg)
    raster = spec.path.suffix.lower() in {".tif", ".tiff"}
    areas = to_crs(_cells(spec) if raster else _areas(spec), crs)
    suppressed = areas["people"] < 0
    people = areas["people"].mask(suppressed)
    fine = areas.geometry.area <= _FINE_SIDE_M**2 * 1.01
    return areas.assign(people=people, fine=fine).sort_values("area_id", ignore_index=True)


def _areas(spec: FileSpec) -> gpd.GeoDataFrame:
    try:
        parquet = spec.path.suffix.lower() == ".parquet"
        options = {"layer": spec.layer} if spec.layer else {}
        frame = gpd.read_parquet(spec.path) if parquet else gpd.read_file(spec.path, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, OSError) as error:
        msg = f"`{spec.shown}` cannot be read as a layer of areas: {error}"
        raise SourceError(msg) from error
    own = {ours: plain(theirs) for ours, theirs in spec.columns}
    present = {plain(name): name for name in frame.columns}
    people = next((present[w] for w in (own.get("people", ""), *PEOPLE_COLUMNS) if w in present), None)
    if people is None:
        msg = f'`{spec.shown}` has no column of inhabitants; name it as columns = {{ people = "…" }} in plan.toml'
        raise SourceError(msg)
    ids = next((present[w] for w in (own.get("area_id", ""), *_ID_COLUMNS) if w in present and w != people), None)
    names = frame[ids].map(_id_text) if ids else pd.Series(range(len(frame)), index=frame.index).map("{:07d}".format)
    columns = {
        "area_id": names.astype("str"),
        "people": pd.to_numeric(frame[people], errors="coerce").astype("float64"),
    }
    return gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def _id_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _cells(spec: FileSpec) -> gpd.GeoDataFrame:
    try:
        with rasterio.open(spec.path) as raster:
            counts = raster.read(1, masked=True).astype("float64").filled(np.nan)
            transform, crs = raster.transform, CRS.from_user_input(raster.crs)
    except rasterio.errors.RasterioIOError as error:
        msg = f"`{spec.shown}` cannot be read as a raster: {error}"
        raise SourceError(msg) from error
    rows, columns = np.nonzero(np.nan_to_num(counts) != 0)
    west, north = transform * (columns, rows)
    east, south = transform * (columns + 1, rows + 1)
    squares = shapely.box(west, south, east, north)
    ids = [f"{row:06d}-{column:06d}" for row, column in zip(rows, columns, strict=True)]
    return gpd.GeoDataFrame({"area_id": ids, "people": counts[rows, columns]}, geometry=squares, crs=crs)
