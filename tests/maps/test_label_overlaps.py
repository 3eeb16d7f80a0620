"""No label of any sheet lies on another, on a mark or over an edge, as the printed page itself tells."""

import numpy as np
import pytest

from geo.maps import style
from geo.maps.paper import Letter, Paper
from geo.maps.sheets import Sheet, SheetInfo
from geo.maps.style import MarkStyle
from tests.maps.builders import SHEETS, Printed, crowd, locations, printed
from tests.maps.crowded import crowded
from tests.oracles.label_overlaps import Overlaps, overlaps

LETTER = Letter(size_pt=8.0, halo=style.PAPER)
AZC = MarkStyle(shape="circle", colour=style.BLUE)
CROWDS = ("town", "four hundred", "few", "town on A3", "four hundred on A3")


def _measured(page: Printed) -> Overlaps:
    return overlaps(page.data)


def _by_hand(*texts: tuple[str, tuple[float, float], float]) -> Overlaps:
    """Draw a frame, one mark at its middle, a leader to the left of it, and texts."""
    paper = Paper()
    paper.box((20, 20, 100, 100), fill=None, edge=style.INK, width_mm=0.3)
    paper.mark((70.0, 70.0), AZC, 20.0)
    paper.line([(60, 70), (45, 70)], colour=style.INK, width_mm=0.18)
    for text, spot, angle in texts:
        paper.text(spot, text, LETTER, angle=angle)
    info = SheetInfo(number="", title="", name="", alt_text="", table=locations(), scale=0, unplaced=())
    return _measured(Printed(Sheet(info=info, figure=paper.figure)))


def test_the_measure_finds_nothing_where_nothing_lies_on_another() -> None:
    found = _by_hand(("Boven", (30, 40), 0), ("Onder", (30, 44), 0), ("Schuin", (90, 60), 45))
    assert [line.text for line in found.labels] == ["Boven", "Onder", "Schuin"]
    assert (len(found.marks), len(found.leaders)) == (1, 1)
    assert found.count == 0


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ([("Boven", (30, 40), 0), ("Onder", (31, 41), 0)], "label_on_label"),
        ([("Schuin", (30, 50), 30), ("Recht", (34, 48), 0)], "label_on_label"),
        ([("Teken", (66, 71), 0)], "label_on_mark"),
        ([("Over de rand", (107, 60), 0)], "outside"),
        ([("Lijn", (50, 71), 0)], "leader_on_label"),
    ],
)
def test_the_measure_finds_each_kind_of_overlap(texts: list[tuple[str, tuple[float, float], float]], kind: str) -> None:
    found = _by_hand(*texts)
    assert len(getattr(found, kind)) == 1
    assert found.count == 1


def test_a_turned_line_is_as_long_and_as_high_as_a_straight_one() -> None:
    found = _by_hand(("Kanaalweg", (30, 40), 0), ("Kanaalweg", (40, 90), 60))
    straight, turned = (line.shape for line in found.labels)
    assert turned.area == pytest.approx(straight.area, rel=0.01)
    assert straight.length == pytest.approx(2 * (LETTER.width_mm("Kanaalweg") + 0.89 * 8 * 25.4 / 72), rel=0.03)
    (one, *_), (_, next_corner, *_) = turned.exterior.coords, turned.exterior.coords
    slope = np.degrees(np.arctan2(one[1] - next_corner[1], next_corner[0] - one[0]))
    assert slope == pytest.approx(60, abs=0.1)


@pytest.mark.parametrize("kind", SHEETS)
def test_no_label_of_a_sheet_lies_on_what_it_should_not(kind: str) -> None:
    found = _measured(printed(kind))
    assert len(found.labels) > 5
    assert found.count == 0, found


def test_no_label_of_sixty_locations_lies_on_what_it_should_not() -> None:
    found = _measured(crowd())
    assert len(found.labels) > 40
    assert len(found.marks) >= 60
    assert found.count == 0, found


@pytest.mark.parametrize("kind", CROWDS)
def test_no_label_of_a_crowded_town_lies_on_what_it_should_not(kind: str) -> None:
    found = _measured(crowded(kind))
    assert len(found.labels) > 10
    assert found.count == 0, found
