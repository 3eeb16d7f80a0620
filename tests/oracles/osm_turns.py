"""A second opinion on forbidden turns; imports nothing from the package under test.

Written from rule R40 alone: a search over pieces of street, each in one direction, instead of over crossings, so that
it always knows by which way it came.
"""

import heapq
import itertools
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import osmium
from osm_streets import Foot, Raw, Segment, StreetOracle

CAR = {"motorcar", "motor_vehicle", "vehicle"}
Turn = tuple[int, int, int, str]
"""From way, via node, to way, and the rule."""


@dataclass(frozen=True)
class Piece:
    """A piece of a segment from one spot to the next, in one direction."""

    segment: int
    way: int
    ahead: bool
    start: object
    end: object
    size: float


def turns_of_relation(tags: Mapping[str, str], members: Iterable[tuple[str, int, str]]) -> Iterator[Turn]:
    """Read the turns for cars of one relation: members by kind (``n``, ``w`` or ``r``), id and role."""
    kind, _, of_type = tags.get("type", "").partition(":")
    exempt = {vehicle.strip().lower() for vehicle in tags.get("except", "").split(";")}
    vias = [(member, number) for member, number, role in members if role == "via"]
    if {"day_on", "day_off", "hour_on", "hour_off"} & tags.keys():
        return
    if kind != "restriction" or exempt & CAR or [member for member, _ in vias] != ["n"]:
        return
    ways = {end: {number for member, number, role in members if (member, role) == ("w", end)} for end in ("from", "to")}
    for key in ("", *CAR):
        rule = tags.get(f"restriction:{key}" if key else "restriction", "")
        if (key or of_type) in {"", *CAR} and rule.startswith(("no_", "only_")):
            yield from ((start, vias[0][1], end, rule) for start in ways["from"] for end in ways["to"])


def read_turns(pbf: Path) -> list[Turn]:
    """Read the turns for cars of an extract."""
    found: list[Turn] = []
    for relation in osmium.FileProcessor(str(pbf), osmium.osm.RELATION):
        members = [(member.type, member.ref, member.role) for member in relation.members]
        found += turns_of_relation(dict(relation.tags), members)
    return found


def read_xml_turns(xml: Path) -> list[Turn]:
    """Read the turns for cars of an XML file."""
    found: list[Turn] = []
    for _, element in ET.iterparse(xml):
        if element.tag == "relation":
            tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
            members = [
                (member.get("type", "")[:1], int(member.get("ref", "0")), member.get("role", ""))
                for member in element.iter("member")
            ]
            found += turns_of_relation(tags, members)
        if element.tag in {"node", "way", "relation"}:
            element.clear()
    return found


def successors(pieces: Sequence[Piece], segments: Sequence[Segment], turns: Iterable[Turn]) -> list[list[int]]:
    """Give the pieces that one may go on with after each."""
    leaving, arriving = defaultdict(list), defaultdict(list)
    for number, piece in enumerate(pieces):
        leaving[piece.start].append(number)
        arriving[piece.end].append(number)
    turns = list(turns)
    places = turning_places(segments, {via for _, via, _, _ in turns})
    after = [
        [
            one
            for one in leaving[piece.end]
            if pieces[one].segment != piece.segment or pieces[one].ahead == piece.ahead or piece.end in places
        ]
        for piece in pieces
    ]
    left: dict[int, tuple[set[int], set[int]]] = {}
    for from_way, via, to_way, rule in turns:
        came = [one for one in arriving.get(via, ()) if pieces[one].way == from_way]
        goes = [one for one in leaving.get(via, ()) if pieces[one].way == to_way]
        if len(came) == len(goes) == 1:
            left.setdefault(came[0], (set(), set()))[rule.startswith("only")].add(goes[0])
    for one, (forbidden, alone) in left.items():
        after[one] = [other for other in after[one] if other not in forbidden and (not alone or other in alone)]
    return after


def turning_places(segments: Sequence[Segment], vias: set[int]) -> set[object]:
    """Give where one may turn round: at crossings, and not in the middle of a street."""
    ends = defaultdict(list)
    for segment in segments:
        into, out = segment.way_direction != "forward", segment.way_direction != "backward"
        ends[segment.start].append((into, out, segment.ferry))
        ends[segment.end].append((out, into, segment.ferry))
    return {
        node
        for node, those in ends.items()
        if len(those) != 2 or node in vias or those[0] != (those[1][1], those[1][0], those[1][2])
    }


def search(pieces: Sequence[Piece], after: Sequence[Sequence[int]], start: object) -> dict[object, float]:
    """Give the size of the shortest way to every spot that can be reached."""
    found: dict[object, float] = {start: 0}
    heap = [(piece.size, number) for number, piece in enumerate(pieces) if piece.start == start]
    heapq.heapify(heap)
    done: set[int] = set()
    while heap:
        size, number = heapq.heappop(heap)
        if number in done:
            continue
        done.add(number)
        end = pieces[number].end
        found[end] = min(size, found.get(end, size))
        for onward in after[number]:
            heapq.heappush(heap, (size + pieces[onward].size, onward))
    return found


class TurningOracle(StreetOracle):
    """Streets for cars where turns are forbidden."""

    def __init__(self, raw: Raw, turns: Iterable[Turn], crs: str) -> None:
        super().__init__(raw, "car", crs)
        self.turns = list(turns)

    def reach(self, feet: list[tuple[object, Foot]]) -> dict[object, float]:
        """Give the metres over the streets from the first of some feet to each that can be reached, by name."""
        inside: dict[int, set[float]] = defaultdict(set)
        for _, foot in feet:
            inside[foot.segment].add(foot.fraction)
        pieces = list(self._pieces(inside))
        found = search(pieces, successors(pieces, self.segments, self.turns), self._spot(feet[0][1]))
        spots = {name: self._spot(foot) for name, foot in feet}
        return {name: found[spot] for name, spot in spots.items() if spot in found}

    def _spot(self, foot: Foot) -> object:
        segment = self.segments[foot.segment]
        return {0.0: segment.start, 1.0: segment.end}.get(foot.fraction, ("foot", foot.segment, foot.fraction))

    def _pieces(self, inside: Mapping[int, set[float]]) -> Iterator[Piece]:
        for number, segment in enumerate(self.segments):
            for low, high in itertools.pairwise(sorted({0.0, 1.0, *inside.get(number, ())})):
                start, end = (self._spot(Foot(number, fraction, 0.0)) for fraction in (low, high))
                size = (high - low) * segment.length_m
                if segment.way_direction != "backward":
                    yield Piece(number, segment.way, True, start, end, size)
                if segment.way_direction != "forward":
                    yield Piece(number, segment.way, False, end, start, size)
