"""Provinces and municipalities from a file, by the names that Dutch sources give their columns."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import pyogrio
from pyproj import CRS

from geo.crs import to_crs
from geo.errors import Fault
from geo.sources.cells import plain
from geo.sources.raw import FileSpec

PROVINCES = {
    "PV20": "Groningen", "PV21": "Fryslân", "PV22": "Drenthe", "PV23": "Overijssel", "PV24": "Flevoland",
    "PV25": "Gelderland", "PV26": "Utrecht", "PV27": "Noord-Holland", "PV28": "Zuid-Holland", "PV29": "Zeeland",
    "PV30": "Noord-Brabant", "PV31": "Limburg",
}  # fmt: skip
"""Codes of CBS."""
_OTHER_NAMES = {"friesland": "PV21"}

LAYERS = {
    "provinces": ("provincies", "provinces", "provincie", "provinciegebied"),
    "municipalities": ("gemeenten", "municipalities", "gemeente", "gemeentegebied"),
}
"""Names that layers have, the usual one first."""

COLUMNS = {
    "code": ("gemeentecodegm", "code", "statcode", "municipality_code", "province_code_own", "gemeentecode", "gm_code"),
    "name": ("naam", "name", "statnaam", "gemeentenaam", "provincienaam_own", "gemeente", "provincie"),
    "province_code": ("provinciecodepv", "province_code", "provinciecode", "pv_code", "ligt_in_provincie_code"),
    "inhabitants": ("inwoners", "inhabitants", "aantal_inwoners", "bevolking", "population"),
}
"""Names that columns have in published files, the most exact one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Administrative areas in the metric system."""

    provinces: gpd.GeoDataFrame
    """`code`, `name`, `inhabitants`, `geometry`; sorted by code."""
    municipalities: gpd.GeoDataFrame
    """`code`, `name`, `province_code`, `inhabitants`, `geometry`; sorted by code."""


class BoundaryError(ValueError):
    """A boundary file that cannot be used; carries the fault to where faults are collected."""

    @property
    def fault(self) -> Fault:
        """What is wrong."""
        found: Fault = self.args[0]
        return found


def read_boundaries(spec: FileSpec, *, crs: CRS) -> Boundaries:
    """Read provinces and municipalities.

    Parameters
    ----------
    spec
        The file. Layers are found by their names, columns by those of CBS, Kadaster and common packages, or by the
        plan's own ``columns``.
    crs
        Metric system to bring the areas into.

    Raises
    ------
    BoundaryError
        If the file or one of its layers or columns is missing.
    """
    municipalities = _read_layer(spec, "municipalities", crs)
    _require(spec, municipalities, ("code", "name"))
    if "province_code" not in municipalities:
        municipalities["province_code"] = pd.NA
    provinces = _read_layer(spec, "provinces", crs)
    if "code" not in provinces:
        provinces["code"] = [province_code(name) for name in provinces["name"]]
    return Boundaries(provinces=_tidy(provinces), municipalities=_tidy(municipalities))


def province_code(name: str) -> str:
    """Give the code of a province by its name or code; the name itself where it is not known."""
    by_name = {plain(full): code for code, full in PROVINCES.items()} | _OTHER_NAMES
    return by_name.get(plain(name), name)


def _read_layer(spec: FileSpec, kind: str, crs: CRS) -> gpd.GeoDataFrame:
    if not spec.path.is_file():
        raise BoundaryError(Fault(spec.shown, 0, "", "missing_file"))
    try:
        listed = [str(name) for name in pyogrio.list_layers(spec.path)[:, 0]]
        layer = next((name for word in LAYERS[kind] for name in listed if plain(name) == word), None)
        if layer is None:
            values = (("layer", LAYERS[kind][0]), ("layers", ", ".join(listed)))
            raise BoundaryError(Fault(spec.shown, 0, "", "missing_layer", values))
        frame = gpd.read_file(spec.path, layer=layer)
    except pyogrio.errors.DataSourceError as error:
        raise BoundaryError(Fault(spec.shown, 0, "", "damaged")) from error
    return to_crs(_rename(frame, spec), crs)


def _rename(frame: gpd.GeoDataFrame, spec: FileSpec) -> gpd.GeoDataFrame:
    own = {ours: plain(theirs) for ours, theirs in spec.columns}
    present = {plain(name): name for name in frame.columns if name != "geometry"}
    chosen = {}
    for ours, usual in COLUMNS.items():
        words = (own[ours],) if ours in own else usual
        found = next((present[word] for word in words if word in present), None)
        if found is not None and found not in chosen:
            chosen[found] = ours
    return frame.rename(columns=chosen)[[*chosen.values(), "geometry"]]


def _require(spec: FileSpec, frame: gpd.GeoDataFrame, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in frame:
            values = (("heading", COLUMNS[name][0]), ("name", name))
            raise BoundaryError(Fault(spec.shown, 1, name, "missing_column", values))


def _tidy(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    tidy = frame.assign(geometry=frame.geometry.make_valid())
    for name in {"code", "name", "province_code"} & set(tidy.columns):
        tidy[name] = tidy[name].astype("str")
    inhabitants = tidy["inhabitants"] if "inhabitants" in tidy else pd.Series(pd.NA, index=tidy.index)
    tidy["inhabitants"] = pd.to_numeric(inhabitants, errors="coerce").round().astype("Int64")
    return tidy.sort_values("code", ignore_index=True)
