"""A plan without candidates: the layers for QGIS are made all the same, and none of them is about candidates."""

from pathlib import Path

import pyogrio
import toy_workspace
from test_without_streets import without_streets

from geo.pipeline import run
from geo.plan import load_plan


def test_the_layers_leave_candidates_out_where_a_plan_has_none(tmp_path: Path) -> None:
    folder = without_streets(toy_workspace.make(tmp_path))
    plan = folder / "plan.toml"
    lines = plan.read_text(encoding="utf-8").splitlines()
    plan.write_text("\n".join(line for line in lines if not line.startswith("candidates = ")), encoding="utf-8")
    report = run(load_plan(folder), stages=("layers",))
    assert "layers" in report.ran
    named = [name for name, _ in pyogrio.list_layers(folder / "data" / "processed" / "plan.gpkg")]
    assert "locations" in named
    assert "candidates" not in named
