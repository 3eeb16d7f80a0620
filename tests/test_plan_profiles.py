"""The profile of rules that a plan names: of the package or of its own, checked with all other files."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import toy_workspace
from command import Caller

from geo.errors import FaultsError
from geo.plan import load_plan
from geo.sources.profiles import shipped_profile
from geo.stages.check import load_sound_plan, read_inputs

OWN = """\
[profile]
id = "eigen"
title = "Eigen profiel"
date = "2024"
source = "Raad van Kolkdorp"

[[rule]]
id = "huisarts"
title = "Huisarts op 2 km"
source = "raadsbesluit"
hard = true
[[rule.test]]
fact = "walk_gp_m"
at_most = 2000
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_workspace.make(tmp_path / "toy")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


def ask(folder: Path, sections: str, own: str = OWN) -> None:
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + sections, encoding="utf-8")
    (folder / "profielen").mkdir(exist_ok=True)
    (folder / "profielen" / "eigen.toml").write_text(own, encoding="utf-8")


def faults(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(folder))
    return [(one.file, one.column, one.code) for one in caught.value.faults]


def test_a_plan_that_says_nothing_has_the_default(toy: Path) -> None:
    inputs = read_inputs(load_plan(toy))
    assert inputs.profile == shipped_profile("standaard")
    assert inputs.finder_profile == inputs.profile
    assert not any("profile" in note.code for note in inputs.notes), "what a shipped profile asks need not be there"
    assert load_plan(toy).files(("profiles",)) == {}


def test_a_plan_may_choose_and_the_finder_may_go_by_another(toy: Path) -> None:
    ask(toy, '[candidates]\nprofile = "coa-later"\n[finder]\nprofile = "profielen/eigen.toml"\n')
    inputs = read_inputs(load_plan(toy))
    assert inputs.profile == shipped_profile("coa-later")
    assert (inputs.finder_profile.id, inputs.finder_profile.named) == ("eigen", "Eigen profiel (2024)")
    assert "profielen/eigen.toml" in inputs.files


def test_a_profile_of_the_plan_is_followed_as_its_other_files_are(toy: Path) -> None:
    ask(toy, '[candidates]\nprofile = "profielen/eigen.toml"\n')
    plan = load_plan(toy)
    assert plan.files(("profiles", "need")) == {
        "candidates.profile": plan.folder / "profielen" / "eigen.toml",
        "need": plan.folder / "data" / "raw" / "need.csv",
    }
    assert plan.reading(("profiles",))["candidates.profile"]["path"] == "profielen/eigen.toml"


def test_a_name_that_the_package_does_not_have_is_a_fault_with_those_that_it_has(toy: Path, call: Caller) -> None:
    ask(toy, '[candidates]\nprofile = "coa-latr"\n')
    assert faults(toy) == [("plan.toml", "candidates.profile", "unknown_profile")]
    done = call("--lang", "nl", "check", "-p", toy)
    told = " ".join((done.out + done.err).split())
    assert done.code == 3
    assert "sleutel candidates.profile: `coa-latr` is geen profiel van dit programma" in told
    assert "coa-eerder, coa-later, euaa-2016, standaard. Bedoelt u `coa-later`?" in told


def test_what_is_wrong_with_a_profile_is_told_with_the_faults_of_the_plan(toy: Path) -> None:
    ask(
        toy,
        '[candidates]\nprofile = "profielen/eigen.toml"\n',
        OWN.replace("walk_gp_m", "walk_gpp_m").replace("hard = true", "hard = 1"),
    )
    place = "profielen/eigen.toml"
    assert faults(toy) == [
        (place, "rule.huisarts.hard", "must_be_true_or_false"),
        (place, "rule.huisarts.test.1.fact", "profile_unknown_fact"),
    ]
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("nearest = 1", "nearest = 0"), encoding="utf-8")
    assert faults(toy) == [
        ("plan.toml", "distances.nearest", "must_be_at_least"),
        (place, "rule.huisarts.hard", "must_be_true_or_false"),
        (place, "rule.huisarts.test.1.fact", "profile_unknown_fact"),
    ]


def test_a_column_of_the_candidates_may_be_asked_for(toy: Path) -> None:
    _add_column(toy / "data" / "raw" / "candidates.xlsx", "Draagvlak raad")
    ask(toy, '[candidates]\nprofile = "profielen/eigen.toml"\n', OWN.replace("walk_gp_m", "draagvlak_raad"))
    profile = read_inputs(load_plan(toy)).profile
    assert profile is not None
    assert profile.facts == ("draagvlak_raad",)


def _add_column(path: Path, heading: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["kandidaten"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "naam" for cell in row))
    at = max(cell.column for cell in head if cell.value) + 1
    for row in range(head[0].row, sheet.max_row + 1):
        sheet.cell(row=row, column=at, value=heading if row == head[0].row else row)
    book.save(path)


def test_what_the_plan_does_not_compute_is_noted(toy: Path) -> None:
    ask(toy, '[candidates]\nprofile = "profielen/eigen.toml"\n', OWN.replace("walk_gp_m", "walk_hospital_m"))
    notes = [note for note in read_inputs(load_plan(toy)).notes if note.code == "profile_fact_absent"]
    (note,) = notes
    assert note.sentence("nl") == (
        "profielen/eigen.toml, sleutel rule.huisarts.test.1.fact: `walk_hospital_m` wordt in dit plan niet berekend; wat de "
        "regel ervan vraagt is daardoor niet toetsbaar. Zet de vervoerwijze, voorziening, loopafstand of kaartlaag in "
        "plan.toml als u deze regel wilt toetsen."
    )


def test_a_profile_that_is_not_there_is_a_missing_file(toy: Path) -> None:
    ask(toy, '[candidates]\nprofile = "elders/eigen.toml"\n')
    assert faults(toy) == [("elders/eigen.toml", "", "missing_file")]


def test_every_fact_of_the_example_can_be_asked_for(markerwaard: Path) -> None:
    facts = pd.read_parquet(markerwaard / "data" / "processed" / "facts.parquet")
    made = set(facts.loc[facts["group"] != "own", "fact"])
    assert made <= set(load_plan(markerwaard).named_files.facts)
    assert len(made) > 150
