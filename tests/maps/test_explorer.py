"""The explorer as Python writes it: what it refuses, what it carries, and that it says the same each time."""

import dataclasses
import json
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.crs import CrsError
from geo.errors import InputError
from geo.maps.explorer import ExplorerContent, explorer_page
from geo.maps.page_assets import loads_of
from geo.tables.columns import Table
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.tables.ranking import CRITERIA, PAIRS, RANKING, SCORES, VERDICTS
from tests.maps.explorer_example import content


def data_of(page: str) -> dict[str, Any]:
    """Read what the script reads."""
    found = re.search(r'<script type="application/json" id="setting">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    texts = read.pop("texts")
    assert len(set(texts)) == len(texts)
    for site in read["sites"]:
        site["facts"] = [texts[at] for at in site["facts"]]
    return read


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("facts", FACTS), ("candidate_facts", CANDIDATE_FACTS), ("verdicts", VERDICTS), ("criteria", CRITERIA),
        ("scores", SCORES), ("ranking", RANKING), ("pairs", PAIRS),
    ],
)  # fmt: skip
def test_the_example_has_the_columns_of_the_tables(name: str, table: Table) -> None:
    assert set(getattr(content(), name)) == set(table.names)


def test_the_same_content_in_any_order_of_candidates_gives_the_same_bytes() -> None:
    page = content()
    turned = dataclasses.replace(page, candidates=page.candidates.iloc[::-1], ranking=page.ranking.iloc[::-1])
    assert explorer_page(page) == explorer_page(content()) == explorer_page(turned)


def test_the_page_carries_all_that_it_needs() -> None:
    page = explorer_page(content())
    assert loads_of(page) == []
    assert "connect-src" not in page
    assert "default-src 'none'" in page


def test_the_confidential_edition_says_so_and_the_open_one_refuses_closed_sites() -> None:
    closed = explorer_page(content())
    assert '<strong class="badge secret">VERTROUWELIJK</strong>' in closed
    assert "<title>VERTROUWELIJK · " in closed
    assert "VERTROUWELIJK" not in explorer_page(content(edition="openbaar", opened=True))
    page = content(edition="openbaar", opened=True)
    mixed = page.candidates.assign(open=[False] + [True] * 11)
    with pytest.raises(InputError):
        explorer_page(dataclasses.replace(page, candidates=mixed))


def test_a_site_listed_twice_or_told_of_but_not_listed_is_refused() -> None:
    page = content()
    twice = gpd.GeoDataFrame(pd.concat([page.candidates, page.candidates.iloc[:1]]), crs=page.candidates.crs)
    with pytest.raises(ValueError, match=r"twice: \['K001'\]"):
        explorer_page(dataclasses.replace(page, candidates=twice))
    with pytest.raises(ValueError, match=r"missing: \['K012'\]"):
        explorer_page(dataclasses.replace(page, candidates=page.candidates.iloc[:11]))


def test_shapes_without_a_reference_system_are_refused() -> None:
    page = content()
    astray = page.candidates.set_crs(None, allow_override=True)
    with pytest.raises(CrsError):
        explorer_page(dataclasses.replace(page, candidates=astray))


def test_what_no_table_knows_of_a_site_is_unknown_and_gives_no_rank() -> None:
    page = content()
    without = {
        name: frame[frame["candidate_id"] != "K003"]
        for name in ("candidate_facts", "verdicts", "scores", "ranking")
        for frame in [getattr(page, name)]
    }
    pairs = page.pairs[(page.pairs["better_id"] != "K003") & (page.pairs["worse_id"] != "K003")]
    site = data_of(explorer_page(dataclasses.replace(page, **without, pairs=pairs)))["sites"][2]
    assert set(site["facts"]) == {"onbekend"}
    assert site["scores"] == [None] * 6
    assert site["verdicts"] == [None] * 5
    assert (site["interval"], site["first"], site["topsis"]) == (None, "–", None)


def test_texts_are_those_of_facts_and_verdicts_and_numbers_keep_their_digits() -> None:
    page = content()
    data = data_of(explorer_page(page))
    assert [len(site["facts"]) for site in data["sites"]] == [15] * 12
    facts = {kind["title"]: at for at, kind in enumerate(data["facts"])}
    doctor = [site["facts"][facts["huisarts, lopend"]] for site in data["sites"]]
    assert doctor[2:4] == ["ten hoogste 1,2 km", "verder dan 5,0 km"]
    assert doctor[5] == "niet bereikbaar"
    assert data["sites"][0]["facts"][facts["bushalte, lopend"]] == "op locatie"
    assert data["sites"][1]["facts"][facts["geluidbelasting"]] == "onbekend"
    wide = page.scores.pivot_table(index="candidate_id", columns="criterion", values="score")
    told = np.array([site["scores"] for site in data["sites"]])
    assert (told == wide[[row["id"] for row in data["criteria"]]].to_numpy()).all()
    assert data["groups"][0]["title"] == "voorzieningen in de buurt"
    assert data["groups"][0]["sources"] == "bron: verzonnen, peildatum 31-08-2020"
    assert [at for group in data["groups"] for at in group["facts"]] == list(range(15))


def test_areas_of_more_than_one_part_keep_their_parts() -> None:
    data = data_of(explorer_page(content()))
    parts = [len(site["areas"]) for site in data["sites"]]
    assert parts == [1, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0, 0]
    outline = data["sites"][0]["areas"][0][0]
    lat, lon = data["sites"][0]["spot"]
    assert min(place[0] for place in outline) < lat < max(place[0] for place in outline)
    assert min(place[1] for place in outline) < lon < max(place[1] for place in outline)


def test_without_landscape_or_candidates_the_country_is_shown() -> None:
    page = content()
    tables = ("candidates", "candidate_facts", "verdicts", "scores", "ranking", "pairs", "landscape")
    empty: ExplorerContent = dataclasses.replace(page, **{name: getattr(page, name).iloc[:0] for name in tables})
    data = data_of(explorer_page(empty))
    assert data["bounds"] == [[50.7, 3.3], [53.6, 7.3]]
    assert data["sites"] == []


def test_a_fact_a_hair_beyond_a_bound_does_not_read_as_that_bound() -> None:
    page, site = content(), "K007"
    own = page.candidate_facts["candidate_id"].eq(site) & page.candidate_facts["fact"].eq("walk_primary_school_m")
    assert own.sum() == 1
    near = page.candidate_facts.assign(
        value=page.candidate_facts["value"].mask(own, 3010.0), status=page.candidate_facts["status"].mask(own, "ok")
    )
    data = data_of(explorer_page(dataclasses.replace(page, candidate_facts=near)))
    school = [kind["title"] for kind in data["facts"]].index("basisschool, lopend")
    assert data["sites"][6]["facts"][school] == "3.010 m"
