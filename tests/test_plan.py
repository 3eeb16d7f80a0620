"""``plan.toml``: the smallest plan, its defaults, and every fault at once."""

from pathlib import Path

import pytest

from geo.errors import Fault, FaultsError
from geo.plan import Plan, load_plan
from geo.quarters import Quarter

SMALLEST = """
[plan]
province = "PV24"
prt = "Provinciale Regietafel Flevoland"
reference_date = 2020-09-01
horizon = ["2020-Q1", "2023-Q4"]
[input]
osm = "data/raw/streets.osm.pbf"
boundaries = "data/raw/boundaries.gpkg"
locations = "data/raw/locations.csv"
need = "data/raw/need.csv"
[distances]
modes = ["walk", "bike", "car"]
nearest = 3
limit_m = { walk = 5000, bike = 15000, car = 50000 }
categories = ["gp", "primary_school", "supermarket", "bus_stop"]
[distances.replace]
hospital = "data/raw/hospitals.csv"
"""


def load(folder: Path, text: str) -> Plan:
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return load_plan(folder)


def faults(folder: Path, text: str) -> set[tuple[str, str]]:
    with pytest.raises(FaultsError) as caught:
        load(folder, text)
    return {(fault.column, fault.code) for fault in caught.value.faults}


def test_the_smallest_plan_of_the_design_is_read(tmp_path: Path) -> None:
    plan = load(tmp_path, SMALLEST)
    assert plan.plan.province == ("PV24",)
    assert plan.path(plan.input.osm) == tmp_path.resolve() / "data/raw/streets.osm.pbf"
    assert plan.distances.limit("bike") == 15_000
    assert plan.distances.replace["hospital"].path == "data/raw/hospitals.csv"
    assert (len(plan.quarters), plan.quarters[-1]) == (16, Quarter(2023, 4))
    assert plan.given("candidates") is None


def test_a_plan_is_frozen(tmp_path: Path) -> None:
    plan = load(tmp_path, SMALLEST)
    with pytest.raises(ValueError, match="frozen"):
        plan.distances.nearest = 4  # type: ignore[misc]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    wrong = (
        SMALLEST.replace("prt =", "ptr =")
        .replace('"walk", "bike"', '"walk", "vliegen"')
        .replace('"gp"', '"gp", "supermarkt"')
        .replace("nearest = 3", "nearest = 0")
        .replace('"2023-Q4"', '"2019-Q4"')
        .replace("[input]", "[input]\nlocatons = 'x.csv'")
    )
    assert faults(tmp_path, wrong) == {
        ("plan.prt", "missing_key"),
        ("plan.ptr", "unknown_key_near"),
        ("plan.horizon", "wrong_value"),
        ("input.locatons", "unknown_key_near"),
        ("distances.modes.1", "wrong_value"),
        ("distances.categories", "wrong_value"),
        ("distances.nearest", "wrong_value"),
    }


def test_an_unknown_key_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match=r"Bedoelt u `nearest`\?"):
        load(tmp_path, SMALLEST.replace("nearest = 3", "neerest = 3"))
    with pytest.raises(FaultsError, match=r"did you mean `supermarket`\?"):
        load(tmp_path, SMALLEST.replace('"supermarket"', '"supermarkt"'))


@pytest.mark.parametrize("crs", ["EPSG:4326", "RD-nieuw"])
def test_a_reference_system_in_degrees_or_unknown_is_refused(tmp_path: Path, crs: str) -> None:
    assert faults(tmp_path, SMALLEST.replace("[input]", f'crs = "{crs}"\n[input]')) == {("plan.crs", "wrong_value")}


def test_what_is_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as caught:
        load(tmp_path, "[plan\n")
    assert [fault.code for fault in caught.value.faults] == ["not_toml"]


def test_a_missing_plan_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="geo init") as caught:
        load_plan(tmp_path)
    assert caught.value.faults == (Fault(str(tmp_path / "plan.toml"), 0, "", "missing_plan"),)


def test_a_folder_of_texts_counts_with_every_file_in_it(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("02-b.md", "01-a.md", "note.txt"):
        (texts / name).write_text("x", encoding="utf-8")
    plan = load(tmp_path, SMALLEST.replace("[distances]", 'texts = "texts"\n[distances]'))
    assert list(plan.files(("texts", "candidates"))) == ["texts/01-a.md", "texts/02-b.md"]
