"""The rules of ``docs/methode-afstanden.md``, R1 to R19: which streets, in which direction and how fast.

Every rule has a test that bears its number; `test_method_distances.py` holds those from R20 on, and
`test_method_quality.py` those on the quality of a walk.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from geo.network.build import Network, build
from geo.network.modes import ALLOWED, DENIED, MODES
from geo.network.route import Found, legs_of, nearest
from geo.network.snap import snap
from tests.toytowns import CRS, RESIDENTIAL, Place, one_way_ring, places, street, town, two_islands

PAGE = Path(__file__).parents[2] / "docs" / "methode-afstanden.md"
RULES = dict(re.findall(r"^\*\*(R\d+) (.*?)(?=^\*\*R\d|^## |\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
UM = 1e-4
"""Toy towns are laid out to within a tenth of a millimetre."""
PER_MODE = ("walk", "bike", "car")
SIGNS = {(True, True): "=", (True, False): ">", (False, True): "<", (False, False): "x"}


def tags_of(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(", "))


def journey(network: Network, origin: Place, target: Place) -> Found:
    return nearest(network, snap(network, places(origin)), snap(network, places(target)), k=1)


def bridge(mode: str, tags: Mapping[str, str], barrier: Mapping[str, str] | None = None) -> Network:
    """Two streets of 600 m, open to all, joined by a bridge of 100 m with the tags asked about (and a barrier)."""
    spots = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (650.0, 0.0), 4: (700.0, 0.0), 5: (1300.0, 0.0)}
    ways = [(1, [1, 2], RESIDENTIAL), (2, [4, 5], RESIDENTIAL), (3, [2, 3, 4], tags)]
    return build(town(spots, ways, {3: barrier} if barrier else None), mode, crs=CRS)


def crossing(mode: str, tags: Mapping[str, str], barrier: Mapping[str, str] | None = None) -> str:
    """Tell how the bridge can be crossed: = both ways, > eastward, < westward, x not at all."""
    network = bridge(mode, tags, barrier)
    ways = [journey(network, (300, 0), (1000, 0)), journey(network, (1000, 0), (300, 0))]
    # Half a street, the bridge and half a street are 700 m, and there is no other way.
    assert all(found.total_m.tolist() in ([], pytest.approx([700], abs=UM)) for found in ways)
    return SIGNS[len(ways[0].origin) == 1, len(ways[1].origin) == 1]


def signs(text: str) -> str:
    return "".join(crossing(mode, tags_of(text)) for mode in PER_MODE)


def passes(barrier: str) -> str:
    return "".join(crossing(mode, RESIDENTIAL, tags_of(barrier)) for mode in PER_MODE)


def seconds(mode: str, text: str) -> float:
    """Give the time over the bridge of 100 m."""
    (found,) = journey(bridge(mode, tags_of(text)), (600, 0), (700, 0)).seconds
    return float(found)


def words(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def rows(rule: str) -> list[list[str]]:
    """Give the cells of the tables of a rule, without their heads."""
    lines = [line for line in RULES[rule].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "`" in line]


def test_every_rule_of_the_page_has_a_test_and_every_test_a_rule() -> None:
    texts = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_method*.py"))]
    tested = {int(number) for text in texts for number in re.findall(r"^def test_r(\d\d)_", text, re.MULTILINE)}
    assert [int(rule[1:]) for rule in RULES] == list(range(1, len(RULES) + 1))
    assert tested == set(range(1, len(RULES) + 1))
    assert max(map(len, PAGE.read_text("utf-8").splitlines())) <= 120


def test_r01_two_neighbouring_points_make_a_piece() -> None:
    # Points 1-2-2-3: the repeated one makes no piece, so two remain, of 100 and 200 m.
    network = build(town({1: (0, 0), 2: (100, 0), 3: (300, 0)}, [(1, [1, 2, 2, 3], RESIDENTIAL)]), "walk", crs=CRS)
    assert network.length_m.tolist() == pytest.approx([100, 200], abs=UM)
    # Around a square of 200 m one walks two sides to the far corner, not the diagonal of 283 m.
    square = build(one_way_ring(tags={"highway": "pedestrian", "area": "yes"}), "walk", crs=CRS)
    assert journey(square, (0, 0), (200, 200)).network_m.tolist() == pytest.approx([400], abs=UM)


def test_r02_lengths_are_geodesic_in_whole_millimetres_and_at_least_one() -> None:
    # On the map of the toy towns 1,000 m of street are 999.6 m; a third of 100 m is rounded; 0.1 mm counts as one.
    assert build(street(1000, parts=1), "walk", crs=CRS).length_mm.tolist() == [1_000_000]
    assert build(street(100, parts=3), "walk", crs=CRS).length_mm.tolist() == [33_333] * 3
    assert build(street(0.0001, parts=1), "walk", crs=CRS).length_mm.tolist() == [1]


def test_r03_streets_meet_in_a_common_point_alone() -> None:
    # Two streets of 1,000 m cross in the middle: from end to end 500 + 500 m, if they share that point.
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (500.0, -500.0), 4: (500.0, 500.0), 5: (500.0, 0.0)}
    level = town(spots, [(1, [1, 5, 2], RESIDENTIAL), (2, [3, 5, 4], RESIDENTIAL)])
    viaduct = town(spots, [(1, [1, 2], RESIDENTIAL), (2, [3, 4], RESIDENTIAL)])
    assert journey(build(level, "car", crs=CRS), (0, 0), (500, 500)).total_m.tolist() == pytest.approx([1000], abs=UM)
    assert len(journey(build(viaduct, "car", crs=CRS), (0, 0), (500, 500)).origin) == 0
    # Thirty pieces of 33,333 mm make one link of 999,990 mm.
    assert build(street(1000, parts=30), "car", crs=CRS).links.length_mm.tolist() == [999_990]


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("highway=Residential, access= No ", "xxx"),
        ("highway=footway;residential", "=xx"),
        ("highway=residential, foot=no;yes", "x=="),
    ],
)
def test_r04_values_are_read_in_lower_case_without_blanks_up_to_the_semicolon(tags: str, answer: str) -> None:
    assert signs(tags) == answer


KINDS = [(kind, cells) for first, *cells in rows("R5") for kind in words(first)]


@pytest.mark.parametrize(("kind", "cells"), KINDS, ids=[kind for kind, _ in KINDS])
def test_r05_kinds_of_way(kind: str, cells: list[str]) -> None:
    tags = "route=ferry" if kind == "ferry" else f"highway={kind}"
    assert ["nee" if sign == "x" else "ja" for sign in signs(tags)] == [
        "ja" if cell == "ja" else "nee" for cell in cells
    ]


def test_r05_other_kinds_are_open_to_nobody() -> None:
    assert [signs(f"highway={kind}, access=yes, foot=yes") for kind in ("raceway", "busway", "corridoor")] == [
        "xxx"
    ] * 3
    listed = {kind for mode in MODES.values() for kind in mode.open_kinds}
    assert {kind for kind, _ in KINDS} == listed
    # What needs a permission is marked so.
    marked = {(mode, kind) for kind, cells in KINDS for mode, cell in zip(PER_MODE, cells, strict=True) if cell == "R6"}
    asked = {(name, kind) for name in PER_MODE for each in MODES[name].conditions for kind in each.kinds}
    assert marked == asked


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        *(
            (f"highway={kind}, bicycle=yes", "==x")
            for kind in ("path", "footway", "pedestrian", "bridleway", "elevator")
        ),
        *((f"highway=path, bicycle={value}", "==x") for value in ("designated", "permissive", "official")),
        ("highway=path, bicycle=destination", "=xx"),
        ("highway=path, vehicle=yes", "=xx"),
        ("highway=track, tracktype=grade1", "==="),
        ("highway=track, tracktype=grade2", "==x"),
        *((f"highway=track, motorcar={value}", "===") for value in ("yes", "designated", "permissive", "official")),
        ("highway=track, motor_vehicle=destination", "==="),
        ("highway=track, motor_vehicle=agricultural", "==x"),
        # A permission opens no kind for which none is asked.
        ("highway=steps, bicycle=yes", "=xx"),
        ("highway=cycleway, motor_vehicle=yes", "==x"),
    ],
)
def test_r06_permission_of_its_own(tags: str, answer: str) -> None:
    assert signs(tags) == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("access=no, foot=yes", "=xx"),
        ("access=no, bicycle=yes", "x=x"),
        ("access=no, vehicle=yes", "x=="),
        ("access=no, motor_vehicle=yes", "xx="),
        ("vehicle=no, motor_vehicle=yes", "=x="),
        ("motor_vehicle=no", "==x"),
        ("motor_vehicle=no, motorcar=yes", "==="),
        ("bicycle=use_sidepath", "=x="),
        ("bicycle=dismount", "=x="),
        ("foot=perhaps, access=no", "xxx"),
        ("access=destination", "==="),
        ("access=perhaps", "==="),
    ],
)
def test_r07_the_most_particular_answer_decides(tags: str, answer: str) -> None:
    assert signs(f"highway=residential, {tags}") == answer


def test_r07_a_cycleway_is_walkable_unless_foot_is_no() -> None:
    assert [signs("highway=cycleway"), signs("highway=cycleway, foot=no")] == ["==x", "x=x"]


ANSWERS = [(value, row[0] == "mag") for row in rows("R7") if row[0].startswith("mag") for value in words(row[1])]


@pytest.mark.parametrize(("value", "may"), ANSWERS, ids=[value for value, _ in ANSWERS])
def test_r07_answers(value: str, may: bool) -> None:
    assert signs(f"highway=residential, access={value}") == ("===" if may else "xxx")


def test_r07_the_page_lists_every_answer_and_hierarchy() -> None:
    assert ({value for value, may in ANSWERS if may}, {value for value, may in ANSWERS if not may}) == (ALLOWED, DENIED)
    orders = {row[0]: tuple(words(row[1])) for row in rows("R7") if not row[0].startswith("mag")}
    names = {"lopen": "walk", "fietsen": "bike", "rijden": "car"}
    assert {names[name]: order for name, order in orders.items()} == {name: MODES[name].hierarchy for name in PER_MODE}


@pytest.mark.parametrize(
    ("tags", "answer"),
    [("motorroad=yes", "xx="), ("motorroad=yes, foot=yes, bicycle=yes", "xx="), ("motorroad=no", "===")],
)
def test_r08_motorroad(tags: str, answer: str) -> None:
    assert signs(f"highway=primary, {tags}") == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("highway=construction, construction=residential", "xxx"),
        ("highway=proposed, access=yes", "xxx"),
        ("highway=residential, construction=yes", "xxx"),
        ("route=ferry, construction=yes", "xxx"),
        ("highway=residential, construction=minor", "==="),
        ("highway=service, construction=service", "==="),
    ],
)
def test_r09_construction_and_proposed(tags: str, answer: str) -> None:
    assert signs(tags) == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        *((f"highway=residential, oneway={value}", "=>>") for value in ("yes", "true", "1")),
        *((f"highway=residential, oneway={value}", "=<<") for value in ("-1", "reverse")),
        *((f"highway=residential, oneway={value}", "===") for value in ("no", "false", "0", "alternating")),
        ("highway=residential, junction=roundabout", "=>>"),
        ("highway=residential, junction=circular", "=>>"),
        ("highway=residential, junction=roundabout, oneway=no", "==="),
        ("highway=cycleway, junction=roundabout", "=>x"),
        ("highway=motorway", "xx>"),
        ("highway=motorway_link", "xx>"),
        ("highway=motorway, oneway=no", "xx="),
        ("highway=trunk", "xx="),
    ],
)
def test_r10_one_way_streets(tags: str, answer: str) -> None:
    assert signs(tags) == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("oneway=yes, oneway:motor_vehicle=no", "=>="),
        ("oneway=no, oneway:motor_vehicle=yes", "==>"),
        ("oneway=yes, oneway:motorcar=-1, oneway:motor_vehicle=no", "=><"),
        ("oneway:motor_vehicle=odd, oneway=yes", "=>>"),
        ("motor_vehicle:backward=no", "==>"),
        ("motor_vehicle:forward=private, motor_vehicle:backward=yes", "==<"),
        ("oneway=yes, motor_vehicle:forward=no", "=>x"),
    ],
)
def test_r10_what_is_said_for_cars_goes_before(tags: str, answer: str) -> None:
    assert signs(f"highway=residential, {tags}") == answer


def test_r10_on_a_roundabout_one_goes_round() -> None:
    # A ring of 4 x 200 m, anticlockwise: 100 m back to the corner behind are 700 m onward, on foot 100 m.
    ring = one_way_ring(tags={"highway": "residential", "junction": "roundabout"})
    found = [journey(build(ring, mode, crs=CRS), (100, 0), (0, 0)).network_m[0] for mode in PER_MODE]
    assert found == pytest.approx([100, 700, 700], abs=UM)


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("oneway=yes, oneway:bicycle=no", "==>"),
        ("oneway=yes, oneway:bicycle=-1", "=<>"),
        ("oneway=yes, cycleway=opposite", "==>"),
        ("oneway=yes, cycleway=opposite_lane", "==>"),
        ("oneway=-1, cycleway:left=opposite_track", "==<"),
        ("oneway=yes, cycleway:right=opposite", "==>"),
        ("oneway=yes, cycleway:both=opposite", "==>"),
        ("oneway=yes, cycleway=lane", "=>>"),
        ("oneway=yes, cycleway=opposite, oneway:bicycle=yes", "=>>"),
        ("junction=roundabout, oneway:bicycle=no", "==>"),
        ("bicycle:backward=use_sidepath", "=>="),
        ("bicycle:forward=no, bicycle:backward=yes", "=<="),
        ("oneway=yes, bicycle:forward=no", "=x>"),
    ],
)
def test_r11_cyclists_excepted(tags: str, answer: str) -> None:
    assert signs(f"highway=residential, {tags}") == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("highway=residential, oneway=yes", "=>>"),
        ("highway=footway, oneway=yes", "=xx"),
        ("highway=footway, oneway:foot=yes", ">xx"),
        ("highway=residential, oneway:foot=-1", "<=="),
        ("route=ferry, oneway=yes", ">>>"),
        ("route=ferry, oneway=yes, oneway:foot=no", "=>>"),
    ],
)
def test_r12_walkers_go_both_ways(tags: str, answer: str) -> None:
    assert signs(tags) == answer


def test_r13_steps_are_for_walkers_at_the_same_speed() -> None:
    assert [signs("highway=steps"), signs("highway=steps, bicycle=yes, access=yes")] == ["=xx", "=xx"]
    # 100 m at 5 km/h.
    assert seconds("walk", "highway=steps") == pytest.approx(72, abs=1e-3)


def test_r14_ferries_count_with_their_length() -> None:
    assert [signs("route=ferry"), signs("route=ferry, motor_vehicle=no"), signs("route=bus")] == ["===", "==x", "xxx"]
    assert signs("route=ferry, foot=no, bicycle=yes") == "x=="
    # 600 m of street, 1,000 m of water, 600 m of street.
    network = build(two_islands(ferry={}), "walk", crs=CRS)
    assert journey(network, (0, 0), (2200, 0)).total_m.tolist() == pytest.approx([2200], abs=UM)


BARRIERS = [(kind, cells) for first, *cells in rows("R15") for kind in words(first)]


@pytest.mark.parametrize(("kind", "cells"), BARRIERS, ids=[kind for kind, _ in BARRIERS])
def test_r15_kinds_of_barrier(kind: str, cells: list[str]) -> None:
    assert ["dicht" if sign == "x" else "open" for sign in passes(f"barrier={kind}")] == cells


def test_r15_the_page_lists_every_barrier_that_stops_somebody() -> None:
    stopping = {kind for mode in MODES.values() for kind in mode.barriers}
    assert {kind for kind, cells in BARRIERS if "dicht" in cells} == stopping


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("barrier=gate, locked=yes", "xxx"),
        ("barrier=gate, locked=yes, foot=yes", "=xx"),
        ("barrier=gate, access=private", "xxx"),
        ("barrier=gate, motor_vehicle=no", "==x"),
        ("barrier=bollard, motor_vehicle=yes", "==="),
        ("barrier=cycle_barrier, bicycle=no", "=xx"),
        ("barrier=swing_gate, access=perhaps", "==="),
        ("access=no", "==="),
    ],
)
def test_r15_access_comes_before_lock_and_kind(tags: str, answer: str) -> None:
    assert passes(tags) == answer


def test_r15_one_comes_up_to_a_barrier_and_not_round_its_corner() -> None:
    # A wall on the crossing of two streets of 1,200 m: 600 m up to it, and no turn into the other street.
    spots = {1: (0, 0), 2: (600, 0), 3: (1200, 0), 4: (600, -600), 5: (600, 600)}
    ways = [(1, [1, 2, 3], RESIDENTIAL), (2, [4, 2, 5], RESIDENTIAL)]
    network = build(town(spots, ways, {2: {"barrier": "wall"}}), "walk", crs=CRS)
    assert journey(network, (0, 0), (599, 0)).total_m.tolist() == pytest.approx([599], abs=UM)
    assert [len(journey(network, (0, 0), goal).origin) for goal in ((700, 0), (600, 100))] == [0, 0]


SPEEDS = re.findall(r"`(\w+)`\s(\d+)", RULES["R16"])


@pytest.mark.parametrize(("kind", "kmh"), SPEEDS, ids=[kind for kind, _ in SPEEDS])
def test_r16_speed_of_a_car(kind: str, kmh: str) -> None:
    # 100 m at v km/h take 360/v seconds.
    extra = ", tracktype=grade1" if kind == "track" else ""
    assert seconds("car", f"highway={kind}{extra}") == pytest.approx(360 / float(kmh), abs=1e-3)


def test_r16_walkers_and_cyclists_have_one_speed_and_the_page_names_every_kind() -> None:
    # 100 m at 5 km/h are 72 s, at 15 km/h 24 s.
    found = [[seconds(mode, f"highway={kind}") for kind in ("primary", "cycleway")] for mode in ("walk", "bike")]
    assert np.array(found) == pytest.approx(np.array([[72, 72], [24, 24]]), abs=1e-3)
    assert {kind for kind, _ in SPEEDS} == set(MODES["car"].kind_kmh)


LIMITS = [
    ("50", 50.0),
    ("50 km/h", 50),
    ("30 mph", 48.28032),
    ("200", 130),
    ("0", None),
    ("0.9", None),
    ("1", 1.0),
    ("signals", None),
]
ZONES = [(zone, float(kmh)) for zone, kmh in re.findall(r"`([\w:]+)`\s(\d+)", RULES["R17"])]


@pytest.mark.parametrize(("limit", "kmh"), [*LIMITS, *ZONES])
def test_r17_nine_tenths_of_the_limit(limit: str, kmh: float | None) -> None:
    # A limit that cannot be read leaves the 25 km/h of the kind: 14.4 s for 100 m.
    wanted = 14.4 if kmh is None else 360 / (0.9 * kmh)
    assert seconds("car", f"highway=residential, maxspeed={limit}") == pytest.approx(wanted, abs=1e-3)
    assert seconds("bike", f"highway=residential, maxspeed={limit}") == pytest.approx(24, abs=1e-3)


def test_r17_the_page_names_the_zones() -> None:
    assert len(ZONES) == 8
    assert ("NL:urban", 50.0) in ZONES


@pytest.mark.parametrize(
    ("duration", "wanted"),
    [
        ("20", 1200),
        ("0:20", 1200),
        ("0:20:00", 1200),
        ("PT20M", 1200),
        ("336:00", 1209600),
        ("336:01", 72),
        ("", 72),
        ("soon", 72),
    ],
)
def test_r18_a_ferry_takes_its_duration_or_goes_at_5_km_an_hour(duration: str, wanted: float) -> None:
    assert seconds("car", f"route=ferry, duration={duration}") == pytest.approx(wanted, abs=1e-3)


def test_r18_the_duration_is_spread_over_the_length() -> None:
    # Twenty minutes over 100 + 300 m.
    line = town({1: (0, 0), 2: (100, 0), 3: (400, 0)}, [(1, [1, 2, 3], {"route": "ferry", "duration": "20"})])
    assert build(line, "walk", crs=CRS).seconds.tolist() == pytest.approx([300, 900], abs=1e-3)


def test_r19_legs_go_at_5_and_15_km_an_hour() -> None:
    # 100 m at 5 km/h are 72 s, at 15 km/h 24 s.
    networks = [build(street(), mode, crs=CRS) for mode in PER_MODE]
    times = [legs_of(network, snap(network, places((500, 100))))[1] / 1000 for network in networks]
    assert np.concatenate(times).tolist() == pytest.approx([72, 24, 72], abs=1e-3)
