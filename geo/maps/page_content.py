"""What an interactive page shows: layers, sites, distances, base map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import geopandas as gpd
import pandas as pd

from geo.imprint import Imprint
from geo.quarters import Quarter
from geo.tables.columns import Column

LayerKind = Literal[
    "portfolio", "allocation", "candidates", "transition", "catchments", "coverage", "areas", "facilities"
]
"""How a layer is drawn.

The first four show sites as marks: size by places, shape by type; ``allocation`` is filled by decision,
``transition`` by what happens in the quarter, ``candidates`` has a dashed outline. ``coverage`` fills regions by
status, ``catchments`` and ``areas`` are outlines, ``facilities`` are dots with the letters of their category.
"""

SITE_KINDS = ("portfolio", "allocation", "candidates", "transition")
"""Kinds of layers that show sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayer:
    """A layer that can be switched on and off."""

    name: str
    """Dutch name, as people read it."""
    chapter: int
    """Chapter of the plan that it belongs to, 1 to 8."""
    kind: LayerKind
    """How it is drawn."""
    frame: gpd.GeoDataFrame
    """One row a shape, with a reference system. ``location_id``, ``type``, ``decision`` and ``capacity`` for sites;
    ``location_id`` for catchments; ``status`` for coverage; ``category`` for facilities; and what `columns` names.
    A layer that follows the quarter has a row a shape and a quarter, with ``quarter`` and `key`; of the ``transition``
    ``event`` comes in the place of ``decision``."""
    key: str = ""
    """Column that tells which rows are of one shape, of a layer that follows the quarter."""
    columns: tuple[Column, ...] = ()
    """Columns told in pop-up and table, the first being the name; sites have their own."""
    heading: str = ""
    """Heading of the layer's column in the table of sites; sites alone have one."""
    shown: bool = True
    """Whether the layer is on when the page opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteList:
    """Sites that share a table: the locations, or the candidates."""

    title: str
    """Dutch title of the table."""
    frame: pd.DataFrame
    """One row a site: ``location_id``, ``name``, ``municipality``, ``open`` and what `facts` names, in the order of
    the table. An id occurs once in all lists."""
    facts: tuple[Column, ...] = ()
    """Columns told of a site beside its distances; a text without a value is left out, another is *onbekend*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTotal:
    """The places of a province on the last day of a quarter, set against its need."""

    area: str
    """Name of the province; empty where the plan has only one."""
    places: int | None
    """Places that are known to stand; None where that is unknown."""
    unknown: int
    """Locations of which the places are unknown, so that `places` is a lower bound."""
    need_min: int | None
    """Least need; None where it is unknown."""
    need_max: int | None
    """Greatest need; None where it is unknown."""
    status: str
    """What comes of it, as in `geo.tables.coverage.BALANCES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuarter:
    """A quarter of the horizon."""

    quarter: Quarter
    """Which; the layers write it as in ``2022-Q2``."""
    totals: tuple[AreaTotal, ...]
    """A total per province; provinces are never added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """All that a page shows; nothing of it is computed by the page."""

    imprint: Imprint
    """Title, edition, reference date and sources."""
    sites: tuple[SiteList, ...]
    """Locations and candidates; every site of a layer or a distance stands in one of them."""
    distances: pd.DataFrame
    """The table of distances; its ``origin_id`` is a ``location_id``. Categories are told in the order of the rows."""
    layers: tuple[PageLayer, ...]
    """Layers, per chapter in the order of the legend."""
    landscape: gpd.GeoDataFrame
    """Base map: ``layer``, ``kind``, ``name``, geometry, with a reference system; may be empty."""
    limits: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Distance or time per mode beyond which was not searched, in words."""
    quarters: tuple[PageQuarter, ...] = ()
    """Quarters of the horizon in their order, for the slider; none where no layer follows the quarter."""
    routes: gpd.GeoDataFrame | None = None
    """Ways behind the distances: ``origin_id, mode, category`` and a line with a reference system, of which the first
    and the last piece are the legs beside the streets."""
