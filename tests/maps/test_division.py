"""The sheet of regions and partnerships: who is hatched, across the border too, and what is told of the rest."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.crs import RD_NEW
from geo.maps import style
from geo.maps.division import Cooperation, division_sheet
from geo.maps.division_scene import tints_of
from geo.maps.sheets import Sheet
from tests.maps.builders import IMPRINT, MM, SIDE, Printed, fill_of, municipalities, region, square, stroke_of

LONG = "Gemeenschappelijke regeling samenwerking asielopvang westelijke oever en achterland"
SHAPES = dict(zip(municipalities()["code"], municipalities().geometry, strict=True))
TOWNS = dict(zip(municipalities()["code"], municipalities()["name"], strict=True))
Partnership = tuple[str, str, object, tuple[str, ...], object, object, object]

CROSSING: Partnership = ("OV", "Overzij", "Wgr", ("GM1", "GM9"), 32_000, "PRT Vierkant", True)
INSIDE: Partnership = ("AR", "Arbeidsmarkt", "arbeidsmarktregio", ("GM1", "GM2"), pd.NA, None, False)


def regions(*rows: tuple[str, object, tuple[str, ...]]) -> gpd.GeoDataFrame:
    """Make regions of id, name and codes of municipalities."""
    frame = {
        "region_id": [row[0] for row in rows],
        "region_name": [row[1] for row in rows],
        "members": [tuple(TOWNS[code] for code in row[2]) for row in rows],
        "inhabitants": pd.array([10_000] * len(rows), dtype="Int64"),
    }
    shapes = [gpd.GeoSeries([SHAPES[code] for code in row[2]]).union_all() for row in rows]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=RD_NEW)


def cooperation(*rows: Partnership, shapeless: tuple[str, ...] = ()) -> Cooperation:
    """Make partnerships of id, name, kind, members, inhabitants, lead and whether they cross."""
    names = ["partnership_id", "name", "kind", "codes", "inhabitants", "lead_prt", "cross_province"]
    overview = pd.DataFrame(list(rows), columns=names).astype({"inhabitants": "Int64", "cross_province": "object"})
    overview["members"] = [tuple(TOWNS.get(code, code) for code in row[3]) for row in rows]
    pairs = [(row[0], code) for row in rows for code in row[3] if code in SHAPES]
    frame = {
        "partnership_id": [key for key, _ in pairs],
        "code": [code for _, code in pairs],
        "name": [TOWNS[code] for _, code in pairs],
        "own": [code != "GM9" for _, code in pairs],
    }
    members = gpd.GeoDataFrame(
        pd.DataFrame(frame).astype({"own": "bool"}), geometry=[SHAPES[code] for _, code in pairs], crs=RD_NEW
    )
    return Cooperation(overview=overview, members=members, shapeless=shapeless)


TWO = (("N", "Noordkant", ("GM1",)), ("Z", "Zuidkant", ("GM2",)))


def draw(parts: gpd.GeoDataFrame | None = None, of: Cooperation | None = None) -> Sheet:
    return division_sheet(
        regions(*TWO) if parts is None else parts,
        cooperation(CROSSING, INSIDE) if of is None else of,
        region(), imprint=IMPRINT, number="3",
    )  # fmt: skip


@cache
def page() -> Printed:
    return Printed(draw())


def hatched(of: Printed) -> list[tuple[float, float]]:
    """Give the width and height in the field of what is hatched on the map."""
    scale = of.sheet.info.scale / 1000
    shapes = [each for each in (*of.page.rects, *of.page.curves) if fill_of(each) == "hatch"]
    sizes = [(each["width"] * MM * scale, each["height"] * MM * scale) for each in shapes]
    return [(round(width, -2), round(height, -2)) for width, height in sizes if width > 3000]


def test_regions_have_their_names_and_numbers_and_municipalities_theirs() -> None:
    said = page().said
    for words in ("1 Noordkant", "2 Zuidkant", "Westmaar", "Oostmaar", "Verweg", "BUURLAND", "Regiogrens"):
        assert words in said
    assert page().sheet.info.unplaced == ()


def test_a_partnership_across_the_border_is_hatched_on_both_sides_and_the_window_holds_it() -> None:
    """Its members are a strip of 10 by 20 km and one of 20 by 9 km beyond the border, which touch."""
    assert (20_000.0, SIDE + 9000) in hatched(page())
    assert page().sheet.info.scale > Printed(draw(of=cooperation(INSIDE))).sheet.info.scale
    assert style.PARTNERSHIP_AREAS[0].edge in {stroke_of(each) for each in (*page().page.curves, *page().page.lines)}


def test_one_that_stays_inside_is_in_the_table_alone_and_that_is_said() -> None:
    inside = Printed(draw(of=cooperation(INSIDE)))
    assert hatched(inside) == []
    assert "niet over de provinciegrens: Arbeidsmarkt." in page().said
    assert "Geen samenwerkingsverband gaat over de provinciegrens." in inside.said
    assert "Over de provinciegrens" not in inside.said


def test_the_table_tells_who_with_whom_and_who_leads() -> None:
    table = page().sheet.info.table
    assert list(table) == ["Samenwerkingsverband", "Soort", "Gemeenten", "Inwoners", "PRT", "Over de grens"]
    assert table.to_numpy().tolist() == [
        ["Overzij", "Wgr", "Westmaar, Verweg", "32.000", "PRT Vierkant", "ja"],
        ["Arbeidsmarkt", "arbeidsmarktregio", "Westmaar, Oostmaar", "onbekend", "onbekend", "nee"],
    ]


def test_more_than_can_be_read_are_named_and_not_drawn() -> None:
    many = [(f"P{at}", f"Verband {at}", "Wgr", ("GM2", "GM9"), 1, "x", True) for at in range(1, 7)]
    crowded = Printed(draw(of=cooperation(*many)))
    assert "niet leesbaar zijn: Verband 5, Verband 6." in crowded.said
    edges = {look.edge for look in style.PARTNERSHIP_AREAS}
    assert edges <= {stroke_of(each) for each in (*crowded.page.curves, *crowded.page.lines, *crowded.page.rects)}


def test_each_partnership_has_a_hatch_and_an_outline_of_its_own() -> None:
    looks = style.PARTNERSHIP_AREAS
    assert len({look.hatch for look in looks}) == len({look.edge for look in looks}) == len(looks)
    assert min(style.contrast(look.edge, tint) for look in looks for tint in style.REGION_TINTS) >= 3.0


def test_what_is_unknown_is_told_as_unknown() -> None:
    """Whether it crosses depends on a member whose boundary nobody has."""
    odd: Partnership = ("X", "Raadsel", None, ("GM1", "GM777"), pd.NA, None, pd.NA)
    shown = Printed(draw(of=cooperation(odd, shapeless=("GM777",))))
    assert "onbekend of zij de provinciegrens oversteken: Raadsel." in shown.said
    assert "grens niet in het grenzenbestand: GM777." in shown.said
    assert shown.sheet.info.table["Over de grens"].tolist() == ["onbekend"]
    assert not {"nan", "None", "<NA>"} & set(shown.said.split())


def test_without_partnerships_the_table_is_that_of_the_regions() -> None:
    shown = Printed(draw(of=cooperation()))
    assert "Er zijn geen samenwerkingsverbanden opgegeven." in shown.said
    assert shown.sheet.info.title == "Regio-indeling Vierkant"
    assert shown.sheet.info.table.to_numpy().tolist() == [
        ["1 Noordkant", "Westmaar", "10.000"],
        ["2 Zuidkant", "Oostmaar", "10.000"],
    ]


def test_a_partnership_of_very_many_names_the_first_on_the_sheet_and_all_in_the_table_with_the_map() -> None:
    country = tuple(f"Buitendorp {number:03}" for number in range(345))
    shown = Printed(draw(of=cooperation(("LR", "Landelijk", "eigen", ("GM1", *country), pd.NA, None, False))))
    assert "Buitendorp 022 en nog 322 (zie de tabel bij de kaart)" in shown.said
    assert "Buitendorp 023" not in shown.said
    assert shown.sheet.info.table["Gemeenten"].tolist() == [", ".join(("Westmaar", *country))]


def test_without_regions_the_partnerships_stand_on_the_municipalities() -> None:
    shown = Printed(draw(regions()))
    assert "Er is geen regio-indeling opgegeven." in shown.said
    assert shown.sheet.info.title == "Samenwerkingsverbanden Vierkant"
    assert (20_000.0, SIDE + 9000) in hatched(shown)
    assert "Regiogrens" not in shown.said


def test_a_municipality_in_no_region_is_explained_and_named() -> None:
    shown = Printed(draw(regions(TWO[0])))
    assert "Gemeente zonder regio" in shown.said
    assert "Zonder regio: Oostmaar." in shown.said


def test_long_and_missing_names() -> None:
    long: Partnership = ("L", LONG, "Wgr", ("GM1", "GM9"), 1, "PRT Vierkant", True)
    shown = Printed(draw(regions(("N", None, ("GM1",)), ("Z", LONG, ("GM2",))), cooperation(long)))
    assert "1 N" in shown.said
    assert LONG in shown.sheet.info.table["Samenwerkingsverband"].tolist()
    assert LONG in shown.sheet.info.alt_text
    assert "Zonder naam op de kaart" not in shown.said, "a region that has no room for its name has its number"


def test_areas_beside_each_other_never_have_the_same_tint() -> None:
    cells = [box(x, y, x + 1000, y + 1000) for x in range(0, 4000, 1000) for y in range(0, 4000, 1000)]
    tints = tints_of(cells)
    beside = [
        (one, other) for one in range(16) for other in range(one) if cells[one].intersection(cells[other]).length > 0
    ]
    assert [pair for pair in beside if tints[pair[0]] == tints[pair[1]]] == []
    assert tints_of([square(0, 0, 9, 9)]) == (style.REGION_TINTS[0],)


def test_a_region_of_an_island_and_a_member_far_away() -> None:
    far = replace(cooperation(CROSSING), members=cooperation(CROSSING).members.set_geometry(
        [SHAPES["GM1"], square(90_000, 0, 99_000, 9000)], crs=RD_NEW
    ))  # fmt: skip
    shown = Printed(draw(of=far))
    assert shown.sheet.info.scale * 0.18 > 99_000
    assert "Overzij" in shown.said


def test_the_alternative_text_names_the_members() -> None:
    alt = page().sheet.info.alt_text
    assert "Noordkant: Westmaar" in alt
    assert "Overzij: Westmaar, Verweg" in alt


@pytest.mark.parametrize("words", ["2 regio's", "2 samenwerkingsverbanden", "peildatum 01-09-2020"])
def test_the_subtitle_counts(words: str) -> None:
    assert words in page().said
