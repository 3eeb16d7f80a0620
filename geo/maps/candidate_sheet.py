"""The fact sheet of a candidate site: its place and facts, what the rules say, how it ranks, what would change that."""

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.figures import format_km, format_list, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.basemap import Basemap
from geo.maps.candidate_bars import place_words, standing_words, unknown_words
from geo.maps.candidate_columns import facts_that_fit, fitted_columns, whole_columns
from geo.maps.candidate_content import MOST_FACTS, CandidateContent
from geo.maps.candidate_maps import MOST_MAP, SiteMaps
from geo.maps.layout import (
    LEFT,
    RIGHT,
    SUBTITLE,
    WIDTH,
    Heading,
    draw_foot,
    draw_logo,
    draw_marks,
    foot_top,
    one_line,
    subtitle_lines,
)
from geo.maps.locator import Locator
from geo.maps.paper import Letter, Paper
from geo.maps.sheets import Sheet, SheetInfo, check_edition, check_metric, sheet_name
from geo.maps.site import Site
from geo.words import say

_TITLE_BASE, _TITLE_STEP, _LEAST_TITLE_PT, _SECOND_LINE = 17.5, 5.0, 11.0, 1.8
_BAND_TOP, _BAND_LINE, _BAND_LINES, _GAP = 28.5, 4.3, 3, 3.0
_SCREENED = Letter(size_pt=10.0, weight="semibold")
_PROFILE = Letter(size_pt=8.0, colour=style.GREY)
_SPARE = 3.7
"""Room kept for a remark under the map, in mm."""
_BANDS = {"yes": ("#eaf2f8", style.ACCENT), "no": ("#fbeee4", style.WARNING), "untestable": ("#f3f2ee", style.GREY)}
"""Fill and edge of the band that says what came of the hard rules; the words say it too."""


def candidate_sheet(
    content: CandidateContent,
    site: Site | None,
    basemap: Basemap,
    locator: Locator,
    *,
    imprint: Imprint,
    facts: int = MOST_FACTS,
) -> Sheet:
    """Draw the fact sheet of a candidate.

    Parameters
    ----------
    content
        What is said of it.
    site
        The candidate as a place, its catchments and what is near; None where its place is not known.
    basemap
        Base map in the metric reference system of the site.
    locator
        The province, from `geo.maps.locator.prepare_locator`.
    imprint
        What stands on every sheet.
    facts
        More facts than this are not told: as many as `room_for_facts` gives of each sheet of a run, so that all tell
        the same.

    Raises
    ------
    InputError
        If the edition is open and the candidate is not.
    CrsError
        If the base map is not metric.
    """
    check_edition(pd.DataFrame({"open": [content.open]}), imprint)
    check_metric(basemap.crs)
    paper, heading, foot = Paper(), _heading(content), foot_top(imprint, basemap.crs)
    top = _draw_band(paper, content, _draw_heading(paper, heading, imprint))
    maps = _maps(content, site, basemap, locator, top, foot, facts)
    if maps is None:
        paper.text((LEFT, top + 3.0), say("sheet.nowhere"), SUBTITLE)
    else:
        maps = maps.placed()
        maps.draw(paper)
    below = _below(maps, top)
    fitted_columns(content, foot - below - 1.0, facts).draw(paper, below)
    draw_foot(paper, replace(heading, title=""), imprint, basemap.crs)
    info = SheetInfo(
        number=heading.number,
        title=content.name,
        name=sheet_name(say("sheet.name"), content.candidate_id, imprint),
        alt_text=_alt_text(content, maps),
        table=content_table(content),
        scale=maps.frame.scale if maps is not None else 0,
        unplaced=maps.scene.unplaced if maps is not None and maps.scene is not None else (),
    )
    return Sheet(info=info, figure=paper.figure)


def room_for_facts(
    content: CandidateContent, site: Site | None, basemap: Basemap, locator: Locator, *, imprint: Imprint
) -> int:
    """Count the facts that the sheet of a candidate has room for; it takes what `candidate_sheet` takes."""
    paper, foot = Paper(), foot_top(imprint, basemap.crs)
    top = _draw_band(paper, content, _draw_heading(paper, _heading(content), imprint))
    maps = _maps(content, site, basemap, locator, top, foot, MOST_FACTS)
    spare = 0.0 if maps is None else _SPARE
    return facts_that_fit(content, foot - _below(maps, top) - spare - 1.0)


def _heading(content: CandidateContent) -> Heading:
    number = say("sheet.number", number=content.candidate_id)
    return Heading(number=number, title=content.name, subtitle=" · ".join(content.about))


def _draw_heading(paper: Paper, heading: Heading, imprint: Imprint) -> float:
    """Set number and name, the name on two lines where one is too short; gives how far all below moves down."""
    number = Letter(size_pt=style.TITLE_PT, weight="semibold", colour=imprint.house.colour or style.ACCENT)
    told = one_line(heading.number, number, WIDTH / 2)
    start = LEFT + number.width_mm(told) + 4.5
    room, size = RIGHT - draw_logo(paper, imprint) - start, style.TITLE_PT
    while size > _LEAST_TITLE_PT and Letter(size_pt=size, weight="semibold").width_mm(heading.title) > room:
        size -= 0.5
    title = Letter(size_pt=size, weight="semibold")
    lines = list(title.wrap(heading.title, room))
    lines = [*lines[:1], *([one_line(" ".join(lines[1:]), title, room)] if lines[1:] else [])]
    paper.text((LEFT, _TITLE_BASE), told, number)
    for row, line in enumerate(lines):
        paper.text((start, _TITLE_BASE + row * _TITLE_STEP), line, title)
    down = _TITLE_STEP * (len(lines) - 1)
    marks = draw_marks(paper, imprint, top=20.2 + down)
    about = subtitle_lines(heading.subtitle, marks - LEFT - 3)
    for row, line in enumerate(about):
        paper.text((LEFT, 23.2 + down + row * 3.6), line, SUBTITLE)
    return down + (_SECOND_LINE if len(about) > 1 else 0.0)


def _draw_band(paper: Paper, content: CandidateContent, down: float) -> float:
    """Say what came of the hard rules, and against which profile; gives where the maps begin."""
    standing, fill = content.standing, _BANDS[content.screening]
    rank = place_words(standing)
    width = WIDTH - 8.0 - (_SCREENED.width_mm(rank) + 6.0 if rank else 0.0)
    lines = _band_lines(content, width)
    profile = say("sheet.profile", profile=content.profile) if content.profile else say("sheet.profile_none")
    top, height = _BAND_TOP + down, _BAND_LINE * len(lines) + 10.4
    paper.box((LEFT, top, WIDTH, height), fill=fill[0], edge=None, order=1.0)
    paper.box((LEFT, top, 1.4, height), fill=fill[1], edge=None, order=1.1)
    for row, line in enumerate(lines):
        paper.text((LEFT + 4.0, top + 4.6 + row * _BAND_LINE), line, _SCREENED)
    paper.text((RIGHT - 3.0, top + 4.6), rank, _SCREENED, align="right")
    paper.text((LEFT + 4.0, top + height - 2.2), say("sheet.screening.first"), _PROFILE)
    base = top + height - 6.0
    paper.text((LEFT + 4.0, base), one_line(profile, _PROFILE, width), _PROFILE)
    paper.text((RIGHT - 3.0, base), _beside_rank(content), _PROFILE, align="right")
    return top + height + _GAP


def _beside_rank(content: CandidateContent) -> str:
    """Tell the score of a ranked candidate, and how many values are unknown."""
    standing, unknown = content.standing, unknown_words(content.standing)
    if standing.rank is None or standing.score is None:
        return unknown
    score = say("sheet.rank.score", score=format_number(standing.score, 2))
    return say("sheet.rank.beside", one=unknown, other=score) if unknown else score


def _band_lines(content: CandidateContent, width: float) -> tuple[str, ...]:
    """Name as many rules as fit; the rest is counted."""
    for most in range(max(len(content.screened_on), 1), 0, -1):
        lines = _SCREENED.wrap(content.screened(most), width)
        if len(lines) <= _BAND_LINES:
            return lines
    first = _SCREENED.wrap(content.screened(1), width)
    return (*first[: _BAND_LINES - 1], one_line(" ".join(first[_BAND_LINES - 1 :]), _SCREENED, width))


def _maps(  # noqa: PLR0917
    content: CandidateContent,
    site: Site | None,
    basemap: Basemap,
    locator: Locator,
    top: float,
    foot: float,
    facts: int,
) -> SiteMaps | None:
    """Set the maps, as high as the text leaves room for; names are not placed yet."""
    if site is None:
        return None
    shown, wanted = replace(site, name=content.candidate_id), whole_columns(content, facts).height + _SPARE
    maps = SiteMaps.of(shown, basemap, locator, top, MOST_MAP)
    for _ in range(2):
        room = foot - top - 2.5 - wanted - (maps.height - maps.frame.height)
        height = float(np.clip(room, maps.least, MOST_MAP))
        maps = SiteMaps.of(shown, basemap, locator, top, height)
    return maps


def _below(maps: SiteMaps | None, top: float) -> float:
    """Tell where the text begins."""
    return top + (8.0 if maps is None else maps.height + 1.5)


def _alt_text(content: CandidateContent, maps: SiteMaps | None) -> str:
    empty = say("sheet.alt.empty")
    rules = "; ".join(
        say("sheet.alt.said", title=rule.title, text=_outcome(rule.verdict, rule.reason)) for rule in content.rules
    )
    facts = "; ".join(say("sheet.alt.said", title=fact.title, text=fact.said) for fact in content.facts)
    return say(
        "sheet.alt.all",
        name=content.name,
        number=content.candidate_id,
        screening=content.screened(),
        standing=standing_words(content.standing).rstrip("."),
        maps=say("sheet.nowhere") if maps is None else _map_words(maps),
        rules=rules or empty,
        facts=facts or empty,
    )


def _map_words(maps: SiteMaps) -> str:
    scale = format_number(maps.frame.scale)
    limits = [format_km(limit) for limit, area in sorted(maps.site.catchments.items()) if not area.is_empty]
    if not limits:
        return say("sheet.alt.maps_bare", scale=scale)
    return say("sheet.alt.maps", scale=scale, limits=format_list(limits))


def _outcome(verdict: str, reason: str) -> str:
    told = say(f"verdict.{verdict}")
    return f"{told} ({reason})" if reason and reason != told else told


def content_table(content: CandidateContent) -> pd.DataFrame:
    """Give all that a sheet tells, and what it had no room for, as a table with Dutch headings."""
    rows = [(say("sheet.facts.title"), fact.title, fact.said) for fact in content.facts]
    rows += [(say("sheet.rules.title"), rule.title, _outcome(rule.verdict, rule.reason)) for rule in content.rules]
    rows += [
        (
            say("sheet.scores.title"),
            score.title,
            say("sheet.scores.unranked") if score.part is None else format_number(score.part, 2),
        )
        for score in content.scores
    ]
    rows.append((say("sheet.rank.title"), "", standing_words(content.standing)))
    rows += [(say("sheet.change.title"), "", sentence) for sentence in content.changes]
    headings = [say(f"sheet.column.{name}") for name in ("part", "what", "value")]
    return pd.DataFrame(rows, columns=headings, dtype="str")
