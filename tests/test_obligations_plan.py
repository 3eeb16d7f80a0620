"""The obligation to house permit holders in a plan of two provinces, of which one lacks a number: by `geo check`."""

from pathlib import Path

import geopandas as gpd
import pytest
import toy_workspace
from command import Caller

OWED = """\
gemeentecode;halfjaar;taakstelling;achterstand;gerealiseerd
GM9101;2020-2;44;7;16
GM9102;2020-2;10;;3
"""


def two_provinces(folder: Path) -> Path:
    """Make the toy plan one of two provinces, each with one of its municipalities, and give both an obligation."""
    toy_workspace.make(folder)
    raw = folder / "data" / "raw"
    towns = gpd.read_file(raw / "boundaries.gpkg", layer="gemeenten").assign(provinciecode=["PV90", "PV91"])
    whole = gpd.GeoDataFrame({"code": ["PV90", "PV91"], "naam": ["Toets", "Buur"]}, geometry=towns.geometry)
    (raw / "boundaries.gpkg").unlink()
    whole.to_file(raw / "boundaries.gpkg", layer="provincies")
    towns.to_file(raw / "boundaries.gpkg", layer="gemeenten")
    (raw / "obligations.csv").write_text(OWED, encoding="utf-8")
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8").replace('province = "PV90"', 'province = ["PV90", "PV91"]')
    plan.write_text(text.replace("[input]", '[input]\nobligations = "data/raw/obligations.csv"'), encoding="utf-8")
    return folder


def test_one_province_with_all_numbers_and_one_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    geo = Caller(monkeypatch, capsys)
    done = geo("check", "--plan", two_provinces(tmp_path / "two"), "--all", "--lang", "nl")
    assert (done.code, done.err) == (0, "")
    told = [line.strip() for line in done.out.splitlines() if line.strip().startswith("obligation_")]
    # 16 of 51 is less than a third; of GM9102 the arrears are unknown
    assert [line.split(":")[0] for line in told] == ["obligation_behind", "obligation_untestable"]
    assert "West (GM9101)" in told[0]
    assert "16 van 51" in told[0]
    assert "Oost (GM9102)" in done.out.partition("obligation_untestable")[2]
