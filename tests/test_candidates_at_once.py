"""Everything that is wrong with candidates in a plan, and with the files that it names for them, told in one round."""

from pathlib import Path

import pytest
import toy_workspace

from geo.errors import FaultsError
from geo.plan_draft import draft_files
from geo.stages.check import load_sound_plan, read_inputs

Place = tuple[str, int, str, str]
PROFILE = """\
[profile]
id = "eigen"
title = "Eigen profiel"
date = "2024"
source = "Raad van Kolkdorp"

[[rule]]
id = "huisarts"
title = "Huisarts op 2 km"
source = "raadsbesluit"
hard = 1
[[rule.test]]
fact = "walk_gpp_m"
at_most = 2000
"""
WRONG = """
[candidates]
profile = "data/raw/eigen.toml"
missing = "middel"
weightings = 3
seeed = 1

[candidates.criteria.winkel]
fact = "walk_supermarkt_m"
worst = 3000

[candidates.criteria.omvang]
fact = "capacity"
worst = "veel"
best = 300

[candidates.criteria.draagvlak]
fact = "draagvlak"
value = "trapsgewijs"
steps = [[3, 0.0], [1, 1.0]]

[candidates.weights]
winkel = -0.5
omvang = "zwaar"
dragvlak = 0.5

[candidates.weight_bounds]
winkel = [0.6, 0.2]
omvang = [-1, 1]
buurt = [0, 3]

[layers.water]
path = "data/raw/water.tif"
above = "hoog"

[layers.natuur]
path = "data/raw/natuur.gpkg"
unit = "m"
title = 3

[finder]
areas = "data/raw/percelen.gpkg"
grid_m = 3
area_is = "terein"
min_area_m2 = -1
"""
IN_PLAN = {
    ("candidates.criteria.draagvlak.fact", "profile_unknown_fact"),
    ("candidates.criteria.draagvlak.steps", "criterion_steps_order"),
    ("candidates.criteria.omvang.worst", "must_be_number"),
    ("candidates.criteria.winkel.best", "criterion_without_end"),
    ("candidates.criteria.winkel.fact", "profile_unknown_fact"),
    ("candidates.missing", "no_option"),
    ("candidates.seeed", "unknown_key_near"),
    ("candidates.weight_bounds.buurt", "unknown_criterion"),
    ("candidates.weight_bounds.buurt.1", "must_be_at_most"),
    ("candidates.weight_bounds.omvang.0", "must_be_at_least"),
    ("candidates.weight_bounds.winkel", "weight_bounds_backwards"),
    ("candidates.weightings", "must_be_at_least"),
    ("candidates.weights", "criterion_without_weight"),
    ("candidates.weights.dragvlak", "unknown_criterion"),
    ("candidates.weights.omvang", "must_be_number"),
    ("candidates.weights.winkel", "weight_negative"),
    ("finder", "finder_two_sources"),
    ("finder.area_is", "no_option"),
    ("finder.grid_m", "must_be_at_least"),
    ("finder.min_area_m2", "must_be_at_least"),
    ("layers.natuur", "only_of_raster"),
    ("layers.natuur.title", "must_be_text"),
    ("layers.water.above", "must_be_number"),
}
IN_FILES = {
    ("data/raw/eigen.toml", 0, "rule.huisarts.hard", "must_be_true_or_false"),
    ("data/raw/eigen.toml", 0, "rule.huisarts.test.1.fact", "profile_unknown_fact"),
    ("data/raw/locations.csv", 2, "capaciteit", "negative"),
    ("data/raw/natuur.gpkg", 0, "", "missing_file"),
    ("data/raw/percelen.gpkg", 0, "", "missing_file"),
    ("data/raw/water.tif", 0, "", "empty_file"),
}


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    folder = toy_workspace.make(tmp_path / "toy")
    raw = folder / "data" / "raw"
    (raw / "eigen.toml").write_text(PROFILE, encoding="utf-8")
    (raw / "water.tif").write_bytes(b"")
    text = (raw / "locations.csv").read_text(encoding="utf-8")
    (raw / "locations.csv").write_text(text.replace(";400;", ";-400;", 1), encoding="utf-8")
    return folder


def say(folder: Path, sections: str) -> None:
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + sections, encoding="utf-8")


def faults_of(folder: Path) -> list[Place]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(folder))
    return [(one.file, one.row, one.column, one.code) for one in caught.value.faults]


def test_all_that_is_wrong_about_candidates_is_told_in_one_round(toy: Path) -> None:
    say(toy, WRONG)
    found = faults_of(toy)
    assert set(found) == {("plan.toml", 0, *place) for place in IN_PLAN} | IN_FILES
    assert len(found) == len(set(found)), "nothing is told twice"


def test_what_cannot_be_understood_leads_to_no_faults_of_its_own(toy: Path) -> None:
    """Weights, criteria and distances that are no tables or lists: nothing is known of sums, facts or names."""
    (toy / "data" / "raw" / "locations.csv").unlink()
    plan = toy / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace('modes = ["walk", "car"]', "modes = 3")
    plan.write_text(text + "[candidates]\ncriteria = 3\nweights = { x = -1 }\ncatchments_m = 0\n", encoding="utf-8")
    found = faults_of(toy)
    assert {(file, column, code) for file, _, column, code in found} == {
        ("data/raw/locations.csv", "", "missing_file"),
        ("plan.toml", "candidates.catchments_m", "must_be_list"),
        ("plan.toml", "candidates.criteria", "must_be_table"),
        ("plan.toml", "distances.modes", "must_be_list"),
    }
    assert (draft_files(toy).facts, draft_files(toy).criteria) == ((), ())


def test_weights_of_which_one_cannot_be_understood_are_not_added(toy: Path) -> None:
    (toy / "data" / "raw" / "locations.csv").unlink()
    own = "[candidates.criteria.{0}]\nfact = 'capacity'\nworst = 0\nbest = {1}\n"
    two = own.format("a", 1) + own.format("b", 2)
    say(toy, f"[candidates]\nweights = {{ a = 0.3, b = 'x' }}\nweight_bounds = {{ a = [0.4, 1] }}\n{two}")
    assert {(column, code) for file, _, column, code in faults_of(toy) if file == "plan.toml"} == {
        ("candidates.weight_bounds.a", "weight_outside_bounds"),
        ("candidates.weights.b", "must_be_number"),
    }
    say(toy, "")
    plan = toy / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace("weights = { a = 0.3, b = 'x' }", "weights = 3")
    plan.write_text(text, encoding="utf-8")
    assert {(column, code) for file, _, column, code in faults_of(toy) if file == "plan.toml"} == {
        ("candidates.weights", "must_be_table"),
    }


def test_of_a_list_that_cannot_be_read_no_column_is_called_unknown(toy: Path) -> None:
    (toy / "data" / "raw" / "candidates.xlsx").unlink()
    (toy / "data" / "raw" / "locations.csv").unlink()
    say(toy, "[candidates.criteria.a]\nfact = 'draagvlak'\nworst = 0\nbest = 1\n")
    assert {(file, code) for file, _, _, code in faults_of(toy)} == {
        ("data/raw/candidates.xlsx", "missing_file"),
        ("data/raw/locations.csv", "missing_file"),
    }
