"""A new workspace: what is in it, and what ``geo check`` says must still be filled in."""

import re
import tomllib
from pathlib import Path

import pytest
import toy_workspace
from command import Caller
from PIL import Image

from geo.errors import FaultsError, UsageError
from geo.plan import Files, Plan, load_plan
from geo.sources.raw import FileSpec
from geo.sources.read_tables import read_table
from geo.stages.check import read_inputs
from geo.tables.inputs import CANDIDATES, INPUT_TABLES, LOCATIONS, NEED
from geo.workspace import make_workspace


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "plan van ons").parent


def fill_in(folder: Path) -> None:
    """Take away the marks before the two keys that every plan must have."""
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("# province", "province").replace("# prt", "prt"), encoding="utf-8")


def faults(folder: Path) -> set[tuple[str, str, str]]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(folder))
    return {(fault.file, fault.column, fault.code) for fault in caught.value.faults}


def test_a_new_workspace_has_its_folders_a_plan_and_tables_with_headings(new: Path) -> None:
    made = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    assert made == {"plan.toml", ".gitignore", "data/raw/locations.csv", "data/raw/need.csv", "data/raw/candidates.csv"}
    assert (new / "data" / "processed").is_dir()
    assert (new / "maps").is_dir()
    assert (new / ".gitignore").read_text(encoding="utf-8").split() == ["data/processed/", "maps/"]


def test_the_check_says_exactly_what_must_be_filled_in(new: Path) -> None:
    assert faults(new) == {
        ("plan.toml", "plan.province", "missing_key"),
        ("plan.toml", "plan.prt", "missing_key"),
    }
    fill_in(new)
    assert faults(new) == {
        ("data/raw/streets.osm.pbf", "", "missing_file"),
        ("data/raw/boundaries.gpkg", "", "missing_file"),
        ("data/raw/locations.csv", "", "no_rows"),
        ("data/raw/need.csv", "", "no_rows"),
    }


def test_what_may_be_left_out_asks_for_nothing_once_its_line_is_gone(new: Path) -> None:
    fill_in(new)
    plan = new / "plan.toml"
    needless = ("title", "horizon", "version", "status", "need", "modes", "nearest", "limit_m", "categories")
    lines = plan.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.partition(" ")[0] not in needless]
    assert len(lines) - len(kept) == len(needless) - 1, "the title is behind a mark already"
    plan.write_text("\n".join(kept), encoding="utf-8")
    assert faults(new) == {
        ("data/raw/streets.osm.pbf", "", "missing_file"),
        ("data/raw/boundaries.gpkg", "", "missing_file"),
        ("data/raw/locations.csv", "", "no_rows"),
    }


def test_the_template_says_of_every_key_that_it_must_stay_and_names_every_table(new: Path) -> None:
    text = (new / "plan.toml").read_text(encoding="utf-8")
    must = {line.removeprefix("# ").partition(" ")[0] for line in text.splitlines() if "# verplicht" in line}
    assert must == {"province", "prt", "reference_date", "boundaries", "locations"}
    assert {name for name in INPUT_TABLES if not re.search(rf"\b{name}\b", text)} == set()
    assert "mag weg, ook de behoefte" in text


def test_the_command_says_it_with_a_remedy_on_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    geo = Caller(monkeypatch, capsys)
    made = geo("init", tmp_path / "nieuw", lang="en_GB")
    assert made.code == 0
    assert made.out.startswith(f"Workspace made in {tmp_path / 'nieuw'}. Fill in ")
    fill_in(tmp_path / "nieuw")
    done = geo("check", "--plan", tmp_path / "nieuw")
    assert done.code == 3
    assert done.err.splitlines() == [
        "data/raw/boundaries.gpkg: het bestand bestaat niet. Leg het daar neer, of verander het pad in plan.toml.",
        "data/raw/locations.csv: de tabel heeft kopjes maar geen rijen. Vul rijen in, of haal het bestand uit plan.toml.",
        "data/raw/need.csv: de tabel heeft kopjes maar geen rijen. Vul rijen in, of haal het bestand uit plan.toml.",
        "data/raw/streets.osm.pbf: het bestand bestaat niet. Leg het daar neer, of verander het pad in plan.toml.",
        "Fouten in de invoer: 4. Er is niets geschreven.",
    ]


def test_the_template_is_toml_and_so_is_every_line_that_is_still_behind_a_mark(new: Path) -> None:
    text = (new / "plan.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["distances"]["nearest"] == 3
    opened = "\n".join(line.removeprefix("# ") if "=" in line or "[" in line else line for line in text.splitlines())
    values = tomllib.loads(opened.split("\n", 2)[2])
    Image.new("RGB", (640, 200)).save(new / "data" / "raw" / "logo.png")
    plan = Plan(**values, folder=new)
    assert plan.plan.province == ("PV24",)
    assert set(values["input"]) <= set(Files.model_fields)
    assert plan.distances.replace["hospital"].path == "data/raw/hospitals.csv"
    assert list(plan.candidates.criteria) == list(plan.candidates.weights) == ["supermarkt", "omvang", "draagvlak"]
    assert {one.value for one in plan.candidates.criteria.values()} == {"linear", "target", "stepped"}
    assert plan.finder is not None
    known = {*plan.named_files.facts, "draagvlak"}
    assert {fact for _, fact in plan.candidates.asked_facts()} <= known


def test_the_headings_are_those_that_are_read(new: Path) -> None:
    for table in (LOCATIONS, NEED, CANDIDATES):
        path = new / "data" / "raw" / f"{table.name}.csv"
        headings = path.read_text(encoding="utf-8-sig").strip().split(";")
        path.write_text(";".join(headings) + "\n" + ";".join(["x"] * len(headings)) + "\n", encoding="utf-8-sig")
        read = read_table(FileSpec(path=path, shown=path.name), table)
        assert set(read.headings) == set(table.names)
        assert not read.notes


def test_a_workspace_that_is_filled_in_can_be_checked(new: Path) -> None:
    toy = toy_workspace.make(new.parent / "toy")
    fill_in(new)
    plan = new / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"PV24"', '"Toets"'), encoding="utf-8")
    for name in ("streets.osm.pbf", "boundaries.gpkg", "locations.csv", "need.csv"):
        (new / "data" / "raw" / name).write_bytes((toy / "data" / "raw" / name).read_bytes())
    assert len(read_inputs(load_plan(new)).locations) == 3


def test_a_plan_that_is_there_is_never_overwritten(new: Path) -> None:
    (new / "plan.toml").write_text("# van ons\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"already holds a plan\.toml; choose another folder"):
        make_workspace(new)
    assert (new / "plan.toml").read_text(encoding="utf-8") == "# van ons\n"


def test_tables_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "locations.csv").write_text("locatie-id;naam\nA;Onze\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("geheim/\n", encoding="utf-8")
    make_workspace(tmp_path)
    assert (raw / "locations.csv").read_text(encoding="utf-8") == "locatie-id;naam\nA;Onze\n"
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "geheim/\n"
    assert (raw / "need.csv").is_file()
