"""What map layers say of candidates, with how sure that is: cells of a raster, areas of a layer, open water."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Bools, Measure, Origin, blank, chosen, exact, joined, ranged, told, where
from geo.analysis.candidates.overlays import Overlay, Water
from geo.fact_words import quantity
from geo.figures import format_share
from geo.tables.columns import Kind
from geo.tables.facts import AT_LEAST, BORDER, KNOWN, NONE, PARTLY, UNKNOWN, Fact
from geo.words import say

_LEAST, _MOST = 0.001, 0.999
"""Least and most that is told of a part, in a share with one decimal."""


class Cells(Protocol):
    """What the cells of a raster hold in each site; NaN where none has data."""

    @property
    def mean(self) -> Floats:
        """Mean of the cells with data."""

    @property
    def max(self) -> Floats:
        """Greatest value of those cells."""

    @property
    def share_above(self) -> Floats:
        """Share of the part with data that lies above the threshold."""

    @property
    def covered(self) -> Floats:
        """Share of the site that has data, from 0 to 1."""

    @property
    def by_cell(self) -> Bools:
        """Whether a site has the value of the cell that it lies in, for want of a middle of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the plan says of a layer."""

    name: str
    """Its name in the plan, with which its facts begin."""
    title: str
    """Its name for people."""
    origin: Origin
    """Where it comes from."""
    unit: str = ""
    """Unit of its cells."""
    above: float | None = None
    """Value above which the share of a site is told."""


def raster_measures(about: About, cells: Cells) -> Iterator[Measure]:
    """Give mean and greatest value of a raster on each site, and the share above a value where one is asked.

    Where part of a site has no data, the values are those of the rest, and the bounds tell what could be: the mean can
    be anything, the greatest value is at least the one seen, and of the share the unknown part can lie above or not.

    Parameters
    ----------
    about
        The layer.
    cells
        Its cells in each candidate.
    """
    note, whole, none = _remarks(cells), cells.covered >= 1, cells.covered <= 0
    low, high = np.where(whole, cells.mean, -np.inf), np.where(whole, cells.mean, np.inf)
    mean = _fact(about, "mean", _title(about, "mean"), "number", about.unit)
    partly = chosen(UNKNOWN, (whole, KNOWN), (~none, PARTLY))
    yield ranged(mean, cells.mean, low, high, status=partly, note=note)
    status = chosen(UNKNOWN, (whole, KNOWN), (~none, AT_LEAST))
    most = _fact(about, "max", _title(about, "max"), "number", about.unit)
    yield ranged(most, cells.max, cells.max, np.where(whole, cells.max, np.inf), status=status, note=note)
    if about.above is not None:
        title = _title(about, "above", bound=quantity(about.above, kind="number", unit=about.unit))
        least = np.where(none, 0.0, cells.covered * cells.share_above)
        most_share = np.where(whole, least, least + 1 - cells.covered)
        share = _fact(about, "share_above", title, "share")
        yield ranged(share, cells.share_above, least, most_share, status=partly, note=note)


def _remarks(cells: Cells) -> Texts:
    none = cells.covered <= 0
    partly = ~none & (cells.covered < 1)
    shares = np.clip(cells.covered[partly], _LEAST, _MOST)
    return joined(
        told(partly, (say("fact_note.partly_covered", share=format_share(share, 1)) for share in shares)),
        where(none, say("fact_note.not_covered")),
        where(cells.by_cell & ~none, say("fact_note.by_cell")),
    )


def area_measures(about: About, overlay: Overlay) -> Iterator[Measure]:
    """Give the share of each site inside a layer of areas, and the distance to the nearest of them.

    Parameters
    ----------
    about
        The layer.
    overlay
        How the candidates lie with regard to its areas.
    """
    yield exact(_fact(about, "inside_share", _title(about, "inside"), "share"), overlay.inside)
    yield exact(_fact(about, "distance_m", _title(about, "distance"), "metres", "m"), overlay.distance_m)


def _title(about: About, what: str, **values: str) -> str:
    return say(f"fact_title.layer_{what}", layer=about.title, **values)


def _fact(about: About, ending: str, title: str, kind: Kind, unit: str = "") -> Fact:
    return Fact(
        id=f"{about.name}_{ending}",
        title=title,
        kind=kind,
        group="layers",
        unit=unit,
        source=about.origin.source,
        reference_date=about.origin.day,
    )


def water_measures(water: Water | None, edge_m: Floats, *, origin: Origin) -> Iterator[Measure]:
    """Give the distance from each site to open water, and how wide that is. There is no norm for either.

    Parameters
    ----------
    water
        The nearest open water; None where the plan has no map to look on.
    edge_m
        Distance from each candidate to the edge of the map, in metres; what lies beyond may be nearer.
    origin
        Where the map comes from.
    """
    nothing = np.full(len(edge_m), np.nan)
    found = Water(
        distance_m=nothing, width_m=nothing, name=np.full(len(edge_m), "", dtype=object), by_line=nothing > 0
    ) if water is None else water  # fmt: skip
    far, known = found.distance_m, ~np.isnan(found.distance_m)
    border = known & (edge_m < far)
    status = chosen(UNKNOWN, (border, BORDER), (known, KNOWN), (np.full(len(far), water is not None), NONE))
    low = np.where(known & ~border, far, edge_m)
    named = joined(found.name, where(found.by_line, say("fact_note.to_axis")))
    distance = _of_water("distance", origin)
    yield ranged(distance, far, low, np.where(known, far, np.inf), status=status, note=named)
    note = joined(found.name, where(found.by_line, say("fact_note.no_width")))
    # where other water may be nearer, that has another width
    width = np.where(border, np.nan, found.width_m)
    status = chosen(UNKNOWN, (~np.isnan(width), KNOWN), (status == NONE, NONE))
    note = np.where(known & ~border, note, blank(len(far)))
    yield ranged(_of_water("width", origin), width, width, width, status=status, note=note)


def _of_water(what: str, origin: Origin) -> Fact:
    return Fact(
        id=f"open_water_{what}_m",
        title=say(f"fact_title.water_{what}"),
        kind="metres",
        group="layers",
        unit="m",
        source=origin.source,
        reference_date=origin.day,
    )
