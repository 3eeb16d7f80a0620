"""A distance explained: the sum of its parts is the distance, street by street as drawn."""

from pathlib import Path

import numpy as np
import pandas as pd
import pdfplumber
import pytest

from geo.errors import UsageError
from geo.explain import Explanation, explain, explained
from geo.pipeline import run
from geo.plan import load_plan
from tests import toy_workspace


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_workspace.finished(tmp_path_factory.mktemp("toy") / "workspace")


@pytest.fixture(scope="module")
def found(toy: Path) -> Explanation:
    return explain(load_plan(toy), "t1", "huisarts", "lopen")


def test_the_parts_add_up_to_the_distance_of_the_table(toy: Path, found: Explanation) -> None:
    table = pd.read_parquet(toy / "data" / "processed" / "distances.parquet")
    row = table[(table["origin_id"] == "T1") & (table["category"] == "gp") & (table["mode"] == "walk")].iloc[0]
    assert found.row["facility_id"] == row["facility_id"]
    assert found.row["distance_m"] == row["distance_m"]
    parts = found.row["access_m"] + found.streets["length_m"].sum() + found.row["egress_m"]
    assert parts == pytest.approx(row["distance_m"], abs=0.001)
    assert np.rint(found.streets["length_m"].sum() * 1000) == np.rint(found.row["network_m"] * 1000)


def test_streets_are_named_in_the_order_of_travel_and_every_way_is_given(found: Explanation) -> None:
    ways = [way for ids in found.streets["way_ids"] for way in ids]
    assert len(ways) >= len(found.streets) >= 2
    first, last = found.feet
    assert (ways[0], ways[-1]) == (first[2], last[2])


def test_it_is_told_in_lines_that_a_reader_can_add_up(found: Explanation) -> None:
    lines = explained(found)
    assert lines[0].startswith("T1 azc Markt → Huisarts Oost (n")
    numbers = [line for line in lines if " m  " in line]
    metres = [float(line.split(" m  ")[0].strip().replace(".", "").replace(",", ".")) for line in numbers]
    assert numbers[-1].endswith("samen")
    assert sum(metres[:-1]) == pytest.approx(metres[-1], abs=0.05 * len(metres))
    assert "Wegen en voorzieningen van 31-08-2020." in lines
    english = explained(found, "en")
    assert any(line.endswith("in all") for line in english)
    told = [line.split(" m  ")[0].strip() for line in english if " m  " in line]
    assert [float(text.replace(",", "")) for text in told] == metres


def test_it_tells_how_much_of_a_walk_is_exposed_or_unlit_and_how_much_nobody_knows(
    toy: Path, found: Explanation
) -> None:
    # 20 m down the western road and 800 m along the southern one, both secondary without a word of sidewalks; then 100 m
    # up a residential street. Nothing says whether any of them is lit.
    lines = explained(found)
    assert "  langs snel of druk verkeer zonder pad: 0 m (0%); mogelijk ook: 820 m (89%)" in lines
    assert "  onverlicht: 0 m (0%); verlichting onbekend: 920 m (100%)" in lines
    assert "  unlit: 0 m (0%); lighting unknown: 920 m (100%)" in explained(found, "en")
    table = pd.read_parquet(toy / "data" / "processed" / "route_quality.parquet")
    row = table[(table["origin_id"] == "T1") & (table["category"] == "gp")].iloc[0]
    assert found.quality is not None
    assert row["exposed_unknown_m"] * 1000 == found.quality.exposed_unknown_mm[0]
    drive = explain(load_plan(toy), "T1", "gp", "car")
    assert drive.quality is None
    assert not any("verkeer" in line for line in explained(drive))


def test_the_map_names_both_ends_and_every_street(found: Explanation) -> None:
    page, drawing, picture = found.files
    assert picture.name == "route-t1-huisarts-lopen-openbaar.png"
    assert drawing.name == "route-t1-huisarts-lopen-openbaar.svg"
    assert picture.stat().st_size > 10_000
    with pdfplumber.open(page) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
    assert "azc Markt naar Huisarts Oost" in text
    assert all(street in text for street in found.streets["street"])
    assert "huisarts, lopen:" in text


def test_without_a_journey_the_reason_is_told(toy: Path) -> None:
    plan = load_plan(toy)
    none = explain(plan, "T1", "ziekenhuis", "walk")
    assert explained(none)[0] == "T1 azc Markt → ziekenhuis, lopen: geen voorziening gevonden"
    assert (none.files, len(none.feet), len(none.streets)) == ((), 1, 0)
    assert explained(none)[1].startswith("  voet van de locatie: 52.")


def test_a_location_far_from_every_street_is_told_so(toy: Path) -> None:
    plan = load_plan(toy)
    near = plan.model_copy(update={"distances": plan.distances.model_copy(update={"max_snap_m": 1.0})})
    told = explained(explain(near, "T1", "huisarts", "walk"))
    assert told[:2] == [
        "T1 azc Markt → huisarts, lopen: niet bereikbaar",
        "  geen straat voor deze vervoerwijze binnen 1 m van de locatie",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("T9", "gp", "walk"), "`T9` is geen locatie of kandidaat van dit plan; dit zijn T1, T2, T3"),
        (("T1", "huisarst", "walk"), "`huisarst` is geen soort voorziening; bedoelt u `huisarts (gp)`?"),
        (("T1", "gp", "vliegen"), "`vliegen` is geen vervoerwijze; kies uit lopen (walk)"),
    ],
)
def test_a_word_that_means_nothing_is_refused(toy: Path, words: tuple[str, str, str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        explain(load_plan(toy), *words)
    assert said in refused.value.sentence()


def test_the_map_stays_when_the_plan_is_made_again(toy: Path, found: Explanation) -> None:
    report = run(load_plan(toy))
    assert report.set_aside == ()
    assert all(path.is_file() for path in found.files)
