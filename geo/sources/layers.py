"""Reads a layer of any kind as columns and shapes, with whole numbers whole."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import read_crs
from geo.errors import Note
from geo.sources.cells import Cell, plain, suggestion
from geo.sources.raw import FileSpec, opening, require_file, unreadable

PARQUET = {".parquet", ".geoparquet"}
_OFTEN_WRONG = {".geojson", ".json"}
"""Kinds of file that say degrees where they say nothing; there the plan's system goes before."""
_INDEX = "__index_level_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer."""

    table: Any
    """Its columns but the geometry, a `pyarrow.Table`."""
    shapes: NDArray[np.object_] | None
    """Geometry of each row in two dimensions, None where it is missing or empty; None for a table without any."""
    crs: CRS | None
    """Reference system of the geometry, as the file or else the plan says; None where neither does."""
    notes: tuple[Note, ...] = ()
    """What was chosen for want of an answer in the plan."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(map(str, self.table.column_names))

    def rows(self) -> list[tuple[Cell, ...]]:
        """Give the cells row by row."""
        columns = [[layer_cell(value) for value in column.to_pylist()] for column in self.table.columns]
        return list(zip(*columns, strict=True)) if columns else [()] * len(self)

    def __len__(self) -> int:
        """Count the rows."""
        return self.table.num_rows if self.shapes is None else len(self.shapes)

    def frame(self) -> gpd.GeoDataFrame:
        """Give the layer as a frame."""
        return gpd.GeoDataFrame(self.table.to_pandas(), geometry=self.shapes, crs=self.crs)


def layer_names(spec: FileSpec) -> tuple[str, ...]:
    """List the layers of a file.

    Raises
    ------
    UnreadableError
        If the file is missing, empty or damaged.
    """
    require_file(spec)
    with opening(spec):
        return tuple(str(name) for name in pyogrio.list_layers(spec.path)[:, 0])


def read_layer(spec: FileSpec, likely: Sequence[str] = ()) -> Layer:
    """Read a layer.

    Parameters
    ----------
    spec
        The file and, where it has several, the layer.
    likely
        Names that the layer may have where the plan names none; else the first is read, and said.

    Raises
    ------
    UnreadableError
        If the file is missing, empty or damaged, or has no layer of that name.
    """
    require_file(spec)
    if spec.path.suffix.lower() in PARQUET:
        with opening(spec):
            return _read_parquet(spec)
    name, notes = _choose(spec, layer_names(spec), likely)
    with opening(spec), warnings.catch_warnings():
        warnings.simplefilter("ignore", category=RuntimeWarning)
        meta, table = pyogrio.read_arrow(spec.path, layer=name)
        column = meta["geometry_name"] or "wkb_geometry"
        if column not in table.column_names:
            return Layer(table=table, shapes=None, crs=None, notes=notes)
        wkb = np.array(table[column].to_pylist(), dtype="object")
        crs = _crs(spec, meta["crs"])
        return Layer(table=table.drop_columns([column]), shapes=_shapes(wkb), crs=crs, notes=notes)


def _choose(spec: FileSpec, names: tuple[str, ...], likely: Sequence[str]) -> tuple[str, tuple[Note, ...]]:
    listed = ", ".join(names)
    if spec.layer is not None:
        if spec.layer not in names:
            near = suggestion(spec.layer, list(names))
            raise unreadable(spec, "missing_layer", layer=spec.layer, layers=listed, hint=near)
        return spec.layer, ()
    if not names:
        raise unreadable(spec, "damaged")
    fitting = [name for word in likely for name in names if plain(name) == plain(word)]
    if fitting or len(names) == 1:
        return (fitting or list(names))[0], ()
    return names[0], (Note(spec.shown, 0, "", "first_layer", (("layer", names[0]), ("layers", listed))),)


def _read_parquet(spec: FileSpec) -> Layer:
    table = pq.read_table(spec.path)
    table = table.drop_columns([name for name in table.column_names if name.startswith(_INDEX)])
    if b"geo" not in (table.schema.metadata or {}):
        return Layer(table=table, shapes=None, crs=None)
    frame = gpd.read_parquet(spec.path)
    lost = [name for name in frame.columns if str(frame[name].dtype) == "geometry"]
    shapes = _tidy(frame.geometry.to_numpy())
    return Layer(table=table.drop_columns(lost), shapes=shapes, crs=_crs(spec, frame.crs))


def _crs(spec: FileSpec, of_file: CRS | str | None) -> CRS | None:
    """Take the file's word; the plan's where the file says nothing, or says degrees for want of better."""
    plan_first = spec.path.suffix.lower() in _OFTEN_WRONG
    if spec.crs and (of_file is None or plan_first):
        return read_crs(spec.crs)
    return None if of_file is None else _known_crs(of_file)


@lru_cache(maxsize=32)
def _known_crs(text: CRS | str) -> CRS:
    return CRS.from_user_input(text)


def _shapes(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    return _tidy(shapely.from_wkb(wkb, on_invalid="fix"))


def _tidy(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    flat = np.asarray(shapely.force_2d(np.asarray(shapes, dtype="object")), dtype="object")
    flat[shapely.is_empty(flat)] = None
    return flat


def layer_cell(value: object) -> Cell:
    """Turn a value of a layer into a cell; whole numbers stay whole, however many digits they have."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value unlike itself
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
