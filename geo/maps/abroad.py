"""What lies beyond the provinces of the Netherlands: which country, or the sea.

Rough outlines, since no file of boundaries holds them: they only part what no province covers.
"""

from collections.abc import Mapping

import numpy as np
import shapely
from pyproj import CRS
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import RD_NEW
from geo.maps.outlines import Shapes

SEA = "sea"
"""The part that is water."""
_KM, _NEAR_M = 1000.0, 9_000.0
_GERMAN_COAST = (
    (366, 720), (366, 660), (363, 623), (348, 629), (338, 618), (330, 639), (315, 639), (299, 635), (280, 634),
    (272, 628), (268, 623), (263, 617), (265, 612), (262, 600), (264, 595), (276, 594), (279, 588),
)  # fmt: skip
"""From the mouth of the Elbe to the Dollard: land at one side, sea at the other."""
_GERMAN_ISLANDS = (
    ((239, 623), (242, 627), (248, 625), (245, 621), (241, 620)), ((252, 633), (253, 634), (268, 635), (268, 633)),
    ((271, 636), (271, 638), (283, 639), (283, 638)), ((292, 641), (293, 643), (302, 644), (302, 642)),
)  # fmt: skip
"""Those of the Wadden near the Netherlands: Borkum, Juist, Norderney and Langeoog."""
_GERMANY = (
    *_GERMAN_COAST, (278, 577), (276, 559), (273, 544), (270, 531), (252, 522), (246, 515),
    (252, 505), (264, 496), (271, 487), (271, 472), (262, 464), (251, 455), (249, 451), (258, 441), (233, 428),
    (215, 430), (205, 427), (201, 419), (201, 411), (209, 397), (215, 388), (214, 374), (210, 359), (198, 350),
    (190, 340), (198, 333), (206, 319), (200, 307), (200, 260), (420, 260), (420, 720),
)  # fmt: skip
_BELGIUM = (
    (13, 378), (19, 367), (45, 359), (63, 359), (76, 372), (86, 383), (102, 392), (119, 380), (136, 372), (150, 361),
    (166, 361), (177, 352), (184, 347), (180, 335), (175, 320), (177, 307), (200, 306), (200, 260), (-80, 260),
    (-80, 330), (-25, 358), (-1, 371),
)  # fmt: skip
_SEA = (
    (13, 378), (24, 376), (30, 371), (60, 368), (70, 372), (79, 377), (90, 412), (90, 440), (110, 470), (125, 505),
    (150, 545), (175, 572), (190, 592), (215, 597), (248, 600), (258, 590), (275, 579),
    *reversed(_GERMAN_COAST), (-80, 720), (-80, 330), (-25, 358), (-1, 371),
)  # fmt: skip
"""Reaches inland, since what a province covers is taken off."""


def _area(*rings: tuple[tuple[int, int], ...]) -> BaseGeometry:
    area: BaseGeometry = shapely.union_all([Polygon(np.array(ring) * _KM) for ring in rings])
    return area


_OUTLINES = {
    "germany": _area(_GERMANY, *_GERMAN_ISLANDS),
    "belgium": _area(_BELGIUM),
    SEA: shapely.difference(_area(_SEA), _area(*_GERMAN_ISLANDS)),
}


def parted(beyond: BaseGeometry, crs: CRS | None) -> Mapping[str, BaseGeometry]:
    """Part what no province covers: by country, and the sea; empty for what is none of them or in another system."""
    if crs is None or CRS.from_user_input(crs) != RD_NEW or beyond.is_empty:
        return {}
    found = {name: shapely.intersection(beyond, outline) for name, outline in _OUTLINES.items()}
    return {name: shape for name, shape in found.items() if not shape.is_empty}


def foreign_borders(provinces: Shapes, parts: Mapping[str, BaseGeometry]) -> Shapes:
    """Give the lines where provinces meet another country."""
    lands = [shape for name, shape in parts.items() if name != SEA]
    if not lands or not len(provinces):
        return np.array([], dtype=object)
    sea = parts.get(SEA, Polygon())
    near = shapely.difference(
        shapely.buffer(shapely.union_all(lands), _NEAR_M, quad_segs=2), shapely.buffer(sea, 500.0)
    )
    together = shapely.buffer(shapely.union_all(shapely.buffer(provinces, 60.0, quad_segs=1)), -60.0, quad_segs=1)
    outer = [shapely.LinearRing(part.exterior) for part in shapely.get_parts(together)]
    return np.asarray(shapely.get_parts(shapely.intersection(shapely.multilinestrings(outer), near)), dtype=object)
