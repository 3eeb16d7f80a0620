"""Chapter 2: present portfolio, distances to facilities, and capacity needed."""

from geo.report.chapters.parts import (
    EMERGENCY,
    fact,
    heading,
    maps,
    missing,
    opening,
    optional,
    regular,
    rows_of,
    table,
    total,
    where,
)
from geo.report.content import Block, TableBlock
from geo.report.distance_table import distance_tables
from geo.report.results import ReportInput
from geo.words import say

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 2."""
    portfolio, counted = results.portfolio, regular(results.portfolio)
    return (
        *opening(results, 2),
        heading("portfolio"),
        fact(
            results, "portfolio", 2,
            places=total(counted, "capacity", "places"),
            locations=rows_of(counted, "locations"),
            reserve=total(counted, "reserve_capacity", "reserve"),
        ),
        *_emergency(results),
        table(portfolio, "2.1a", "portfolio"),
        table(results.portfolio_totals, "2.1b", "portfolio_totals"),
        heading("distances"),
        *_distances(results),
        heading("need"),
        table(results.need, "2.3", "need"),
        table(results.confrontation, "2.4", "confrontation"),
        *maps(results, 2),
    )  # fmt: skip


def _emergency(results: ReportInput) -> tuple[Block, ...]:
    apart = where(results.portfolio, "current_type", *EMERGENCY)
    if apart is None or apart.frame.empty:
        return ()
    places, locations = total(apart, "capacity", "emergency"), rows_of(apart, "locations")
    return (fact(results, "emergency", 2, places=places, locations=locations),)


def _distances(results: ReportInput) -> tuple[Block, ...]:
    """Give the distances per mode and the people in reach, as one series of tables."""
    names = _names(results)
    caption = f"report.caption.distances_by_{results.weight}"
    found = results.distances
    tables = distance_tables(found, names, results.limits, caption) if found is not None else ()
    if not tables:
        caption = say(caption, mode=say("mode.walk"))
        return (missing("table", 2, number="2.2", caption=caption), *optional(results.reach, "2.2b", "reach"))
    shown = tuple(
        TableBlock(
            number=f"2.2{letter}",
            caption=made.shown.table.title,
            table=made.shown.table,
            frame=made.shown.frame,
            note=made.note,
        )
        for letter, made in zip(_LETTERS, tables, strict=False)
    )
    return (*shown, *optional(results.reach, f"2.2{_LETTERS[len(shown)]}", "reach"))


def _names(results: ReportInput) -> dict[str, str]:
    if results.portfolio is None or not {"location_id", "name"} <= set(results.portfolio.frame):
        origins = [] if results.distances is None else sorted(map(str, results.distances["origin_id"].unique()))
        return {origin: origin for origin in origins}
    frame = results.portfolio.frame
    return {str(key): str(name) for key, name in zip(frame["location_id"], frame["name"], strict=True)}
