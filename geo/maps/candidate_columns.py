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
    sourced: bool = True
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


def whole_columns(content: CandidateContent, most: int = MOST_FACTS) -> Columns:
    """Set everything, but for more facts than so many, as high as it comes."""
    return _balanced(content, _all(content), most)


def fitted_columns(content: CandidateContent, room: float, most: int = MOST_FACTS) -> Columns:
    """Set as much as fits a height.

    Parameters
    ----------
    content
        What is known of a candidate.
    room
        Height in mm.
    most
        More facts than this are not told.

    Returns
    -------
    columns
        As few of the rest as leaves room for the facts: first the rules without a bound are left out and then the
        values beside the rules, which both stand among the facts too; then footnotes of the rules, and the place in
        the ranking moves to the left; at last the lightest criteria and the rules that matter least go. Where even that
        leaves too little room, as many facts are told as fit, those first that every sheet should have.
    """
    told, facts = _chosen(content, room, most, most)
    return _balanced(content, told, facts)


def facts_that_fit(content: CandidateContent, room: float) -> int:
    """Count the facts that fit a height beside the rest, which makes room for those that every sheet should have."""
    wanted = sum(fact.turn == 0 for fact in content.facts)
    return _chosen(content, room, wanted, MOST_FACTS)[1]


def _chosen(content: CandidateContent, room: float, wanted: int, most: int) -> tuple[_Told, int]:
    """Choose how much of each part is told, so that the wanted facts fit, and count the facts that do."""
    most = min(most, len(content.facts))
    best = (_Told(rules=_LEAST_RULES, scores=_LEAST_SCORES, brief=True, sourced=False, standing_left=True), -1)
    for told in _less(_all(content), _bounded(content)):
        if _height(_right(content, told)) <= room:
            fits = _fitting(content, told, room, most)
            if fits > best[1]:
                best = (told, fits)
            if fits >= min(wanted, most):
                break
    return best[0], max(best[1], min(most, 1))


def _fitting(content: CandidateContent, told: _Told, room: float, most: int) -> int:
    if _balanced(content, told, most).height <= room:
        return most
    return bisect(range(1, most), room, key=lambda count: _balanced(content, told, count).height)


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
    for change in ({"brief": True}, {"sourced": False}, {"standing_left": True}):
        told = replace(told, **change)
        yield told
    while told.rules > _LEAST_RULES or told.scores > _LEAST_SCORES:
        fewer_scores = told.scores > _LEAST_SCORES and (2 * told.scores > told.rules or told.rules <= _LEAST_RULES)
        told = replace(told, scores=told.scores - 1) if fewer_scores else replace(told, rules=told.rules - 1)
        yield told


def _right(content: CandidateContent, told: _Told) -> tuple[RulesBlock, *tuple[Block, ...]]:
    standing = () if told.standing_left else (StandingBlock(standing=content.standing),)
    return (
        RulesBlock.of(content.rules, told.rules, brief=told.brief, sourced=told.sourced),
        ScoresBlock.of(content.scores, content.standing.score, told.scores),
        *standing,
    )


def _balanced(content: CandidateContent, told: _Told, facts: int) -> Columns:
    """Put the sentences under the column that is the shorter with them."""
    standing = (StandingBlock(standing=content.standing),) if told.standing_left else ()
    right, changes = _right(content, told), ChangesBlock.of(content.changes, _MOST_CHANGES)
    left: tuple[Block, ...] = (FactsBlock.of(content.facts, facts, right[0].foot), *standing)
    at_right = Columns(left=left, right=(*right, changes))
    at_left = Columns(left=(*left, changes), right=right)
    return at_right if at_right.height <= at_left.height else at_left
