"""The part of chapter 4 about candidate sites: who is left, why others fell out, and how sure the order is."""

from geo.figures import Figure, format_share
from geo.report.chapters.parts import counted, heading, optional, sentence
from geo.report.content import Block
from geo.report.results import Judgement
from geo.words import say


def blocks(found: Judgement | None) -> tuple[Block, ...]:
    """Give a sentence on who is left, one on the first, and the tables; nothing without candidates."""
    if found is None or found.ranking.frame.empty:
        return ()
    return (
        heading("candidates"),
        _left(found),
        *_first(found),
        *optional(found.ranking, "4.6a", "candidates", note=say("report.screening")),
        *optional(found.verdicts, "4.6b", "candidate_verdicts"),
        *optional(found.criteria, "4.6c", "criteria"),
        *optional(found.changes, "4.6d", "toppling", note=say("report.nearest_rivals")),
    )


def _left(found: Judgement) -> Block:
    source = f"{found.ranking.table.name}.eligible"
    figures = {
        "candidates": counted(sum(found.counts.values()), "candidates", source),
        "dropped": Figure(value=found.counts["no"], source=source),
        "untestable": Figure(value=found.counts["untestable"], source=source),
    }
    return sentence("candidates", figures, profile=found.profile)


def _first(found: Judgement) -> tuple[Block, ...]:
    if not found.first or found.first_share is None:
        return ()
    return (sentence("first_candidate", {}, name=found.first, share=format_share(found.first_share)),)
