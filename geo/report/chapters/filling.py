"""Chapter 4: with which locations the need is met."""

from geo.figures import Figure, format_quarter
from geo.quarters import Quarter
from geo.report.chapters import dispersal
from geo.report.chapters.parts import (
    counted,
    fact,
    heading,
    maps,
    missing,
    opening,
    optional,
    rows_of,
    sentence,
    table,
    title,
    total,
)
from geo.report.content import Block
from geo.report.results import ReportInput, Shown
from geo.words import say

_CHAPTER = 4


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 4."""
    return (
        *opening(results, _CHAPTER),
        heading("coverage"),
        *_coverage(results.coverage),
        heading("allocation"),
        _decisions(results),
        *_allocation(results),
        table(results.allocation, "4.2", "allocation"),
        *optional(results.agreements, "4.3", "agreements"),
        *dispersal.blocks(results.dispersal),
        *maps(results, _CHAPTER),
    )


def _coverage(coverage: Shown | None) -> tuple[Block, ...]:
    shown, quarter = _last_quarter(coverage)
    if shown is None or quarter is None or "status" not in shown.frame:
        return (missing("figure", _CHAPTER, chapter=title(_CHAPTER)), table(coverage, "4.1", "coverage"))
    source = f"{shown.table.name}.status"
    statuses = shown.frame["status"]
    figures = {
        "lines": counted(len(shown.frame), "lines", source),
        "short": Figure(value=int(statuses.eq("short").sum()), source=source),
        "untestable": Figure(value=int(statuses.eq("untestable").sum()), source=source),
    }
    words = format_quarter(quarter)
    note = say("report.at_quarter", quarter=words)
    return (sentence("coverage", figures, quarter=words), table(shown, "4.1", "coverage", note=note))


def _last_quarter(coverage: Shown | None) -> tuple[Shown | None, Quarter | None]:
    if coverage is None or coverage.frame.empty or "quarter" not in coverage.frame:
        return coverage, None
    last = str(coverage.frame["quarter"].max())
    rows = coverage.frame[coverage.frame["quarter"] == last].drop(columns="quarter")
    return Shown(table=coverage.table, frame=rows), Quarter.parse(last)


def _allocation(results: ReportInput) -> tuple[Block, ...]:
    given = results.allocation
    if given is None:
        return ()
    if "places" in given.frame:
        given = Shown(table=given.table, frame=given.frame[given.frame["places"].ne(0).fillna(value=True)])
    places, locations = total(given, "places", "future"), rows_of(given, "locations")
    return (fact(results, "allocation", _CHAPTER, places=places, locations=locations),)


def _decisions(results: ReportInput) -> Block:
    tables = [shown for shown in (results.portfolio, results.allocation) if shown and "decision" in shown.frame]
    if not tables:
        return missing("figure", _CHAPTER, chapter=title(_CHAPTER))
    decisions, source = tables[0].frame["decision"], f"{tables[0].table.name}.decision"
    numbers = {
        "continued": int(decisions.isin(["voortzetten", "omvormen"]).sum()),
        "ended": int(decisions.eq("beeindigen").sum()),
        "open": int((decisions.isna() | decisions.eq("")).sum()),
    }
    return sentence("decisions", {name: Figure(value=number, source=source) for name, number in numbers.items()})
