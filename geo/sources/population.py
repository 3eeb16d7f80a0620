"""Where people live: squares of 100 m, postcode areas, or a raster of counts."""

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.crs import to_crs
from geo.errors import Fault, Note
from geo.sources.cells import plain
from geo.sources.column_names import ColumnNames
from geo.sources.layers import Layer, read_layer
from geo.sources.rasters import is_raster, read_cells
from geo.sources.raw import FileSpec, UnreadableError
from geo.tables.columns import Column

PEOPLE_COLUMNS = ("aantal_inwoners", "inwoners", "people", "inhabitants", "population", "inw")
_ID_COLUMNS = ("area_id", "crs28992res100m", "vierkant", "postcode", "pc4", "code", "id")
_NAMES = ColumnNames(
    (
        Column(name="people", heading="inwoners", also=PEOPLE_COLUMNS),
        Column(name="area_id", heading="gebied", also=("vierkant", "code")),
    )
)
"""How a plan may name the columns."""
_FINE_SIDE_M = 500.0


def read_population(spec: FileSpec, *, crs: CRS) -> tuple[gpd.GeoDataFrame, tuple[Note, ...]]:
    """Read where people live.

    Parameters
    ----------
    spec
        A layer of areas with their inhabitants, or a raster whose cells count people.
    crs
        Metric system to bring the areas into.

    Returns
    -------
    population, notes
        `area_id`, `people` (missing where suppressed: CBS writes a negative code), `fine` (squares of at most 500 m)
        and `geometry`, sorted by id; and which rows were left out for want of an outline.

    Raises
    ------
    UnreadableError
        With all that is wrong, if the file is missing, damaged, has no reference system or no column of inhabitants.
    """
    areas = to_crs(_cells(spec) if is_raster(spec) else _areas(spec), crs)
    lost = areas.geometry.isna().to_numpy()
    notes = tuple(Note(spec.shown, int(row) + 2, "", "left_out") for row in lost.nonzero()[0])
    areas = areas[~lost]
    people = areas["people"].mask(areas["people"] < 0)
    fine = areas.geometry.area <= _FINE_SIDE_M**2 * 1.01
    return areas.assign(people=people, fine=fine).sort_values("area_id", ignore_index=True), notes


def _areas(spec: FileSpec) -> gpd.GeoDataFrame:
    layer = read_layer(spec)
    own = {ours: plain(theirs) for ours, theirs in _NAMES.own(spec).items()}
    present = {plain(name): name for name in layer.headings}
    people = next((present[w] for w in (own.get("people", ""), *PEOPLE_COLUMNS) if w in present), None)
    faults = [*_NAMES.wrong(spec, layer.headings), *_unusable(spec, layer, people)]
    if faults:
        raise UnreadableError(*faults)
    frame = layer.frame()
    ids = next((present[w] for w in (own.get("area_id", ""), *_ID_COLUMNS) if w in present and w != people), None)
    names = frame[ids].map(_id_text) if ids else pd.Series(range(len(frame)), index=frame.index).map("{:07d}".format)
    columns = {
        "area_id": names.astype("str"),
        "people": pd.to_numeric(frame[people], errors="coerce").astype("float64"),
    }
    return gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def _unusable(spec: FileSpec, layer: Layer, people: str | None) -> list[Fault]:
    if len(layer) == 0:
        return [Fault(spec.shown, 0, "", "no_rows")]
    faults: list[Fault] = []
    if people is None:
        values = (("heading", PEOPLE_COLUMNS[0]), ("name", "people"))
        faults.append(Fault(spec.shown, 1, PEOPLE_COLUMNS[0], "missing_column", values))
    if layer.shapes is None or all(shape is None for shape in layer.shapes):
        return [*faults, Fault(spec.shown, 0, "", "not_areas")]
    if layer.crs is None:
        faults.append(Fault(spec.shown, 0, "", "no_crs"))
    return faults


def _id_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _cells(spec: FileSpec) -> gpd.GeoDataFrame:
    cells = read_cells(spec)
    pairs = zip(cells["row"], cells["column"], strict=True)
    ids = [f"{row:06d}-{column:06d}" for row, column in pairs]
    return gpd.GeoDataFrame({"area_id": ids, "people": cells["value"]}, geometry=cells.geometry, crs=cells.crs)
