"""Rasters that are made here: what is read back is what was written, to the byte the same every time."""

from pathlib import Path

import numpy as np
import rasterio
from shapely import box

from geo.crs import RD_NEW
from geo.raster_file import burn, grid_over, put, write_raster

GRID = grid_over((150_050.0, 480_010.0, 150_300.0, 480_150.0), 100)
"""Three columns from x = 150,000 and two rows from y = 480,000."""


def test_the_least_grid_on_the_multiples_of_its_side() -> None:
    assert (GRID.west, GRID.north, GRID.columns, GRID.rows) == (1_500, 4_802, 3, 2)
    assert tuple(GRID.transform)[:6] == (100, 0, 150_000, 0, -100, 480_200)


def test_values_come_in_their_cells() -> None:
    cells = put(GRID, np.array([1_500, 1_502]), np.array([4_800, 4_801]), np.array([1, 3], dtype=np.uint8), nodata=9)
    assert cells.tolist() == [[9, 9, 3], [1, 9, 9]]


def test_a_cell_gets_the_value_of_the_last_area_that_holds_its_middle() -> None:
    shapes = np.array([box(150_000, 480_000, 150_200, 480_200), box(150_100, 480_000, 150_249, 480_100)], dtype=object)
    assert burn(GRID, shapes, np.array([1, 2], dtype=np.uint8), nodata=0).tolist() == [[1, 1, 0], [1, 2, 0]]
    assert burn(GRID, shapes[:0], np.array([], dtype=np.uint8), nodata=7).tolist() == [[7] * 3] * 2


def _write(path: Path) -> Path:
    cells = np.array([[0, 1, 3], [2, 0, 0]], dtype=np.uint8)
    tags = {"TITEL": "Zoekkaart", "WAARDE_3": "nader onderzoek nodig"}
    return write_raster(
        path, cells, GRID, crs=RD_NEW, nodata=0, tags=tags, colours={0: (255, 255, 255), 3: (0, 158, 115)}
    )


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    with rasterio.open(_write(tmp_path / "kaart.tif")) as raster:
        assert raster.crs.to_epsg() == 28992
        assert (raster.dtypes, raster.nodata, raster.transform) == (("uint8",), 0, GRID.transform)
        assert raster.read(1).tolist() == [[0, 1, 3], [2, 0, 0]]
        assert raster.tags()["TITEL"] == "Zoekkaart"
        assert raster.tags()["WAARDE_3"] == "nader onderzoek nodig"
        assert raster.colormap(1)[3] == (0, 158, 115, 255)
    assert [path.name for path in tmp_path.iterdir()] == ["kaart.tif"], "nothing is left beside it"


def test_the_same_raster_has_the_same_bytes(tmp_path: Path) -> None:
    one, other = _write(tmp_path / "een.tif"), _write(tmp_path / "ander.tif")
    assert one.read_bytes() == other.read_bytes()
