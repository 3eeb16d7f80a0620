"""Chapter 4: with which locations the need is met."""

from geo.figures import Figure, format_at_least, format_quarter
from geo.findings import counted as numbered
from geo.quarters import Quarter
from geo.report.chapters import candidates, dispersal
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
from geo.report.content import Block, Fact
from geo.report.results import ReportInput, Shown
from geo.tables.choices import CONTINUED, CONVERTED, ENDED
from geo.tables.coverage import ALWAYS
from geo.words import say

_CHAPTER = 4
_PARTS = ("continued", "converted", "ended", "undecided", "new", "staying")
"""Parts of the portfolio now and at the end, each with a count of its own of what is unknown."""


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 4."""
    return (
        *opening(results, _CHAPTER),
        heading("coverage"),
        *_coverage(results.coverage),
        heading("allocation"),
        _decisions(results),
        *_allocation(results),
        *_partition(results),
        table(results.allocation, "4.2a", "allocation"),
        *optional(results.allocation_parts, "4.2b", "allocation_parts"),
        *_descriptions(results),
        *dispersal.blocks(results.dispersal),
        *candidates.blocks(results.judgement, results.findings),
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
    told = _told(shown)
    hidden = len(shown.frame) - len(told.frame)
    note = say("report.at_quarter", quarter=words)
    if hidden:
        note = f"{note} {say('report.without_need', rows=numbered('rows', hidden))}"
    return (sentence("coverage", figures, quarter=words), table(told, "4.1", "coverage", note=note))


def _told(coverage: Shown) -> Shown:
    """Leave out the particular buckets for which an area has no need: there is nothing to set them against."""
    rows = coverage.frame
    if not {"bucket", "need_min", "need_max"} <= set(rows):
        return coverage
    asked = rows[["need_min", "need_max"]].notna().any(axis=1)
    return Shown(table=coverage.table, frame=rows[asked | rows["bucket"].isin(ALWAYS)])


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


def _partition(results: ReportInput) -> tuple[Block, ...]:
    """Tell what becomes of the portfolio, with how far its parts are from adding up to it, which is 0."""
    shown = results.allocation_parts
    if shown is None or shown.frame.empty:
        return ()
    whole = shown.frame[shown.frame["by"] == "all"].iloc[0]
    unit = say("report.unit.places")
    sums = {"portfolio": (unit, "unknown_now"), "end": (unit, "unknown_end"), "difference": ("", "")}
    parts = {name: ("", f"unknown_{name}") for name in _PARTS}
    figures = {
        name: Figure(
            value=int(whole[name]),
            unit=unit,
            unknown=int(whole[lost]) if lost else 0,
            source=f"{shown.table.name}.{name}",
        )
        for name, (unit, lost) in {**sums, **parts}.items()
    }
    # how many are unknown stands with the whole; a part says that it is a bound
    told = {name: format_at_least(int(whole[name]), unknown=figures[name].unknown) for name in _PARTS}
    texts = {name: figures[name].text() for name in sums} | told
    return (
        Fact(label="partition", text=say("report.fact.partition", **texts), figures=tuple(sorted(figures.items()))),
    )


def _descriptions(results: ReportInput) -> tuple[Block, ...]:
    """Give roles, agreements and factsheets of the locations, where there are any."""
    told = (*_roles(results), *optional(results.agreements, "4.3b", "agreements"), *_factsheets(results))
    return (heading("roles"), *told) if told else ()


def _roles(results: ReportInput) -> tuple[Block, ...]:
    shown = results.roles
    if shown is None or shown.frame.empty:
        return ()
    source = shown.table.name
    lacking = int((~shown.frame["agreed"].astype("bool")).sum())
    figures = {"topics": counted(len(shown.frame), "topics", source), "lacking": Figure(value=lacking, source=source)}
    return (sentence("roles", figures), table(shown, "4.3a", "roles"))


def _factsheets(results: ReportInput) -> tuple[Block, ...]:
    return tuple(
        table(shown, f"4.3{_letter(place)}", "factsheets") for place, shown in enumerate(results.factsheets, start=2)
    )


def _letter(place: int) -> str:
    """Give a letter, after ``z`` two: ``a``, …, ``z``, ``aa``, ``ab``."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    head, last = divmod(place, len(letters))
    return (letters[head - 1] if head else "") + letters[last]


def _decisions(results: ReportInput) -> Block:
    tables = [shown for shown in (results.portfolio, results.allocation) if shown and "decision" in shown.frame]
    if not tables:
        return missing("figure", _CHAPTER, chapter=title(_CHAPTER))
    decisions, source = tables[0].frame["decision"], f"{tables[0].table.name}.decision"
    numbers = {
        "continued": int(decisions.isin([CONTINUED, CONVERTED]).sum()),
        "ended": int(decisions.eq(ENDED).sum()),
        "open": int((decisions.isna() | decisions.eq("")).sum()),
    }
    return sentence("decisions", {name: Figure(value=number, source=source) for name, number in numbers.items()})
