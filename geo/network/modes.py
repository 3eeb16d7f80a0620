"""Who may use which street, in which direction and how fast: the rules per mode, as data.

**Reading a value.** Blanks are stripped and case is dropped; of ``a;b`` only the first part counts.

**Access answer** (ways and barrier nodes alike). The first tag of the mode's hierarchy whose value is in `ALLOWED` or
`DENIED` answers; any other value is passed over as if the tag were absent. Hierarchies: walk ``foot > access``; bike
``bicycle > vehicle > access``; car and cbs_car ``motorcar > motor_vehicle > vehicle > access``.

**Permitted ways.** The kind of a way is ``ferry`` if ``route=ferry``, else its ``highway``. A way is permitted if its
kind is in the mode's open kinds, or meets one of the mode's conditions, and the access answer is not a denial, and it
is neither a ``motorroad=yes`` that the mode shuns, nor a ``construction=yes``, nor a street with a surface that keeps
the mode out. An allowing tag never opens a kind that is not listed, nor a street that is under construction. Outlines
of areas are lines like any other.

**Direction.** A one-way value says forward (``yes true 1``), backward (``-1 reverse``), both (``no false 0``), or
nothing (the rest). The plain direction is what ``oneway`` says; else forward on ``junction=roundabout|circular``;
else, for the car, forward on a motorway and its links; else both. Car: what ``oneway:motorcar`` says, else what
``oneway:motor_vehicle`` says, else the plain direction; less the direction that ``motor_vehicle:forward`` or
``motor_vehicle:backward`` denies. Cbs_car: the plain direction on national and provincial roads and ferries; else
both. Bike: what ``oneway:bicycle`` says; else both where a ``cycleway`` tag starts with ``opposite``; else the plain
direction; less the direction that ``bicycle:forward`` or ``bicycle:backward`` denies. Walk: what ``oneway:foot`` says,
on ferries else what ``oneway`` says; else both.

**Turns.** The car obeys forbidden and obliged turns at a node, those for `turn_vehicles`, unless it is exempt; see
`geo.network.turns`.

**Barriers.** A node with ``barrier`` blocks a mode if its access answer is a denial; if there is no answer, if
``locked=yes``, else if its kind is in the mode's `barriers`. A blocking node is cut: every segment there ends in its
own copy, and one can travel up to it but not through.

**Speeds** serve the minutes alone. Walk 5 km/h, bike 15 km/h; car nine tenths of a readable ``maxspeed`` (130 km/h at
most), else the speed of the kind. A ferry takes its ``duration``, spread over its segments by length, without one
5 km/h. Legs between a place and the street: walk and car 5 km/h, bike 15 km/h.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ALLOWED = frozenset(
    {"yes", "permissive", "designated", "official", "destination", "customers", "public", "discouraged"}
)
"""Access values that let a traveller pass."""
DENIED = frozenset(
    "no private agricultural forestry delivery military emergency permit residents use_sidepath dismount bus psv"
    " hgv taxi restricted".split()
)
"""Access values that keep a traveller out."""
_OWN = frozenset({"yes", "designated", "permissive", "official"})
_ROADS = frozenset(
    "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential living_street"
    " service road".split()
)
_WALLS = frozenset("wall fence hedge city_wall retaining_wall guard_rail".split())
_GATES_FOR_FEET = frozenset("stile turnstile full-height_turnstile kissing_gate horse_stile".split())
_POSTS = frozenset(
    "bollard rising_bollard block cycle_barrier motorcycle_barrier chain rope jersey_barrier log planter debris bar"
    " wicket_gate sump_buster bus_trap".split()
)
_PAVED = frozenset(
    "paved asphalt chipseal concrete concrete:lanes concrete:plates paving_stones sett bricks cobblestone"
    " unhewn_cobblestone metal".split()
)
_UNPAVED = frozenset(
    "unpaved compacted fine_gravel gravel pebblestone shells rock ground dirt earth grass mud sand clay woodchips"
    " snow ice salt".split()
)
CYCLEWAYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
"""Tags of a street that tell of its cycle paths, lanes and contraflows."""
_ROUND = frozenset({"roundabout", "circular"})
_FERRY_KMH = 5.0
_CAR_KMH = {
    "motorway": 100, "motorway_link": 60, "trunk": 80, "trunk_link": 55, "primary": 65, "primary_link": 45,
    "secondary": 55, "secondary_link": 40, "tertiary": 45, "tertiary_link": 35, "unclassified": 40, "residential": 25,
    "living_street": 12, "service": 15, "road": 35, "track": 12,
}  # fmt: skip
_ZONES_KMH = {
    "nl:urban": 50, "nl:rural": 80, "nl:trunk": 100, "nl:motorway": 100, "nl:zone30": 30, "nl:zone:30": 30,
    "nl:living_street": 15, "walk": 15,
}  # fmt: skip
_SHARE_OF_LIMIT = 0.9
_TOP_KMH = 130.0
_KM_A_MILE = 1.609344
_SLOWEST_KMH, _LONGEST_S = 1.0, 14 * 24 * 3600.0
"""A lower limit and a longer crossing are slips of the pen, and read as nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Kinds of way that are permitted only where a tag says so."""

    kinds: frozenset[str]
    """Kinds of way."""
    tags: tuple[str, ...]
    """Tags of which one must have one of the values."""
    values: frozenset[str]
    """The values that permit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """The rules of one way to travel."""

    name: str
    """``walk``, ``bike``, ``car`` or ``cbs_car``."""
    hierarchy: tuple[str, ...]
    """Access tags, the most particular first."""
    open_kinds: frozenset[str]
    """Kinds of way that are permitted unless denied."""
    conditions: tuple[Condition, ...] = ()
    """Kinds of way that need a permission of their own."""
    unpaved: frozenset[str] = frozenset()
    """Values of ``surface`` that keep the mode out; those of a ferry excepted."""
    shuns_motorroads: bool = True
    """Whether ``motorroad=yes`` keeps the mode out."""
    direction_tags: tuple[str, ...] = ()
    """One-way tags of the mode itself, read before `oneway`, the most particular first."""
    counterflow_tags: tuple[str, ...] = ()
    """Tags whose ``opposite…`` opens a one-way street both ways."""
    side_tags: tuple[str, ...] = ()
    """Access tags of the one direction and of the other; a denial closes that direction. Empty without them."""
    oneway_kinds: frozenset[str] | None = None
    """Kinds of street on which plain `oneway` counts; None for all. On ferries it always does."""
    implied_oneway: frozenset[str] = frozenset()
    """Kinds of way that are one-way unless they say otherwise."""
    barriers: frozenset[str]
    """Kinds of barrier that block."""
    domestic: bool = False
    """Whether it keeps to its own country where the area of that is given: to its streets and its facilities."""
    turn_vehicles: frozenset[str] = frozenset()
    """Vehicles whose forbidden turns bind the mode, empty text for those of all; empty where no turn is obeyed."""
    kmh: float
    """Speed where the kind of way does not tell, km/h."""
    kind_kmh: Mapping[str, float] = field(default_factory=dict)
    """Speed per kind of way, km/h; empty where all are alike and `maxspeed` does not count."""
    leg_kmh: float
    """Speed over the legs between a point and the street, km/h."""

    @property
    def top_kmh(self) -> float:
        """Highest speed on land, km/h."""
        return _SHARE_OF_LIMIT * _TOP_KMH if self.kind_kmh else self.kmh

    @property
    def way_tags(self) -> tuple[str, ...]:
        """Tags of a way that its rules read, `duration` excepted."""
        own = [*self.hierarchy, "highway", "route", "junction", "oneway", "motorroad", "construction"]
        own += [*self.direction_tags, *self.counterflow_tags, *self.side_tags, "surface" if self.unpaved else ""]
        own += [tag for condition in self.conditions for tag in condition.tags]
        return tuple(sorted({tag for tag in own if tag} | ({"maxspeed"} if self.kind_kmh else set())))


WALK = Mode(
    name="walk",
    hierarchy=("foot", "access"),
    open_kinds=_ROADS
    | frozenset("track pedestrian footway cycleway path bridleway steps corridor elevator platform ferry".split()),
    direction_tags=("oneway:foot",),
    oneway_kinds=frozenset(),
    barriers=_WALLS,
    kmh=5.0,
    leg_kmh=5.0,
)
BIKE = Mode(
    name="bike",
    hierarchy=("bicycle", "vehicle", "access"),
    open_kinds=_ROADS | {"track", "cycleway", "ferry"},
    conditions=(
        Condition(
            kinds=frozenset({"path", "footway", "pedestrian", "bridleway", "elevator"}), tags=("bicycle",), values=_OWN
        ),
    ),
    direction_tags=("oneway:bicycle",),
    counterflow_tags=CYCLEWAYS,
    side_tags=("bicycle:forward", "bicycle:backward"),
    barriers=_WALLS | _GATES_FOR_FEET,
    kmh=15.0,
    leg_kmh=15.0,
)
CAR = Mode(
    name="car",
    hierarchy=("motorcar", "motor_vehicle", "vehicle", "access"),
    open_kinds=_ROADS | {"motorway", "motorway_link", "trunk", "trunk_link", "ferry"},
    conditions=(
        Condition(kinds=frozenset({"track"}), tags=("tracktype",), values=frozenset({"grade1"})),
        Condition(kinds=frozenset({"track"}), tags=("motorcar", "motor_vehicle"), values=_OWN | {"destination"}),
    ),
    shuns_motorroads=False,
    direction_tags=("oneway:motorcar", "oneway:motor_vehicle"),
    side_tags=("motor_vehicle:forward", "motor_vehicle:backward"),
    implied_oneway=frozenset({"motorway", "motorway_link"}),
    barriers=_WALLS | _GATES_FOR_FEET | _POSTS,
    turn_vehicles=frozenset({"", "motorcar", "motor_vehicle", "vehicle"}),
    kmh=25.0,
    kind_kmh=_CAR_KMH,
    leg_kmh=5.0,
)
CBS_CAR = replace(
    CAR,
    name="cbs_car",
    conditions=(
        Condition(kinds=frozenset({"track"}), tags=("tracktype",), values=frozenset({"grade1", "paved"})),
        Condition(kinds=frozenset({"track"}), tags=("surface",), values=_PAVED),
    ),
    unpaved=_UNPAVED,
    direction_tags=(),
    side_tags=(),
    oneway_kinds=frozenset({"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"}),
    turn_vehicles=frozenset(),
    domestic=True,
)
"""The car as the proximity statistics of CBS see it: paved roads, and one-way traffic on national and provincial roads
alone (CBS, *Nabijheidsstatistiek*, short description of the survey)."""
MODES: Mapping[str, Mode] = {mode.name: mode for mode in (WALK, BIKE, CAR, CBS_CAR)}
"""The modes by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRules:
    """What a mode may do on each way."""

    forward: NDArray[np.bool_]
    """Permitted in the direction of the way."""
    backward: NDArray[np.bool_]
    """Permitted against the direction of the way."""
    kmh: NDArray[np.float64]
    """Speed, km/h."""
    ferry: NDArray[np.bool_]
    """The way is a ferry."""
    duration_s: NDArray[np.float64]
    """Duration of the whole way where a ferry tells it, seconds; NaN elsewhere."""


def rules_of_ways(way_tags: pd.DataFrame, mode: Mode) -> WayRules:
    """Judge every way for a mode, once per combination of tags.

    Parameters
    ----------
    way_tags
        One row a way; the columns of `mode.way_tags` and ``duration``, empty text where a tag is missing.
    mode
        The rules to judge by.
    """
    columns = list(mode.way_tags)
    code = way_tags.groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
    _, first = np.unique(code, return_index=True)
    rows = way_tags[columns].iloc[first].to_dict("records")
    verdicts = [_judge({str(tag): clean(value) for tag, value in row.items()}, mode) for row in rows]
    table = np.array(verdicts, dtype=np.float64).reshape(len(verdicts), 4)[code]
    ferry = table[:, 3] > 0
    return WayRules(
        forward=table[:, 0] > 0,
        backward=table[:, 1] > 0,
        kmh=table[:, 2],
        ferry=ferry,
        duration_s=_durations_s(way_tags["duration"], ferry),
    )


def blocked_nodes(node_tags: pd.DataFrame, mode: Mode) -> NDArray[np.int64]:
    """Give the positions (the index of the frame) of the nodes that block a mode."""
    rows = node_tags.to_dict("records")
    blocks = [_blocks({str(tag): clean(value) for tag, value in row.items()}, mode) for row in rows]
    index: NDArray[np.int64] = node_tags.index.to_numpy(dtype=np.int64)
    blocked: NDArray[np.int64] = index[np.array(blocks, dtype=bool)]
    return blocked


def clean(value: object) -> str:
    """Bring a tag value to the form that the rules read: lower case, first of several."""
    return str(value).split(";", 1)[0].strip().lower() if isinstance(value, str) else ""


def kind_of(tags: Mapping[str, str]) -> str:
    """Give the kind of a way from its clean tags: ``ferry``, or its ``highway``."""
    return "ferry" if tags["route"] == "ferry" else tags["highway"]


def _judge(tags: Mapping[str, str], mode: Mode) -> tuple[bool, bool, float, bool]:
    """Give forward, backward, km/h and ferry of a way."""
    kind = kind_of(tags)
    ferry = kind == "ferry"
    if not _permitted(tags, kind, mode):
        return False, False, mode.kmh, ferry
    forward, backward = _directions(tags, kind, mode)
    if mode.side_tags:
        ahead, back = (tags[tag] not in DENIED for tag in mode.side_tags)
        forward, backward = forward and ahead, backward and back
    return forward, backward, _FERRY_KMH if ferry else _speed_kmh(tags, kind, mode), ferry


def _permitted(tags: Mapping[str, str], kind: str, mode: Mode) -> bool:
    qualifies = kind in mode.open_kinds or any(
        kind in condition.kinds and any(tags[tag] in condition.values for tag in condition.tags)
        for condition in mode.conditions
    )
    shunned = mode.shuns_motorroads and tags["motorroad"] == "yes"
    # Other values, such as `minor` or the kind that the street was to become, stay behind on streets in use.
    closed = tags["construction"] == "yes"
    rough = bool(mode.unpaved) and kind != "ferry" and tags["surface"] in mode.unpaved
    return qualifies and not (shunned or closed or rough) and _access(tags, mode) is not False


def _access(tags: Mapping[str, str], mode: Mode) -> bool | None:
    """Give the first answer of the hierarchy, None if no tag answers."""
    answers = (tags[tag] in ALLOWED for tag in mode.hierarchy if tags[tag] in ALLOWED or tags[tag] in DENIED)
    return next(answers, None)


def _directions(tags: Mapping[str, str], kind: str, mode: Mode) -> tuple[bool, bool]:
    own = next((said for said in map(_one_way, (tags[tag] for tag in mode.direction_tags)) if said), None)
    if own:
        return own
    obeys = mode.oneway_kinds is None or kind in mode.oneway_kinds
    if not (obeys or kind == "ferry"):
        return True, True
    if any(tags[tag].startswith("opposite") for tag in mode.counterflow_tags):
        return True, True
    said = _one_way(tags["oneway"])
    if said:
        return said
    implied = obeys and (tags["junction"] in _ROUND or kind in mode.implied_oneway)
    return True, not implied


def _one_way(value: str) -> tuple[bool, bool] | None:
    """Read a one-way value as forward and backward, None if it says nothing."""
    if value in {"yes", "true", "1"}:
        return True, False
    if value in {"-1", "reverse"}:
        return False, True
    return (True, True) if value in {"no", "false", "0"} else None


def _speed_kmh(tags: Mapping[str, str], kind: str, mode: Mode) -> float:
    if not mode.kind_kmh:
        return mode.kmh
    limit = maxspeed_kmh(tags["maxspeed"])
    return mode.kind_kmh.get(kind, mode.kmh) if limit is None else _SHARE_OF_LIMIT * min(limit, _TOP_KMH)


def maxspeed_kmh(value: str) -> float | None:
    """Read a clean ``maxspeed`` as km/h: a number, miles too, or a Dutch zone; None if unreadable."""
    if value in _ZONES_KMH:
        return float(_ZONES_KMH[value])
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?", value)
    if match is None:
        return None
    kmh = float(match[1]) * (_KM_A_MILE if match[2] == "mph" else 1.0)
    return kmh if kmh >= _SLOWEST_KMH else None


def _durations_s(durations: pd.Series, ferry: NDArray[np.bool_]) -> NDArray[np.float64]:
    seconds = np.full(len(durations), np.nan)
    for position in np.flatnonzero(ferry):
        seconds[position] = duration_s(clean(durations.iloc[position]))
    return seconds


def duration_s(text: str) -> float:
    """Read a duration tag (``1:20``, ``0:07:30``, ``20``, ``PT1H20M``) as seconds; NaN if unreadable."""
    iso = re.fullmatch(r"pt(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text, flags=re.IGNORECASE)
    clock = re.fullmatch(r"(?:(\d+):)?(\d+)(?::(\d+))?", text)
    match = iso or clock
    if match is None or not any(match.groups()):
        return float("nan")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = 3600.0 * hours + 60.0 * minutes + seconds
    return total if 0 < total <= _LONGEST_S else float("nan")


def _blocks(tags: Mapping[str, str], mode: Mode) -> bool:
    if not tags["barrier"]:
        return False
    answer = _access(tags, mode)
    if answer is not None:
        return not answer
    return tags.get("locked") == "yes" or tags["barrier"] in mode.barriers
