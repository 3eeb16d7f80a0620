"""Towns at random with forbidden turns, and a second opinion that remembers by which street it came."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import osm_turns
from hypothesis import strategies as st
from numpy.typing import NDArray
from osm_turns import Piece

from tests.network.random_towns import SIDE, SPACING_M, Feet, SecondOpinion, TownPlan, thousandths
from tests.toytowns import Turn

KINDS: tuple[Mapping[str, str], ...] = (
    {"highway": "residential"},
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "tertiary", "oneway": "-1"},
    {"highway": "footway"},
    {"route": "ferry"},
)
RULES = ("no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "only_straight_on", "only_left_turn")


@st.composite
def turning_plans(draw: st.DrawFn) -> TownPlan:
    """Draw short streets on a lattice and turns where they meet."""
    places = {
        row * SIDE + column + 1: (column * SPACING_M, row * SPACING_M) for row in range(SIDE) for column in range(SIDE)
    }
    pairs = [(node, node + 1) for node in places if node % SIDE] + [
        (node, node + SIDE) for node in places if node + SIDE in places
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=8, max_size=20, unique=True))
    ways = []
    for number, pair in enumerate(chosen, start=1):
        through = list(pair if draw(st.booleans()) else pair[::-1])
        onward = through[-1] + SIDE
        if draw(st.integers(0, 5)) == 0 and onward in places:
            through.append(onward)
        ways.append((number, through, draw(st.sampled_from(KINDS))))
    at = defaultdict(list)
    for number, through, _ in ways:
        for node in through:
            at[node].append(number)
    corner = st.sampled_from(sorted(node for node, those in at.items() if len(those) > 1) or sorted(at))
    turns: list[Turn] = []
    for via in draw(st.lists(corner, min_size=4, max_size=14)):
        street = st.sampled_from(at[via])
        turns.append((draw(street), via, draw(street), draw(st.sampled_from(RULES))))
    return TownPlan(places, ways, {}, turns)


class TurningOpinion(SecondOpinion):
    """Lengths between feet by car where turns are forbidden: a search over pieces of street instead of places."""

    def __init__(self, plan: TownPlan) -> None:
        super().__init__(plan, "car")
        self.turns = plan.turns

    def totals_mm(self, origins: Feet, targets: Feet) -> NDArray[np.float64]:
        """Give millimetres from each origin to each target, legs included; infinite without path."""
        pieces = list(self._pieces([*self._spots(origins), *self._spots(targets)]))
        after = osm_turns.successors(pieces, self.segments, self.turns)
        answer = np.full((origins.count, targets.count), np.inf)
        for here, spot in zip(self._rows(origins), self._spots(origins), strict=True):
            reach = osm_turns.search(pieces, after, self.node(spot))
            for there, goal in zip(self._rows(targets), self._spots(targets), strict=True):
                legs = self._leg(origins.leg_m[here], "m") + self._leg(targets.leg_m[there], "m")
                pair = origins.owner[here], targets.owner[there]
                answer[pair] = min(answer[pair], legs + reach.get(self.node(goal), np.inf))
        return answer

    def _pieces(self, spots: Iterable[tuple[int, float]]) -> Iterator[Piece]:
        inside: dict[int, set[float]] = {}
        for number, fraction in spots:
            inside.setdefault(number, set()).add(fraction)
        for number, segment in enumerate(self.segments):
            whole = thousandths(segment.length_m)
            for low, high in itertools.pairwise(sorted({0.0, 1.0, *inside.get(number, ())})):
                ends, mm = (
                    (self.node((number, low)), self.node((number, high))),
                    round(high * whole) - round(low * whole),
                )
                if segment.way_direction != "backward" or mm == 0:
                    yield Piece(number, segment.way, True, *ends, mm)
                if segment.way_direction != "forward" or mm == 0:
                    yield Piece(number, segment.way, False, *ends[::-1], mm)
