"""The sheet of coverage: balances as in the table, and a look of its own for what cannot be tested."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb

from geo.errors import CrsError
from geo.maps import style
from geo.maps.coverage import coverage_sheet
from geo.quarters import Quarter
from tests.maps.builders import (
    COVERAGE,
    IMPRINT,
    MM,
    QUARTER,
    REGIONS,
    SIDE,
    Printed,
    coverage,
    draw_coverage,
    fill_of,
    printed,
    region,
    regions,
)

VERDICTS = {"Noord": "tekort", "Midden": "binnen bandbreedte", "Zuid": "boven bandbreedte", "Stil": "niet toetsbaar"}
BALANCES = {"Noord": "−400 tot −300", "Midden": "−200 tot +50", "Zuid": "≥ +300 tot ≥ +400"}


def _shown(status: str) -> str:
    """Give the colour of an area over the land, worked out here."""
    parts = zip(to_rgb(style.BALANCE_AREAS[status].colour), to_rgb(style.LAND), strict=True)
    return to_hex([style.OVERLAY * over + (1 - style.OVERLAY) * land for over, land in parts])


def _strips(page: Printed) -> list[dict[str, object]]:
    """Give the areas of the regions on the map, from north to south."""
    side_mm = SIDE / page.sheet.info.scale * 1000
    wide = [each for each in page.page.rects if (each["width"] * MM) == pytest.approx(side_mm, abs=1e-2)]
    quarter = [each for each in wide if each["height"] * MM == pytest.approx(side_mm / 4, abs=1e-2)]
    return sorted(quarter, key=lambda each: each["top"])


def test_each_region_says_its_name_its_verdict_and_the_balance_of_the_table() -> None:
    text = printed("coverage").said
    for name, verdict in VERDICTS.items():
        assert f"{name} {verdict} {BALANCES.get(name, '')}".strip() in text
    table = printed("coverage").sheet.info.table
    assert dict(zip(table["Regio"], table["Uitkomst"], strict=True)) == VERDICTS
    assert dict(zip(table["Regio"], table["Saldo"], strict=True)) == {**BALANCES, "Stil": "onbekend"}


def test_the_table_writes_bands_single_numbers_and_unknown_locations() -> None:
    table = printed("coverage").sheet.info.table.set_index("Regio")
    assert table["Aanbod"].tolist() == ["600", "800 tot 950", "≥ 1.400; 2 onbekend", "onbekend"]
    assert table["Behoefte"].tolist() == ["900 tot 1.000", "900 tot 1.000", "1.000 tot 1.100", "onbekend"]
    assert set(table["Kwartaal"]) == {"2023-IV"}


def test_a_region_without_a_row_is_untestable_and_not_blank() -> None:
    page = printed("coverage")
    assert "Stil niet toetsbaar" in page.said
    assert "Stil, 4e kwartaal 2023: niet toetsbaar, saldo onbekend" in page.sheet.info.alt_text
    assert "Niet toetsbaar" in page.said[page.said.index("Aanbod tegenover") :]


@pytest.mark.parametrize(("at_row", "hatched"), [(0, True), (1, False), (2, True), (3, True)])
def test_what_is_short_above_or_untestable_is_hatched_and_what_is_within_is_not(at_row: int, hatched: bool) -> None:
    strips = _strips(printed("coverage"))
    tops = sorted({round(float(str(each["top"])), 1) for each in strips})
    here = [each for each in strips if round(float(str(each["top"])), 1) == tops[at_row]]
    assert len(tops) == len(REGIONS)
    assert ("hatch" in [fill_of(each) for each in here]) is hatched


def test_each_verdict_has_a_hatch_of_its_own() -> None:
    hatches = [area.hatch for area in style.BALANCE_AREAS.values()]
    assert len(set(hatches)) == len(hatches)
    assert style.BALANCE_AREAS["short"].hatch
    assert style.BALANCE_AREAS["untestable"].hatch


def test_the_legend_shows_the_colours_as_they_are_over_the_land() -> None:
    page = printed("coverage")
    legend = {fill_of(each) for each in page.page.rects if each["width"] * MM == pytest.approx(5.4, abs=1e-3)}
    assert _shown("within") in legend
    assert {fill_of(each) for each in _strips(page)} >= {style.BALANCE_AREAS["within"].colour}


@pytest.mark.parametrize("status", ["short", "within", "above"])
def test_the_legend_holds_only_the_verdicts_of_the_map(status: str) -> None:
    rows = [(region, supply, need, balance, 0, status) for region, supply, need, balance, _, _ in COVERAGE]
    rows.append(("S", *rows[0][1:]))
    page = Printed(draw_coverage(coverage(rows)))
    words = {
        "short": "tekort",
        "within": "binnen bandbreedte",
        "above": "boven bandbreedte",
        "untestable": "niet toetsbaar",
    }
    found = {each for each, word in words.items() if word in page.said}
    assert found == {status}


def test_a_status_that_nobody_knows_is_untestable() -> None:
    rows = coverage().assign(status=["short", "???", None])
    table = draw_coverage(rows).info.table
    assert table["Uitkomst"].tolist() == ["tekort", "niet toetsbaar", "niet toetsbaar", "niet toetsbaar"]


def test_the_map_shows_the_last_quarter_and_the_table_all_of_them() -> None:
    earlier = coverage([("N", (1, 1), (2, 2), (-1, -1), 0, "short")], quarters=[Quarter(2022, 4)])
    page = Printed(draw_coverage(pd.concat([coverage(), earlier])))
    table = page.sheet.info.table
    assert table["Regio"].tolist() == ["Noord", "Noord", "Midden", "Zuid", "Stil"]
    assert table["Kwartaal"].tolist() == ["2022-IV", "2023-IV", "2023-IV", "2023-IV", "2023-IV"]
    assert "Noord tekort −400 tot −300" in page.said
    assert "eind 4e kwartaal 2023" in page.said


def test_a_region_of_an_earlier_quarter_only_is_untestable_on_the_map() -> None:
    earlier = coverage([("S", (9, 9), (2, 2), (7, 7), 0, "above")], quarters=[Quarter(2022, 4)])
    page = Printed(draw_coverage(pd.concat([coverage(), earlier])))
    assert "Stil niet toetsbaar" in page.said
    assert "boven bandbreedte" in page.sheet.info.table["Uitkomst"].tolist()


def test_names_of_small_regions_may_spill_and_those_that_cannot_are_told() -> None:
    tiny = regions()
    tiny.geometry = [shape.centroid.buffer(300) if at == 3 else shape for at, shape in enumerate(tiny.geometry)]
    names = [f"Streek {at:02}" for at in range(60)]
    spot = regions().geometry.iloc[0].centroid.buffer(300)
    hidden = gpd.GeoDataFrame({"region_id": names, "region_name": names}, geometry=[spot] * 60, crs=tiny.crs)
    spilled, lost = (
        Printed(
            coverage_sheet(
                areas, coverage(), region(),
                imprint=IMPRINT, number="4b", bucket="regionaal", quarter=QUARTER,
            )
        )
        for areas in (tiny, hidden)
    )  # fmt: skip
    assert "Stil niet toetsbaar" in spilled.said or "Stil" in spilled.sheet.info.unplaced
    assert len(lost.sheet.info.unplaced) > 0
    above = " ".join(lost.on_map.extract_text().split())
    assert [name for name in names if (name in above) == (name in lost.sheet.info.unplaced)] == []
    for name in lost.sheet.info.unplaced:
        assert name in lost.said[lost.said.index("Zonder naam op de kaart:") :]


def test_land_use_and_municipal_borders_are_neither_drawn_nor_explained_under_the_regions() -> None:
    text = printed("coverage").said
    for words in ("Gemeentegrens", "Gemeenten Vierkant", "Woongebied"):
        assert words not in text
    assert "Gemeentegrens" in printed("portfolio").said
    assert "Gemeenten Vierkant" in printed("portfolio").said


def test_land_that_no_region_covers_is_explained() -> None:
    page = Printed(
        coverage_sheet(
            regions().iloc[:2], coverage(), region(),
            imprint=IMPRINT, number="4b", bucket="regionaal", quarter=QUARTER,
        )
    )  # fmt: skip
    assert "Gemeenten Vierkant" in page.said


def test_the_alternative_text_names_every_region_with_its_balance() -> None:
    alt = printed("coverage").sheet.info.alt_text
    assert alt.startswith("Kaart van de dekking per regio voor regionale opvanglocaties.")
    assert all(name in alt for name in REGIONS)
    assert "Noord, 4e kwartaal 2023: tekort, saldo −400 tot −300" in alt


def test_regions_without_a_reference_system_are_refused() -> None:
    bare = regions().set_crs(None, allow_override=True)
    with pytest.raises(CrsError, match="no reference system"):
        coverage_sheet(
            bare, coverage(), region(),
            imprint=IMPRINT, number="4b", bucket="regionaal", quarter=QUARTER,
        )  # fmt: skip


def test_the_label_of_a_balance_that_is_one_number_is_that_number() -> None:
    page = Printed(draw_coverage(coverage([("N", (900, 900), (900, 900), (0, 0), 0, "within")])))
    assert "Noord binnen bandbreedte 0" in page.said
    assert np.array_equal(page.sheet.info.table["Saldo"].to_numpy()[:1], ["0"])
