"""The layers of the plan as one GeoPackage, in the metric reference system, for QGIS and others."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

_VERSION = "1.3"
"""GeoPackage version that QGIS 3.22 and later read without a remark."""


def write_geopackage(layers: Mapping[str, gpd.GeoDataFrame], path: Path) -> Path:
    """Write layers into a new GeoPackage.

    Parameters
    ----------
    layers
        Frames by layer name (lower case, underscores). Field names are English. Tuples become text joined by ``;``.
    path
        File to write; an existing file is replaced.

    Returns
    -------
    path
        The file.
    """
    path.unlink(missing_ok=True)
    for name, layer in layers.items():
        writable(layer).to_file(path, layer=name, driver="GPKG", engine="pyogrio", VERSION=_VERSION)
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
