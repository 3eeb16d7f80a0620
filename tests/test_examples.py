"""The scripts of ``examples/`` run as they stand, and print the figures of the command."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import toy_workspace
from conftest import ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_workspace.finished(tmp_path_factory.mktemp("toy") / "workspace")


def printed(script: str, *words: object, folder: Path) -> str:
    command = [sys.executable, EXAMPLES / script, *map(str, words)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_plan_script_runs_the_stages_and_shows_their_results(toy: Path, tmp_path: Path) -> None:
    told = printed("run_plan.py", toy, folder=tmp_path)
    assert "document kept" in told
    distances = pd.read_parquet(toy / "data" / "processed" / "distances.parquet").set_index(
        ["origin_id", "mode", "category"]
    )
    row = next(line for line in told.splitlines() if line.startswith("T1"))
    expected = [distances.loc[("T1", "walk", name), "distance_m"] for name in ("bus_stop", "gp", "supermarket")]
    assert [float(cell) for cell in row.split()[1:]] == [round(value) for value in expected]
    assert "- azc Kade (T2) " in told
    assert f"- {toy / 'maps' / 'provinciaal-plan-openbaar.docx'}" in told


def test_the_steps_one_by_one_give_the_figures_of_the_run(toy: Path, tmp_path: Path) -> None:
    before = sorted(toy.rglob("*"))
    told = printed("markerwaard_distances.py", toy, folder=tmp_path)
    assert sorted(toy.rglob("*")) == before, "nothing is written"
    processed = toy / "data" / "processed"
    distances = pd.read_parquet(processed / "distances.parquet")
    ours = distances[(distances["mode"] == "walk") & (distances["category"] == "supermarket")].set_index("origin_id")
    for name in ("T1", "T2", "T3"):
        line = next(line for line in told.splitlines() if line.split()[:1] == [name])
        assert f"{ours.loc[name, 'distance_m']:.1f}" in line
    coverage = pd.read_parquet(processed / "coverage.parquet")
    last = coverage[(coverage["quarter"] == "2021-Q2") & (coverage["region_id"] == "PV90")]
    for row in last.itertuples():
        assert re.search(rf"PV90 +{row.bucket} .* {row.status}$", told, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_a_script_is_short_and_says_how_to_run_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert f"python examples/{path.name} [WORKSPACE]" in text
    assert len(text.splitlines()) <= 80
