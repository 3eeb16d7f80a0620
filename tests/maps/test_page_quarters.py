"""What the page makes of quarters and routes before a browser sees it: spans, sums in words, marks, compact lines."""

import dataclasses
import html
import re

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString

from geo.crs import WGS84, geodesic_m
from geo.maps import page_routes, style
from geo.maps.interactive import interactive_page
from geo.maps.page_assets import read_asset
from geo.maps.page_content import AreaTotal, PageQuarter
from geo.maps.page_distances import distance_tables
from geo.maps.page_marks import event_mark, site_mark
from geo.maps.page_routes import DETAILS_M, encode_routes, signs_of
from geo.maps.page_tables import chapters, site_tables
from geo.maps.page_time import first_shown, quarter_texts, shape_numbers, shapes_of, spans
from geo.quarters import Quarter
from tests.maps.page_example import LIMITS, TOGETHER, distances
from tests.maps.page_time_example import ROUTES, STATUSES, routes, timed_content, transition


def places_of(signs: str) -> np.ndarray:
    """Read the signs of a line again, by the rule of the encoded polyline."""
    numbers, value, shift = [], 0, 0
    for sign in signs:
        chunk = ord(sign) - 63
        value |= (chunk % 32) << shift
        shift += 5
        if chunk < 32:
            numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, shift = 0, 0
    return np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)


# ---- quarters


def test_quarters_that_tell_the_same_are_joined() -> None:
    assert list(spans({0: "a", 1: "a", 3: "b"}, "-", 5)) == [((0, 1), "a"), ((2, 2), "-"), ((3, 3), "b"), ((4, 4), "-")]
    assert list(spans({}, "-", 2)) == [((0, 1), "-")]


def test_each_quarter_tells_its_places_need_verdict_and_what_happens() -> None:
    told = quarter_texts(timed_content())
    assert [one.name for one in told][:2] == ["3e kwartaal 2020", "4e kwartaal 2020"]
    assert [one.year for one in told] == ["", "", "2021", "", ""]
    assert [one.said for one in told] == [
        "3e kwartaal 2020: 890 plekken",
        "4e kwartaal 2020: 650 plekken",
        "1e kwartaal 2021: 900 plekken",
        "2e kwartaal 2021: 1.020 plekken",
        "3e kwartaal 2021: ten minste 600 plekken",
    ]
    assert [(one.sums[0].places, one.sums[0].need, one.sums[0].verdict) for one in told] == [
        ("890 plekken", "behoefte onbekend", "niet toetsbaar"),
        ("650 plekken", "behoefte 600–700", "binnen bandbreedte"),
        ("900 plekken", "behoefte 950–1.000", "tekort"),
        ("1.020 plekken", "behoefte 900–1.000", "boven bandbreedte"),
        ("≥ 600 plekken", "behoefte 900–1.000", "niet toetsbaar"),
    ]
    assert [one.sums[0].unknown for one in told] == [""] * 4 + ["1 locatie met onbekend aantal plekken"]
    assert [dict(one.events) for one in told] == [
        {},
        {"eindigt": "gezinslocatie Oosterleek"},
        {"opent": "regionale opvang De Rek (ROL, 300 plekken)", "krijgt ander type": "azc Gouwzee (GVL, 600 plekken)"},
        {"groeit": "regionale opvang De Rek (420 plekken)"},
        {},
    ]


def test_provinces_are_told_apart_and_a_need_without_width_once() -> None:
    one = AreaTotal(area="Overijssel", places=300, unknown=2, need_min=500, need_max=500, status="untestable")
    other = AreaTotal(area="Flevoland", places=None, unknown=1, need_min=None, need_max=None, status="untestable")
    quarter = PageQuarter(quarter=Quarter.parse("2021-Q4"), totals=(one, other))
    (told,) = quarter_texts(dataclasses.replace(timed_content(), layers=(), quarters=(quarter,)))
    assert told.said == "4e kwartaal 2021: Overijssel ten minste 300 plekken en Flevoland aantal onbekend"
    assert [(sum_.area, sum_.places, sum_.need) for sum_ in told.sums] == [
        ("Overijssel", "≥ 300 plekken", "behoefte 500"), ("Flevoland", "aantal onbekend", "behoefte onbekend"),
    ]  # fmt: skip


@pytest.mark.parametrize(("quarters", "number"), [((0, 5), 0), ((1, 5), 0)])
def test_the_slider_begins_at_the_reference_date_or_as_near_as_it_can(quarters: tuple[int, int], number: int) -> None:
    page = timed_content()  # of 1 September 2020
    assert first_shown(dataclasses.replace(page, quarters=page.quarters[slice(*quarters)])) == number


def test_the_slider_ends_at_the_last_quarter_for_a_later_reference_date() -> None:
    page = timed_content()
    late = dataclasses.replace(page.imprint, reference_date=page.imprint.reference_date.replace(year=2030))
    assert first_shown(dataclasses.replace(page, imprint=late)) == len(page.quarters) - 1


def test_a_layer_by_quarter_has_a_shape_a_location_and_its_states_by_quarter() -> None:
    layer = transition()
    assert list(shapes_of(layer)["location_id"]) == ["G1", "G2", "G3"]
    assert shape_numbers(layer)[:4] == [0, 1, 0, 1]
    page = timed_content()
    table = site_tables(page, {key: key for key in ("G1", "G2", "G3", "GK1")})[0]
    assert [column.kind for column in table.columns] == ["portfolio", "allocation", "transition"]
    told = {
        row.ref: [(one.quarters, one.state.type, one.state.places, one.state.decision) for one in row.states[2]]
        for row in table.rows
    }
    assert told == {
        "G1": [
            ((0, 1), "nog zonder type", "650 plekken", ""), ((2, 2), "GVL", "600 plekken", "krijgt ander type"),
            ((3, 4), "GVL", "600 plekken", ""),
        ],
        "G2": [
            ((0, 0), "nog zonder type", "240 plekken", ""), ((1, 1), "eindigt", "0 plekken", ""), ((2, 4), "–", "", ""),
        ],
        "G3": [
            ((0, 1), "–", "", ""), ((2, 2), "ROL", "300 plekken", "opent"), ((3, 3), "ROL", "420 plekken", "groeit"),
            ((4, 4), "ROL", "aantal onbekend", ""),
        ],
    }  # fmt: skip


def test_an_event_shows_in_the_mark_and_only_events_that_occur_are_explained() -> None:
    record = {"type": "regionaal", "capacity": 300}
    drawn = {
        event: site_mark("transition", {**record, "event": event})
        for event in ("", "open", "convert", "grow", "shrink", "end")
    }
    assert len(set(drawn.values())) == len(drawn)
    ended = site_mark("transition", {"type": None, "capacity": 0, "event": "end"})
    assert ended == site_mark("allocation", {"type": "regionaal", "capacity": 0, "decision": "beeindigen"})
    assert event_mark("grow", 11.0) != event_mark("shrink", 11.0)
    blocks = {
        block.kind: block
        for _, listed in chapters(timed_content().layers, timed_content().quarters)
        for block in listed
    }
    assert [entry.text for entry in blocks["transition"].entries] == [
        "Gemeenschappelijke vreemdelingenlocatie (GVL)", "Regionale opvanglocatie (ROL)", "Nog zonder type",
        "Opent in dit kwartaal", "Groeit in dit kwartaal", "Krijgt in dit kwartaal een ander type",
        "Eindigt in dit kwartaal", "Aantal plekken of looptijd onbekend",
    ]  # fmt: skip
    during = {entry.text: entry.during for entry in blocks["transition"].entries}
    for event, text in (("open", "Opent"), ("grow", "Groeit"), ("end", "Eindigt")):
        rows = next(layer for layer in timed_content().layers if layer.kind == "transition").frame
        quarters = [str(one.quarter) for one in timed_content().quarters]
        told = tuple(sorted({quarters.index(one) for one in rows.loc[rows["event"] == event, "quarter"]}))
        assert during[f"{text} in dit kwartaal"] == told != ()


def test_a_region_has_a_row_a_quarter_and_one_shape() -> None:
    page = timed_content()
    block = next(
        block
        for _, listed in chapters(page.layers, page.quarters)
        for block in listed
        if block.name == "Dekking per kwartaal"
    )
    assert block.shapes == len(STATUSES)
    told = [(row.ref, row.quarters, row.status) for row in block.rows]
    assert told == [
        (f"layer-8-{shape}", (number, number), status)
        for shape, statuses in enumerate(STATUSES.values())
        for number, status in enumerate(statuses)
    ]
    assert block.rows[1].cells == ("Noord", "2020-IV", "binnen bandbreedte")


@pytest.mark.parametrize("text", TOGETHER[:2])
def test_no_text_of_others_stands_beside_the_slider_as_markup(text: str) -> None:
    page = timed_content()
    sites = tuple(dataclasses.replace(one, frame=one.frame.assign(name=text)) for one in page.sites)
    quarters = tuple(
        dataclasses.replace(one, totals=tuple(dataclasses.replace(total, area=text) for total in one.totals))
        for one in page.quarters
    )
    made = interactive_page(dataclasses.replace(page, sites=sites, quarters=quarters))
    slider = made.split('<section class="time"')[1].split("</section>")[0]
    assert text not in slider
    assert html.unescape(slider).count(text) > 2 * len(quarters)


def test_the_base_map_is_painted_in_the_colours_of_the_sheets() -> None:
    tokens = {value.lower() for name, value in vars(style).items() if name.isupper() and isinstance(value, str)}
    painted = read_asset("map.js").split("const paint = {")[1].split("};")[0]
    assert set(re.findall(r"#[0-9a-f]{6}", painted)) <= tokens
    for name, area in style.BALANCE_AREAS.items():
        drawn = read_asset("page.css") + read_asset("page.html.j2")
        assert area.colour in drawn or name == "untestable"  # which lets the land shine through


# ---- routes


@pytest.mark.parametrize(
    "places",
    [[(0, 0), (1, -1)], [(512345, 5244000), (512345, 5244000), (512340, 5244031)], [(-200000, 40), (7, 99999)]],
)
def test_the_signs_of_a_line_give_its_places_back(places: list[tuple[int, int]]) -> None:
    signs = signs_of(np.array(places, dtype=np.int64))
    assert places_of(signs).tolist() == [list(place) for place in places]
    assert not set(signs) & set("<>&\"'")


def test_the_worked_example_of_the_format_comes_out() -> None:
    # of the format's own description, with latitude first: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453)
    places = np.array([(3850000, -12020000), (4070000, -12095000), (4325200, -12645300)])
    assert signs_of(places) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_routes_keep_their_ends_and_legs_within_a_decimetre() -> None:
    found = encode_routes(routes())
    assert set(found.numbers) == {row[:3] for row in ROUTES}
    for row in ROUTES:
        read = places_of(found.data["lines"][found.numbers[row[:3]]]) / found.data["scale"]
        wanted = np.array(row[3])
        for at in (0, 1, -2, -1):
            assert geodesic_m(read[at, :1], read[at, 1:], wanted[at, :1], wanted[at, 1:])[0] < 0.1


def test_a_leg_without_length_stays_a_leg() -> None:
    line = LineString([(5.1, 52.4), (5.1, 52.4), (5.11, 52.4), (5.11, 52.4)])
    frame = gpd.GeoDataFrame({"origin_id": ["a"], "mode": "walk", "category": "gp"}, geometry=[line], crs=WGS84)
    (signs,) = encode_routes(frame).data["lines"]
    assert places_of(signs).tolist() == [[5_100_000, 52_400_000]] * 2 + [[5_110_000, 52_400_000]] * 2


def test_routes_that_do_not_fit_are_coarser_and_then_left_out_by_mode_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rough = [(5.1 + 1e-4 * n, 52.4 + 4e-5 * (n % 2)) for n in range(200)]  # 4.4 m to and fro
    frame = gpd.GeoDataFrame(
        {"origin_id": "a", "mode": ["car", "walk", "bike"], "category": "gp"},
        geometry=[LineString(rough)] * 3,
        crs=WGS84,
    )
    whole = encode_routes(frame)
    assert whole.left_out == ()
    monkeypatch.setattr(page_routes, "MOST_SIGNS", 200)
    coarse = encode_routes(frame)
    assert coarse.left_out == ()
    assert sum(map(len, coarse.data["lines"])) <= 200 < sum(map(len, whole.data["lines"]))
    monkeypatch.setattr(page_routes, "MOST_SIGNS", sum(map(len, coarse.data["lines"])) * 4 // 9)
    less = encode_routes(frame)
    assert ([mode for _, mode, _ in less.numbers], less.left_out) == (["walk"], ("fietsen", "auto"))
    assert list(DETAILS_M) == sorted(DETAILS_M)


def test_without_routes_no_cell_has_one_and_with_them_only_cells_with_a_distance() -> None:
    assert encode_routes(None).numbers == {}
    assert encode_routes(routes().iloc[:0]).numbers == {}
    plain = distance_tables(distances(), LIMITS)
    assert {cell.route for table in plain.values() for row in table.rows for cell in row.cells} == {None}
    numbers = {(row[0], row[1], row[2]): number for number, row in enumerate(ROUTES)} | {("G3", "walk", "gp"): 99}
    told = distance_tables(distances(), LIMITS, numbers)
    assert [cell.route for cell in told["G1"].rows[0].cells] == [0, 1, 2]
    assert [cell.route for cell in told["G1"].rows[1].cells] == [None] * 3
    assert [cell.route for cell in told["G3"].rows[0].cells] == [None] * 3  # farther than was searched
