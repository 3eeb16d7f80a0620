"""The measures of a page: its margins, where a map begins, how wide the column beside it may be."""

from dataclasses import dataclass

from geo.maps.paper_size import A3, A4, PaperSize


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Where things stand on a size of paper, in mm from its upper left corner."""

    left: float = 10.0
    """Left edge of all that is printed."""
    right: float
    """Right edge of all that is printed."""
    top: float = 8.0
    """Upper edge of all that is printed."""
    map_top: float = 29.0
    """Upper edge of the map, below heading and marks."""
    foot: float = 289.5
    """Lower edge of all that is printed."""
    title_pt: float = 15.0
    """Size of number and title."""
    columns: tuple[float, ...]
    """Widths that a column with table, legend and scale beside the map may have."""
    steps: tuple[float, ...] = (1.0,)
    """How much larger the letters in such a column may be, where there is room."""
    legends: tuple[float, float] | None = None
    """Least and most width of a column with legends alone, the table below the map; None for no such column."""
    least_map: float
    """Height that a map has at least."""
    cut_map: float
    """Height that a map has at least where the table cannot stand whole in any case."""
    most_map: float
    """Height that a map has at most where text stands below it."""

    @property
    def width(self) -> float:
        """Width of all that is printed."""
        return self.right - self.left


_MEASURES = {
    A4: Measures(
        right=200.0, columns=(86.0, 100.0), legends=(56.0, 69.0), least_map=96.0, cut_map=140.0, most_map=178.0
    ),
    A3: Measures(
        right=410.0,
        columns=(86.0, 102.0, 122.0, 152.0),
        steps=(1.0, 1.15, 1.3),
        least_map=110.0,
        cut_map=180.0,
        most_map=250.0,
        title_pt=18.0,
    ),
}


def measures_of(size: PaperSize) -> Measures:
    """Give the measures of a size of paper."""
    return _MEASURES[size]
