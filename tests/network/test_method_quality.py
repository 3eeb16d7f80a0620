"""The rules of ``docs/methode-afstanden.md`` on the quality of a walk, R43 to R47, on towns worked out by hand."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from geo.extract import Streets
from geo.network.build import build
from geo.network.path import find_paths
from geo.network.quality import WalkQuality, walk_quality
from geo.network.route import nearest
from geo.network.snap import snap
from tests.network.random_towns import TownPlan, place_lists, town_plans
from tests.toytowns import CRS, RESIDENTIAL, Place, places, street, town

PAGE = Path(__file__).parents[2] / "docs" / "methode-afstanden.md"
RULES = dict(re.findall(r"^\*\*(R\d+) (.*?)(?=^\*\*R\d|^## |\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
BUSY = {"highway": "secondary", "sidewalk": "no", "lit": "no"}
MM = 1e-3
SIGNS = {(1, 0): "yes", (0, 1): "unknown", (0, 0): "no"}


def tags_of(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(", "))


def walk(streets: Streets, here: Place, there: Place) -> WalkQuality:
    network = build(streets, "walk", crs=CRS)
    origins, targets = (snap(network, places(spot), min_component_m=0.0) for spot in (here, there))
    found = nearest(network, origins, targets, k=1)
    points = list(zip(found.origin_point.tolist(), found.target_point.tolist(), strict=True))
    paths = [path for path in find_paths(network, origins, targets, points) if path is not None]
    assert len(paths) == 1
    return walk_quality(network, streets.way_tags, paths)


def parts(streets: Streets, here: Place, there: Place) -> list[float]:
    """Give metres: whole, exposed, perhaps exposed, unlit, lighting unknown."""
    found = walk(streets, here, there)
    names = ("length_mm", "exposed_mm", "exposed_unknown_mm", "unlit_mm", "lit_unknown_mm")
    return [float(getattr(found, name)[0]) / 1000 for name in names]


def judged(text: str) -> tuple[str, str]:
    """Tell whether a street of 1,000 m is exposed and whether it is unlit: all of it, or nothing."""
    whole, *rest = parts(street(1000.0, tags=tags_of(text)), (200, 0), (700, 0))
    assert whole == 500
    told = [round(part / 500) for part in rest]
    assert rest == [500 * part for part in told]
    return SIGNS[told[0], told[1]], SIGNS[told[2], told[3]]


def exposed(text: str) -> str:
    return judged(text)[0]


def words(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def rows(rule: str) -> list[list[str]]:
    lines = [line for line in RULES[rule].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "`" in line]


def three_streets(*tags: Mapping[str, str]) -> Streets:
    """Make three streets of 300 m after each other, ways 1 to 3, in pieces of 100 m."""
    spots = {number: (100.0 * (number - 1), 0.0) for number in range(1, 11)}
    return town(spots, [(way + 1, list(range(3 * way + 1, 3 * way + 5)), own) for way, own in enumerate(tags)])


def test_r43_every_metre_is_in_one_part_and_legs_are_in_none() -> None:
    # From 150 m, 40 m aside, to 720 m, 30 m aside: 150 m exposed and unlit, 300 m unknown, 120 m safe and lit.
    streets = three_streets(BUSY, {"highway": "secondary"}, {"highway": "residential", "lit": "yes"})
    assert parts(streets, (150, 40), (720, 30)) == [570, 150, 300, 150, 300]
    # The other way round it is the same walk.
    assert parts(streets, (720, 30), (150, 40)) == [570, 150, 300, 150, 300]
    # To where one is there is nothing to walk.
    assert parts(streets, (150, 40), (150, -20)) == [0, 0, 0, 0, 0]


def test_r43_another_tag_moves_the_figure_by_its_street() -> None:
    # One tag on 300 m in the middle: from unknown to exposed, from exposed to safe.
    asked = ((0, 0), (900, 0))
    before = three_streets(BUSY, {"highway": "secondary"}, BUSY)
    stated = three_streets(BUSY, {"highway": "secondary", "sidewalk": "none"}, BUSY)
    paved = three_streets(BUSY, {"highway": "secondary", "sidewalk": "right"}, BUSY)
    assert parts(before, *asked) == [900, 600, 300, 600, 300]
    assert parts(stated, *asked) == [900, 900, 0, 600, 300]
    assert parts(paved, *asked) == [900, 600, 0, 600, 300]


TRAFFIC = re.findall(r"`(\w+)`", RULES["R44"].split("beslist")[0].replace("`_link`", ""))


def test_r44_the_page_names_every_kind() -> None:
    assert TRAFFIC == [
        "trunk", "primary", "secondary", "tertiary",
        "unclassified", "road", "residential", "living_street", "service", "track",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for base in TRAFFIC[1:4] for kind in (base, f"{base}_link")])
@pytest.mark.parametrize("limit", ["30", "80", ""])
def test_r44_through_roads_are_busy_at_any_speed(kind: str, limit: str) -> None:
    assert exposed(f"highway={kind}, maxspeed={limit}, sidewalk=no") == "yes"
    assert exposed(f"highway={kind}, maxspeed={limit}") == "unknown"


@pytest.mark.parametrize("kind", TRAFFIC[4:])
@pytest.mark.parametrize(
    ("limit", "fast"),
    [("60", True), ("59", False), ("NL:rural", True), ("NL:urban", False), ("40 mph", True), ("37 mph", False)],
)
def test_r44_other_roads_are_fast_from_60_km_an_hour(kind: str, limit: str, fast: bool) -> None:
    assert exposed(f"highway={kind}, maxspeed={limit}, sidewalk=no") == ("yes" if fast else "no")
    assert exposed(f"highway={kind}, maxspeed={limit}") == ("unknown" if fast else "no")


@pytest.mark.parametrize("limit", ["", "signals", "0"])
def test_r44_without_a_limit_two_kinds_are_unknown_and_four_are_slow(limit: str) -> None:
    for said in ("", "no"):
        told = [exposed(f"highway={kind}, maxspeed={limit}, sidewalk={said}") for kind in TRAFFIC[4:]]
        assert told == ["unknown"] * 2 + ["no"] * 4
    assert exposed("highway=unclassified, sidewalk=both") == "no"


@pytest.mark.parametrize("kind", ["footway", "cycleway", "path", "pedestrian", "steps", "bridleway", "platform"])
def test_r44_where_no_traffic_goes_there_is_none(kind: str) -> None:
    assert exposed(f"highway={kind}, maxspeed=80, sidewalk=no") == "no"


def test_r44_on_a_ferry_there_is_no_traffic() -> None:
    spots = {number: (300.0 * number, 0.0) for number in range(4)}
    ferry = {"route": "ferry", "highway": "secondary", "sidewalk": "no"}
    quays = town(spots, [(1, [0, 1], RESIDENTIAL), (2, [1, 2], ferry), (3, [2, 3], RESIDENTIAL)])
    assert parts(quays, (0, 0), (900, 0))[:3] == [900, 0, 0]


PATHS = [(tag, value) for tags, values in rows("R45") for tag in words(tags) for value in words(values)]


@pytest.mark.parametrize(("tag", "value"), PATHS)
def test_r45_a_path_of_its_own_by_tag(tag: str, value: str) -> None:
    assert exposed(f"highway=secondary, {tag}={value}") == "no"
    other = "sidewalk:both" if tag == "sidewalk" else "sidewalk"
    assert exposed(f"highway=secondary, {other}=no, {tag}={value}") == "no"


def test_r45_the_page_names_what_can_be_a_path() -> None:
    assert len(PATHS) == 4 * 5 + 4 * 3 + 1


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ("sidewalk=no", "yes"),
        ("sidewalk=none", "yes"),
        ("sidewalk:both=no", "yes"),
        ("sidewalk:left=no, sidewalk:right=none", "yes"),
        ("sidewalk:left=no", "unknown"),
        ("sidewalk:right=none", "unknown"),
        ("sidewalk=perhaps", "unknown"),
        ("sidewalk=no, cycleway=lane", "yes"),
        ("cycleway=no, bicycle=no", "unknown"),
        ("sidewalk:left=no, sidewalk:right=separate", "no"),
        ("sidewalk=None;both", "yes"),
    ],
)
def test_r45_no_path_only_where_it_is_said(tags: str, answer: str) -> None:
    assert exposed(f"highway=tertiary, {tags}") == answer


def beside_path(*spots: Place, tags: Mapping[str, str] | None = None, road: Mapping[str, str] = BUSY) -> list[float]:
    """Walk 1,000 m of busy road with a path through some places: how much is exposed, and how much perhaps."""
    path = dict(enumerate(spots, start=11))
    ways = [(1, [1, 2], road), (2, list(path), tags or {"highway": "footway"})]
    return parts(town({1: (0.0, 0.0), 2: (1000.0, 0.0), **path}, ways), (0, 0), (1000, 0))[1:3]


@pytest.mark.parametrize("aside", [20.005, -20.005, 3.0, -12.0])
def test_r46_a_path_at_most_20_m_aside_makes_safe_as_far_as_it_goes(aside: float) -> None:
    # The map of the toy towns makes 20.005 m of ground 19.997 m; the path runs from 300 to 500 m.
    assert beside_path((300, aside), (500, aside)) == pytest.approx([800, 0], abs=MM)
    assert beside_path((500, aside), (300, aside)) == pytest.approx([800, 0], abs=MM)


def test_r46_farther_aside_it_does_not() -> None:
    assert beside_path((300, 20.02), (500, 20.02)) == [1000, 0]


def test_r46_a_path_that_bends_away_counts_for_what_is_within_20_m() -> None:
    # From 10 m aside at 300 m to 30 m aside at 500 m: 20 m on the map lie at 400.08 m.
    found = beside_path((300, 10), (500, 30))
    assert found == pytest.approx([1000 - 100 * (20 / 0.9996 - 10) / 10, 0], abs=0.01)


@pytest.mark.parametrize(("degrees", "counts"), [(29.0, True), (31.0, False), (90.0, False)])
def test_r46_about_the_same_direction_is_30_degrees(degrees: float, counts: bool) -> None:
    # Ten metres aside in the middle, 20 m long: square to the road it covers 20 m times the cosine.
    half = 10 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    found = beside_path((500 - half[0], 10 - half[1]), (500 + half[0], 10 + half[1]))
    assert found == pytest.approx([1000 - counts * 2 * half[0], 0], abs=MM)


def test_r46_two_paths_that_overlap_count_once() -> None:
    # 200 to 500 m on one side and 400 to 600 m on the other are 400 m.
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (200.0, 9.0), 4: (500.0, 9.0), 5: (400.0, -9.0), 6: (600.0, -9.0)}
    for order in ((2, 3), (3, 2)):
        ways = [(1, [1, 2], BUSY), (order[0], [3, 4], {"highway": "path"}), (order[1], [6, 5], {"highway": "path"})]
        assert parts(town(spots, ways), (0, 0), (1000, 0)) == pytest.approx([1000, 600, 0, 1000, 0], abs=MM)


def test_r46_only_the_part_that_is_walked_counts() -> None:
    # The path runs from 300 to 500 m; walked are 400 to 900 m.
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (300.0, 9.0), 4: (500.0, 9.0)}
    streets = town(spots, [(1, [1, 2], BUSY), (2, [3, 4], {"highway": "cycleway"})])
    assert parts(streets, (400, 0), (900, 0))[:3] == pytest.approx([500, 400, 0], abs=MM)
    assert parts(streets, (900, 0), (400, 0))[:3] == pytest.approx([500, 400, 0], abs=MM)


@pytest.mark.parametrize(
    ("tags", "counts"),
    [
        *((f"highway={kind}", True) for kind in words(RULES["R46"])[:4]),
        ("highway=Footway;path", True),
        ("highway=cycleway, foot=no", False),
        ("highway=path, access=private", False),
        ("highway=steps", False),
        ("highway=service", False),
        ("highway=footway, route=ferry", False),
    ],
)
def test_r46_which_ways_are_paths(tags: str, counts: bool) -> None:
    assert beside_path((0, 9), (1000, 9), tags=tags_of(tags)) == pytest.approx([0 if counts else 1000, 0], abs=MM)


def test_r46_it_settles_what_is_unknown_too_and_leaves_the_lighting() -> None:
    road = {"highway": "unclassified"}
    assert beside_path((300, 9), (500, 9), road=road) == pytest.approx([0, 800], abs=MM)
    spots = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (300.0, 9.0), 4: (500.0, 9.0)}
    streets = town(spots, [(1, [1, 2], BUSY), (2, [3, 4], {"highway": "cycleway", "lit": "yes"})])
    assert parts(streets, (0, 0), (1000, 0))[3:] == [1000, 0]


LIT, UNLIT = (words(part) for part in RULES["R47"].split("Zonder")[0].replace("`lit`", "").split("onverlicht"))


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        *((value, "no") for value in LIT),
        *((value, "yes") for value in UNLIT),
        *((value, "unknown") for value in ("", "limited", "interval", "perhaps")),
        ("Yes", "no"),
        ("no;yes", "yes"),
    ],
)
def test_r47_lit_or_not(value: str, answer: str) -> None:
    assert judged(f"highway=footway, lit={value}") == ("no", answer)


def test_r47_the_page_names_the_values() -> None:
    assert (len(LIT), len(UNLIT)) == (5, 2)


KINDS: Sequence[Mapping[str, str]] = (
    RESIDENTIAL, {"highway": "footway", "lit": "yes"}, BUSY, {"highway": "secondary"}, {"highway": "unclassified"},
    {"highway": "unclassified", "maxspeed": "60", "sidewalk": "none", "lit": "no"}, {"highway": "cycleway"},
    {"highway": "tertiary", "bicycle": "use_sidepath", "lit": "yes"}, {"route": "ferry"},
)  # fmt: skip


def test_in_random_towns_the_parts_sum_to_the_walk_and_order_changes_nothing() -> None:
    seen = dict.fromkeys(("walks", "exposed", "exposed_unknown", "unlit", "lit_unknown", "safe", "beside"), 0)

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(town_plans(tags=KINDS, barriers=()), place_lists(), place_lists())
    def law(plan: TownPlan, here: list[Place], there: list[Place]) -> None:
        streets = plan.streets()
        network = build(streets, "walk", crs=CRS)
        origins, targets = (snap(network, places(*spots), min_component_m=0.0) for spots in (here, there))
        found = nearest(network, origins, targets, k=1)
        points = list(zip(found.origin_point.tolist(), found.target_point.tolist(), strict=True))
        paths = [path for path in find_paths(network, origins, targets, points) if path is not None]
        whole = walk_quality(network, streets.way_tags, paths)
        assert whole.length_mm.tolist() == found.network_mm.tolist()
        safe_mm = whole.length_mm - whole.exposed_mm - whole.exposed_unknown_mm
        lit_mm = whole.length_mm - whole.unlit_mm - whole.lit_unknown_mm
        assert min([0, *safe_mm, *lit_mm]) == 0
        backwards = walk_quality(network, streets.way_tags, paths[::-1])
        bare = streets.way_tags.assign(sidewalk="no")
        stated = walk_quality(network, bare, paths)
        for name in WalkQuality.__dataclass_fields__:
            assert getattr(backwards, name).tolist() == getattr(whole, name).tolist()[::-1]
            assert min([0, *getattr(whole, name)]) == 0
        # To say that there is no sidewalk makes no metre safe, and none exposed that was known to be safe.
        assert (stated.exposed_mm + stated.exposed_unknown_mm).tolist() == (whole.length_mm - safe_mm).tolist()
        assert (stated.exposed_mm >= whole.exposed_mm).all()
        seen["walks"] += len(paths)
        seen["safe"] += int((safe_mm > 0).sum())
        for name in ("exposed", "exposed_unknown", "unlit", "lit_unknown"):
            seen[name] += int((getattr(whole, f"{name}_mm") > 0).sum())
        seen["beside"] += int((safe_mm % 1000 > 0).sum())

    law()
    assert seen["walks"] > 200
    assert min(seen.values()) > 50, seen


def test_without_walks_there_are_no_figures() -> None:
    streets = street()
    none = walk_quality(build(streets, "walk", crs=CRS), streets.way_tags, [])
    assert [len(getattr(none, name)) for name in WalkQuality.__dataclass_fields__] == [0] * 5
