"""`geo check` tells what the arithmetic of a plan finds: exactly that, by severity, and nothing is written or drawn."""

import hashlib
import re
from pathlib import Path

import faulty_workspace
import pandas as pd
import pytest
import toy_workspace
from command import Caller

from geo.arithmetic import check
from geo.findings import SEVERITIES, from_frame
from geo.plan import load_plan
from geo.stages import extract, landscape
from geo.summary import findings_told
from geo.words import LANGUAGES, say

LOCATIONS = """\
locatie-id;naam;lengtegraad;breedtegraad;huidig type;type locatie;hoofdlocatie;vervolg;status besluitvorming;capaciteit;plekken min;plekken max;vorm;overeenkomst van;overeenkomst t/m;openbaarheid
T1;azc Markt;{0};azc;gvl;;voortzetten;bestaand;400;;;;2015-01-01;2025-12-31;openbaar
T2;azc Kade;{1};azc;satelliet;T1;voortzetten;bestaand;{kade};;;;2015-01-01;2025-12-31;openbaar
T3;azc Hal;{2};azc;;;beeindigen;bestaand;150;;;;2020-01-01;{end};openbaar
"""
NEED = """\
prognose-id;prognosedatum;soort behoefte;te realiseren voor;plekken min;plekken max;bron
LRT-1;2020-08-01;totaal;2020-01-01;450;700;LRT
"""
STREETS = {
    "no_candidate_left", "candidates_dropped", "candidates_untestable", "criterion_without_spread",
    "criterion_values_missing", "first_unsure", "methods_differ",
    "outside_extract", "snap_sites", "snap_facilities", "hub_unreachable", "hub_far", "hub_untested",
    "regional_unreachable", "regional_outside", "regional_mean_untested",
}  # fmt: skip
"""Codes that need streets."""


def made(folder: Path, *, kade: str, end: str) -> Path:
    """Make a plan of 650 places with a need of 450 to 700: `kade` places of them at a satellite, 150 until `end`."""
    toy_workspace.make(folder)
    places = [";".join(map(str, toy_workspace.lon_lat(*place))) for place in toy_workspace.PLACES_M]
    raw = folder / "data" / "raw"
    (raw / "locations.csv").write_text(LOCATIONS.format(*places, kade=kade, end=end), encoding="utf-8")
    (raw / "need.csv").write_text(NEED, encoding="utf-8")
    return folder


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    def fail(*_given: object) -> None:
        msg = "the streets were read"
        raise AssertionError(msg)

    monkeypatch.setattr(extract, "read_extract", fail)
    monkeypatch.setattr(landscape, "read_landscape", fail)
    return Caller(monkeypatch, capsys)


def listed(out: str) -> dict[str, list[str]]:
    """Give the codes that were told, by the word of their severity."""
    groups: dict[str, list[str]] = {}
    for line in out.splitlines():
        head = re.fullmatch(r"(?:Bevindingen|Findings), ([\w ]+): \d+", line)
        if head:
            groups[head[1]] = []
        elif found := re.match(r"  (\w+): ", line):
            groups[list(groups)[-1]].append(found[1])
    return groups


def test_the_findings_of_a_plan_are_exactly_these(geo: Caller, tmp_path: Path) -> None:
    # 400 places stand after 31-12-2020 and 450 are needed: whether T2 makes up for the rest, nobody knows
    done = geo("check", "--plan", made(tmp_path / "plan", kade="", end="2020-12-31"), "--all")
    assert (done.code, done.err) == (0, "")
    assert listed(done.out) == {
        "oranje": [
            "expiring", "text_missing", "unknown_capacity", "text_missing", "agreements_not_given", "text_missing",
            "no_flexible", "text_missing", "no_reserve", "scenario_undescribed", "text_missing", "text_missing",
        ],
        "niet toetsbaar": [
            "inhabitants_undated", "no_need_for", "no_need_for", "untestable_quarter", "national_missing",
            "no_milestones",
        ],
    }  # fmt: skip
    assert done.out.splitlines()[0].startswith("Geen fouten; bestanden: 9.")
    assert done.out.splitlines()[-1] == say("terminal.streets_later")
    assert "azc Hal (T3) loopt over 4 maanden af, op 31-12-2020." in done.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_all_only_red_ones_are_listed_whole(geo: Caller, tmp_path: Path, lang: str) -> None:
    folder, red = toy_workspace.make(tmp_path / "toy"), say("severity.rood", lang)
    every, some = (geo("check", "--plan", folder, "--lang", lang, *more).out for more in (("--all",), ()))
    whole = listed(every)
    first = {name: codes if name == red else codes[:5] for name, codes in whole.items()}
    assert listed(some) == first
    rest = [len(codes) - len(first[name]) for name, codes in whole.items() if codes != first[name]]
    assert len(whole[red]) > 5
    assert len(rest) == 2, "amber and untestable"
    more = [line for line in some.splitlines() if "…" in line]
    assert more == [say("terminal.more_here", lang, count=count) for count in rest]


def test_strict_ends_with_1_when_a_finding_is_red(geo: Caller, tmp_path: Path) -> None:
    short = made(tmp_path / "short", kade="10", end="2020-12-31")  # 410 of 450 places from 2021 on
    found = listed(geo("check", "--plan", short).out)
    assert found["rood"] == ["shortage_quarter", "shortage_days"]
    assert geo("check", "--plan", short).code == 0
    assert geo("check", "--plan", short, "--strict").code == 1
    enough = made(tmp_path / "enough", kade="100", end="2020-12-31")
    assert "rood" not in listed(geo("check", "--plan", enough).out)
    assert geo("check", "--plan", enough, "--strict").code == 0


def test_a_plan_with_faults_tells_its_faults_alone(geo: Caller, tmp_path: Path) -> None:
    done = geo("check", "--plan", faulty_workspace.make(tmp_path / "faulty"), "--strict", "--all")
    assert (done.code, done.out) == (3, "")
    assert "Bevindingen" not in done.err
    assert say("terminal.streets_later") not in done.err


def test_nothing_is_written(geo: Caller, tmp_path: Path) -> None:
    folder = made(tmp_path / "plan", kade="", end="2020-12-31")

    def files() -> dict[Path, str]:
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}

    before, folders = files(), sorted(folder.rglob("*"))
    assert geo("check", "--plan", folder).code == 0
    assert (files(), sorted(folder.rglob("*"))) == (before, folders)


def test_it_finds_what_a_run_finds_but_for_what_needs_streets(tmp_path: Path) -> None:
    toy = toy_workspace.finished(tmp_path / "toy")
    ran = from_frame(pd.read_parquet(toy / "data" / "processed" / "findings.parquet"))
    checked = check(load_plan(toy)).findings
    assert list(checked) == [one for one in ran if one.code not in STREETS]
    assert [SEVERITIES.index(one.severity) for one in checked] == sorted(
        SEVERITIES.index(one.severity) for one in checked
    )
    assert len(checked) >= 15


def test_hubs_are_tested_but_for_their_distance(tmp_path: Path) -> None:
    folder = made(tmp_path / "plan", kade="100", end="2020-12-31")
    assert {one.code for one in check(load_plan(folder)).findings} & STREETS == set()
    table = folder / "data" / "raw" / "locations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(";satelliet;T1;", ";satelliet;;"), encoding="utf-8")
    assert {one.code for one in check(load_plan(folder)).findings} & {"satellite_without_hub"}


def test_a_plan_without_findings_says_so() -> None:
    assert findings_told((), lang="nl") == ["Geen bevindingen."]
