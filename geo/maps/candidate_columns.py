"""Fits the text of a fact sheet in two columns: what finds no room is counted, never clipped."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.maps.candidate_bars import ChangesBlock, ScoresBlock, StandingBlock
from geo.maps.candidate_blocks import COLUMN, Block, FactsBlock, RulesBlock
from geo.maps.candidate_content import MOST_FACTS, CandidateContent
from geo.maps.layout import LEFT, RIGHT
from geo.maps.paper import Paper
from geo.tables.profiles import REPORTED

_GAP = 3.4
_LEAST_RULES, _LEAST_SCORES, _MOST_CHANGES = 5, 4, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """How much of each part is told."""

    rules: int
    scores: int
    brief: bool = False
    standing_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Two columns of parts."""

    left: tuple[Block, ...]
    """Parts at the left, from the top."""
    right: tuple[Block, ...]
    """Parts at the right, from the top."""

    @property
    def height(self) -> float:
        """Height of the taller one in mm."""
        return max(_height(self.left), _height(self.right))

    def draw(self, paper: Paper, top: float) -> None:
        """Set both from a height on paper."""
        for left, blocks in ((LEFT, self.left), (RIGHT - COLUMN, self.right)):
            y = top
            for block in blocks:
                block.draw(paper, left, y)
                y += block.height + _GAP


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks) + _GAP * max(len(blocks) - 1, 0)


def whole_columns(content: CandidateContent) -> Columns:
    """Set everything, as high as it comes."""
    return _balanced(content, _all(content), MOST_FACTS)


def fitted_columns(content: CandidateContent, room: float) -> Columns:
    """Set as much as fits a height.

    Parameters
    ----------
    content
        What is known of a candidate.
    room
        Height in mm.

    Returns
    -------
    columns
        First the rules without a bound are left out and then the values beside the rules, which both stand among the
        facts too; then the place in the ranking moves to the left; at last the lightest criteria and the rules that
        matter least go. At the left the facts that matter least make room.
    """
    told = next(
        (each for each in _less(_all(content), _bounded(content)) if _height(_right(content, each)) <= room), None
    )
    told = told or _Told(rules=_LEAST_RULES, scores=_LEAST_SCORES, brief=True, standing_left=True)
    most = min(MOST_FACTS, len(content.facts))
    whole = _balanced(content, told, most)
    if whole.height <= room:
        return whole
    fits = bisect(range(1, most), room, key=lambda count: _balanced(content, told, count).height)
    return _balanced(content, told, max(fits, 1))


def _all(content: CandidateContent) -> _Told:
    return _Told(rules=len(content.rules), scores=len(content.scores))


def _bounded(content: CandidateContent) -> int:
    return sum(rule.verdict != REPORTED for rule in content.rules)


def _less(told: _Told, bounded: int) -> Iterator[_Told]:
    """Give ever shorter versions of the column at the right; rules without a bound are facts too, and go first."""
    yield told
    for rules in range(told.rules - 1, max(bounded, _LEAST_RULES) - 1, -1):
        told = replace(told, rules=rules)
        yield told
    told = replace(told, brief=True)
    yield told
    told = replace(told, standing_left=True)
    yield told
    while told.rules > _LEAST_RULES or told.scores > _LEAST_SCORES:
        fewer_scores = told.scores > _LEAST_SCORES and (2 * told.scores > told.rules or told.rules <= _LEAST_RULES)
        told = replace(told, scores=told.scores - 1) if fewer_scores else replace(told, rules=told.rules - 1)
        yield told


def _right(content: CandidateContent, told: _Told) -> tuple[Block, ...]:
    standing = () if told.standing_left else (StandingBlock(standing=content.standing),)
    return (
        RulesBlock.of(content.rules, told.rules, brief=told.brief),
        ScoresBlock.of(content.scores, content.standing.score, told.scores),
        *standing,
    )


def _balanced(content: CandidateContent, told: _Told, facts: int) -> Columns:
    """Put the sentences under the column that is the shorter with them."""
    standing = (StandingBlock(standing=content.standing),) if told.standing_left else ()
    left: tuple[Block, ...] = (FactsBlock.of(content.facts, facts), *standing)
    right, changes = _right(content, told), ChangesBlock.of(content.changes, _MOST_CHANGES)
    at_right = Columns(left=left, right=(*right, changes))
    at_left = Columns(left=(*left, changes), right=right)
    return at_right if at_right.height <= at_left.height else at_left
