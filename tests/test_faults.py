"""All faults of all files at once, each in its own place, and nothing written."""

import re
from pathlib import Path

import faulty_workspace
import geopandas as gpd
import kampen_workspace
import pytest
from shapely import Polygon

from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import read_inputs
from geo.words import LANGUAGES

RAW = "data/raw/"
EXPECTED = {
    ("locations.csv", 1, "status", "which_status"),
    ("locations.csv", 3, "bag-id", "bag_exponent"),
    ("locations.csv", 4, "bag-id", "bag_leading_zero"),
    ("locations.csv", 4, "capaciteit", "not_a_number"),
    ("locations.csv", 5, "capaciteit", "negative"),
    ("locations.csv", 6, "capaciteit", "fraction"),
    ("locations.csv", 7, "overeenkomst t/m", "end_before_start"),
    ("locations.csv", 8, "overeenkomst t/m", "date"),
    ("locations.csv", 9, "vervolg", "choice_near"),
    ("locations.csv", 10, "locatie-id", "double_id"),
    ("locations.csv", 11, "postcode", "address_many"),
    ("locations.csv", 12, "postcode", "address_none"),
    ("locations.csv", 13, "x", "swapped"),
    ("locations.csv", 14, "x", "degrees"),
    ("locations.csv", 15, "x", "outside_province"),
    ("locations.csv", 16, "", "no_place"),
    ("locations.csv", 17, "", "total_row"),
    ("candidates.xlsx", 5, "nr", "id_taken"),
    ("candidates.xlsx", 5, "bag-id", "bag_exponent"),
    ("candidates.xlsx", 6, "", "total_row"),
    ("need.csv", 3, "plekken max", "min_above_max"),
    ("need.csv", 4, "prognose-id", "mixed_forecasts"),
    ("regions.csv", 3, "gemeentecode", "overlapping_regions"),
    ("regions.csv", 4, "gemeentecode", "unknown_municipality"),
    ("steps.csv", 1, "pleken", "misspelt_column"),
    ("steps.csv", 2, "locatie-id", "unknown_location"),
    ("milestones.csv", 0, "", "missing_file"),
    ("measures.csv", 2, "", "encoding"),
    ("opportunities.csv", 0, "", "empty_file"),
    ("actions.csv", 1, "vraagstuk", "missing_column"),
    ("voluntary.csv", 0, "", "no_rows"),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return faulty_workspace.make(tmp_path_factory.mktemp("faulty"))


@pytest.fixture(scope="module")
def found(faulty: Path) -> FaultsError:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(faulty))
    return caught.value


def test_exactly_these_faults_are_reported_together(found: FaultsError) -> None:
    places = [(fault.file.removeprefix(RAW), fault.row, fault.column, fault.code) for fault in found.faults]
    assert set(places) == EXPECTED
    assert len(places) == len(EXPECTED)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_says_what_is_wrong_and_what_to_do(found: FaultsError, lang: str) -> None:
    for fault in found.faults:
        sentence = fault.sentence(lang)
        assert sentence.startswith(fault.file)
        assert "{" not in sentence
        assert re.search(r"[.?] [A-Z].*[.?]$", sentence), sentence


def test_a_misspelt_word_is_answered_with_the_one_that_was_meant(found: FaultsError) -> None:
    said = {fault.code: fault.sentence("nl") for fault in found.faults}
    assert "bedoelt u `voortzetten`?" in said["choice_near"]
    assert "bedoelt u `plekken`?" in said["misspelt_column"]
    assert "Dorpsstraat 1" in said["address_many"]
    assert "Kerkstraat 1" in said["address_many"]
    assert "9101AA 3" in said["address_none"]


def test_a_run_with_faults_writes_nothing(faulty: Path) -> None:
    with pytest.raises(FaultsError):
        run(load_plan(faulty))
    assert not (faulty / "data" / "processed").exists()
    assert not (faulty / "maps").exists()


def test_dates_either_way_thousands_and_the_date_of_1970_are_read(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path, shared)
    table = folder / "data" / "raw" / "locations.csv"
    text = table.read_text(encoding="utf-8-sig")
    text = text.replace(";1300;", ";1.300;").replace("2015-01-01", "01-01-2015").replace("2022-01-31", "01-01-1970")
    table.write_text(text, encoding="utf-8")
    locations = read_inputs(load_plan(folder)).locations.set_index("location_id")
    assert locations.loc["D1", "capacity"] == 1300
    assert f"{locations.loc['D1', 'agreement_start']:%Y-%m-%d}" == "2015-01-01"
    assert str(locations.loc["K02", "agreement_end"]) == "NaT"


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path, shared)
    bow = Polygon([(190_700, 506_200), (190_900, 506_400), (190_900, 506_200), (190_700, 506_400)])
    layer = gpd.GeoDataFrame({"nr": ["B1"], "locatie": ["Strik"], "capaciteit": [80]}, geometry=[bow], crs=28992)
    layer.to_file(folder / "data" / "raw" / "locations.gpkg")
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("locations.csv", "locations.gpkg"), encoding="utf-8")
    inputs = read_inputs(load_plan(folder))
    mended = inputs.locations.geometry.iloc[0]
    assert [(note.row, note.code) for note in inputs.notes] == [(2, "mended_shape")]
    # Two triangles of 200 m base and 100 m height: 2 x 10,000 m2.
    assert mended.is_valid
    assert mended.area == pytest.approx(20_000)
