"""What stands before and after the eight chapters."""

from collections.abc import Iterable

from geo.figures import format_date
from geo.findings import Finding
from geo.imprint import Imprint
from geo.report.content import Block, Bullets, Chapter, Heading, Paragraph, ToFill
from geo.words import say


def front(imprint: Imprint) -> Chapter:
    """Give who made this plan, of what, when and in which edition."""
    items = [
        say("report.intro.author", prt=imprint.prt),
        say("report.intro.version", version=imprint.version, status=imprint.status),
        say("report.intro.date", date=format_date(imprint.reference_date)),
        say("report.intro.edition", edition=edition(imprint)),
    ]
    made_up = [Paragraph(text=say("report.intro.fictional"))] if imprint.fictional else []
    blocks: list[Block] = [
        Paragraph(text=say("report.intro.purpose")),
        Bullets(items=tuple(items)),
        *made_up,
        Paragraph(text=say("report.intro.unknown")),
    ]
    return Chapter(ident="over-dit-plan", title=say("report.chapter.0"), blocks=tuple(blocks))


def edition(imprint: Imprint) -> str:
    """Give the edition as it stands on every page."""
    return say("edition.mark") if imprint.edition == "vertrouwelijk" else say("edition.openbaar")


def completeness(chapters: Iterable[Chapter], findings: Iterable[Finding], lacking: Iterable[Finding]) -> Chapter:
    """Give the page that lists what is missing and what could not be tested."""
    gaps = [block for chapter in chapters for block in chapter.blocks if isinstance(block, ToFill)]
    untested = [found.sentence() for found in _by_chapter(findings) if found.severity == "niet toetsbaar"]
    lacks = [
        say("report.completeness.lack", chapter=found.chapter, what=found.sentence()) for found in _by_chapter(lacking)
    ]
    blocks: list[Block] = [Paragraph(text=say("report.completeness.about"), italic=True)]
    if lacks:
        blocks += [Heading(text=say("report.heading.lacking")), Bullets(items=tuple(lacks))]
    if gaps:
        items = tuple(say("report.completeness.item", chapter=gap.where, what=gap.what) for gap in gaps)
        blocks += [Heading(text=say("report.heading.open_items")), Bullets(items=items)]
    elif not lacks:
        blocks.append(Paragraph(text=say("report.completeness.all")))
    if untested:
        blocks += [Heading(text=say("report.heading.untestable")), Bullets(items=tuple(untested))]
    return Chapter(ident="volledigheid", title=say("report.chapter.completeness"), blocks=tuple(blocks))


def _by_chapter(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda found: found.chapter)


def sources(imprint: Imprint, weight: str) -> Chapter:
    """Give the annex with sources and method."""
    items = tuple(
        say("report.sources.item", what=source.what, credit=source.credit, date=format_date(source.reference_date))
        for source in imprint.sources
    )
    title = say("report.chapter.sources")
    named: Block = Bullets(items=items) if items else ToFill(what=say("report.sources.no_sources"), where=title)
    by_weight = f"distance_by_{weight}"
    method = [Paragraph(text=say(f"report.sources.{key}")) for key in (by_weight, "supply", "need", "rounding")]
    heads = [Heading(text=say(f"report.heading.{key}")) for key in ("credits", "method")]
    return Chapter(ident="bronnen", title=title, blocks=(heads[0], named, heads[1], *method))
