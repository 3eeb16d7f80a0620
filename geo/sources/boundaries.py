"""Provinces and municipalities, from a file or from the extract's own relations where their rings close."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from geo.crs import to_crs
from geo.errors import Fault
from geo.sources.admin import read_admin_boundaries
from geo.sources.cells import plain
from geo.sources.column_names import ColumnNames
from geo.sources.layers import Layer, layer_names, read_layer
from geo.sources.raw import FileSpec, UnreadableError, opening, require_file, unreadable
from geo.tables.columns import Column
from geo.tables.provinces import PROVINCES

OTHER_NAMES = {"friesland": "PV21"}
"""Other names of provinces, as `plain` writes them."""

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

_NAMES = ColumnNames(
    (
        Column(name="code", heading="code"),
        Column(name="name", heading="naam"),
        Column(name="province_code", heading="provinciecode"),
        Column(name="inhabitants", heading="inwoners"),
    )
)
"""How a plan may name the columns."""

ADMIN_LEVELS = {"provinces": 4, "municipalities": 8}
"""``admin_level`` of OpenStreetMap in the Netherlands."""
_EXTRACT = ".pbf"
_LEAST_COVERED = 0.99
"""Share of a province that its municipalities cover when none is missing; OpenStreetMap draws both from one source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Administrative areas in the metric system."""

    provinces: gpd.GeoDataFrame
    """`code`, `name`, `inhabitants`, `geometry`; sorted by code."""
    municipalities: gpd.GeoDataFrame
    """`code`, `name`, `province_code`, `inhabitants`, `geometry`; sorted by code."""
    cut: pd.DataFrame
    """`code`, `name`, `admin_level` of the boundaries that the edge of an extract cuts; without rows for a file."""


def read_boundaries(spec: FileSpec, *, crs: CRS) -> Boundaries:
    """Read provinces and municipalities.

    Parameters
    ----------
    spec
        The file. Layers are found by their names, columns by those of CBS, Kadaster and common packages, or by the
        plan's own ``columns``. Of an `.osm.pbf` the relations of `ADMIN_LEVELS` are read.
    crs
        Metric system to bring the areas into.

    Raises
    ------
    UnreadableError
        With all that is wrong, if the file cannot be read or one of its layers or columns is missing.
    """
    if spec.path.suffix.lower() == _EXTRACT:
        return _of_extract(spec, crs)
    names = layer_names(spec)
    layers = {kind: _layer(spec, kind, names) for kind in LAYERS}
    headings = tuple(heading for layer in layers.values() for heading in layer.headings)
    faults = list(_NAMES.wrong(spec, headings))
    for layer in layers.values():
        faults += _unusable(spec, layer)
    if faults:
        raise UnreadableError(*dict.fromkeys(faults))
    municipalities, provinces = (_rename(layers[kind], spec) for kind in ("municipalities", "provinces"))
    missing = [name for name in ("code", "name") if name not in municipalities]
    missing += ["name"] if not {"code", "name"} & set(provinces) and "name" not in missing else []
    if missing:
        raise UnreadableError(*(_missing(spec, name) for name in missing))
    if "province_code" not in municipalities:
        municipalities["province_code"] = pd.NA
    return Boundaries(
        provinces=_tidy(to_crs(_named(provinces), crs)),
        municipalities=_tidy(to_crs(municipalities, crs)),
        cut=_none_cut(),
    )


def province_code(name: str) -> str:
    """Give the code of a province by its name or code; the name itself where it is not known."""
    by_name = {plain(full): code for code, full in PROVINCES.items()} | OTHER_NAMES
    return by_name.get(plain(name), name)


def _layer(spec: FileSpec, kind: str, names: tuple[str, ...]) -> Layer:
    layer = next((name for word in LAYERS[kind] for name in names if plain(name) == word), None)
    if layer is None:
        raise unreadable(spec, "missing_layer", layer=LAYERS[kind][0], layers=", ".join(names))
    own = FileSpec(path=spec.path, shown=spec.shown, layer=layer, crs=spec.crs)
    return read_layer(own)


def _unusable(spec: FileSpec, layer: Layer) -> list[Fault]:
    """Find what no area may lack: rows, shapes and a reference system."""
    if len(layer) == 0:
        return [Fault(spec.shown, 0, "", "no_rows")]
    without = [] if layer.shapes is None else [row for row, shape in enumerate(layer.shapes, start=2) if shape is None]
    if layer.shapes is None or len(without) == len(layer):
        return [Fault(spec.shown, 0, "", "not_areas")]
    faults = [Fault(spec.shown, row, "", "no_shape") for row in without]
    return faults if layer.crs is not None else [*faults, Fault(spec.shown, 0, "", "no_crs")]


def _rename(layer: Layer, spec: FileSpec) -> gpd.GeoDataFrame:
    frame = layer.frame()
    own = {ours: plain(theirs) for ours, theirs in _NAMES.own(spec).items()}
    present = {plain(name): name for name in frame.columns if name != "geometry"}
    chosen: dict[str, str] = {}
    for ours, usual in COLUMNS.items():
        words = (own[ours], *usual) if ours in own else usual
        found = next((present[word] for word in words if word in present and present[word] not in chosen), None)
        if found is not None:
            chosen[found] = ours
    return frame.rename(columns=chosen)[[*chosen.values(), "geometry"]]


def _missing(spec: FileSpec, name: str) -> Fault:
    return Fault(spec.shown, 1, name, "missing_column", (("heading", COLUMNS[name][0]), ("name", name)))


def _named(provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if "code" not in provinces:
        return provinces.assign(code=[province_code(str(name)) for name in provinces["name"]])
    if "name" not in provinces:
        return provinces.assign(name=[PROVINCES.get(str(code), str(code)) for code in provinces["code"]])
    return provinces


def _tidy(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    tidy = frame.assign(geometry=frame.geometry.make_valid())
    for name in {"code", "name", "province_code"} & set(tidy.columns):
        tidy[name] = tidy[name].astype("str")
    inhabitants = tidy["inhabitants"] if "inhabitants" in tidy else pd.Series(pd.NA, index=tidy.index)
    tidy["inhabitants"] = pd.to_numeric(inhabitants, errors="coerce").round().astype("Int64")
    return tidy.sort_values("code", ignore_index=True)


def municipality_codes(boundaries: Boundaries) -> dict[str, str]:
    """Give the code of each municipality by its name, as `plain` writes it; a name that two bear is left out.

    Parameters
    ----------
    boundaries
        The areas; those that the edge of an extract cuts count as well.
    """
    towns = boundaries.cut[boundaries.cut["admin_level"] == ADMIN_LEVELS["municipalities"]]
    both = pd.concat([boundaries.municipalities[["code", "name"]], towns[["code", "name"]]])
    known = both.assign(name=both["name"].map(plain)).drop_duplicates()
    sole = known[~known["name"].duplicated(keep=False)]
    return dict(zip(sole["name"], sole["code"], strict=True))


def _none_cut() -> pd.DataFrame:
    return pd.DataFrame({"code": [], "name": [], "admin_level": []})


def _of_extract(spec: FileSpec, crs: CRS) -> Boundaries:
    require_file(spec)
    with opening(spec):
        found = read_admin_boundaries(spec.path)
    areas = {kind: found.whole[found.whole["admin_level"] == level] for kind, level in ADMIN_LEVELS.items()}
    missing = [kind for kind, rows in areas.items() if rows.empty]
    if missing:
        levels = [ADMIN_LEVELS[kind] for kind in missing]
        raise UnreadableError(_open_fault(spec, found.cut[found.cut["admin_level"].isin(levels)], levels))
    names = ["code", "name", "inhabitants", "geometry"]
    provinces, municipalities = (_tidy(to_crs(areas[kind][names], crs)) for kind in ADMIN_LEVELS)
    inside = shapely.point_on_surface(municipalities.geometry.to_numpy())
    at, of = provinces.sindex.query(inside, predicate="intersects")
    home = dict(zip(at.tolist(), provinces["code"].to_numpy()[of], strict=True))
    codes = pd.Series([home.get(row) for row in range(len(municipalities))], dtype="str")
    return Boundaries(provinces=provinces, municipalities=municipalities.assign(province_code=codes), cut=found.cut)


def open_boundaries(spec: FileSpec, boundaries: Boundaries, codes: tuple[str, ...]) -> tuple[Fault, ...]:
    """Find the boundaries that some provinces need and that the edge of an extract has left open.

    Parameters
    ----------
    spec
        The file.
    boundaries
        What was read of it.
    codes
        Codes of the provinces of the plan.

    Returns
    -------
    faults
        One for the provinces themselves, one for municipalities that are missing in provinces that are whole.
    """
    cut, faults = boundaries.cut, []
    provinces = cut[(cut["admin_level"] == ADMIN_LEVELS["provinces"]) & cut["code"].isin(codes)]
    if len(provinces):
        faults.append(_open_fault(spec, provinces, [ADMIN_LEVELS["provinces"]]))
    towns = cut[cut["admin_level"] == ADMIN_LEVELS["municipalities"]]
    if len(towns) and any(_has_gaps(boundaries, code) for code in codes):
        faults.append(_open_fault(spec, towns, [ADMIN_LEVELS["municipalities"]]))
    return tuple(faults)


def _has_gaps(boundaries: Boundaries, code: str) -> bool:
    area = boundaries.provinces.loc[boundaries.provinces["code"] == code, "geometry"].area.sum()
    own = boundaries.municipalities["province_code"] == code
    return bool(area > 0 and boundaries.municipalities.loc[own, "geometry"].area.sum() < _LEAST_COVERED * area)


def _open_fault(spec: FileSpec, cut: pd.DataFrame, levels: list[int]) -> Fault:
    values = {"names": ", ".join(cut["name"]) or "–", "levels": ", ".join(map(str, levels)), "count": str(len(cut))}
    return Fault(spec.shown, 0, "", "open_boundaries", tuple(values.items()))
