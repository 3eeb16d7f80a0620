"""What the checks find: a code with its rule and source, and the rows it is about.

A finding is data. Its sentence and remedy are rendered late, from the word
catalogue, in the reader's language.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geo.words import say

Severity = Literal["rood", "oranje", "blauw", "info", "niet toetsbaar"]
SEVERITIES: tuple[Severity, ...] = ("rood", "oranje", "niet toetsbaar", "blauw", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a check tests."""

    code: str
    """Name of the finding, a key of the word catalogue (``finding.<code>``)."""
    severity: Severity
    """How serious a breach is."""
    chapter: int
    """Chapter of the plan that the rule belongs to."""
    source: str
    """Law, format or page that the rule comes from."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, or one rule that could not be tested."""

    code: str
    """Code of the rule."""
    severity: Severity
    """Severity; ``niet toetsbaar`` where data are missing."""
    chapter: int
    """Chapter of the plan."""
    ids: tuple[str, ...]
    """Ids of the rows it is about, sorted."""
    parameters: tuple[tuple[str, str], ...]
    """Values for the sentence, by name, already formatted."""
    source: str
    """Source of the rule."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what was found."""
        return say(f"finding.{self.code}", lang, **self._values())

    def remedy(self, lang: str = "nl") -> str:
        """Say what can be done about it."""
        return say(f"finding.{self.code}.remedy", lang, **self._values())

    def _values(self) -> dict[str, str]:
        return {"ids": ", ".join(self.ids), **dict(self.parameters)}


def found(
    rule: Rule,
    *,
    ids: tuple[str, ...] = (),
    severity: Severity | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Finding:
    """Make a finding of a rule.

    Parameters
    ----------
    rule
        The rule that was tested.
    ids
        Ids of the rows concerned, in any order.
    severity
        Other severity than the rule's, for example ``niet toetsbaar``.
    parameters
        Values for the sentence, by name, already formatted.
    """
    values = tuple(sorted((parameters or {}).items()))
    severity = severity or rule.severity
    return Finding(rule.code, severity, rule.chapter, tuple(sorted(ids)), values, rule.source)


def as_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Write findings as a table, the most serious first.

    Parameters
    ----------
    findings
        In any order.

    Returns
    -------
    table
        `code, severity, chapter, ids, parameters, source`; ids joined by ``;``, parameters as JSON.
    """
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.chapter, one.code, one.ids))
    rows = [
        (
            one.code,
            one.severity,
            one.chapter,
            ";".join(one.ids),
            json.dumps(one.parameters, ensure_ascii=False),
            one.source,
        )
        for one in ordered
    ]
    names = ["code", "severity", "chapter", "ids", "parameters", "source"]
    return pd.DataFrame(rows, columns=names).astype({"chapter": "int64"})


def from_frame(frame: pd.DataFrame) -> tuple[Finding, ...]:
    """Read findings back from a table that `as_frame` wrote."""
    return tuple(
        Finding(
            code=row.code,
            severity=row.severity,
            chapter=int(row.chapter),
            ids=tuple(filter(None, row.ids.split(";"))),
            parameters=tuple((name, value) for name, value in json.loads(row.parameters)),
            source=row.source,
        )
        for row in frame.itertuples(index=False)
    )
