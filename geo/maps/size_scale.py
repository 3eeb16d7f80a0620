"""One scale of sizes for the marks of sheets that are to be compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.maps.place_mark import PlaceMark, mark_areas, measure, size_steps, smallest_places


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeScale:
    """What the sheets of a series share: so many places are as large on each of them."""

    most: int
    """Most places of one mark on any of the sheets."""
    crowd: int
    """Most marks on any of the sheets."""

    @property
    def _measures(self) -> list[PlaceMark]:
        """As many marks as on the fullest sheet, each as large as the largest."""
        return [measure(str(at), self.most) for at in range(max(self.crowd, 1))]

    def sized(self, marks: Sequence[PlaceMark]) -> tuple[PlaceMark, ...]:
        """Give marks the area that they have on this scale."""
        counts = {mark.places for mark in marks}
        measures = {places: measure("one", places) for places in counts}
        areas = {places: mark_areas([*self._measures[1:], one])["one"] for places, one in measures.items()}
        return tuple(replace(mark, area_mm2=areas[mark.places]) for mark in marks)

    def steps(self) -> tuple[tuple[int, float], ...]:
        """Choose round numbers of places for the legend, with their areas in mm²."""
        return size_steps(self._measures)

    def smallest(self, marks: Sequence[PlaceMark]) -> int | None:
        """Give the most places that the smallest mark stands for; None where every mark is in proportion."""
        least = smallest_places([*self._measures[1:], measure("none", 0)])
        small = [mark for mark in marks if mark.places is not None and least is not None and mark.places <= least]
        return least if small else None
