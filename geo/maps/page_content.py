"""What an interactive page shows: layers, locations, distances, base map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import geopandas as gpd
import pandas as pd

from geo.imprint import Imprint
from geo.tables.columns import Column
from geo.tables.inputs import LOCATIONS

LayerKind = Literal["portfolio", "allocation", "catchments", "coverage", "areas", "facilities"]
"""How a layer is drawn.

``portfolio`` and ``allocation`` show locations (size by capacity, shape by type; the latter filled by
decision), ``coverage`` fills regions by status, ``catchments`` and ``areas`` are outlines, ``facilities`` are dots.
"""

_FACTS = (
    "municipality", "current_type", "type", "decision", "certainty", "capacity", "reserve_capacity", "amv_places",
    "agreement_start", "agreement_end",
)  # fmt: skip
_OWN = {"municipality": Column(name="municipality", heading="gemeente")}
LOCATION_FACTS = tuple(_OWN.get(name) or LOCATIONS.column(name) for name in _FACTS)
"""Columns of a location that the page tells beside the distances; those that the frame lacks are left out."""


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
    """One row a shape, with a reference system. ``location_id`` for locations and catchments; ``type``,
    ``decision`` and ``capacity`` for locations; ``status`` for coverage; else what `columns` names."""
    columns: tuple[Column, ...] = ()
    """Columns told in pop-up and table, the first being the name; locations have their own."""
    shown: bool = True
    """Whether the layer is on when the page opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """All that a page shows; nothing of it is computed by the page."""

    imprint: Imprint
    """Title, edition, reference date and sources."""
    locations: pd.DataFrame
    """One row a location, ``location_id`` and ``name`` and what `facts` names, in the order of the table."""
    distances: pd.DataFrame
    """The table of distances; its ``origin_id`` is a ``location_id``."""
    layers: tuple[PageLayer, ...]
    """Layers, per chapter in the order of the legend."""
    landscape: gpd.GeoDataFrame
    """Base map: ``layer``, ``kind``, ``name``, geometry, with a reference system; may be empty."""
    limits_m: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Distance per mode beyond which was not searched, in metres."""
    facts: tuple[Column, ...] = LOCATION_FACTS
    """Columns of a location that are told."""
