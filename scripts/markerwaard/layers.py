"""The layers beside the extract: boundaries, inhabitants in squares, flood depth, noise and nature."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
import shapely
from rasterio.transform import from_origin
from shapely import Point, Polygon, STRtree

from markerwaard.roads import bridges, carriageways
from markerwaard.terrain import (
    CAPITALS,
    LAKE,
    NATURE,
    NEIGHBOUR,
    POLDER,
    RAILWAY,
    TOWNS,
    municipalities,
    neighbour,
    province,
)
from markerwaard.towns import TownPlan

RD = "EPSG:28992"
CHANGED = "2020-08-31T20:00:00.000Z"
SQUARE_M = 100
CELL_M = 50.0
SUPPRESSED = -99997
"""What CBS writes in a square of fewer than five inhabitants."""


def write_boundaries(path: Path) -> None:
    """Write provinces and municipalities, the neighbours included, with their inhabitants."""
    path.unlink(missing_ok=True)
    shapes = municipalities()
    names = {town.code: town.municipality for town in CAPITALS}
    people = {code: sum(town.inhabitants for town in TOWNS if town.code == code) for code in shapes}
    code, name, province_code, province_name = NEIGHBOUR
    rows = [(key, names[key], "PV90", people[key], shape) for key, shape in shapes.items()]
    rows.append((code, name, province_code, 18_400, neighbour()))
    areas = pd.DataFrame(rows, columns=["gemeentecode", "gemeente", "provinciecode", "inwoners", "geometry"])
    provinces = pd.DataFrame(
        [
            ("PV90", "Markerwaard", sum(people.values()), province()),
            (province_code, province_name, 18_400, neighbour()),
        ],
        columns=["code", "provincie", "inwoners", "geometry"],
    )
    for layer, frame in (("provincies", provinces), ("gemeenten", areas)):
        _write_layer(path, layer, gpd.GeoDataFrame(frame, crs=RD))


def _write_layer(path: Path, layer: str, frame: gpd.GeoDataFrame) -> None:
    """Write a layer with the date of the extract as its last change, so that the same content gives the same bytes."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": CHANGED})
    try:
        frame.to_file(path, layer=layer, driver="GPKG", VERSION="1.3")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_population(path: Path, plans: tuple[TownPlan, ...]) -> None:
    """Spread the inhabitants of each town over the squares of its houses, in whole persons that add up."""
    people: dict[tuple[int, int], float] = {}
    for plan in plans:
        homes = [block.shape for block in plan.blocks if block.use == "residential"]
        corners = _squares_of(homes)
        boxes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + SQUARE_M, corners[:, 1] + SQUARE_M)
        tree = STRtree(homes)
        square, home = tree.query(boxes, predicate="intersects")
        area = shapely.area(shapely.intersection(boxes[square], np.array(homes)[home]))
        weight = np.bincount(square, weights=area, minlength=len(boxes))
        for corner, count in zip(corners, _whole(weight, plan.town.inhabitants), strict=True):
            if count:
                people[tuple(map(int, corner))] = people.get(tuple(map(int, corner)), 0) + count
    rows = sorted(people.items())
    frame = gpd.GeoDataFrame(
        {
            "crs28992res100m": [f"E{x // 100:04d}N{y // 100:04d}" for (x, y), _ in rows],
            "aantal_inwoners": [int(count) if count >= 5 else SUPPRESSED for _, count in rows],
        },
        geometry=[shapely.box(x, y, x + SQUARE_M, y + SQUARE_M) for (x, y), _ in rows],
        crs=RD,
    )
    frame.to_parquet(path, index=False, compression="zstd")


def _squares_of(homes: list[Polygon]) -> np.ndarray:
    west, south, east, north = shapely.total_bounds(homes)
    xs = np.arange(west // SQUARE_M * SQUARE_M, east, SQUARE_M)
    ys = np.arange(south // SQUARE_M * SQUARE_M, north, SQUARE_M)
    return np.array([(x, y) for x in xs for y in ys])


def _whole(weight: np.ndarray, total: int) -> np.ndarray:
    """Divide whole persons by largest remainder."""
    share = weight / weight.sum() * total
    whole = np.floor(share).astype(int)
    order = np.argsort(-(share - whole), kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole


def write_flood(path: Path, *, lower_m: float = 0.0) -> None:
    """Write the depth of water in metres after a breach of the south-western dike.

    The lake of a smaller storm stands lower, and so does the water in the polder.
    """
    x, y, inside = _grid()
    ground = 0.00022 * (x - POLDER.centroid.x) + 0.00012 * (y - POLDER.centroid.y)
    waves = 0.35 * np.sin(x / 1_700) + 0.3 * np.cos(y / 1_300)
    depth = np.where(inside, np.clip(1.35 - lower_m - ground + waves, 0, 4.5), np.nan)
    _write_raster(path, np.round(depth, 1))


def write_noise(path: Path) -> None:
    """Write the noise of motorway and railway in dB Lden."""
    x, y, inside = _grid()
    points = shapely.points(x.ravel(), y.ravel())
    road = shapely.distance(shapely.union_all([*carriageways(), *bridges()]), points).reshape(x.shape)
    rail = shapely.distance(RAILWAY, points).reshape(x.shape)
    levels = (78 - 13.5 * np.log10(np.maximum(road, 15) / 15), 72 - 14.0 * np.log10(np.maximum(rail, 15) / 15))
    energy = sum(10 ** (level / 10) for level in levels) + 10**4.0
    _write_raster(path, np.where(inside, np.round(10 * np.log10(energy), 0), np.nan))


def _grid() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    west, south, east, north = (np.round(v / 100) * 100 for v in POLDER.bounds)
    x, y = np.meshgrid(np.arange(west + CELL_M / 2, east, CELL_M), np.arange(north - CELL_M / 2, south, -CELL_M))
    return x, y, shapely.contains_xy(POLDER, x, y)


def _write_raster(path: Path, values: np.ndarray) -> None:
    west, _, _, north = (np.round(v / 100) * 100 for v in POLDER.bounds)
    profile = {
        "driver": "GTiff", "dtype": "float32", "count": 1, "height": values.shape[0], "width": values.shape[1],
        "crs": RD, "transform": from_origin(west, north, CELL_M, CELL_M), "nodata": np.nan, "compress": "deflate",
        "predictor": 3, "tiled": True,
    }  # fmt: skip
    path.unlink(missing_ok=True)
    with rasterio.open(path, "w", **profile) as raster:
        raster.write(values.astype("float32"), 1)


def write_nature(path: Path) -> None:
    """Write the nature area."""
    path.unlink(missing_ok=True)
    frame = gpd.GeoDataFrame({"naam": ["Markerplassen"], "status": ["natuurgebied"]}, geometry=[NATURE], crs=RD)
    _write_layer(path, "natuur", frame)


def spot(town: str, east_m: float, north_m: float) -> Point:
    """Give a place by its distance from the middle of a town."""
    found = next(one for one in TOWNS if one.name == town)
    return Point(found.x + east_m, found.y + north_m)


def box() -> tuple[float, float, float, float]:
    """Give the area that the extract covers."""
    bounds: tuple[float, float, float, float] = LAKE.bounds
    return bounds
