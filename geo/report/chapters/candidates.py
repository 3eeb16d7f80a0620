"""The part of chapter 4 about candidate sites: who is left, why others fell out, and how sure the order is."""

from collections.abc import Iterable

from geo.figures import Figure, format_list, format_number, format_share
from geo.findings import Finding
from geo.report.chapters.parts import counted, heading, optional, sentence
from geo.report.content import Block, Bullets, Paragraph
from geo.report.results import Judgement
from geo.verdict_words import SMALL_MARGIN
from geo.words import say

_UNSURE = "first_unsure"
_TOLD = (_UNSURE, "methods_differ", "candidates_untestable")
"""Findings that are told here too, in this order."""


def blocks(found: Judgement | None, findings: Iterable[Finding] = ()) -> tuple[Block, ...]:
    """Give sentences on who is left, on the first and on how sure that is, and the tables; nothing without candidates.

    Parameters
    ----------
    found
        What became of the candidates; None without candidates.
    findings
        All findings; those that tell how sure the order is are told here.
    """
    if found is None or found.ranking.frame.empty:
        return ()
    told = sorted((one for one in findings if one.code in _TOLD), key=lambda one: _TOLD.index(one.code))
    return (
        heading("candidates"),
        _left(found),
        *(() if any(one.code == _UNSURE for one in told) else _first(found)),
        *((Bullets(items=tuple(one.sentence() for one in told)),) if told else ()),
        *optional(found.ranking, "4.5a", "candidates", note=_about_ranks(found)),
        *optional(found.verdicts, "4.5b", "candidate_verdicts", note=_about_rules(found)),
        *optional(found.criteria, "4.5c", "criteria", note=_left_out(found)),
        *optional(found.changes, "4.5d", "toppling", note=say("report.nearest_rivals")),
        Paragraph(text=say("report.candidate_files", edition=found.edition)),
    )


def _left_out(found: Judgement) -> str:
    return say("report.criteria_left_out", names=format_list(found.left_out)) if found.left_out else ""


def _about_ranks(found: Judgement) -> str:
    """Say what a rank interval is, where anybody has a rank."""
    ranks = [say("report.rank_note", weightings=format_number(found.weightings))] if found.first else []
    return " ".join([say("report.screening"), *ranks])


def _about_rules(found: Judgement) -> str:
    """Say whose choice the rules are, and what a small margin is where there is one."""
    small = say("report.small_margin", margin="")
    marked = any(str(margin).endswith(small) for margin in found.verdicts.frame["margin"])
    notes = [say("report.small_margin_note", share=format_share(SMALL_MARGIN))] if marked else []
    return " ".join([say("report.hard_is_choice"), *notes])


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
    return (sentence("first_candidate", {}, name=found.first, share=format_share(found.first_share, 1)),)
