"""The layers of the plan as one GeoPackage, in the metric reference system, for QGIS and others."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd

_VERSION = "1.3"
"""GeoPackage version that QGIS 3.22 and later read without a remark."""


_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
"""Table in which QGIS looks for the style of a layer, as it makes that itself."""
_ONE_STYLE = """
INSERT INTO layer_styles (
  f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault,
  description, owner, ui
) SELECT '', '', table_name, column_name, table_name, ?, '', 1, '', '', NULL FROM gpkg_geometry_columns
WHERE table_name = ?
"""
_REGISTERED = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
SELECT 'layer_styles', 'attributes', 'layer_styles', '', max(last_change) FROM gpkg_contents
"""
"""Other programs than QGIS read what is registered alone."""
_TITLE = "UPDATE gpkg_contents SET description = ? WHERE table_name = ?"


def write_geopackage(
    layers: Mapping[str, gpd.GeoDataFrame],
    path: Path,
    *,
    styles: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Path:
    """Write layers into a new GeoPackage.

    Parameters
    ----------
    layers
        Frames by layer name (lower case, underscores). Field names are English. Tuples become text joined by ``;``.
    path
        File to write; an existing file is replaced.
    styles
        By layer name, how QGIS draws it when it is opened (QML, from `geo.maps.qgis_style`); others as QGIS likes.
    titles
        By layer name, what people call it.

    Returns
    -------
    path
        The file.
    """
    path.unlink(missing_ok=True)
    for name, layer in layers.items():
        writable(layer).to_file(path, layer=name, driver="GPKG", engine="pyogrio", VERSION=_VERSION)
    with closing(sqlite3.connect(path)) as package, package:
        known = [(qml, name) for name, qml in (styles or {}).items() if name in layers]
        if known:
            package.execute(_STYLES)
            package.executemany(_ONE_STYLE, known)
            package.execute(_REGISTERED)
        package.executemany(_TITLE, [(title, name) for name, title in (titles or {}).items()])
    return path


def writable(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a layer whose values a GeoPackage can hold."""
    plain = layer.copy()
    for name in plain.columns.drop(plain.geometry.name):
        column = plain[name]
        if column.map(lambda value: isinstance(value, tuple)).any():
            plain[name] = column.map(";".join)
        elif isinstance(column.dtype, pd.CategoricalDtype):
            plain[name] = column.astype("str")
    return plain
