"""The sizes of paper that a sheet comes on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSize:
    """A size of paper, standing or lying."""

    name: str
    """As printed beside the scale, such as ``A4``."""
    width_mm: float
    """Width of the page."""
    height_mm: float
    """Height of the page."""

    @property
    def lies(self) -> bool:
        """Whether the page is wider than high."""
        return self.width_mm > self.height_mm


A4 = PaperSize(name="A4", width_mm=210.0, height_mm=297.0)
"""Standing, for the text of a plan."""
A3 = PaperSize(name="A3", width_mm=420.0, height_mm=297.0)
"""Lying, for the annex of maps."""
SIZES = {size.name.lower(): size for size in (A4, A3)}
"""By the name that a plan calls them."""
