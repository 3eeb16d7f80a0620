"""Who may use which street: tables of tags whose answers follow from the rules by hand.

An answer is one sign for walk, bike and car: ``=`` both ways, ``>`` with the way, ``<`` against it, ``x`` not at all.
"""

import numpy as np
import osm_streets
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.extract import NODE_TAGS, STREET_TAGS
from geo.network.modes import MODES, WayRules, blocked_nodes, clean, duration_s, rules_of_ways

SIGNS = {(True, True): "=", (True, False): ">", (False, True): "<", (False, False): "x"}


def tags_of(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(", "))


def frame(*rows: dict[str, str], columns: tuple[str, ...] = STREET_TAGS) -> pd.DataFrame:
    assert all(set(row) <= set(columns) for row in rows)
    return pd.DataFrame([{tag: row.get(tag, "") for tag in columns} for row in rows], columns=list(columns))


def rules(text: str, mode: str) -> WayRules:
    return rules_of_ways(frame(tags_of(text)), MODES[mode])


def signs(text: str) -> str:
    found = [rules(text, mode) for mode in ("walk", "bike", "car")]
    return "".join(SIGNS[bool(rule.forward[0]), bool(rule.backward[0])] for rule in found)


KINDS = {
    "===": "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential"
    " living_street service road",
    "xx=": "trunk trunk_link",
    "xx>": "motorway motorway_link",
    "==x": "cycleway track",
    "=xx": "footway path pedestrian bridleway steps corridor elevator platform",
    "xxx": "construction proposed raceway busway bus_guideway abandoned escape via_ferrata yes",
}


@pytest.mark.parametrize(
    ("kind", "answer"), [(kind, signs) for signs, kinds in KINDS.items() for kind in kinds.split()]
)
def test_a_kind_of_way_is_open_to_its_modes(kind: str, answer: str) -> None:
    assert signs(f"highway={kind}") == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("route=ferry", "==="),
        ("route=bus", "xxx"),
        ("highway=motorway, route=ferry", "==="),
        ("route=ferry, foot=no", "x=="),
        ("route=ferry, motor_vehicle=no", "==x"),
        ("highway=path, bicycle=yes", "==x"),
        ("highway=path, bicycle=designated", "==x"),
        ("highway=footway, bicycle=permissive", "==x"),
        ("highway=pedestrian, bicycle=official", "==x"),
        ("highway=bridleway, bicycle=yes", "==x"),
        # An answer that lets one pass is not yet the permission that a path needs.
        ("highway=path, bicycle=destination", "=xx"),
        ("highway=path, bicycle=dismount", "=xx"),
        ("highway=path, vehicle=yes", "=xx"),
        ("highway=footway, bicycle=yes;no", "==x"),
        ("highway=footway, bicycle=no;yes", "=xx"),
        # An allowing tag never opens a kind that is not listed.
        ("highway=steps, bicycle=yes", "=xx"),
        ("highway=cycleway, motor_vehicle=yes", "==x"),
        ("highway=motorway, foot=yes, bicycle=yes", "xx>"),
        ("highway=construction, construction=residential, access=yes", "xxx"),
        ("highway=residential, construction=yes, access=yes", "xxx"),
        ("highway=residential, construction=minor", "==="),
        ("highway=track, tracktype=grade1", "==="),
        ("highway=track, tracktype=grade1;grade2", "==="),
        ("highway=track, tracktype=grade2", "==x"),
        ("highway=track, tracktype=grade1, motor_vehicle=no", "==x"),
        ("highway=track, tracktype=grade1, access=private", "xxx"),
        ("highway=track, motor_vehicle=yes", "==="),
        ("highway=track, motorcar=destination", "==="),
        ("highway=track, motor_vehicle=agricultural", "==x"),
        ("highway=track, motor_vehicle=agricultural, motorcar=permissive", "==="),
        ("highway=track, access=yes", "==x"),
        ("highway=unclassified, tracktype=grade5", "==="),
        ("highway=primary, motorroad=yes", "xx="),
        ("highway=primary, motorroad=yes, foot=yes", "xx="),
        ("highway=primary, motorroad=no", "==="),
        ("highway=trunk, motorroad=yes, motor_vehicle=no", "xxx"),
        ("highway=Residential", "==="),
        ("highway=pedestrian, area=yes", "=xx"),
    ],
)
def test_a_way_is_open_by_its_kind_or_by_a_permission_of_its_own(tags: str, answer: str) -> None:
    assert signs(tags) == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("access=no", "xxx"),
        ("access=No", "xxx"),
        ("access=private, foot=yes", "=xx"),
        ("access=no, bicycle=permissive", "x=x"),
        ("access=no, vehicle=yes", "x=="),
        ("access=no, motor_vehicle=yes", "xx="),
        ("access=no, motorcar=designated", "xx="),
        ("access=yes, foot=no", "x=="),
        ("vehicle=no", "=xx"),
        ("vehicle=no, bicycle=yes", "==x"),
        ("vehicle=no, motor_vehicle=destination", "=x="),
        ("motor_vehicle=no", "==x"),
        ("motor_vehicle=no, motorcar=yes", "==="),
        ("motor_vehicle=yes, motorcar=no", "==x"),
        ("bicycle=use_sidepath", "=x="),
        ("foot=use_sidepath, bicycle=use_sidepath", "xx="),
        ("bicycle=dismount", "=x="),
        # A value that is no answer is passed over, as if the tag were absent.
        ("foot=sometimes, access=no", "xxx"),
        ("bicycle=maybe, vehicle=yes, access=no", "x=="),
        ("motorcar=?, motor_vehicle=?, vehicle=no", "=xx"),
        ("access=unknown", "==="),
        ("foot=no;yes", "x=="),
        ("foot=yes;no", "==="),
        ("access=unknown;no", "==="),
    ],
)
def test_the_most_particular_tag_with_an_answer_decides(tags: str, answer: str) -> None:
    assert signs(f"highway=residential, {tags}") == answer


@pytest.mark.parametrize("value", "yes permissive designated official destination customers public discouraged".split())
def test_these_values_allow(value: str) -> None:
    assert signs(f"highway=residential, access=no, foot={value}, bicycle={value}, motorcar={value}") == "==="


@pytest.mark.parametrize(
    "value",
    (
        "no private agricultural forestry delivery military emergency permit residents use_sidepath dismount bus psv"
        " hgv taxi restricted"
    ).split(),
)
def test_these_values_deny(value: str) -> None:
    assert signs(f"highway=residential, access=yes, foot={value}, bicycle={value}, motorcar={value}") == "xxx"


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("oneway=yes", "=>>"),
        ("oneway=true", "=>>"),
        ("oneway=1", "=>>"),
        ("oneway=YES", "=>>"),
        ("oneway=-1", "=<<"),
        ("oneway=reverse", "=<<"),
        ("oneway=no", "==="),
        ("oneway=reversible", "==="),
        ("oneway=yes;no", "=>>"),
        ("junction=roundabout", "=>>"),
        ("junction=circular", "=>>"),
        ("junction=yes", "==="),
        ("junction=roundabout, oneway=no", "==="),
        ("junction=roundabout, oneway=-1", "=<<"),
        ("junction=roundabout, oneway=alternating", "=>>"),
        ("junction=roundabout, oneway:bicycle=no", "==>"),
        ("oneway=yes, oneway:bicycle=no", "==>"),
        ("oneway=yes, oneway:bicycle=false", "==>"),
        ("oneway=yes, oneway:bicycle=-1", "=<>"),
        ("oneway=-1, oneway:bicycle=yes", "=><"),
        ("oneway:bicycle=yes", "=>="),
        ("oneway=yes, oneway:bicycle=perhaps", "=>>"),
        ("oneway=yes, cycleway=opposite", "==>"),
        ("oneway=-1, cycleway=opposite_lane", "==<"),
        ("oneway=yes, cycleway:left=opposite_track", "==>"),
        ("oneway=yes, cycleway:right=opposite", "==>"),
        ("oneway=yes, cycleway:both=opposite_share_busway", "==>"),
        ("oneway=yes, cycleway=lane;opposite", "=>>"),
        ("oneway=yes, cycleway=lane", "=>>"),
        ("oneway=yes, cycleway=opposite, oneway:bicycle=yes", "=>>"),
        ("oneway=yes, oneway:foot=yes", ">>>"),
        ("oneway:foot=-1", "<=="),
        ("oneway=yes, oneway:foot=no", "=>>"),
    ],
)
def test_the_direction_of_a_street(tags: str, answer: str) -> None:
    assert signs(f"highway=residential, {tags}") == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("highway=motorway, oneway=no", "xx="),
        ("highway=motorway, oneway=reversible", "xx>"),
        ("highway=motorway_link, oneway=-1", "xx<"),
        ("highway=trunk, oneway=yes", "xx>"),
        ("highway=footway, oneway=yes", "=xx"),
        ("highway=steps, oneway:foot=yes", ">xx"),
        ("highway=cycleway, oneway=yes", "=>x"),
        ("highway=footway, bicycle=yes, oneway=-1", "=<x"),
        ("route=ferry, oneway=yes", ">>>"),
        ("route=ferry, oneway=-1", "<<<"),
        ("route=ferry, oneway=no", "==="),
        ("route=ferry, oneway=yes, oneway:foot=no", "=>>"),
        ("route=ferry, oneway=yes, oneway:bicycle=no", ">=>"),
    ],
)
def test_the_direction_of_other_ways(tags: str, answer: str) -> None:
    assert signs(tags) == answer


STOPS = {
    "===": "gate lift_gate swing_gate yes toll_booth cattle_grid kerb entrance border_control sally_port height_restrictor",
    "==x": "bollard rising_bollard block cycle_barrier motorcycle_barrier chain rope jersey_barrier log planter debris"
    " bar wicket_gate sump_buster bus_trap",
    "=xx": "stile turnstile full-height_turnstile kissing_gate horse_stile",
    "xxx": "wall fence hedge city_wall retaining_wall guard_rail",
}


def passes(text: str) -> str:
    node = frame(tags_of(text), columns=NODE_TAGS)
    return "".join("x" if len(blocked_nodes(node, MODES[mode])) else "=" for mode in ("walk", "bike", "car"))


@pytest.mark.parametrize(
    ("kind", "answer"), [(kind, signs) for signs, kinds in STOPS.items() for kind in kinds.split()]
)
def test_a_barrier_stops_its_modes(kind: str, answer: str) -> None:
    assert passes(f"barrier={kind}") == answer


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("barrier=gate, locked=yes", "xxx"),
        ("barrier=gate, locked=no", "==="),
        ("barrier=gate, locked=yes, foot=yes", "=xx"),
        ("barrier=gate, access=private", "xxx"),
        ("barrier=gate, access=no, bicycle=yes", "x=x"),
        ("barrier=gate, access=private, locked=no", "xxx"),
        ("barrier=gate, foot=unknown, locked=yes", "xxx"),
        ("barrier=bollard, motor_vehicle=yes", "==="),
        ("barrier=bollard, access=yes", "==="),
        ("barrier=bollard, bicycle=no", "=xx"),
        ("barrier=stile, bicycle=yes", "==x"),
        ("barrier=wall, foot=yes", "=xx"),
        ("barrier=bollard;gate", "==x"),
        ("barrier=gate;bollard", "==="),
        # Without a barrier there is nothing to stop at.
        ("access=no", "==="),
        ("locked=yes", "==="),
    ],
)
def test_the_access_tags_of_a_barrier_come_before_its_lock_and_its_kind(tags: str, answer: str) -> None:
    assert passes(tags) == answer


def test_blocked_nodes_are_named_by_their_position_in_the_extract() -> None:
    nodes = frame({"barrier": "wall"}, {"barrier": "gate"}, {"barrier": "stile"}, columns=NODE_TAGS)
    nodes.index = pd.Index([70, 3, 12])
    assert blocked_nodes(nodes, MODES["bike"]).tolist() == [70, 12]
    assert blocked_nodes(nodes.iloc[:0], MODES["bike"]).tolist() == []


KMH = {
    "motorway": 100, "motorway_link": 60, "trunk": 80, "trunk_link": 55, "primary": 65, "primary_link": 45,
    "secondary": 55, "secondary_link": 40, "tertiary": 45, "tertiary_link": 35, "unclassified": 40, "residential": 25,
    "living_street": 12, "service": 15, "road": 35, "track, tracktype=grade1": 12,
}  # fmt: skip
# Nine tenths of a limit that can be read, 130 km/h at most; a mile is 1.609344 km. Residential without one: 25 km/h.
LIMITS = {
    "50": 45, "50 km/h": 45, "50kmh": 45, "50 kph": 45, "50;70": 45, "62.5": 56.25, "30 mph": 43.452288,
    "NL:zone30": 27, "NL:zone:30": 27, "NL:urban": 45, "NL:rural": 72, "NL:living_street": 13.5, "walk": 13.5,
    "0": 25, "-30": 25, "DE:urban": 25, "fast": 25,
}  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        *((f"highway={kind}", kmh) for kind, kmh in KMH.items()),
        *((f"highway=residential, maxspeed={limit}", kmh) for limit, kmh in LIMITS.items()),
        ("highway=trunk, maxspeed=NL:trunk", 90),
        ("highway=motorway, maxspeed=NL:motorway", 90),
        ("highway=motorway, maxspeed=130", 117),
        ("highway=motorway, maxspeed=200", 117),
        ("highway=motorway, maxspeed=100 mph", 117),
        ("highway=motorway, maxspeed=none", 100),
        ("highway=motorway, maxspeed=signals", 100),
        ("route=ferry, maxspeed=30", 5),
    ],
)
def test_the_speed_of_a_car(tags: str, kmh: float) -> None:
    assert rules(tags, "car").kmh.tolist() == pytest.approx([kmh], rel=1e-12)


@pytest.mark.parametrize(("mode", "kmh"), [("walk", 5), ("bike", 15)])
def test_on_foot_and_by_bike_all_streets_are_alike_and_a_ferry_is_slow(mode: str, kmh: float) -> None:
    assert rules("highway=primary, maxspeed=80", mode).kmh.tolist() == [kmh]
    assert rules("highway=residential", mode).kmh.tolist() == [kmh]
    assert rules("route=ferry", mode).kmh.tolist() == [5]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20", 1200), ("1:20", 4800), ("01:20", 4800), ("0:07:30", 450), ("00:00:45", 45), ("90:00", 324000),
        ("PT1H20M", 4800), ("pt45m", 2700), ("PT90S", 90), ("PT2H", 7200), ("PT7M30S", 450),
    ],
)  # fmt: skip
def test_a_duration_is_minutes_a_clock_or_iso(text: str, seconds: float) -> None:
    assert duration_s(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "0", "00:00", "PT", "PT0M", "P1D", "1.5", "-5", "1:2:3:4", "20 min", "about 1:20"]
)
def test_a_duration_that_cannot_be_read_or_is_nought_is_unknown(text: str) -> None:
    assert np.isnan(duration_s(text))


def test_only_ferries_take_their_duration_each_its_own() -> None:
    ways = frame(
        {"route": "ferry", "duration": "0:10"},
        {"highway": "residential", "duration": "0:10"},
        {"route": "ferry", "duration": " 30;40 "},
        {"route": "ferry"},
    )
    found = rules_of_ways(ways, MODES["walk"])
    np.testing.assert_array_equal(found.duration_s, [600, np.nan, 1800, np.nan])
    assert found.ferry.tolist() == [True, False, True, True]


def test_a_value_is_read_without_blanks_in_lower_case_and_up_to_the_semicolon() -> None:
    given_as = (" Yes ", "NO ; yes", "a;b;c", ";b", "", None, float("nan"))
    assert [clean(value) for value in given_as] == ["yes", "no", "a", "", "", "", ""]


def test_no_ways_have_no_rules() -> None:
    found = rules_of_ways(frame(), MODES["car"])
    columns = (found.forward, found.backward, found.kmh, found.ferry, found.duration_s)
    assert [len(column) for column in columns] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("mode", sorted(MODES))
def test_an_extract_keeps_every_tag_that_a_mode_reads(mode: str) -> None:
    assert set(MODES[mode].way_tags) <= set(STREET_TAGS)
    assert set(MODES[mode].hierarchy) <= set(NODE_TAGS)


VALUES = {
    "highway": [*(kind for kinds in KINDS.values() for kind in kinds.split()), "residential;footway", ""],
    "route": ["", "", "ferry", "road"],
    "junction": ["", "", "roundabout", "circular"],
    "motorroad": ["", "", "yes"],
    "construction": ["", "", "", "yes", "minor", "residential"],
    "tracktype": ["", "grade1", "grade3", "paved"],
    "surface": ["", "", "asphalt", "gravel", "compacted", "wood"],
    **{
        tag: ["", "yes", "no", "-1", "1", "reverse", "odd"]
        for tag in ("oneway", "oneway:bicycle", "oneway:foot", "oneway:motorcar", "oneway:motor_vehicle")
    },
    **{
        f"{vehicle}:{way}": ["", "", "no", "yes"]
        for vehicle in ("bicycle", "motor_vehicle")
        for way in ("forward", "backward")
    },
    **{tag: ["", "", "lane", "opposite_lane"] for tag in ("cycleway", "cycleway:left", "cycleway:both")},
    **{
        tag: ["", "", "yes", "no", "designated", "destination", "private", "odd", "No;yes"]
        for tag in ("access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar")
    },
}
WAY = st.fixed_dictionaries({}, optional={tag: st.sampled_from(values) for tag, values in VALUES.items()})
BARRIER = st.sampled_from([*(kind for kinds in STOPS.values() for kind in kinds.split()), ""])
NODE = st.fixed_dictionaries(
    {"barrier": BARRIER},
    optional={
        **{tag: st.sampled_from(VALUES[tag]) for tag in NODE_TAGS if tag in VALUES},
        "locked": st.sampled_from(["yes", "no"]),
    },
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(WAY, min_size=20, max_size=60), st.sampled_from(sorted(MODES)))
def test_ways_are_judged_as_the_oracle_judges_them(ways: list[dict[str, str]], mode: str) -> None:
    found = rules_of_ways(frame(*ways), MODES[mode])
    ours = list(zip(found.forward.tolist(), found.backward.tolist(), strict=True))
    sides = {"forward": (True, False), "backward": (False, True), "both": (True, True)}
    oracle = [
        sides[osm_streets.direction(way, mode)] if osm_streets.permitted(way, mode) else (False, False) for way in ways
    ]
    assert ours == oracle


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(NODE, min_size=20, max_size=60), st.sampled_from(sorted(MODES)))
def test_barriers_stop_whom_the_oracle_stops(nodes: list[dict[str, str]], mode: str) -> None:
    found = blocked_nodes(frame(*nodes, columns=NODE_TAGS), MODES[mode])
    assert found.tolist() == [place for place, node in enumerate(nodes) if osm_streets.blocks(node, mode)]
