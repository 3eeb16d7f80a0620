"""Chapter 2: present portfolio, distances to facilities, and capacity needed."""

from geo.report.chapters.parts import fact, heading, maps, missing, opening, optional, rows_of, table, total
from geo.report.content import Block, TableBlock
from geo.report.distance_table import distance_tables
from geo.report.results import ReportInput
from geo.words import say

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 2."""
    portfolio = results.portfolio
    return (
        *opening(results, 2),
        heading("portfolio"),
        fact(
            results, "portfolio", 2,
            places=total(portfolio, "capacity", "places"),
            locations=rows_of(portfolio, "locations"),
            reserve=total(portfolio, "reserve_capacity", "reserve"),
        ),
        table(portfolio, "2.1", "portfolio", total=True),
        heading("distances"),
        *_distances(results),
        *optional(results.reach, "2.5", "reach"),
        heading("need"),
        table(results.need, "2.3", "need"),
        table(results.confrontation, "2.4", "confrontation"),
        *maps(results, 2),
    )  # fmt: skip


def _distances(results: ReportInput) -> tuple[Block, ...]:
    names = _names(results)
    tables = distance_tables(results.distances, names, results.limits_m) if results.distances is not None else ()
    if not tables:
        caption = say("report.caption.distances", mode=say("mode.walk"))
        return (missing("table", 2, number="2.2", caption=caption),)
    letters = _LETTERS if len(tables) > 1 else ("",)
    return tuple(
        TableBlock(
            number=f"2.2{letter}",
            caption=made.shown.table.title,
            table=made.shown.table,
            frame=made.shown.frame,
            note=made.note,
        )
        for letter, made in zip(letters, tables, strict=False)
    )


def _names(results: ReportInput) -> dict[str, str]:
    if results.portfolio is None or not {"location_id", "name"} <= set(results.portfolio.frame):
        origins = [] if results.distances is None else sorted(map(str, results.distances["origin_id"].unique()))
        return {origin: origin for origin in origins}
    frame = results.portfolio.frame
    return {str(key): str(name) for key, name in zip(frame["location_id"], frame["name"], strict=True)}
