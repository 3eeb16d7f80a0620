"""Statistics of a raster in shapes: by hand, against exactextract itself and against cells taken one by one."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from exactextract import exact_extract
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import zonal as oracle
from pyproj import Transformer
from shapely import MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.affinity import rotate, scale

from geo.errors import FaultsError
from geo.sources import raster_cells
from geo.sources.raster_cells import Grid
from geo.sources.raw import FileSpec
from geo.sources.zonal import Zonal, zonal_statistics

WEST, NORTH, CELL = 150_000.0, 500_000.0, 10.0
RULES = ("fraction", "centre")
NAMES = ("mean", "max", "share_above", "covered")


def write(
    path: Path, values: np.ndarray, *, crs: str | None = "EPSG:28992", transform: Any = None, **more: Any
) -> Path:
    place = transform or rasterio.Affine(CELL, 0, WEST, 0, -CELL, NORTH)
    shape = {"count": 1, "width": values.shape[1], "height": values.shape[0], "dtype": values.dtype.name}
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=place, **shape, **more) as raster:
        raster.write(values, 1)
    return path


def statistics(path: Path, *shapes: Any, crs: int | None = 28992, of_file: str | None = None, **asked: Any) -> Zonal:
    spec = FileSpec(path=path, shown=path.name, crs=of_file)
    return zonal_statistics(spec, gpd.GeoSeries(list(shapes), crs=crs), **asked)


def told(found: Zonal, at: int = 0) -> tuple[float, ...]:
    return tuple(float(getattr(found, name)[at]) for name in NAMES)


def at(west: float, south: float, east: float, north: float) -> Polygon:
    """Give a box in metres from the south-west corner of the raster of four by four."""
    return box(WEST + west, NORTH - 40 + south, WEST + east, NORTH - 40 + north)


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """Four by four cells of 10 m: 1 to 16, row by row from the north-west."""
    return write(tmp_path / "four.tif", np.arange(1, 17, dtype="float32").reshape(4, 4))


def test_fractions_by_hand(four: Path) -> None:
    # x 5-25 and y 15-35: a quarter of the corners 1, 3, 9, 11; half of 2, 5, 7, 10; all of 6
    square = at(5, 15, 25, 35)
    # the half above the diagonal: all of 1 2 3 5 6 9, half of 4 7 10 13; 36 + 7 = 26 + 17 = 43, in 8 cells
    half = Polygon([(WEST, NORTH), (WEST + 40, NORTH), (WEST, NORTH - 40)])
    # a frame: the square without its cell 6; (36 / 8 * 4 + 0) ...: 6 weighs 1 of 4, so the rest weighs 3 and sums to 18
    frame = square.difference(at(10, 20, 20, 30))
    # two parts: a tenth of cell 16 and all of cell 1
    parts = MultiPolygon([at(39, 0, 40, 10), at(0, 30, 10, 40)])
    found = statistics(four, square, half, frame, parts, above=6)
    assert told(found, 0) == pytest.approx((6, 11, 1.5 / 4, 1))
    assert told(found, 1) == pytest.approx((43 / 8, 13, (1 + 3 * 0.5) / 8, 1))
    assert told(found, 2) == pytest.approx((6, 11, 1.5 / 3, 1))
    assert told(found, 3) == pytest.approx((2.6 / 1.1, 16, 0.1 / 1.1, 1))
    assert not found.by_cell.any()


def test_centres_by_hand(four: Path) -> None:
    # the middles lie on 5, 15, 25 and 35: a middle on the north or the east edge belongs to the square, no other
    square = at(5, 15, 25, 35)
    half = Polygon([(WEST, NORTH), (WEST + 41, NORTH), (WEST, NORTH - 41)])
    frame = at(0, 0, 40, 40).difference(at(10, 10, 30, 30))
    parts = MultiPolygon([at(30, 0, 40, 10), at(0, 30, 10, 40)])
    found = statistics(four, square, half, frame, parts, above=6, rule="centre")
    assert told(found, 0) == (4.5, 7, 0.25, 1)
    assert told(found, 1) == pytest.approx((60 / 10, 13, 4 / 10, 1))  # 1 2 3 4, 5 6 7, 9 10, 13
    assert told(found, 2) == pytest.approx((102 / 12, 16, 7 / 12, 1))  # 8 and 9, and 12 to 16 lie above 6
    assert told(found, 3) == (8.5, 16, 0.5, 1)


def test_a_point_has_the_value_of_its_cell_and_edges_of_the_raster_belong_to_it(four: Path) -> None:
    corner, east = Point(WEST + 40, NORTH - 40), Point(WEST + 40, NORTH)
    points = [Point(WEST + 12, NORTH - 1), corner, east, Point(WEST + 40.1, NORTH), MultiPoint([corner, east])]
    for rule in RULES:
        found = statistics(four, *points, above=4, rule=rule)
        assert found.mean.tolist()[:3] == [2, 16, 4]
        assert (found.max.tolist()[:3], found.share_above.tolist()[:3]) == ([2, 16, 4], [0, 1, 0])
        assert (told(found, 4), found.covered.tolist()) == ((10, 16, 0.5, 1), [1, 1, 1, 0, 1])
        assert np.isnan([found.mean[3], found.max[3], found.share_above[3]]).all()
        assert not found.by_cell.any(), "that is said of areas alone"


def test_smaller_than_a_cell(four: Path) -> None:
    inside, across, line = at(11, 31, 12, 32), at(19, 31, 20.5, 32), shapely.LineString([(WEST + 1, NORTH - 1)] * 2)
    on_middle = at(14, 34, 16, 36)
    exact = statistics(four, inside, across, line, on_middle, above=2)
    assert exact.mean.tolist() == pytest.approx([2, 3.5 / 1.5, 1, 2])
    assert exact.share_above.tolist() == pytest.approx([0, 1 / 3, 0, 0])
    by_middle = statistics(four, inside, across, line, on_middle, rule="centre")
    assert by_middle.mean.tolist() == [2, 2, 1, 2], "without a middle it has the value of the cell in which it lies"
    assert by_middle.by_cell.tolist() == [True, True, False, False]
    assert (exact.covered == 1).all()
    assert (by_middle.covered == 1).all()


def test_what_lies_outside_or_without_data_is_unknown_and_never_0(tmp_path: Path) -> None:
    values = np.arange(1, 17, dtype="float32").reshape(4, 4)
    values[0, :] = -9999
    values[1, 0], values[1, 1] = np.nan, np.inf
    path = write(tmp_path / "holes.tif", values, nodata=-9999)
    partly, top, away = at(20, 10, 60, 40), at(0, 30, 40, 40), at(100, 100, 140, 140)
    row = at(0, 20, 40, 30)
    for rule in RULES:
        found = statistics(path, partly, top, away, row, at(0, 30, 10, 40), Point(WEST + 1, NORTH - 1), rule=rule)
        assert told(found, 0)[:2] == pytest.approx((9.5, 12))  # 7 8 11 12 of 12 cells
        assert found.covered.tolist() == pytest.approx([4 / 12, 0, 0, 0.5, 0, 0])
        assert np.isnan(found.mean).tolist() == [False, True, True, False, True, True]
        assert np.isnan(found.max).tolist() == np.isnan(found.mean).tolist()
        assert (found.mean[3], found.max[3]) == (7.5, 8)
        assert np.isnan(found.share_above).all(), "nothing was asked"


@pytest.mark.parametrize("rule", RULES)
def test_data_that_the_file_does_not_know_to_be_none_can_be_declared(tmp_path: Path, rule: str) -> None:
    values = np.array([[1, 200], [3, 200]], dtype="uint8")
    path, site = write(tmp_path / "a.tif", values, nodata=1), box(WEST, NORTH - 20, WEST + 20, NORTH)
    assert told(statistics(path, site, rule=rule))[:2] == pytest.approx((403 / 3, 200))
    assert told(statistics(path, site, rule=rule, nodata=200))[:2] == (3, 3)
    for odd in (-9999, 0.5, 1e300, np.inf, np.nan):
        assert statistics(path, site, rule=rule, nodata=odd).max[0] == 200, odd


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"])
def test_every_kind_of_number_is_read(tmp_path: Path, rule: str, dtype: str) -> None:
    path = write(tmp_path / "a.tif", np.array([[1, 2], [3, 100]]).astype(dtype), nodata=100)
    found = statistics(path, box(WEST, NORTH - 20, WEST + 20, NORTH), rule=rule, above=2)
    assert told(found) == pytest.approx((2, 3, 1 / 3, 0.75))


@pytest.mark.parametrize("rule", RULES)
def test_a_value_that_is_a_bound_does_not_lie_above_it(tmp_path: Path, rule: str) -> None:
    """0.1 as a single-precision number is a little more than 0.1; whoever wrote the raster did not mean that."""
    path = write(tmp_path / "a.tif", np.full((4, 4), 0.1, dtype="float32"))
    found = statistics(path, at(5, 15, 25, 35), Point(WEST + 1, NORTH - 1), rule=rule, above=0.1)
    assert (found.mean.tolist(), found.max.tolist(), found.share_above.tolist()) == ([0.1, 0.1], [0.1, 0.1], [0, 0])


@pytest.mark.parametrize("rule", RULES)
def test_scale_and_offset_and_a_mask_of_the_file_are_obeyed(tmp_path: Path, rule: str) -> None:
    path = write(tmp_path / "a.tif", np.array([[10, 20], [30, 40]], dtype="int16"))
    with rasterio.open(path, "r+") as raster:
        raster.scales, raster.offsets = (0.1,), (5.0,)
        raster.write_mask(np.array([[255, 255], [0, 255]], dtype="uint8"))
    found = statistics(path, box(WEST, NORTH - 20, WEST + 20, NORTH), rule=rule, above=7)
    assert told(found) == pytest.approx((22 / 3, 9, 1 / 3, 0.75), rel=1e-6)


@pytest.mark.parametrize("rule", RULES)
def test_a_raster_may_have_south_up_oblong_cells_or_a_turn(tmp_path: Path, rule: str) -> None:
    values, site = np.arange(1, 17, dtype="float32").reshape(4, 4), at(2, 12, 28, 38)
    expected = told(statistics(write(tmp_path / "a.tif", values), site, above=6, rule=rule))
    south_up = rasterio.Affine(CELL, 0, WEST, 0, CELL, NORTH - 40)
    path = write(tmp_path / "up.tif", values[::-1], transform=south_up)
    assert told(statistics(path, site, above=6, rule=rule)) == pytest.approx(expected)
    double = write(tmp_path / "wide.tif", values, transform=rasterio.Affine(2 * CELL, 0, WEST, 0, -CELL, NORTH))
    wide = scale(site, 2, 1, origin=(WEST, NORTH))
    assert told(statistics(double, wide, above=6, rule=rule)) == pytest.approx(expected)
    turn = rasterio.Affine.translation(WEST, NORTH) @ rasterio.Affine.rotation(30) @ rasterio.Affine.scale(CELL, -CELL)
    turned = write(tmp_path / "turned.tif", values, transform=turn)
    site = rotate(site, 30, origin=(WEST, NORTH))
    assert told(statistics(turned, site, above=6, rule=rule)) == pytest.approx(expected)


def test_shapes_are_brought_to_a_raster_in_degrees_with_the_shift_of_the_datum(tmp_path: Path) -> None:
    """One degree of latitude is 600 cells; the raster tells its own latitude, so a mean is where the site lies."""
    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    lon, lat = to_degrees.transform(155_000, 463_000)
    cell, count = 1 / 3_600, 120
    west, north = lon - 60 * cell, lat + 60 * cell
    rows = np.repeat((north - (np.arange(count) + 0.5) * cell)[:, None], count, axis=1)
    path = write(tmp_path / "lat.tif", rows, crs="EPSG:4326", transform=rasterio.Affine(cell, 0, west, 0, -cell, north))
    near, far = Point(155_000, 463_000).buffer(500), Point(155_000, 473_000).buffer(500)
    for rule in RULES:
        found = statistics(path, near, far, Point(155_000, 463_000), rule=rule)
        assert found.mean[0] == pytest.approx(lat, abs=cell / 20), "within a metre or two"
        assert found.mean[2] == pytest.approx(lat, abs=cell)
        assert found.covered.tolist() == [1, 0, 1]
    # without the shift of the datum it would lie about 100 m off, which is three cells
    sites = gpd.GeoSeries([near], crs=28992).to_crs(4326)
    again = zonal_statistics(FileSpec(path=path, shown="lat.tif"), sites)
    assert again.mean[0] == pytest.approx(statistics(path, near).mean[0], abs=cell / 1_000)


def test_a_long_edge_bends_with_the_earth(tmp_path: Path) -> None:
    """A straight edge of 60 km in RD lies dozens of metres from the straight line between its ends in degrees."""
    corners = [(120_000, 480_000), (180_000, 480_000), (180_000, 480_200), (120_000, 480_200)]
    strip = Polygon(corners)
    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    middle = to_degrees.transform(150_000, 480_100)
    cell = 1e-4
    place = rasterio.Affine(cell, 0, middle[0] - 50 * cell, 0, -cell, middle[1] + 50 * cell)
    rows = np.repeat((middle[1] + (49.5 - np.arange(100)) * cell)[:, None], 100, axis=1)
    path = write(tmp_path / "a.tif", rows, crs="EPSG:4326", transform=place)
    assert statistics(path, strip).mean[0] == pytest.approx(middle[1], abs=cell / 5)
    bare = Polygon([to_degrees.transform(*corner) for corner in corners])
    assert abs(statistics(path, bare, crs=4326).mean[0] - middle[1]) > cell, "as a line in degrees it is elsewhere"


def test_one_system_written_in_two_ways_is_not_shifted(tmp_path: Path) -> None:
    values = np.arange(1, 17, dtype="float32").reshape(4, 4)
    esri = rasterio.crs.CRS.from_epsg(28992).to_wkt(version="WKT1_ESRI")
    for name, crs in (("height", "EPSG:7415"), ("esri", esri)):
        path = write(tmp_path / f"{name}.tif", values, crs=crs)
        assert statistics(path, at(5, 15, 25, 35)).mean[0] == pytest.approx(6, abs=1e-6), name


def test_a_raster_without_system_takes_that_of_the_plan_and_else_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((4, 4), dtype="float32"), crs=None)
    assert statistics(path, at(5, 15, 25, 35), of_file="EPSG:28992").mean[0] == 1
    bands = tmp_path / "bands.tif"
    shape = {"count": 2, "width": 4, "height": 4, "dtype": "uint8", "transform": rasterio.Affine(1, 0, 5, 0, -1, 5)}
    with rasterio.open(bands, "w", driver="GTiff", crs="EPSG:28992", **shape) as two:
        two.write(np.ones((2, 4, 4), dtype="uint8"))
    (tmp_path / "no.tif").write_bytes(b"none")
    for one, code in (
        (path, "no_crs"),
        (bands, "bands"),
        (tmp_path / "no.tif", "damaged"),
        (tmp_path / "x.tif", "missing_file"),
    ):
        with pytest.raises(FaultsError) as caught:
            statistics(one, at(5, 15, 25, 35))
        assert [(fault.file, fault.code) for fault in caught.value.faults] == [(one.name, code)]


def test_an_invalid_polygon_and_one_without_place_do_not_stop_the_others(four: Path) -> None:
    bow = Polygon([(WEST, NORTH), (WEST + 20, NORTH - 20), (WEST + 20, NORTH), (WEST, NORTH - 20)])
    sites = gpd.GeoSeries([bow, at(0, 30, 10, 40), None], crs=28992)
    # half of each of the cells 1, 2, 5 and 6; their middles lie on its edges, of which the western ones are not its own
    expected = {"fraction": (3.5, 6), "centre": (3, 5)}
    for rule in RULES:
        found = zonal_statistics(FileSpec(path=four, shown="x"), sites, rule=rule)
        assert found.mean[1] == 1
        assert (found.mean[0], found.max[0]) == pytest.approx(expected[rule])
        assert np.isnan(found.mean[2])
        assert found.covered[2] == 0
    # a place in degrees that RD New does not have
    lost = gpd.GeoSeries([box(-170, -80, -169, -79), Point(np.inf, 0)], crs=4326)
    assert (zonal_statistics(FileSpec(path=four, shown="x"), lost).covered == 0).all()
    none = zonal_statistics(FileSpec(path=four, shown="x"), gpd.GeoSeries([], crs=28992))
    assert none.mean.shape == (0,)


def blob(rng: np.random.Generator, reach: float) -> Polygon:
    """Give a star-like polygon somewhere in or over the edge of the raster of 30 by 25 cells."""
    x, y = rng.uniform(-20, 320), rng.uniform(-20, 270)
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 12)))
    radius = rng.uniform(0.2, 1, len(angles)) * reach
    return Polygon(np.column_stack([WEST + x + radius * np.cos(angles), NORTH - y + radius * np.sin(angles)]))


def shapes_of_all_kinds(rng: np.random.Generator) -> list[Any]:
    single = [blob(rng, reach) for reach in (4, 10, 30, 80, 200) for _ in range(12)]
    single = [one for one in single if one.is_valid]
    double = [shapely.union(*pair) for pair in pairwise(single)]
    ringed = [one.difference(one.buffer(-4)) for one in single if one.buffer(-4).area > 1]
    return [one for one in (*single, *double, *ringed) if one.area > 0 and one.is_valid]


@pytest.fixture(scope="module")
def patchwork(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ma.MaskedArray]:
    rng = np.random.default_rng(7)
    values = np.round(rng.normal(5, 3, (25, 30)), 2).astype("float32")
    values[rng.random(values.shape) < 0.1] = -99
    values[3, 4] = np.nan
    path = write(
        tmp_path_factory.mktemp("patchwork") / "a.tif", values, nodata=-99, tiled=True, blockxsize=16, blockysize=16
    )
    return path, np.ma.masked_equal(values, -99)


@pytest.mark.parametrize("rule", RULES)
def test_against_cells_taken_one_by_one(patchwork: tuple[Path, np.ma.MaskedArray], rule: str) -> None:
    path, values = patchwork
    shapes = shapes_of_all_kinds(np.random.default_rng(11))
    found = statistics(path, *shapes, rule=rule, above=5)
    reckon: Callable[..., oracle.Statistics] = oracle.of_fractions if rule == "fraction" else oracle.of_centres
    compared = unknown = 0
    for number, shape in enumerate(shapes):
        if found.by_cell[number]:
            continue
        expected = reckon(values, shape, west=WEST, north=NORTH, cell=CELL, above=5)
        mean, high, above, covered = told(found, number)
        assert covered == pytest.approx(expected.covered, abs=2e-5)
        if expected.mean is None:
            assert np.isnan([mean, high, above]).all()
            unknown += 1
            continue
        assert (mean, above) == pytest.approx((expected.mean, expected.above), rel=1e-5, abs=1e-6)
        assert high == pytest.approx(expected.max, rel=1e-6)
        compared += 1
    assert compared > 100
    assert unknown > 0


def test_against_exactextract_itself(patchwork: tuple[Path, np.ma.MaskedArray]) -> None:
    path, _ = patchwork
    shapes = shapes_of_all_kinds(np.random.default_rng(12))
    found = statistics(path, *shapes)
    frame = gpd.GeoDataFrame(geometry=shapes, crs=28992)
    theirs = exact_extract(path, frame, ["mean", "max", "count"], output="pandas")
    known = (theirs["count"] > 0).to_numpy()
    assert known.sum() > 120
    assert np.isnan(found.mean[~known]).all()
    assert found.mean[known] == pytest.approx(theirs["mean"][known].to_numpy(dtype=float), rel=1e-6)
    assert found.max[known] == pytest.approx(theirs["max"][known].to_numpy(dtype=float), rel=1e-6)
    assert found.covered * frame.area.to_numpy() / 100 == pytest.approx(theirs["count"].to_numpy(dtype=float), abs=1e-3)


@pytest.mark.parametrize("rule", RULES)
def test_the_size_of_the_windows_changes_nothing(
    patchwork: tuple[Path, np.ma.MaskedArray], rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = patchwork
    shapes = [
        *shapes_of_all_kinds(np.random.default_rng(13)),
        *map(Point, shapely.get_coordinates(blob(np.random.default_rng(1), 99))),
    ]
    whole = statistics(path, *shapes, rule=rule, above=5)
    monkeypatch.setattr(raster_cells, "CELLS_AT_ONCE", 256)
    monkeypatch.setattr("geo.sources.zonal_centres._CROSSINGS_AT_ONCE", 40)
    parts = statistics(path, *shapes, rule=rule, above=5)
    for name in NAMES:
        assert getattr(parts, name) == pytest.approx(getattr(whole, name), rel=1e-12, nan_ok=True), name


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.lists(st.floats(-0.99, 0.99), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_the_parts_of_a_partition_add_up(
    patchwork: tuple[Path, np.ma.MaskedArray], cuts: list[float], seed: int
) -> None:
    """No cell is lost and none is taken twice, under either rule: count, mass and share over a value are conserved."""
    whole = rotate(box(WEST + 20, NORTH - 230, WEST + 280, NORTH - 20), seed % 360)
    lines = [
        ((WEST + 150 + 300 * cut, NORTH - 900), (WEST + 150 - 200 * cut, NORTH + 900)) for cut in sorted(set(cuts))
    ]
    bladed = shapely.union_all([whole.boundary, *(shapely.LineString(line) for line in lines)])
    parts = [
        one for one in shapely.get_parts(shapely.polygonize([bladed])) if whole.contains(one.representative_point())
    ]
    assert sum(one.area for one in parts) == pytest.approx(whole.area)
    for rule in RULES:
        sums = _sums(statistics(patchwork[0], *parts, rule=rule, above=5))
        assert sums == pytest.approx(_sums(statistics(patchwork[0], whole, rule=rule, above=5)), rel=1e-4)


def _sums(found: Zonal) -> list[float]:
    """Add up areas with data, and over them the values and what is above; what has no middle of its own has none."""
    kept = ~found.by_cell & (found.covered > 0)
    area = found.cells[kept] * found.covered[kept]
    return [float(area.sum()), float((area * found.mean[kept]).sum()), float((area * found.share_above[kept]).sum())]


@pytest.mark.parametrize("rule", RULES)
def test_between_parts_far_from_each_other_nothing_is_read(
    tmp_path: Path, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site of two parts, in two corners of a raster of 40 thousand million cells."""
    size, path = 200_000, tmp_path / "huge.tif"
    options = {"tiled": True, "sparse_ok": True, "bigtiff": True, "dtype": "uint8", "count": 1}
    place = rasterio.Affine(0.5, 0, WEST, 0, -0.5, NORTH)
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, crs="EPSG:28992", transform=place, **options
    ):
        pass
    read, cells = Grid.read, []

    def counted(self: Grid, row: int, column: int, rows: int, columns: int) -> Any:
        cells.append(rows * columns)
        return read(self, row, column, rows, columns)

    monkeypatch.setattr(Grid, "read", counted)
    far = 0.5 * size
    corners = [
        box(WEST + 5, NORTH - 15, WEST + 15, NORTH - 5),
        box(WEST + far - 15, NORTH - far + 5, WEST + far - 5, NORTH - far + 15),
    ]
    found = statistics(path, MultiPolygon(corners), Point(WEST + far / 2, NORTH - far / 2), rule=rule)
    assert (found.mean.tolist(), found.covered.tolist()) == ([0, 0], [1, 1])
    assert sum(cells) < 2_000


def test_real_rasters_of_kampen(shared: Path) -> None:
    """Depth classes as whole numbers without declared nodata, and codes of land use, around places of the town."""
    places = [(190_000, 507_500), (191_000, 508_000), (186_500, 505_500), (194_000, 506_500), (181_100, 503_000)]
    sites = gpd.GeoSeries([Point(*place).buffer(reach) for place in places for reach in (3, 60, 150)], crs=28992)
    for name in ("flood", "landuse"):
        path = shared / "kampen" / f"{name}.tif"
        found = zonal_statistics(FileSpec(path=path, shown=name), sites, above=3)
        with rasterio.open(path) as raster:
            values, bounds = raster.read(1, masked=True).astype("float64"), raster.bounds
        window = {"west": bounds.left, "north": bounds.top, "cell": 5.0, "above": 3}
        for number, site in enumerate(sites):
            part, west, north = _cut(values, site, **window)
            expected = oracle.of_fractions(part, site, west=west, north=north, cell=5.0, above=3)
            assert told(found, number)[:3] == pytest.approx((expected.mean, expected.max, expected.above), rel=1e-5)
            assert told(found, number)[3] == pytest.approx(expected.covered, abs=2e-5)


def _cut(values: Any, site: Any, *, west: float, north: float, cell: float, above: float) -> tuple[Any, float, float]:  # noqa: ARG001
    """Cut the cells around a site out of a raster, so that few are looked at."""
    x_min, y_min, x_max, y_max = site.bounds
    column, row = (max(0, int(step // cell)) for step in (x_min - west, north - y_max))
    end, last = int((x_max - west) // cell) + 1, int((north - y_min) // cell) + 1
    return values[row:last, column:end], west + column * cell, north - row * cell
