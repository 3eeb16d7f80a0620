"""The sheet of shortage per quarter: sixteen maps of one scale, with the verdicts and balances of toy rows."""

from functools import cache
from itertools import combinations

import geopandas as gpd
import pandas as pd
import pytest

from geo.errors import CrsError
from geo.maps import style
from geo.maps.multiples import TITLE_MM, Grid, best_grid, grid_frame, panel_frame
from geo.maps.sheets import Sheet
from geo.maps.shortage import shortage_sheet
from geo.quarters import Quarter
from tests.maps.builders import IMPRINT, MM, SIDE, Printed, coverage, fill_of, region, regions, square

YEARS = tuple(Quarter(year, number) for year in range(2020, 2024) for number in (1, 2, 3, 4))
EARLY, LATE = YEARS[:15], YEARS[15:]
NORTH_EARLY = ("N", (600, 600), (pd.NA, pd.NA), (pd.NA, pd.NA), 0, "untestable")
NORTH_LATE = ("N", (600, 600), (900, 1000), (-400, -300), 0, "short")
MIDDLE = ("M", (800, 950), (900, 1000), (-200, 50), 0, "within")
SOUTH = ("Z", (1400, 1400), (1000, 1100), (300, 400), 2, "above")
SHORT = ["I", "II", "III", "IV"]


def rows() -> pd.DataFrame:
    """The north is untestable until the last quarter, the middle within and the south above; nothing of ``Stil``."""
    return pd.concat([
        coverage([NORTH_EARLY], EARLY), coverage([NORTH_LATE], LATE), coverage([MIDDLE, SOUTH], YEARS),
    ])  # fmt: skip


def draw(
    of: pd.DataFrame | None = None, quarters: tuple[Quarter, ...] = YEARS, areas: gpd.GeoDataFrame | None = None
) -> Sheet:
    return shortage_sheet(
        regions() if areas is None else areas, rows() if of is None else of, region(),
        imprint=IMPRINT, number="4c", bucket="regionaal", quarters=quarters,
    )  # fmt: skip


@cache
def page() -> Printed:
    return Printed(draw())


def strips(of: Printed, colour: str) -> list[tuple[float, float]]:
    """Give the place of every strip of a colour on the small maps, in mm: left and top, to a tenth."""
    side = SIDE / of.sheet.info.scale * 1000
    found = [
        each
        for each in of.page.rects
        if each["width"] * MM == pytest.approx(side, abs=0.01)
        and each["height"] * MM == pytest.approx(side / 4, abs=0.01)
    ]
    return sorted(
        {(round(each["x0"] * MM, 1), round(each["top"] * MM, 1)) for each in found if fill_of(each) == colour}
    )


def test_every_quarter_has_a_map_with_its_title_of_one_exact_scale() -> None:
    for year in range(2020, 2024):
        for number in SHORT:
            assert f"{year}-{number} " in page().said
    within = strips(page(), style.BALANCE_AREAS["within"].colour)
    assert len(within) == 16
    assert len({left for left, _ in within}) == len({top for _, top in within}) == 4, "a row a year, a column a quarter"


def test_a_region_is_hatched_where_it_is_short_above_or_untestable() -> None:
    """Of each quarter the south and what is silent; of the north every quarter: once short, else untestable."""
    assert len(strips(page(), "hatch")) == 3 * 16
    hatch = {status: look.hatch for status, look in style.BALANCE_AREAS.items()}
    assert len(set(hatch.values())) == 4


def test_the_balances_stand_on_the_map_and_in_the_table() -> None:
    said = page().said[: page().said.index("Schaal 1")]
    assert said.count("−200 tot +50") == 16
    assert said.count("−400 tot −300") == 1
    assert said.count("≥ +300 tot ≥ +400") == 16
    assert "Getal in de kaart: aanbod min behoefte" in page().said


def test_the_table_joins_the_quarters_that_tell_the_same() -> None:
    table = page().sheet.info.table
    assert list(table) == ["Regio", "Kwartalen", "Aanbod", "Behoefte", "Saldo", "Uitkomst"]
    assert table.to_numpy().tolist() == [
        ["Noord", "2020-I t/m 2023-III", "600", "onbekend", "onbekend", "niet toetsbaar"],
        ["Noord", "2023-IV", "600", "900 tot 1.000", "−400 tot −300", "tekort"],
        ["Midden", "2020-I t/m 2023-IV", "800 tot 950", "900 tot 1.000", "−200 tot +50", "binnen bandbreedte"],
        ["Zuid", "2020-I t/m 2023-IV", "≥ 1.400; 2 onbekend", "1.000 tot 1.100", "≥ +300 tot ≥ +400", "boven bandbreedte"],
        ["Stil", "2020-I t/m 2023-IV", "onbekend", "onbekend", "onbekend", "niet toetsbaar"],
    ]  # fmt: skip


def test_a_number_that_changes_moves_on_the_map_and_in_the_table() -> None:
    """200 places more in one quarter: 800 against 900 to 1,000 is −200 to −100, and the run of quarters is cut."""
    more = coverage([("N", (800, 800), (900, 1000), (-200, -100), 0, "short")], LATE)
    moved = Printed(
        draw(pd.concat([rows()[lambda frame: frame["region_id"] != "N"], coverage([NORTH_LATE], EARLY), more]))
    )
    assert "−200 tot −100" in moved.said[: moved.said.index("Schaal 1")]
    assert moved.sheet.info.table["Saldo"].tolist()[:2] == ["−400 tot −300", "−200 tot −100"]


def test_a_horizon_that_begins_halfway_leaves_room_for_the_quarters_before_it() -> None:
    some = YEARS[2:6]
    shown = Printed(draw(coverage([MIDDLE], some), some))
    places = strips(shown, style.BALANCE_AREAS["within"].colour)
    lefts = sorted({left for left, _ in places})
    tops = sorted({top for _, top in places})
    assert len(lefts) == 4
    assert [(lefts.index(left), tops.index(top)) for left, top in places] == [(0, 1), (1, 1), (2, 0), (3, 0)]
    assert "2020-III t/m 2021-II" in shown.said


def test_a_long_time_of_which_nothing_can_be_told_has_one_map_and_a_short_one_has_its_own() -> None:
    long, short = (Printed(draw(coverage([MIDDLE], YEARS[count:]))) for count in (13, 3))
    assert "2020-I t/m 2023-I: niet toetsbaar" in long.said
    assert len(strips(long, style.BALANCE_AREAS["within"].colour)) == 3
    assert long.sheet.info.alt_text.startswith("4 kleine kaarten")
    assert len({top for _, top in strips(long, style.BALANCE_AREAS["within"].colour)}) == 2, "four stand two by two"
    assert short.sheet.info.alt_text.startswith("16 kleine kaarten")


def test_a_horizon_of_one_quarter_is_called_by_it() -> None:
    one = Printed(draw(coverage([MIDDLE], YEARS[:1]), YEARS[:1]))
    assert "Vierkant · 2020-I, op de laatste dag van het kwartaal" in one.said
    assert "t/m" not in one.said


@pytest.mark.parametrize(
    ("count", "box_mm", "expected"),
    [(10, (10.0, 29.0, 400.0, 170.0), (2, 5)), (4, (10.0, 29.0, 190.0, 160.0), (2, 2)), (1, (0.0, 0.0, 90.0, 90.0), (1, 1)),
     (3, (10.0, 29.0, 100.0, 240.0), (3, 1))],
)  # fmt: skip
def test_panels_stand_where_the_map_is_largest_and_no_place_is_empty(
    count: int, box_mm: tuple[float, float, float, float], expected: tuple[int, int]
) -> None:
    assert best_grid((0.0, 0.0, 20_000.0, 20_000.0), box_mm, count, margin_mm=1.0) == Grid(
        rows=expected[0], columns=expected[1]
    )


def test_where_balances_do_not_fit_regions_have_numbers_and_the_table_the_balances() -> None:
    """Squares of four kilometres are less than six millimetres wide, a balance is more."""
    names = [f"Streek {at:02}" for at in range(25)]
    small = [square(4000 * (at % 5), 4000 * (at // 5), 4000 * (at % 5 + 1), 4000 * (at // 5 + 1)) for at in range(25)]
    areas = gpd.GeoDataFrame({"region_id": names, "region_name": names}, geometry=small, crs=regions().crs)
    crowd = coverage([(name, (1, 1), (900, 1000), (-999, -899), 0, "short") for name in names], YEARS)
    shown = Printed(draw(crowd, areas=areas))
    on_map = shown.on_map.extract_text()
    assert "−899" not in on_map
    assert on_map.split().count("25") == 16
    assert "De saldo's passen op deze schaal niet in de kaart; zij staan in de tabel. Cijfer in de kaart" in shown.said
    assert "1 = Streek 00; 2 = Streek 01;" in shown.said
    assert shown.sheet.info.table["Saldo"].tolist() == ["−999 tot −899"] * 25
    assert shown.sheet.info.table["Regio"].tolist() == names


def test_a_table_that_changes_too_often_gives_the_balances_with_a_sign_for_the_verdict() -> None:
    restless = pd.concat([
        coverage([("N", (at, at), (900, 1000), (at - 1000, at - 900), 0, "short"), MIDDLE], [quarter])
        for at, quarter in enumerate(YEARS)
    ] + [coverage([("Z", (at, at), (pd.NA,) * 2, (pd.NA,) * 2, 1, "untestable")], [quarter]) for at, quarter in
         enumerate(YEARS)])  # fmt: skip
    shown = Printed(draw(restless))
    assert "Saldo per kwartaal" in shown.said
    assert "t = tekort; b = binnen bandbreedte; ? = niet toetsbaar." in shown.said
    assert "2023-IV −985 tot −885 t −200 tot +50 b ? ?" in shown.said
    assert len(shown.sheet.info.table) == 16 + 1 + 16 + 1, "the table of the report holds all"


def test_the_legend_holds_only_what_is_there() -> None:
    only = Printed(draw(coverage([NORTH_LATE, *((one, *NORTH_LATE[1:]) for one in "MZS")], YEARS)))
    below = only.said[only.said.index("Aanbod tegenover") :]
    assert "Tekort" in below
    assert not [words for words in ("Binnen", "Boven", "Niet toetsbaar") if words in below]


def test_one_area_is_the_province() -> None:
    whole = regions().dissolve().assign(region_id="PV1", region_name="Vierkant")
    total = coverage([("PV1", (10, 10), (5, 8), (2, 5), 0, "above")], YEARS)
    shown = Printed(draw(total, areas=whole))
    assert "+2 tot +5" in shown.said
    assert "Regiogrens" not in shown.said
    assert len(shown.sheet.info.table) == 1


def test_the_alternative_text_tells_every_run_and_the_name_the_bucket() -> None:
    info = page().sheet.info
    assert info.alt_text.startswith("16 kleine kaarten van Vierkant")
    assert "Noord, 2023-IV: tekort, saldo −400 tot −300" in info.alt_text
    assert info.name == "kaart-4c-tekort-per-kwartaal-regionale-opvanglocaties-vertrouwelijk"


def test_regions_without_a_reference_system_are_refused() -> None:
    with pytest.raises(CrsError, match="no reference system"):
        draw(areas=regions().set_crs(None, allow_override=True))


@pytest.mark.parametrize(("rows_", "columns"), [(1, 4), (4, 4), (6, 4), (2, 8)])
def test_panels_are_alike_apart_and_within_and_each_holds_the_province(rows_: int, columns: int) -> None:
    grid, bounds = Grid(rows=rows_, columns=columns), (0.0, 0.0, 60_000.0, 45_000.0)
    whole = grid_frame(bounds, (10.0, 29.0, 190.0, 150.0), grid, margin_mm=1.0)
    frames = [panel_frame(whole, grid, row, column) for row in range(rows_) for column in range(columns)]
    boxes = [(one.left, one.top - TITLE_MM, one.left + one.width, one.top + one.height) for one in frames]
    assert {(one.scale, one.limits) for one in frames} == {(whole.scale, frames[0].limits)}
    for left, top, right, bottom in boxes:
        assert left >= 10 and top >= 29 and right <= 200 and bottom <= 179  # noqa: PT018
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    west, south, east, north = frames[0].limits
    assert west <= 0 and south <= 0 and east >= 60_000 and north >= 45_000  # noqa: PT018
    assert whole.scale % 1000 == 0
