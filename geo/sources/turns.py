"""Turn restrictions: relations that forbid a turn at a junction, or allow only one.

Read as https://wiki.openstreetmap.org/wiki/Relation:restriction describes them: members `from` and `to` are ways,
`via` is a node. The vehicle to which a restriction is limited stands in the key (`restriction:hgv=no_left_turn`) or,
in the older way, in the type (`type=restriction:hgv`).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.extract import TURN_COLUMNS
from geo.sources.osm_blocks import NODE, WAY, Relations, Tags
from geo.sources.protobuf import Ints
from geo.words import say

log = logging.getLogger(__name__)

_TYPE = "restriction"
_HOURS = frozenset({"day_on", "day_off", "hour_on", "hour_off"})
"""Tags by which a restriction was bound to hours before conditional ones existed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A turn restriction as the file has it."""

    relation_id: int
    """OSM id."""
    tags: Tags
    """All its tags."""
    members: list[tuple[int, int, str]]
    """Kind, id and role of its members."""

    def of_role(self, role: str, kind: int) -> list[int]:
        """Give the ids of the members of a kind with a role, each once."""
        return sorted({member for each, member, name in self.members if (each, name) == (kind, role)})


class _Turn(NamedTuple):
    relation_id: int
    from_way: int
    to_way: int
    limited: str
    only: bool
    via_node: int
    exempt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetNodes:
    """Which node lies on which way, as the arrays of `geo.extract.Streets` say."""

    node_id: Ints
    """OSM ids of the nodes, sorted."""
    way_id: Ints
    """OSM ids of the ways, sorted."""
    way_start: Ints
    """Where the nodes of way i begin in `way_node`."""
    way_node: Ints
    """Positions in the node arrays."""

    def position(self, node: int) -> int | None:
        """Give the position of a node; None if no way uses it."""
        at = int(np.searchsorted(self.node_id, node))
        return at if at < len(self.node_id) and self.node_id[at] == node else None

    def touches(self, way: int, position: int) -> bool:
        """Tell whether a way has a node."""
        first, last = np.searchsorted(self.way_id, [way, way + 1])
        return bool((self.way_node[self.way_start[first] : self.way_start[last]] == position).any())


def restrictions_in(relations: Relations) -> Iterator[Restriction]:
    """Give the turn restrictions of a block."""
    for thing in np.flatnonzero(relations.tags.having("type")).tolist():
        tags = relations.tags.of(thing)
        if tags["type"].split(":")[0] == _TYPE:
            yield Restriction(relation_id=int(relations.ids[thing]), tags=tags, members=relations.members(thing))


def turns_of(path: Path, restrictions: list[Restriction], streets: StreetNodes) -> pd.DataFrame:
    """Make the turns of restrictions; says how many restrictions are left out, and why.

    Left out are those that hold at some hours only, have a way or several nodes between
    `from` and `to`, or of which the extract lacks a member or the ways do not meet.

    Returns
    -------
    turns
        As `geo.extract.Streets.turns`.
    """
    turns: list[_Turn] = []
    left_out: dict[str, int] = dict.fromkeys(("conditional", "via", "missing"), 0)
    for each in restrictions:
        rules, via = dict(_rules(each.tags)), each.of_role("via", NODE)
        if not rules:
            left_out["conditional"] += 1
        elif len(via) > 1 or each.of_role("via", WAY):
            left_out["via"] += 1
        elif made := list(_turns(each, rules, via, streets)):
            turns += made
        else:
            left_out["missing"] += 1
    if count := sum(left_out.values()):
        reasons = {reason: str(number) for reason, number in left_out.items()}
        log.info(say("osm.turns_left_out", path=path, kept=len(turns), count=count, **reasons))
    frame = pd.DataFrame(sorted(turns), columns=list(_Turn._fields))
    return frame[list(TURN_COLUMNS)].astype(TURN_COLUMNS)


def _rules(tags: Tags) -> Iterator[tuple[str, bool]]:
    """Give the vehicle (empty for all) and whether it is the only turn, for each rule that holds at all hours."""
    if not _HOURS.isdisjoint(tags):
        return
    for key, value in tags.items():
        name, _, vehicle = key.partition(":")
        if name == _TYPE and "conditional" not in vehicle and value.startswith(("no_", "only_")):
            yield vehicle or tags["type"].partition(":")[2], value.startswith("only_")


def _turns(restriction: Restriction, rules: dict[str, bool], via: list[int], streets: StreetNodes) -> Iterator[_Turn]:
    position = streets.position(via[0]) if via else None
    if position is None:
        return
    ways = (
        [way for way in restriction.of_role(role, WAY) if streets.touches(way, position)] for role in ("from", "to")
    )
    for (start, end), (vehicle, only) in product(product(*ways), rules.items()):
        exempt = restriction.tags.get("except", "")
        yield _Turn(restriction.relation_id, start, end, vehicle, only, position, exempt)
