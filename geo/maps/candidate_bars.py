"""The parts of a fact sheet that are drawn: score bars, the place in the ranking, and what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.figures import format_number, format_share
from geo.maps import style
from geo.maps.candidate_blocks import COLUMN, FAINT, HEAD, ROW, STEP, STRONG, draw_head, draw_lines, draw_rest
from geo.maps.candidate_content import ScoreLine, Standing, chosen_scores
from geo.maps.layout import SMALL
from geo.maps.paper import Paper
from geo.maps.style import MarkStyle
from geo.words import say

_TITLE, _WEIGHT, _BAR_LEFT, _BAR_RIGHT = 35.0, 47.0, 50.0, 82.0
"""Width of the titles, and where on a line the weight ends and the bar begins and ends, in mm."""
_BAR_MM, _LINE_MM = 1.9, 0.25
_TRACK = "#f1f0ec"
_AXIS_MM, _AXIS_LEFT, _TICK_MM = 7.6, 3.0, 0.9
_RANK_MM2 = 6.5
_MOST_TICKS = 40
_HERE = MarkStyle(shape="diamond", colour=style.INK)
_BULLET_MM = 2.6
_ROW_GAP = 0.5
_REST = STEP + _ROW_GAP
"""Room below a row, and height of the line that tells what is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresBlock:
    """A bar per criterion."""

    scores: tuple[ScoreLine, ...]
    """Those that are told."""
    total: float | None
    """Sum of all parts; None where the candidate is not scored."""
    rest: int = 0
    """How many are left out."""

    @classmethod
    def of(cls, scores: Sequence[ScoreLine], total: float | None, most: int) -> "ScoresBlock":
        """Tell as many criteria as there is room for."""
        told = chosen_scores(scores, most)
        return cls(scores=told, total=total, rest=len(scores) - len(told))

    @property
    def height(self) -> float:
        """Height in mm."""
        if not self.scores:
            return HEAD + STEP
        rows = sum(_score_height(score) for score in self.scores)
        return HEAD + rows + _REST * bool(self.rest) + STEP * (1 + len(self._notes())) + 1.4

    def _notes(self) -> tuple[str, ...]:
        notes = [say("sheet.scores.missing")] if any(score.missing for score in self.scores) else []
        notes += [say("sheet.scores.whisker")] if any(_is_uncertain(score) for score in self.scores) else []
        return SMALL.wrap(" ".join(notes), COLUMN) if notes else ()

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""
        places = ((_WEIGHT, "right", "weight"), (_BAR_LEFT, "left", "score"), (COLUMN, "right", "part"))
        beside = [(x, align, say(f"sheet.scores.{key}")) for x, align, key in places] if self.scores else []
        draw_head(paper, say("sheet.scores.title"), left, top, beside=beside)
        y = top + HEAD
        if not self.scores:
            draw_lines(paper, [say("sheet.scores.none")], (left, y), ROW)
            return
        for score in self.scores:
            _draw_score(paper, score, left, y)
            y += _score_height(score)
        draw_rest(paper, self.rest, left, y)
        y += _REST * bool(self.rest)
        paper.line([(left, y - 0.1), (left + COLUMN, y - 0.1)], width_mm=0.14)
        draw_lines(paper, [say("sheet.scores.total")], (left, y + 0.2), STRONG)
        total = say("sheet.scores.unranked") if self.total is None else format_number(self.total, 2)
        draw_lines(paper, [total], (left + COLUMN, y + 0.2), STRONG, right=True)
        draw_lines(paper, self._notes(), (left, y + STEP + 1.0), SMALL)


def _is_uncertain(score: ScoreLine) -> bool:
    return score.low is not None and score.high is not None and score.high - score.low > 1e-9  # noqa: PLR2004


def _score_height(score: ScoreLine) -> float:
    return len(ROW.wrap(score.title, _TITLE)) * STEP + _ROW_GAP


def _draw_score(paper: Paper, score: ScoreLine, left: float, top: float) -> None:
    draw_lines(paper, ROW.wrap(score.title, _TITLE), (left, top), ROW)
    draw_lines(paper, [format_share(score.weight, 1)], (left + _WEIGHT, top), ROW, right=True)
    part = say("sheet.scores.unranked") if score.part is None else format_number(score.part, 2)
    draw_lines(paper, [part], (left + COLUMN, top), FAINT if score.part is None or score.missing else ROW, right=True)
    start, y, width = left + _BAR_LEFT, top + 1.5, _BAR_RIGHT - _BAR_LEFT
    track = (start, y - _BAR_MM / 2, width, _BAR_MM)
    hatched = score.missing or score.score is None
    paper.box(track, fill=_TRACK, edge=style.RULE, width_mm=0.1, hatch="//////" if hatched else "")
    if score.score:
        bar = (start, y - _BAR_MM / 2, width * score.score, _BAR_MM)
        paper.box(bar, fill=None if hatched else style.ACCENT, edge=style.INK, width_mm=0.18, order=2.5)
    if _is_uncertain(score):
        ends = [start + width * float(end or 0.0) for end in (score.low, score.high)]
        paper.line([(ends[0], y), (ends[1], y)], colour=style.PAPER, width_mm=3 * _LINE_MM, order=3.0)
        paper.line([(ends[0], y), (ends[1], y)], width_mm=_LINE_MM, order=3.1)
        for x in ends:
            paper.line([(x, y - 1.2), (x, y + 1.2)], width_mm=_LINE_MM, order=3.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingBlock:
    """The place in the ranking, with how far it goes up and down over all weightings."""

    standing: Standing
    """The place."""

    @property
    def height(self) -> float:
        """Height in mm."""
        axis = 0.0 if self.standing.rank is None else _AXIS_MM
        return HEAD + axis + (len(self._lines()) + len(self._legend())) * STEP

    def _legend(self) -> tuple[str, ...]:
        return () if self.standing.rank is None else SMALL.wrap(say("sheet.rank.drawn"), COLUMN)

    def _lines(self) -> tuple[str, ...]:
        return ROW.wrap(standing_words(self.standing), COLUMN)

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""
        draw_head(paper, say("sheet.rank.title"), left, top)
        y = top + HEAD
        if self.standing.rank is not None:
            _draw_axis(paper, self.standing, self.standing.rank, left, y)
            y += _AXIS_MM
        draw_lines(paper, self._lines(), (left, y), ROW)
        draw_lines(paper, self._legend(), (left, y + STEP * len(self._lines())), SMALL)


def unknown_words(standing: Standing) -> str:
    """Tell how many facts that a place hangs on are unknown; empty for none."""
    if standing.rank is None or not standing.unknown:
        return ""
    count = format_number(standing.unknown)
    return say("sheet.rank.unknown_one") if standing.unknown == 1 else say("sheet.rank.unknown", count=count)


def place_words(standing: Standing) -> str:
    """Tell the place, with a reservation where facts that it hangs on are unknown; empty where there is none."""
    if standing.rank is None:
        return ""
    place = say("sheet.rank.of", rank=format_number(standing.rank), count=format_number(standing.count))
    return say("sheet.rank.reserved", place=place) if standing.unknown else place


def standing_words(standing: Standing) -> str:
    """Tell the place in a sentence."""
    if standing.rank is None:
        return " ".join(standing.words)
    place, unknown = place_words(standing), unknown_words(standing)
    place = say("sheet.rank.because", place=place, unknown=unknown) if unknown else place
    return f"{'; '.join([place, *standing.words])}."


def _draw_axis(paper: Paper, standing: Standing, rank: int, left: float, top: float) -> None:
    count, width = max(standing.count, rank, standing.high or 1), COLUMN - 2 * _AXIS_LEFT
    y = top + 1.9

    def at(place: float) -> float:
        return left + _AXIS_LEFT + (width / 2 if count == 1 else width * (place - 1) / (count - 1))

    paper.line([(left + _AXIS_LEFT, y), (left + _AXIS_LEFT + width, y)], colour=style.GREY, width_mm=0.2)
    for place in range(1, count + 1) if count <= _MOST_TICKS else (1, count):
        paper.line([(at(place), y - _TICK_MM), (at(place), y + _TICK_MM)], colour=style.GREY, width_mm=0.2)
    if standing.low is not None and standing.high is not None:
        half = min(1.2, width / max(count - 1, 1) / 3)
        box = (at(standing.low) - half, y - 0.8, at(standing.high) - at(standing.low) + 2 * half, 1.6)
        paper.box(box, fill=style.SKY, edge=style.INK, width_mm=0.18, order=3.2)
    paper.mark((at(rank), y), _HERE, _RANK_MM2)
    places = {1: at(1), count: at(count)}
    near = ROW.width_mm(format_number(rank)) + ROW.width_mm(format_number(count)) / 2 + 1.0
    shown = {place: x for place, x in places.items() if abs(x - at(rank)) > near or place == rank} | {rank: at(rank)}
    for place, x in shown.items():
        letter = STRONG if place == rank else FAINT
        paper.text((x, y + 4.4), format_number(place), letter, align="center")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesBlock:
    """What would change the place, in sentences."""

    sentences: tuple[str, ...]
    """Those that are told."""
    rest: int = 0
    """How many are left out."""

    @classmethod
    def of(cls, sentences: Sequence[str], most: int) -> "ChangesBlock":
        """Tell as many sentences as there is room for, the first ones."""
        told = tuple(sentences[:most]) or (say("sheet.change.none"),)
        return cls(sentences=told, rest=len(sentences[most:]))

    @property
    def height(self) -> float:
        """Height in mm."""
        return HEAD + sum(len(lines) * STEP + 0.4 for lines in self._wrapped()) + STEP * bool(self.rest)

    def _wrapped(self) -> list[tuple[str, ...]]:
        return [ROW.wrap(sentence, COLUMN - _BULLET_MM) for sentence in self.sentences]

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Set it with its upper left corner at a point."""
        draw_head(paper, say("sheet.change.title"), left, top)
        y = top + HEAD
        for lines in self._wrapped():
            draw_lines(paper, ["•"], (left, y), ROW)
            draw_lines(paper, lines, (left + _BULLET_MM, y), ROW)
            y += len(lines) * STEP + 0.4
        draw_rest(paper, self.rest, left, y)
