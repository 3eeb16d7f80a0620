"""The stage of the explorer: it writes the page under the name of its edition, with streets or without, or nothing at all."""

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo.imprint import EditionName
from geo.stages import explorer
from geo.stages.stage import Outputs, Work
from tests.maps.explorer_example import content


def work_of(folder: Path, *, edition: EditionName = "vertrouwelijk", streets: bool = True, count: int = 12) -> Work:
    """A work of which all earlier stages ran."""
    page = content(edition=edition, opened=edition == "openbaar")
    listed = page.candidates.rename(columns={"candidate_id": "location_id"}).iloc[:count]
    results: dict[str, Any] = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    made = {name: frame for name, frame in results.items() if isinstance(frame, pd.DataFrame) and name != "candidates"}
    made["criteria_left_out"] = pd.DataFrame({"criterion": ["hal te"], "title": "Halte", "fact": "x"})
    given: Any = SimpleNamespace(candidates=listed)
    nothing: Any = None
    return Work(
        plan=nothing,
        outputs=Outputs(processed=folder, maps=folder),
        inputs=lambda: given,
        result=made.__getitem__,
        network=nothing,
        imprint=lambda: page.imprint,
        streets="used" if streets else "none",
    )


@pytest.mark.parametrize("edition", ["vertrouwelijk", "openbaar"])
def test_the_page_is_written_under_the_name_of_its_edition(tmp_path: Path, edition: EditionName) -> None:
    made = explorer.STAGE.run(work_of(tmp_path, edition=edition))
    assert made.files == (tmp_path / f"kandidaatlocaties-{edition}.html",)
    text = made.files[0].read_text(encoding="utf-8")
    assert "Voorbeeldprofiel" in text
    assert '"left_out":["hal te"]' in text
    assert ("VERTROUWELIJK" in text) == (edition == "vertrouwelijk")
    assert list(tmp_path.iterdir()) == list(made.files)


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    first = explorer.STAGE.run(work_of(tmp_path)).files[0].read_bytes()
    assert explorer.STAGE.run(work_of(tmp_path)).files[0].read_bytes() == first


def test_without_streets_the_page_has_no_base_map(tmp_path: Path) -> None:
    text = explorer.STAGE.run(work_of(tmp_path, streets=False)).files[0].read_text(encoding="utf-8")
    assert '"classes":[]' in text
    assert '"classes":[]' not in explorer.STAGE.run(work_of(tmp_path)).files[0].read_text(encoding="utf-8")


def test_a_plan_without_candidates_makes_nothing(tmp_path: Path) -> None:
    made = explorer.STAGE.run(work_of(tmp_path, count=0))
    assert (made.files, list(tmp_path.iterdir())) == ((), [])


def test_it_needs_the_facts_and_the_ranking_and_uses_streets_for_the_base_map_alone() -> None:
    assert explorer.STAGE.needs == ("candidate_facts", "ranking")
    assert explorer.STAGE.uses == ("landscape",)
    assert not explorer.STAGE.of_streets
    assert isinstance(content().candidates, gpd.GeoDataFrame)
