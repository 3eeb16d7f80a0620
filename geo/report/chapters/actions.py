"""Chapter 8: other agreements, open issues, and what the checks found."""

from dataclasses import replace

import pandas as pd

from geo.figures import Figure
from geo.findings import Finding
from geo.report.chapters.parts import counted, fact, heading, maps, opening, rows_of, sentence, table
from geo.report.content import Block, TableBlock
from geo.report.results import ReportInput, Shown
from geo.tables.columns import Column, Table
from geo.words import say

_NO_ACTION = ("blauw", "info")
"""Severities of findings that are no action, so that they stand in the table of findings alone."""
_NAMES = ("severity", "chapter", "sentence", "remedy", "source")


def blocks(results: ReportInput) -> tuple[Block, ...]:
    """Give chapter 8."""
    red = sum(finding.severity == "rood" for finding in results.findings)
    figures = {
        "findings": counted(len(results.findings), "findings", "findings"),
        "red": Figure(value=red, source="findings.severity"),
    }
    given = rows_of(results.actions, "actions")
    rest = tuple(finding for finding in results.findings if finding.severity in _NO_ACTION)
    return (
        *opening(results, 8),
        heading("actions"),
        *((fact(results, "actions", 8, actions=given),) if given is not None else ()),
        _listed(results.actions),
        heading("findings"),
        sentence("findings", figures),
        *((table(findings_table(rest), "8.2", "findings"),) if rest else ()),
        *maps(results, 8),
    )


def _listed(actions: Shown | None) -> Block:
    """List the actions; what the plan names itself, and what is red, is never left out of a long list."""
    if actions is not None and "holder" in actions.frame:
        nobody = actions.frame["holder"].isna() | actions.frame["holder"].eq("")
        holder = actions.frame["holder"].astype("object").mask(nobody, say("report.no_holder"))
        actions = replace(actions, frame=actions.frame.assign(holder=holder))
    block = table(actions, "8.1", "actions")
    if actions is None or not isinstance(block, TableBlock) or "severity" not in actions.frame:
        return block
    grave = actions.frame["severity"].fillna("rood").eq("rood")
    return replace(block, whole=int(grave.to_numpy().nonzero()[0].max(initial=-1)) + 1)


def findings_table(findings: tuple[Finding, ...]) -> Shown:
    """Give the findings as a table in Dutch."""
    rows = [(found.severity, found.chapter, found.sentence(), found.remedy(), found.source) for found in findings]
    columns = tuple(Column(name=name, heading=say(f"report.finding.{name}")) for name in _NAMES)
    title = say("report.caption.findings")
    frame = pd.DataFrame(rows, columns=list(_NAMES)).astype("str")
    return Shown(table=Table(name="findings", title=title, columns=columns), frame=frame)
