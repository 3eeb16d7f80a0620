"""A second opinion on what an extract holds; imports nothing from the package under test.

osmium hands over one object at a time, as the reader itself did at first: slow and plain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from pathlib import Path

import osmium

Tags = dict[str, str]
Ref = tuple[int, int, int]
NO_PLACE = 2_147_483_647


@dataclass
class PlainStreets:
    """Streets, barriers and turn restrictions as lists and dictionaries."""

    ways: list[tuple[int, list[Ref], Tags]] = field(default_factory=list)
    barriers: dict[int, Tags] = field(default_factory=dict)
    turns: list[tuple[int, int, int, str, bool, int, str]] = field(default_factory=list)
    cut: int = 0

    def nodes(self) -> dict[int, tuple[int, int]]:
        """Give the place of each node that a way uses, sorted by id."""
        return {ref: (x, y) for ref, x, y in sorted(chain.from_iterable(refs for _, refs, _ in self.ways))}

    def columns(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Give the tags of the ways as columns."""
        return {name: [tags.get(name, "") for _, _, tags in self.ways] for name in names}


def plain_streets(path: Path) -> PlainStreets:
    """Read streets and ferries, cut where nodes are missing, and what hangs on them."""
    found = PlainStreets()
    relations: list[tuple[int, Tags, list[tuple[str, int, str]]]] = []
    keys = osmium.filter.KeyFilter("highway", "route", "barrier", "type")
    for thing in osmium.FileProcessor(str(path)).with_locations("flex_mem").with_filter(keys):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_node() and "barrier" in tags:
            found.barriers[thing.id] = tags
        elif thing.is_way() and ("highway" in tags or tags.get("route") == "ferry"):
            refs = [(node.ref, node.x, node.y) for node in thing.nodes]
            found.cut += any(x == NO_PLACE for _, x, _ in refs)
            found.ways += [(thing.id, run, tags) for run in _runs(refs)]
        elif thing.is_relation():
            members = [(member.type, member.ref, member.role) for member in thing.members]
            relations.append((thing.id, tags, members))
    found.ways.sort(key=lambda way: way[0])
    places = found.nodes()
    found.barriers = {node: found.barriers[node] for node in sorted(found.barriers) if node in places}
    touching = _ways_at(found, {ref for _, _, members in relations for _, ref, role in members if role == "via"})
    found.turns = sorted(turn for relation in relations for turn in _turns(touching, *relation))
    return found


def _runs(refs: list[Ref]) -> list[list[Ref]]:
    runs: list[list[Ref]] = [[]]
    for ref in refs:
        if ref[1] == NO_PLACE:
            runs.append([])
        elif not runs[-1] or runs[-1][-1][0] != ref[0]:
            runs[-1].append(ref)
    return [run for run in runs if any(a != b for a, b in pairwise(run))]


def _ways_at(found: PlainStreets, nodes: set[int]) -> dict[int, set[int]]:
    ways: dict[int, set[int]] = {node: set() for node in nodes}
    for way, refs, _ in found.ways:
        for node in nodes.intersection(ref for ref, _, _ in refs):
            ways[node].add(way)
    return ways


def _turns(
    touching: dict[int, set[int]], number: int, tags: Tags, members: list[tuple[str, int, str]]
) -> list[tuple[int, int, int, str, bool, int, str]]:
    kind, _, older = tags.get("type", "").partition(":")
    via = [(each, ref) for each, ref, role in members if role == "via"]
    if kind != "restriction" or len(via) != 1 or via[0][0] != "n":
        return []
    ends = [
        {ref for each, ref, role in members if (each, role) == ("w", wanted) and ref in touching[via[0][1]]}
        for wanted in ("from", "to")
    ]
    rules = []
    for key, value in tags.items():
        if key == "restriction" or (key.startswith("restriction:") and not key.endswith("conditional")):
            limited = key.removeprefix("restriction").removeprefix(":") or older
            if value.startswith(("no_", "only_")):
                rules.append((limited, value.startswith("only_")))
    return [
        (number, start, end, limited, only, via[0][1], tags.get("except", ""))
        for (start, end), (limited, only) in product(product(*ends), rules)
    ]
