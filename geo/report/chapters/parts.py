"""What the chapters are put together from."""

from collections.abc import Mapping

import pandas as pd

from geo.figures import Figure, add_up
from geo.report.content import Block, Fact, Heading, Paragraph, Picture, Prose, TableBlock, ToFill
from geo.report.results import ReportInput, Shown
from geo.words import say

EMERGENCY = ("noodopvang", "crisisnoodopvang")
"""Current types that are shown apart from the regular portfolio."""


def opening(results: ReportInput, chapter: int) -> tuple[Block, ...]:
    """Give the explanation of a chapter and the prose that the user wrote for it."""
    text = results.texts.get(chapter, "").strip()
    about = Paragraph(text=say(f"report.about.{chapter}"), italic=True)
    if text:
        return (about, Prose(markdown=text))
    if chapter == _OPTIONAL:
        return (about,) if _own_actions(results) else (about, Paragraph(text=say("report.nothing")))
    return (about, missing(f"text_{chapter}", chapter))


def _own_actions(results: ReportInput) -> bool:
    """Tell whether the plan names actions itself, beside those that follow from findings."""
    given = results.actions
    if given is None or "severity" not in given.frame:
        return given is not None and not given.frame.empty
    return bool(given.frame["severity"].isna().any())


def missing(key: str, chapter: int, /, **values: str) -> ToFill:
    """Give the place of something that nobody gave."""
    return ToFill(what=say(f"report.fill.{key}", **values), where=title(chapter))


def title(chapter: int) -> str:
    """Give the title of a chapter, with its number."""
    return say(f"report.chapter.{chapter}")


def heading(key: str) -> Heading:
    """Give a heading of the format."""
    return Heading(text=say(f"report.heading.{key}"))


def table(shown: Shown | None, number: str, key: str, *, note: str = "") -> Block:
    """Give a table of the format, or the place where it is to come."""
    caption = say(f"report.caption.{key}")
    if shown is None or shown.frame.empty:
        return missing("table", int(number[0]), number=number, caption=caption)
    return TableBlock(number=number, caption=caption, table=shown.table, frame=shown.frame, note=note)


def optional(shown: Shown | None, number: str, key: str, *, note: str = "") -> tuple[Block, ...]:
    """Give a table that a plan may do without."""
    return () if shown is None or shown.frame.empty else (table(shown, number, key, note=note),)


def fact(results: ReportInput, key: str, chapter: int, /, **figures: Figure | None) -> Block:
    """Give a sentence with figures, or the place to fill in where one cannot be had.

    Parameters
    ----------
    results
        Results; a figure in ``results.figures`` under ``<key>.<name>`` goes before the one given here.
    key
        Key of the sentence under ``report.fact``.
    chapter
        Chapter that the sentence belongs to.
    figures
        Figures by their name in the sentence; None where the table lacks them.
    """
    used = {name: results.figures.get(f"{key}.{name}", figure) for name, figure in figures.items()}
    known = {name: figure for name, figure in used.items() if figure is not None}
    if len(known) < len(used):
        return missing("figure", chapter, chapter=title(chapter))
    return sentence(key, known)


def sentence(key: str, figures: Mapping[str, Figure], **words: str) -> Fact:
    """Give a sentence with figures and words in it."""
    texts = {name: figure.text() for name, figure in figures.items()}
    return Fact(label=key, text=say(f"report.fact.{key}", **texts, **words), figures=tuple(sorted(figures.items())))


def counted(number: int, unit: str, source: str) -> Figure:
    """Give a count with its unit, in the singular for one."""
    return Figure(value=number, unit=_unit(unit, number), source=source)


def rows_of(shown: Shown | None, unit: str) -> Figure | None:
    """Count the rows of a table."""
    return None if shown is None else counted(len(shown.frame), unit, shown.table.name)


def distinct(shown: Shown | None, column: str, unit: str) -> Figure | None:
    """Count the different values of a column."""
    if shown is None or column not in shown.frame:
        return None
    return counted(int(shown.frame[column].nunique()), unit, f"{shown.table.name}.{column}")


def total(shown: Shown | None, column: str, unit: str) -> Figure | None:
    """Add up a column; what is unknown is counted, not taken for zero."""
    if shown is None or column not in shown.frame:
        return None
    values = (None if pd.isna(value) else float(value) for value in shown.frame[column])
    added = add_up(values, source=f"{shown.table.name}.{column}")
    unit = _unit(unit, added.value if not added.unknown else None)
    return Figure(value=added.value, unit=unit, unknown=added.unknown, source=added.source)


def where(shown: Shown | None, column: str, *values: str) -> Shown | None:
    """Keep the rows that have one of some values."""
    if shown is None or column not in shown.frame:
        return None
    return Shown(table=shown.table, frame=shown.frame[shown.frame[column].isin(values)])


def regular(portfolio: Shown | None) -> Shown | None:
    """Leave out emergency reception, which never counts as regular supply."""
    if portfolio is None or "current_type" not in portfolio.frame:
        return portfolio
    return Shown(table=portfolio.table, frame=portfolio.frame[~portfolio.frame["current_type"].isin(EMERGENCY)])


def without_need(shown: Shown) -> bool:
    """Tell whether a table sets supply against a need that is known nowhere, so that it has nothing to say."""
    return "need_min" in shown.frame and not shown.frame.empty and bool(shown.frame["need_min"].isna().all())


def maps(results: ReportInput, chapter: int) -> tuple[Block, ...]:
    """Give the maps of a chapter, each followed by the same content as a table."""
    sheets = [sheet for sheet in results.sheets if sheet.chapter == chapter]
    blocks: list[Block] = []
    for sheet in sheets:
        blocks.append(Picture(caption=sheet.title, path=sheet.path, alt=sheet.alt))
        if sheet.table is not None and not sheet.table.frame.empty:
            caption = say("report.map_table", title=sheet.title)
            blocks.append(TableBlock(number="", caption=caption, table=sheet.table.table, frame=sheet.table.frame))
    return (heading("maps"), *blocks) if blocks else ()


def _unit(unit: str, number: float | None) -> str:
    return say(f"report.unit.{unit}_one" if number == 1 else f"report.unit.{unit}")


_OPTIONAL = 8
