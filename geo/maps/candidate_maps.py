"""The maps of a fact sheet: where in the province a candidate lies, and what can be reached from it on foot."""

from dataclasses import dataclass, replace

from geo.figures import format_number
from geo.maps.basemap import Basemap
from geo.maps.composition import Scene
from geo.maps.frame import FINE_SCALES, MapFrame, fit_frame
from geo.maps.layout import LEFT, RIGHT, SMALL, WIDTH, draw_notes, notes_height
from geo.maps.legend import Section
from geo.maps.location import site_bounds
from geo.maps.locator import Locator
from geo.maps.paper import Paper
from geo.maps.remarks import listed
from geo.maps.site import Site
from geo.maps.strip import STRIP, draw_map_border, draw_strip
from geo.maps.town import base_items, shown_near, town_legend, town_scene
from geo.words import say

SCALES = (*FINE_SCALES, 75_000, 100_000, 150_000, 200_000)
"""Denominators for the surroundings, larger scales first."""
LEAST_MAP, MOST_MAP = 62.0, 112.0
"""Height of the map of the surroundings, in mm."""
LOCATOR_W, LOCATOR_H = 54.0, 45.0
"""Size of the map of the province, in mm."""
_GAP, _CAPTION, _BASE_COLUMNS, _NEAR_MM = 4.0, 4.6, 5, 4.5


def _with_near(bounds: tuple[float, float, float, float], site: Site) -> tuple[float, float, float, float]:
    """Stretch a box over the facilities near a site."""
    west, south, east, north = bounds
    xs, ys = zip(site.xy, *(near.xy for near in site.near if near.xy is not None), strict=True)
    return min(west, *xs), min(south, *ys), max(east, *xs), max(north, *ys)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteMaps:
    """Both maps of a candidate, in place on paper."""

    site: Site
    """The candidate as a place."""
    basemap: Basemap
    """Base map of the surroundings."""
    locator: Locator
    """Map of the province."""
    frame: MapFrame
    """Window on the surroundings."""
    scene: Scene | None = None
    """What the map of the surroundings shows; None until it is placed."""

    @classmethod
    def of(cls, site: Site, basemap: Basemap, locator: Locator, top: float, height: float) -> "SiteMaps":
        """Choose the window at the largest round scale that holds the catchments; nothing is placed yet.

        The facilities must fit too where that leaves a scale of a town.
        """
        left = LEFT + LOCATOR_W + _GAP
        box, area = (left, top, RIGHT - left, height), site_bounds(site)
        frame = fit_frame(_with_near(area, site), box, SCALES, margin_mm=_NEAR_MM)
        if frame.scale > FINE_SCALES[-1]:
            frame = fit_frame(area, box, SCALES, margin_mm=3)
        return cls(site=site, basemap=basemap, locator=locator.at(LEFT, top), frame=frame)

    def placed(self) -> "SiteMaps":
        """Place marks and names on the map of the surroundings."""
        return replace(self, scene=town_scene(self.frame, self.site, self.basemap))

    @property
    def least(self) -> float:
        """Height in mm that the map has at least, so that the legend has room beside it."""
        beside = LOCATOR_H + _CAPTION + self._legend().height(LOCATOR_W) - STRIP
        return min(max(LEAST_MAP, beside), MOST_MAP)

    @property
    def height(self) -> float:
        """Height of all of it in mm: map, scale, ground and remarks."""
        return self._base_top - self.frame.top + self._base().height(WIDTH) + notes_height(self._notes(), WIDTH)

    @property
    def _base_top(self) -> float:
        beside = self.locator.frame.top + LOCATOR_H + _CAPTION + self._legend().height(LOCATOR_W)
        return max(self.frame.top + self.frame.height + STRIP, beside)

    def _legend(self) -> Section:
        found = town_legend(self.frame, self.site, self.basemap, own="sheet.candidate", keyed="maps.legend.keyed_one")
        return replace(found, title="", mark_mm2=7.0)

    def _base(self) -> Section:
        return Section(title="", items=base_items(self.frame, self.basemap), columns=_BASE_COLUMNS)

    def _notes(self) -> tuple[str, ...]:
        """Say what the maps do not show."""
        bare = all(area.is_empty for area in self.site.catchments.values())
        shown = {near.key for near, _ in shown_near(self.frame, self.site)}
        away = {near.key: near.category for near in self.site.near if near.xy is not None and near.key not in shown}
        unplaced = self.scene.unplaced if self.scene is not None else ()
        lost = [name for name in unplaced if name not in away]
        notes = [say("sheet.no_catchment")] if bare else []
        notes += [say("maps.unnamed", names=listed(lost))] if lost else []
        names = [say(f"category.{category}") for category in away.values()]
        return (*notes, *([say("maps.off_window", names=listed(names))] if names else []))

    def draw(self, paper: Paper) -> None:
        """Draw both maps with their legends."""
        scene = self.scene or town_scene(self.frame, self.site, self.basemap)
        scene.draw(paper)
        draw_map_border(paper, self.frame)
        draw_strip(paper, self.frame, self.frame.top + self.frame.height, self.basemap.crs)
        self.locator.draw(paper, self.site.name, self.site.xy)
        below = self.locator.frame.top + LOCATOR_H
        caption = say("sheet.locator", scale=format_number(self.locator.frame.scale))
        paper.text((LEFT, below + 3.2), caption, SMALL)
        self._legend().draw(paper, LEFT, below + _CAPTION, LOCATOR_W)
        end = self._base().draw(paper, LEFT, self._base_top, WIDTH)
        draw_notes(paper, self._notes(), LEFT, end, WIDTH)
