"""Reads the areas among which is searched for sites: parcels, buildings or any other layer of polygons."""

from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import to_crs
from geo.errors import Fault, Note
from geo.sources.cells import cell_text, plain
from geo.sources.column_names import ColumnNames, other_words, our_words
from geo.sources.layers import Layer, layer_cell, read_layer
from geo.sources.raw import FileSpec, UnreadableError
from geo.tables.columns import Column

Shapes = NDArray[np.object_]
_AREAS = ("Polygon", "MultiPolygon")
_FIRST_ROW = 2
"""Row of the first area as people count, below the headings."""
_ID = Column(
    name="site_id",
    heading="vlak-id",
    kind="id",
    also=("id", "identificatie", "perceel-id", "pand-id", "kadastrale aanduiding", "bag-id", "locatie-id"),
)
_NAME = Column(name="name", heading="naam", also=("omschrijving", "perceelnaam", "pandnaam", "locatienaam"))
_NAMES = ColumnNames((_ID, _NAME))


def read_areas(spec: FileSpec, *, crs: CRS) -> tuple[gpd.GeoDataFrame, tuple[Note, ...]]:
    """Read the areas of a layer, with an id each.

    Parameters
    ----------
    spec
        The file. The plan may name the columns of the ids and the names
        (``columns = { id = "perceelnummer", name = "straat" }``). A file without ids gives the areas their numbers, in
        the order of its rows; one without names leaves them empty, as does a row without a name.
    crs
        Metric system to bring the areas into.

    Returns
    -------
    areas, notes
        `site_id`, `name` and `geometry`, sorted by id; and what was mended: an outline that crosses itself.

    Raises
    ------
    UnreadableError
        With all that is wrong: no file, no areas, no reference system, a row without an outline or with something
        else than an area, an id that is missing or stands twice.
    """
    layer = read_layer(spec)
    if len(layer) == 0:
        raise UnreadableError(Fault(spec.shown, 0, "", "no_rows"))
    if layer.shapes is None:
        raise UnreadableError(Fault(spec.shown, 0, "", "not_areas"))
    heading = _heading(spec, layer, _ID)
    ids, names = _ids(layer, heading), _cells(layer, _heading(spec, layer, _NAME))
    shapes, notes = _mended(spec, layer.shapes)
    faults = [*_NAMES.wrong(spec, layer.headings), *_of_shapes(spec, layer.shapes, shapes)]
    faults += [Fault(spec.shown, 0, "", "no_crs")] if layer.crs is None else []
    faults += _of_ids(spec, heading, ids)
    if faults:
        raise UnreadableError(*faults)
    areas = to_crs(gpd.GeoDataFrame({"site_id": ids, "name": names}, geometry=shapes, crs=layer.crs), crs)
    return areas.astype({"site_id": "str", "name": "str"}).sort_values("site_id", ignore_index=True), (
        *layer.notes,
        *notes,
    )


def _heading(spec: FileSpec, layer: Layer, column: Column) -> str:
    """Find the heading of a column; empty where there is none."""
    words = (*our_words(column), *other_words(column))
    own = _NAMES.own(spec).get(column.name)
    present = {plain(heading): heading for heading in layer.headings}
    if own is not None:
        return present.get(plain(own), "")
    return next((present[word] for word in words if word in present), "")


def _ids(layer: Layer, heading: str) -> list[str]:
    count = len(layer)
    return _cells(layer, heading) if heading else [f"{row:0{len(str(count))}d}" for row in range(1, count + 1)]


def _cells(layer: Layer, heading: str) -> list[str]:
    """Give the texts of a column; empty where it is not there, or a cell is."""
    if not heading:
        return [""] * len(layer)
    cells = layer.table.column(heading).to_pylist()
    return ["" if cell is None else cell_text(layer_cell(cell)).strip() for cell in cells]


def _of_shapes(spec: FileSpec, shapes: Shapes, mended: Shapes) -> Iterator[Fault]:
    for row, (shape, whole) in enumerate(zip(shapes, mended, strict=True), start=_FIRST_ROW):
        if shape is None or whole is None:
            yield Fault(spec.shown, row, "", "no_shape")
        elif shape.geom_type not in _AREAS:
            yield Fault(spec.shown, row, "", "not_an_area", (("kind", shape.geom_type),))
        elif not whole.area > 0:
            yield Fault(spec.shown, row, "", "flat_area")


def _of_ids(spec: FileSpec, heading: str, ids: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row, one in enumerate(ids, start=_FIRST_ROW):
        if not one:
            yield Fault(spec.shown, row, heading, "missing_value")
        elif one in first:
            yield Fault(spec.shown, row, heading, "double_id", (("value", one), ("first", str(first[one]))))
        first.setdefault(one, row)


def _mended(spec: FileSpec, shapes: Shapes) -> tuple[Shapes, list[Note]]:
    """Mend outlines that cross themselves: the triangles of a bow tie are what it holds."""
    broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    whole = shapes.copy()
    whole[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    rows = np.flatnonzero(broken & (shapely.area(whole) > 0)) + _FIRST_ROW
    return whole, [Note(spec.shown, row, "", "mended_shape") for row in rows.tolist()]
