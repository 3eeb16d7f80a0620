"""Which sheets of locations a plan gets, and that they tell what the tables tell."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import geopandas as gpd
import pandas as pd
import pdfplumber
import pytest
from shapely import Point

from geo.crs import RD_NEW
from geo.imprint import Imprint
from geo.quarters import Quarter, quarters_between
from geo.stages.sheets_candidates import candidate_drawings
from geo.stages.sheets_flexible import flexible_drawings
from geo.stages.sheets_scaling import reserve_drawings
from geo.stages.sheets_transition import year_drawings
from geo.stages.stage import Work
from geo.tables.transition import FLEXIBLE, QUARTER_TOTALS, RESERVE_LADDER
from tests.maps.builders import IMPRINT

NA = pd.NA


@dataclass
class FakeWork:
    """What the rooms of the sheets ask of a run."""

    frames: dict[str, pd.DataFrame]
    locations: gpd.GeoDataFrame
    quarters: tuple[Quarter, ...] = ()
    given: dict[str, Any] = field(default_factory=dict)

    def frame(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def inputs(self) -> SimpleNamespace:
        return SimpleNamespace(locations=self.locations, candidates=self.locations.iloc[:0])

    def imprint(self) -> Imprint:
        return IMPRINT

    @property
    def plan(self) -> SimpleNamespace:
        return SimpleNamespace(quarters=self.quarters, given=self.given.get)


def _work(quarters: tuple[Quarter, ...] = (), **frames: pd.DataFrame) -> Work:
    rows = {"location_id": ["A", "B"], "name": ["azc A", "azc B"], "municipality": "Westmaar", "open": [True, False]}
    sites = gpd.GeoDataFrame(rows, geometry=[Point(150_000, 480_000), Point(151_000, 481_000)], crs=RD_NEW)
    return cast("Work", FakeWork(frames=frames, locations=sites, quarters=quarters))


def _ladder(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["location_id", "places", "available"])
    filled = frame.assign(rung=2, name="reserve", days=NA, agreement_needed=NA)
    return filled.astype({"location_id": "str", "places": "Int64", "rung": "Int64"})


def test_a_plan_without_flexible_forms_reserve_or_candidates_has_no_sheets_of_them() -> None:
    empty = {table.name: pd.DataFrame(columns=list(table.names)) for table in (FLEXIBLE, RESERVE_LADDER)}
    assert list(flexible_drawings(_work(**empty))) == []
    assert list(reserve_drawings(_work(**empty))) == []
    assert list(candidate_drawings(_work(), number="4d")) == []


def test_reserve_without_any_place_on_the_map_has_no_sheet() -> None:
    assert list(reserve_drawings(_work(reserve_ladder=_ladder((None, 150, "te maken"))))) == []


def test_reserve_is_added_up_by_state_with_what_is_unknown_of_it() -> None:
    ladder = _ladder(("A", 200, "beschikbaar"), (None, 150, "te maken"), ("B", None, "te maken"))
    (draw,) = reserve_drawings(_work(reserve_ladder=ladder))
    told = cast("Any", draw).keywords
    assert told["total"].text() == "≥ 350 reserveplekken; 1 onbekend"
    assert {state: figure.without_unit() for state, figure in told["states"].items()} == {
        "beschikbaar": "200", "te maken": "≥ 150; 1 onbekend",
    }  # fmt: skip
    (rows,) = cast("Any", draw).args
    assert rows["open"].tolist() == [True, False, False]  # what stands nowhere in the list of locations is not open


def test_each_year_has_a_sheet_with_a_letter_and_the_totals_of_all_provinces() -> None:
    quarters = quarters_between(Quarter(2021, 3), Quarter(2023, 2))
    moves = [(str(quarter), "A", "gvl", 100, "") for quarter in quarters]
    moves += [(str(quarter), "B", "", NA, "unknown") for quarter in quarters]
    table = pd.DataFrame(moves, columns=["quarter", "location_id", "type", "places", "event"])
    numbers = dict.fromkeys(QUARTER_TOTALS.names, 0)
    totals = pd.DataFrame(
        [
            numbers | {"area_id": area, "quarter": str(quarter), "total": total, "gvl": total, "unknown_locations": one}
            for quarter in quarters
            for area, total, one in (("PV1", 60, 1), ("PV2", 40, 0))
        ]
    )
    work = _work(quarters, transition=table.astype({"places": "Int64"}), quarter_totals=totals)
    drawn = [cast("Any", draw).keywords for draw in year_drawings(work)]
    assert [(one["number"], str(one["quarter"])) for one in drawn] == [
        ("7a", "2021-Q4"), ("7b", "2022-Q4"), ("7c", "2023-Q2"),
    ]  # fmt: skip
    assert {one["totals"].total.text() for one in drawn} == {"≥ 100 plekken; 1 onbekend"}
    assert drawn[0]["totals"].types["gvl"].text() == "100 plekken"
    assert drawn[0]["totals"].types[""].text() == "≥ 0 plekken; 1 onbekend"
    assert len({one["series"] for one in drawn}) == 1


def test_a_horizon_of_one_year_has_one_sheet_without_a_letter() -> None:
    quarters = quarters_between(Quarter(2022, 1), Quarter(2022, 4))
    table = pd.DataFrame(
        [("2022-Q4", "A", "gvl", 100, "open")], columns=["quarter", "location_id", "type", "places", "event"]
    )
    totals = pd.DataFrame([dict.fromkeys(QUARTER_TOTALS.names, 100) | {"quarter": "2022-Q4"}])
    (draw,) = year_drawings(_work(quarters, transition=table.astype({"places": "Int64"}), quarter_totals=totals))
    assert cast("Any", draw).keywords["number"] == "7"


def _text(path: Path) -> str:
    with pdfplumber.open(path) as pages:
        return " ".join(str(pages.pages[0].extract_text()).split())


@pytest.mark.parametrize(("letter", "year"), [("a", 2020), ("b", 2021), ("c", 2022), ("d", 2023)])
def test_the_total_of_a_year_is_that_of_the_quarter_table(markerwaard: Path, letter: str, year: int) -> None:
    table = pd.read_parquet(markerwaard / "data" / "processed" / "quarter_totals.parquet").set_index("quarter")
    row = table.loc[f"{year}-Q4"]
    total, certain = (f"{row[name]:,}".replace(",", ".") for name in ("total", "certain"))
    said = _text(markerwaard / "maps" / f"kaart-7{letter}-portefeuille-eind-{year}-vertrouwelijk.pdf")
    assert f"Totaal regulier ≥ {total}; {row['unknown_locations']} onbekend" in said
    assert f"waarvan ≥ {certain} bestaand en vastgesteld" in said
    gvl = re.search(r"GVL: \d+ locaties? · ([\d.]+) plekken", said)
    assert gvl is not None
    assert gvl[1].replace(".", "") == str(row["gvl"])


def test_the_sheets_of_the_example_tell_its_flexible_form_reserve_and_candidates(markerwaard: Path) -> None:
    flexible = _text(next((markerwaard / "maps").glob("kaart-5-*-vertrouwelijk.pdf")))
    assert "120–300 plekken; omschakeltijd 90 dagen" in flexible
    reserve = _text(next((markerwaard / "maps").glob("kaart-6-*-vertrouwelijk.pdf")))
    assert "Totaal reserve 710" in reserve
    assert "280 beschikbaar, 430 te maken" in reserve
    candidates = _text(next((markerwaard / "maps").glob("kaart-4*-kandidaatlocaties-vertrouwelijk.pdf")))
    assert "16 kandidaten: nader onderzoek nodig 12, niet toetsbaar 1, valt af 3" in candidates
    assert "geschikt" not in candidates.lower()


def test_the_sheet_of_emergency_reception_tells_the_places_that_the_map_of_today_tells(markerwaard: Path) -> None:
    today = _text(next((markerwaard / "maps").glob("kaart-2-*portefeuille-vertrouwelijk.pdf")))
    assert "ML07 noodopvang Expohal Markerstad noodopvang 180" in today
    own = _text(markerwaard / "maps" / "locatieblad-ml07-vertrouwelijk.pdf")
    assert "noodopvang · plekken nu 180, eind 0" in own
