"""The count of texts on each other: what it sees, straight and turned, and what it does not take for one."""

from dataclasses import replace
from pathlib import Path

import pytest
from text_overlaps import overlaps

from geo.maps.paper import Letter, Paper
from geo.maps.sheets import write_pdf
from tests.maps.builders import draw_coverage

Placed = tuple[str, float, float, float]


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        ((("Kampen", 50.0, 50.0, 0.0), ("Zwolle", 52.0, 51.0, 0.0)), 1),
        ((("Kampen", 50.0, 50.0, 0.0), ("Zwolle", 50.0, 53.2, 0.0)), 0),
        ((("Kampen", 50.0, 50.0, 0.0), ("Zwolle", 62.5, 50.0, 0.0)), 0),
        ((("Kampen", 50.0, 50.0, 0.0), ("Vaartweg", 52.0, 54.0, 60.0)), 1),
        ((("Avenue Vaartweg", 50.0, 50.0, 37.0),), 0),
        ((("Vaartweg", 50.0, 50.0, 90.0), ("Laan", 49.5, 45.0, 0.0), ("Laan", 60.0, 45.0, 0.0)), 1),
    ],
)
def test_texts_on_each_other_are_counted(texts: tuple[Placed, ...], pairs: int, tmp_path: Path) -> None:
    paper = Paper()
    for words, x, y, angle in texts:
        paper.text((x, y), words, Letter(size_pt=8.0, halo="#ffffff"), angle=angle)
    write_pdf([replace(draw_coverage(), figure=paper.figure)], tmp_path / "sheet.pdf", title="Blad")
    assert len(overlaps(tmp_path / "sheet.pdf")) == pairs
