"""An official list beside a real extract: what OpenStreetMap has of it, and the distances by either source."""

from pathlib import Path

import kampen_workspace
import pandas as pd
import pytest

from geo.pipeline import run
from geo.plan import load_plan

PHARMACIES = """\
id;naam;lengtegraad;breedtegraad
A1;op dezelfde plaats;5.9300955;52.5655366
A2;80 m naar het oosten;5.9398165;52.5641005
A3;150 m naar het noorden;5.9191198;52.5540597
A4;buiten het kaartgebied;5.2;52.1
"""
"""The three pharmacies of the extract, two of them moved, and one elsewhere."""


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read what a run made."""
    return {path.stem: pd.read_parquet(path) for path in (folder / "data" / "processed").glob("*.parquet")}


@pytest.fixture(scope="module")
def without_list(kampen: Path) -> dict[str, pd.DataFrame]:
    return tables(kampen)


@pytest.fixture(scope="module")
def with_list(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> dict[str, pd.DataFrame]:
    folder = kampen_workspace.make(tmp_path_factory.mktemp("with"), shared)
    (folder / "data" / "raw" / "pharmacies.csv").write_text(PHARMACIES, encoding="utf-8-sig")
    plan = folder / "plan.toml"
    replaced = '\n[distances.replace]\npharmacy = "data/raw/pharmacies.csv"\n'
    plan.write_text(plan.read_text(encoding="utf-8") + replaced, encoding="utf-8")
    run(load_plan(folder), stages=["completeness"])
    return tables(folder)


def test_the_list_is_counted_beside_the_extract(with_list: dict[str, pd.DataFrame]) -> None:
    table = with_list["completeness"].set_index("category")
    assert sorted(table.index) == sorted(kampen_workspace.CATEGORIES)
    row = table.loc["pharmacy"]
    counts = ["listed", "listed_outside", "mapped", "found", "mapped_only"]
    assert row[counts].to_dict() == {"listed": 3, "listed_outside": 1, "mapped": 3, "found": 2, "mapped_only": 1}
    assert row["found_share"] == pytest.approx(2 / 3)
    rest = table.drop(index="pharmacy")
    assert set(rest["status"]) == {"not_compared"}
    assert rest.drop(columns=["status", "mode"]).isna().all(axis=None)


def test_either_distance_is_that_of_a_plan_with_its_source_alone(
    with_list: dict[str, pd.DataFrame], without_list: dict[str, pd.DataFrame]
) -> None:
    key = ["origin_id", "mode"]
    sides = {}
    for side, made in (("listed", with_list), ("mapped", without_list)):
        rows = made["distances"]
        nearest = rows[(rows["category"] == "pharmacy") & (rows["rank"] == 1)].set_index(key)[["status", "distance_m"]]
        sides[side] = nearest.set_axis([f"status_{side}", f"distance_{side}_m"], axis=1)
    expected = sides["listed"].join(sides["mapped"]).sort_index()
    found = with_list["distances_two_sources"].set_index(key).sort_index()
    assert len(found) == 13 * 3
    pd.testing.assert_frame_equal(found[expected.columns], expected)
    differences = expected["distance_mapped_m"] - expected["distance_listed_m"]
    walked = differences.xs("walk", level="mode").dropna().abs()
    row = with_list["completeness"].set_index("category").loc["pharmacy"]
    assert (row["mode"], row["sites_compared"], row["sites_unknown"]) == ("walk", len(walked), 13 - len(walked))
    assert row["difference_median_m"] == pytest.approx(walked.median())
    assert row["difference_max_m"] == pytest.approx(walked.max())
    assert 5 <= len(walked) < 13
    assert walked.max() > 50


def test_without_any_list_nothing_is_compared(without_list: dict[str, pd.DataFrame]) -> None:
    table = without_list["completeness"]
    assert len(table) == len(kampen_workspace.CATEGORIES)
    assert set(table["status"]) == {"not_compared"}
    assert table.drop(columns=["category", "status", "mode"]).isna().all(axis=None)
    assert without_list["distances_two_sources"].empty
