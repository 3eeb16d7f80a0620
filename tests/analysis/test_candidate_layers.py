"""What map layers say of candidates, by hand: values, bounds, certainty and remarks."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from geo.analysis.candidates.layer_facts import About, area_measures, raster_measures, water_measures
from geo.analysis.candidates.measures import Origin
from geo.analysis.candidates.overlays import Overlay, Water
from tests.analysis.measured import INF, SOURCE, facts, told

NAN = float("nan")
ABOUT = About(
    name="flood", title="Waterdiepte", origin=Origin(source="kaart", day=date(2020, 1, 1)), unit="m", above=0.5
)


@dataclass(frozen=True)
class Cells:
    """Cells as the reader of rasters gives them."""

    mean: np.ndarray = field(default_factory=lambda: np.array([0.4, 1.25, NAN, 0.7]))
    max: np.ndarray = field(default_factory=lambda: np.array([0.9, 2.0, NAN, 0.7]))
    share_above: np.ndarray = field(default_factory=lambda: np.array([0.3, 0.75, NAN, 1.0]))
    covered: np.ndarray = field(default_factory=lambda: np.array([1.0, 0.6, 0.0, 1.0]))
    by_cell: np.ndarray = field(default_factory=lambda: np.array([False, False, False, True]))


def test_cells_of_a_raster_whole_partly_and_not_known() -> None:
    found = facts("abcd", raster_measures(ABOUT, Cells()))
    assert [(fact.id, fact.title, fact.kind, fact.unit) for fact in found.facts] == [
        ("flood_mean", "Waterdiepte: gemiddelde", "number", "m"),
        ("flood_max", "Waterdiepte: hoogste waarde", "number", "m"),
        ("flood_share_above", "Waterdiepte: deel van de locatie boven 0,50 m", "share", ""),
    ]
    assert {(fact.group, fact.source, fact.reference_date) for fact in found.facts} == {
        ("layers", "kaart", date(2020, 1, 1))
    }
    partly, nowhere = "bekend van 60,0% van de locatie", "geen gegevens op deze plaats"
    small = "kleiner dan een cel: de waarde van de cel waarin de locatie ligt"
    assert [told(found, "flood_mean", row) for row in range(4)] == [
        (0.4, 0.4, 0.4, "ok", ""),
        (1.25, -INF, INF, "partly", partly),
        (None, -INF, INF, "unknown", nowhere),
        (0.7, 0.7, 0.7, "ok", small),
    ]
    assert [told(found, "flood_max", row) for row in range(4)] == [
        (0.9, 0.9, 0.9, "ok", ""),
        (2.0, 2.0, INF, "at_least", partly),
        (None, -INF, INF, "unknown", nowhere),
        (0.7, 0.7, 0.7, "ok", small),
    ]
    assert [told(found, "flood_share_above", row) for row in range(4)] == [
        (0.3, 0.3, 0.3, "ok", ""),
        (0.75, 0.45, 0.85, "partly", partly),
        (None, 0, 1, "unknown", nowhere),
        (1, 1, 1, "ok", small),
    ]


def test_a_share_is_told_only_where_a_value_is_asked_and_a_part_never_reads_as_all_or_nothing() -> None:
    about = About(name="noise", title="Geluid", origin=SOURCE, unit="dB")
    two = np.array([50.0, 60.0])
    cells = Cells(mean=two, max=two, share_above=two * NAN, covered=np.array([0.99999, 0.00001]), by_cell=two > 99)
    found = facts("ab", raster_measures(about, cells))
    assert [fact.id for fact in found.facts] == ["noise_mean", "noise_max"]
    assert found.note[:, 0].tolist() == ["bekend van 99,9% van de locatie", "bekend van 0,1% van de locatie"]


def test_areas_of_a_layer() -> None:
    about = About(name="nature", title="Natuur", origin=SOURCE)
    overlay = Overlay(inside=np.array([0.25, 0.0, NAN]), distance_m=np.array([0.0, 320.0, NAN]))
    found = facts("abc", area_measures(about, overlay))
    assert [(fact.id, fact.title, fact.kind, fact.unit) for fact in found.facts] == [
        ("nature_inside_share", "Natuur: deel van de locatie erin", "share", ""),
        ("nature_distance_m", "Natuur: afstand", "metres", "m"),
    ]
    assert [told(found, "nature_inside_share", row)[:4] for row in range(3)] == [
        (0.25, 0.25, 0.25, "ok"),
        (0, 0, 0, "ok"),
        (None, -INF, INF, "unknown"),
    ]
    assert told(found, "nature_distance_m", 1) == (320, 320, 320, "ok", "")


def test_open_water_by_area_by_line_beyond_the_edge_of_the_map_and_nowhere() -> None:
    water = Water(
        distance_m=np.array([100.0, 40.0, 900.0, NAN]),
        width_m=np.array([35.0, NAN, 80.0, NAN]),
        name=np.array(["Plas", "", "Meer", ""], dtype=object),
        by_line=np.array([False, True, False, False]),
    )
    found = facts("abcd", water_measures(water, np.array([5_000.0, 300.0, 200.0, 450.0]), origin=SOURCE))
    assert [told(found, "open_water_distance_m", row) for row in range(4)] == [
        (100, 100, 100, "ok", "Plas"),
        (40, 40, 40, "ok", "gemeten tot het midden van het water"),
        (900, 200, 900, "border", "Meer"),
        (None, 450, INF, "none", ""),
    ]
    assert [told(found, "open_water_width_m", row) for row in range(4)] == [
        (35, 35, 35, "ok", "Plas"),
        (None, -INF, INF, "unknown", "alleen het midden van het water staat op de kaart"),
        (None, -INF, INF, "unknown", ""),
        (None, -INF, INF, "none", ""),
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_without_a_map_nothing_is_known_of_water(count: int) -> None:
    found = facts("ab"[:count], water_measures(None, np.zeros(count), origin=Origin()))
    assert set(found.status.ravel()) == ({"unknown"} if count else set())
    assert (found.low[:, 0] == 0).all()
    assert np.isnan(found.value).all()
