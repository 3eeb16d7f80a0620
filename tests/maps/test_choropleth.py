"""The sheet of places per 1,000 inhabitants: classes, colours and numbers worked out by hand."""

import pandas as pd
import pytest
from shapely import MultiPolygon

from geo.errors import CrsError, InputError
from geo.figures import Figure
from geo.maps import style
from geo.maps.choropleth import ProvinceSums
from tests.maps.area_builders import NAMES, STRIP, draw_reception, reception, spots, strips, towns
from tests.maps.builders import MM, OPEN, SIDE, Printed, fill_of, square

SHADES = style.sequence(3)
EXPECTED = {
    "Aardam": ("5,0", SHADES[0]),
    "Beek": ("0", style.NO_VALUE.colour),
    "Cothen": ("12,5", SHADES[1]),
    "Duin": ("n.t.b.", style.UNTESTABLE.colour),
    "Eiland": ("12,0", SHADES[1]),
    "Fort": ("40,0", SHADES[2]),
}
LONG = "Sint-Anna-ter-Muiden-aan-de-Zuidelijke-Oever-van-het-Grote-Kanaal-naar-Terneuzen"


def legend(page: Printed) -> str:
    said = page.said
    return said[said.index("Reguliere plekken per 1.000") :]


def fills(page: Printed) -> list[list[str]]:
    """Give the fills of the strips on the map, from west to east."""
    scale = page.sheet.info.scale
    wide, high = STRIP / scale * 1000, SIDE / scale * 1000
    own = [
        each
        for each in page.page.rects
        if each["width"] * MM == pytest.approx(wide, abs=0.01) and each["height"] * MM == pytest.approx(high, abs=0.01)
    ]
    lefts = sorted({round(float(each["x0"]), 1) for each in own})
    return [[fill_of(each) for each in own if round(float(each["x0"]), 1) == left] for left in lefts]


def test_each_municipality_has_its_name_its_number_and_the_shade_of_its_class() -> None:
    page = reception()
    for name, (value, _) in EXPECTED.items():
        assert f"{name} {value}" in page.said
    found = fills(page)
    assert len(found) == len(NAMES)
    for (_, colour), here in zip(EXPECTED.values(), found, strict=True):
        assert ("hatch" if colour == style.UNTESTABLE.colour else colour) in here


def test_what_cannot_be_told_is_hatched_and_nothing_else() -> None:
    assert ["hatch" in here for here in fills(reception())] == [value == "n.t.b." for value, _ in EXPECTED.values()]


def test_the_legend_names_each_class_that_is_there_and_counts_it() -> None:
    said = legend(reception())
    for words in (
        "20 of meer (1)", "10 tot 20 (2)", "Minder dan 10 (1)", "Geen opvang (1)", "Niet te bepalen (n.t.b.) (1)",
        "Gemeentegrens", "Opvanglocatie",
    ):  # fmt: skip
        assert words in said


def test_the_table_tells_the_same_and_the_sums_of_elsewhere() -> None:
    table = reception().sheet.info.table
    assert list(table) == ["Gemeente", "Inwoners", "Plekken", "Per 1.000"]
    assert table.to_numpy().tolist() == [
        ["Aardam", "10.000", "50", "5,0"],
        ["Beek", "10.000", "0", "0"],
        ["Cothen", "20.000", "250", "12,5"],
        ["Duin", "8.000", "≥ 20; 1 onbekend", "n.t.b."],
        ["Eiland", "10.000", "120", "12,0"],
        ["Fort", "5.000", "200", "40,0"],
        ["Vierkant", "63.000", "≥ 640; 1 onbekend", "n.t.b."],
    ]
    known = ProvinceSums(inhabitants=Figure(value=63_000), places=Figure(value=640), per_1000=10.16)
    assert draw_reception(sums=known).info.table["Per 1.000"].tolist()[-1] == "10,2"


def test_a_number_that_changes_moves_its_municipality_to_another_class() -> None:
    page = Printed(draw_reception(towns(places=(50, 0, 800, 20, 120, 200))))
    assert "Cothen 40,0" in page.said
    assert page.sheet.info.table["Per 1.000"].tolist()[2] == "40,0"
    assert SHADES[2] in fills(page)[2]
    assert SHADES[1] in fills(reception())[2]


def test_the_class_is_that_of_the_number_as_it_is_read() -> None:
    """9.96 reads as 10,0 and so is not less than 10; what reads as none but is not is told to be less than the least."""
    page = Printed(draw_reception(towns(per_1000=(5.0, 0.0, 12.5, 0.02, 9.96, 40.0), unknown=(0,) * 6)))
    assert "Eiland 10,0" in page.said
    assert "Duin < 0,1" in page.said
    assert "10 tot 20 (2)" in legend(page)
    assert SHADES[1] in fills(page)[4]
    assert "Geen opvang (1)" in legend(page)


@pytest.mark.parametrize(
    ("rows", "has", "lacks"),
    [
        ({"places": (50,) * 6, "inhabitants": (10_000,) * 6, "unknown": (0,) * 6}, ["5,0 (6)"], ["Geen opvang", "n.t.b. ("]),
        ({"places": (0,) * 6, "unknown": (0,) * 6}, ["Geen opvang (6)"], ["Minder dan", "Niet te bepalen"]),
        ({"unknown": (1,) * 6}, ["Niet te bepalen (n.t.b.) (6)"], ["Minder dan", "Geen opvang"]),
        ({"inhabitants": (pd.NA,) * 6, "unknown": (0,) * 6}, ["Niet te bepalen (n.t.b.) (6)"], ["Minder dan"]),
        ({"places": (50, 51, 0, 0, 0, 0), "unknown": (0,) * 6}, ["5,1 of meer (1)", "Minder dan 5,1 (1)"], ["Niet te"]),
    ],
)  # fmt: skip
def test_one_class_or_none_is_a_good_legend(
    rows: dict[str, tuple[object, ...]], has: list[str], lacks: list[str]
) -> None:
    page = Printed(draw_reception(towns(**rows)))
    assert [words for words in has if words not in legend(page)] == []
    assert [words for words in lacks if words in legend(page)] == []
    assert not {"nan", "None", "<NA>"} & set(page.said.split())


def test_a_province_without_reception_has_no_decimals_either() -> None:
    nothing = ProvinceSums(inhabitants=Figure(value=63_000), places=Figure(value=0), per_1000=0.0)
    table = draw_reception(towns(places=(0,) * 6, unknown=(0,) * 6), sums=nothing).info.table
    assert set(table["Per 1.000"]) == {"0"}


def test_one_municipality_is_a_sheet() -> None:
    rows = towns(("Heel",), (100,), (10_000,), (0,), shapes=[square(0, 0, SIDE, SIDE)])
    page = Printed(draw_reception(rows))
    assert "Heel 10,0" in page.said
    assert "10,0 (1)" in legend(page)


def test_odd_names_are_told_whole_and_small_areas_are_named_or_noted() -> None:
    slivers = [square(number * STRIP, 0, (number + 0.02) * STRIP, 900) for number in range(6)]
    rows = towns(("'s-Hertogenbosch", LONG, *NAMES[2:]), shapes=[strips()[0], *slivers[1:5], strips()[5]])
    page = Printed(draw_reception(rows))
    assert "'s-Hertogenbosch" in page.said
    assert LONG in page.sheet.info.table["Gemeente"].tolist()
    for name in rows["name"]:
        on_map = name in page.said[: page.said.index("Schaal 1")]
        assert on_map or name in page.sheet.info.unplaced
    for name in page.sheet.info.unplaced:
        assert name in page.said[page.said.index("Zonder naam of getal") :]


def test_a_multitude_of_municipalities_without_room_for_their_names_still_has_a_map() -> None:
    side, across = SIDE / 11, range(11)
    cells = [square(x * side, y * side, (x + 1) * side, (y + 1) * side) for x in across for y in across]
    names = tuple(f"Nieuw-Sint-Jansteen aan de Vaart {number:03}" for number in range(121))
    page = Printed(draw_reception(towns(names, (50,) * 121, (10_000,) * 121, (0,) * 121, shapes=cells)))
    lost = page.sheet.info.unplaced
    assert len(lost) > 80
    assert f"{lost[79]} en nog {len(lost) - 80} (zie de tabel bij de kaart)" in page.said
    assert page.sheet.info.table["Gemeente"].tolist() == [*names, "Vierkant"]


def test_a_municipality_in_parts_is_coloured_in_all_of_them() -> None:
    parts = MultiPolygon([square(0, 0, STRIP, 8000), square(0, 12_000, STRIP, SIDE)])
    page = Printed(draw_reception(towns(shapes=[parts, *strips()[1:]])))
    assert "Aardam 5,0" in page.said
    drawn = [
        each["height"] * MM * page.sheet.info.scale / 1000 for each in page.page.rects if fill_of(each) == SHADES[0]
    ]
    assert [height for height in drawn if height > 1000] == pytest.approx([8000, 8000], abs=2)


def test_a_location_without_a_place_is_told() -> None:
    page = Printed(draw_reception(locations=spots((1000, 1000), None)))
    assert "niet op de kaart: azc L2." in page.said
    assert "Opvanglocatie" not in Printed(draw_reception(locations=spots())).said


def test_a_long_table_stands_in_two_halves_and_is_whole_for_the_report() -> None:
    names = tuple(f"Dorp {number:02}" for number in range(25))
    wide = SIDE / 25
    shapes = [square(number * wide, 0, (number + 1) * wide, SIDE) for number in range(25)]
    rows = towns(names, tuple(range(0, 250, 10)), (10_000,) * 25, (0,) * 25, shapes=shapes)
    page = Printed(draw_reception(rows))
    assert page.sheet.info.table["Gemeente"].tolist() == [*names, "Vierkant"]
    assert page.said.count("Per 1.000") == 2
    assert [line for line in page.lines_of_text() if line.startswith("Dorp 00 10.000 0 0 Dorp 13 10.000 130 13,0")]


def test_no_closed_location_stands_in_the_open_edition() -> None:
    with pytest.raises(InputError, match="not open"):
        draw_reception(locations=spots((1000, 1000), opened=False), imprint=OPEN)
    assert draw_reception(imprint=OPEN).info.name == "kaart-1-plekken-per-1000-inwoners-openbaar"


def test_rows_without_a_reference_system_are_refused() -> None:
    bare = towns().set_crs(None, allow_override=True)
    with pytest.raises(CrsError, match="no reference system"):
        draw_reception(bare)


def test_the_alternative_text_tells_every_number() -> None:
    alt = reception().sheet.info.alt_text
    assert [name for name, (value, _) in EXPECTED.items() if f"{name}: {value}" not in alt] == []


def test_text_on_each_shade_can_be_read() -> None:
    looks = [*style.SEQUENCE, style.NO_VALUE.colour, style.UNTESTABLE.colour]
    assert min(style.contrast(style.ink_on(colour), colour) for colour in looks) >= 4.5
    for count in range(1, 6):
        shades = style.sequence(count)
        light = [style.contrast(style.INK, shade) for shade in shades]
        assert len(set(shades)) == count
        assert light == sorted(light, reverse=True)
