"""The parts of a fact sheet that are lines of text: facts by subject, and what came of each rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Protocol

from geo.maps import style
from geo.maps.candidate_content import FactLine, RuleLine, chosen_facts, chosen_rules
from geo.maps.layout import SMALL
from geo.maps.paper import Letter, Paper
from geo.maps.style import MarkStyle
from geo.tables.profiles import ATTENTION, FAILS, MEETS, REPORTED, UNTESTABLE, VERDICT_WORDS
from geo.words import say

COLUMN = 92.5
"""Width of each of the two columns of a fact sheet, in mm."""
STEP = 2.8
"""From one line of text to the next, in mm."""
HEAD = 6.6
"""Height of a heading with the line under it, in mm."""
ROW = Letter(size_pt=7.0)
STRONG = Letter(size_pt=7.0, weight="semibold")
FAINT = Letter(size_pt=7.0, colour=style.GREY)
_HEADING = Letter(size_pt=style.HEADING_PT, weight="semibold")
_GROUP = Letter(size_pt=6.8, weight="semibold", colour=style.ACCENT)
_MARK_NUMBER = Letter(size_pt=5.6, colour=style.GREY)
_GUTTER, _NUMBER, _WIDEST_VALUE, _BETWEEN, _SPACE = 19.0, 3.2, 42.0, 0.9, 0.7
_MARK, _REASON, _WIDEST_REASON, _MARK_MM2 = 4.2, 36.0, 56.0, 4.4

VERDICT_MARKS: dict[str, MarkStyle] = {
    MEETS: MarkStyle(shape="circle", colour=style.GREEN),
    ATTENTION: MarkStyle(shape="triangle", colour=style.ORANGE),
    FAILS: MarkStyle(shape="square", colour=style.VERMILION),
    UNTESTABLE: MarkStyle(shape="diamond", colour=style.GREY, fill="open"),
}
"""Mark per verdict, another shape for each, so that the colour is not needed; what is only reported has a dash."""


class Block(Protocol):
    """A part of a column."""

    @property
    def height(self) -> float:
        """Height in mm."""

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""


def draw_head(
    paper: Paper, title: str, left: float, top: float, *, beside: Sequence[tuple[float, str, str]] = ()
) -> None:
    """Set the heading of a part, with a line under it and small words beside it: where, at which side, and what."""
    paper.text((left, top + 3.6), title, _HEADING)
    for x, align, text in beside:
        paper.text((left + x, top + 3.8), text, SMALL, align=align)
    paper.line([(left, top + 5.2), (left + COLUMN, top + 5.2)], width_mm=0.28)


def draw_lines(
    paper: Paper, lines: Sequence[str], at: tuple[float, float], letter: Letter, *, right: bool = False
) -> None:
    """Set lines below one another, the first in a row whose upper edge is given."""
    for number, line in enumerate(lines):
        place = (at[0], at[1] + 2.35 + number * STEP)
        paper.text(place, line, letter, align="right" if right else "left")


def draw_rest(paper: Paper, count: int, left: float, top: float) -> None:
    """Say how many are left out, and where they are."""
    if count:
        draw_lines(paper, [say("sheet.and_more", count=count)], (left, top), FAINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsBlock:
    """The facts by subject."""

    facts: tuple[FactLine, ...]
    """Those that are told."""
    rest: int = 0
    """How many are left out."""
    foot: tuple[str, ...] = ()
    """Other footnotes that stand with those of the facts."""

    @classmethod
    def of(cls, facts: Sequence[FactLine], most: int, foot: tuple[str, ...] = ()) -> "FactsBlock":
        """Tell as many facts as there is room for."""
        told = chosen_facts(facts, most)
        return cls(facts=told, rest=len(facts) - len(told), foot=foot)

    @property
    def height(self) -> float:
        """Height in mm."""
        groups = sum(self._group_height(group) for group in self._groups())
        empty = 0 if self.facts else len(self._empty())
        return HEAD + groups + STEP * (bool(self.rest) + empty) + self._sources_height()

    def _groups(self) -> dict[str, list[FactLine]]:
        found: dict[str, list[FactLine]] = {}
        for fact in self.facts:
            found.setdefault(fact.group, []).append(fact)
        return found

    def _group_height(self, group: str) -> float:
        rows = sum(max(map(len, _fact_lines(fact)[:2])) for fact in self._groups()[group])
        return max(rows, len(_label(group))) * STEP + _BETWEEN

    def _empty(self) -> tuple[str, ...]:
        return ROW.wrap(say("sheet.facts.none"), COLUMN)

    def _numbers(self) -> dict[str, int]:
        sources = dict.fromkeys(fact.source for fact in self.facts if fact.source)
        return {source: number for number, source in enumerate(sources, start=1)}

    def _sources(self) -> tuple[str, ...]:
        told = [say("sheet.facts.footnote", number=at, source=source) for source, at in self._numbers().items()]
        return SMALL.wrap(f"{'; '.join([*told, *self.foot])}.", COLUMN) if told or self.foot else ()

    def _sources_height(self) -> float:
        return len(self._sources()) * STEP + 0.8

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""
        draw_head(paper, say("sheet.facts.title"), left, top)
        y = top + HEAD
        if not self.facts:
            draw_lines(paper, self._empty(), (left, y), ROW)
            y += STEP * len(self._empty())
        for place, (group, facts) in enumerate(self._groups().items()):
            if place:
                paper.line([(left, y - 0.35), (left + COLUMN, y - 0.35)], colour=style.RULE, width_mm=0.14)
            self._draw_group(paper, group, facts, left, y)
            y += self._group_height(group)
        draw_rest(paper, self.rest, left, y)
        draw_lines(paper, self._sources(), (left, y + STEP * bool(self.rest) + 0.8), SMALL)

    def _draw_group(self, paper: Paper, group: str, facts: Sequence[FactLine], left: float, top: float) -> None:
        draw_lines(paper, _label(group), (left, top), _GROUP)
        numbers = self._numbers()
        for fact in facts:
            title, value, note = _fact_lines(fact)
            height = max(len(title), len(value))
            draw_lines(paper, title, (left + _GUTTER, top), ROW)
            if note:
                start = left + _GUTTER + ROW.width_mm(title[-1]) + _SPACE
                draw_lines(paper, [note], (start, top + STEP * (len(title) - 1)), FAINT)
            letter = STRONG if fact.known else FAINT
            draw_lines(paper, value, (left + COLUMN - _NUMBER, top), letter, right=True)
            if fact.source:
                draw_lines(paper, [str(numbers[fact.source])], (left + COLUMN, top - 0.7), _MARK_NUMBER, right=True)
            top += height * STEP


def _label(group: str) -> tuple[str, ...]:
    return _GROUP.wrap(say(f"fact_group.{group}").capitalize(), _GUTTER - 2.0)


def _fact_lines(fact: FactLine) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Break a fact into the lines of its title and of its value, as many of both, with its note where that fits."""
    letter = STRONG if fact.known else FAINT
    value = letter.wrap(fact.said, _WIDEST_VALUE)
    room = COLUMN - _GUTTER - _NUMBER - max(letter.width_mm(line) for line in value) - 2.0
    title = ROW.wrap(fact.title, room) or ("",)
    note = say("sheet.facts.note", note=fact.note) if fact.note else ""
    if ROW.width_mm(title[-1]) + _SPACE + FAINT.width_mm(note) > room:
        note = ""
    return title, value, note


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesBlock:
    """What came of the rules, one below the other."""

    rules: tuple[RuleLine, ...]
    """Those that are told."""
    rest: int = 0
    """How many are left out."""
    bounded: bool = False
    """Whether a rule with a bound is among those that are left out."""
    brief: bool = False
    """Whether the values, which stand among the facts, are left out."""
    sourced: bool = False
    """Whether footnotes tell where each bound stands; else they only tell which of them are one's own choice."""

    @classmethod
    def of(cls, rules: Sequence[RuleLine], most: int, *, brief: bool = False, sourced: bool = False) -> "RulesBlock":
        """Tell as many rules as there is room for."""
        told = chosen_rules(rules, most)
        bounds = [sum(rule.verdict != REPORTED for rule in some) for some in (rules, told)]
        return cls(rules=told, rest=len(rules) - len(told), bounded=bounds[1] < bounds[0], brief=brief, sourced=sourced)

    @property
    def foot(self) -> tuple[str, ...]:
        """What the footnotes say."""
        told = [say("sheet.facts.footnote", number=at, source=source) for source, at in self._letters().items()]
        elsewhere = not self.sourced and any(rule.sources for rule in self.rules)
        return (*told, say("sheet.rules.elsewhere")) if elsewhere else tuple(told)

    def _letters(self) -> dict[str, str]:
        """Give each source its letter, or two where there are more than the alphabet has."""
        sources = dict.fromkeys(source for rule in self.rules for source in rule.sources)
        own = say("sheet.rules.own_choice")
        told = [source for source in sources if self.sourced or source == own]
        return {source: _letter(place) for place, source in enumerate(told)}

    def _marks(self, rule: RuleLine) -> str:
        letters = self._letters()
        return " ".join(sorted((letters[source] for source in rule.sources if source in letters), key=_by_length))

    @property
    def height(self) -> float:
        """Height in mm."""
        rows = sum(self._row_height(rule) for rule in self.rules)
        return HEAD + rows + STEP * (bool(self.rest) + len(self._legend())) + 0.8

    def _row_height(self, rule: RuleLine) -> float:
        title, reason = self._cells(rule)
        return max(len(title), len(reason)) * STEP + 0.45

    def _cells(self, rule: RuleLine) -> tuple[tuple[str, ...], tuple[str, ...]]:
        letter = STRONG if rule.hard else ROW
        marks = _MARK_NUMBER.width_mm(self._marks(rule)) + 0.5
        beside = COLUMN - _MARK - letter.width_mm(rule.title) - marks - 2.0
        reason = ROW.wrap(self._reason(rule), min(max(beside, _REASON), _WIDEST_REASON))
        room = COLUMN - _MARK - max((ROW.width_mm(line) for line in reason), default=0.0) - marks - 2.0
        return letter.wrap(rule.title, room), reason

    def _reason(self, rule: RuleLine) -> str:
        if rule.value and rule.reason and not self.brief and rule.value not in rule.reason:
            return say("sheet.rules.found", value=rule.value, reason=rule.reason)
        return rule.reason or rule.value

    def _legend(self) -> list[list[tuple[str, str]]]:
        """Give the lines of the legend: the marks that occur, with what they mean."""
        found = {rule.verdict for rule in self.rules}
        items = [(verdict, say(f"verdict.{verdict}")) for verdict in VERDICT_WORDS if verdict in found]
        items = items or [("", say("sheet.rules.none"))]
        lines: list[list[tuple[str, str]]] = [[]]
        for item in items:
            if lines[-1] and sum(map(_item_width, [*lines[-1], item])) > COLUMN:
                lines.append([])
            lines[-1].append(item)
        return lines

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""
        hard = [(COLUMN, "right", say("sheet.rules.hard"))] if any(rule.hard for rule in self.rules) else []
        draw_head(paper, say("sheet.rules.title"), left, top, beside=hard)
        y = top + HEAD
        for rule in self.rules:
            title, reason = self._cells(rule)
            _draw_verdict(paper, rule.verdict, (left + 1.5, y + 1.45))
            letter = STRONG if rule.hard else ROW
            draw_lines(paper, title, (left + _MARK, y), letter)
            start = (
                left + _MARK + letter.width_mm(title[-1] if title else "") + 0.5,
                y + STEP * (len(title) - 1) - 0.7,
            )
            draw_lines(paper, [self._marks(rule)], start, _MARK_NUMBER)
            draw_lines(paper, reason, (left + COLUMN, y), ROW, right=True)
            y += self._row_height(rule)
            paper.line([(left, y - 0.3), (left + COLUMN, y - 0.3)], colour=style.RULE, width_mm=0.14)
        if self.rest and not self.bounded:
            draw_lines(paper, [say("sheet.rules.only_reported", count=self.rest)], (left, y), FAINT)
        else:
            draw_rest(paper, self.rest, left, y)
        y += STEP * bool(self.rest) + 0.8
        for line in self._legend():
            x = left
            for item in line:
                _draw_item(paper, item, x, y)
                x += _item_width(item)
            y += STEP


def _letter(place: int) -> str:
    first, last = divmod(place, len(ascii_lowercase))
    return f"{ascii_lowercase[first - 1] if first else ''}{ascii_lowercase[last]}"


def _by_length(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _item_width(item: tuple[str, str]) -> float:
    return SMALL.width_mm(item[1]) + (_MARK if item[0] else 0.0) + 2.8


def _draw_item(paper: Paper, item: tuple[str, str], left: float, top: float) -> None:
    verdict, text = item
    if verdict:
        _draw_verdict(paper, verdict, (left + 1.5, top + 1.45))
    draw_lines(paper, [text], (left + (_MARK if verdict else 0.0), top), SMALL)


def _draw_verdict(paper: Paper, verdict: str, at: tuple[float, float]) -> None:
    if verdict == REPORTED:
        paper.line([(at[0] - 0.9, at[1]), (at[0] + 0.9, at[1])], colour=style.GREY, width_mm=0.45)
        return
    paper.mark(at, VERDICT_MARKS[verdict], _MARK_MM2 * (0.6 if verdict == UNTESTABLE else 1.0))
    if verdict == FAILS:
        for sign in (1, -1):
            ends = [(at[0] - 0.6, at[1] - sign * 0.6), (at[0] + 0.6, at[1] + sign * 0.6)]
            paper.line(ends, colour=style.PAPER, width_mm=0.3, order=4.2)
