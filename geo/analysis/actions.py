"""Issues still to be worked out: those given, and one for every open finding (chapter 8)."""

from collections.abc import Sequence

import pandas as pd

from geo.findings import Finding
from geo.tables.findings import ACTION_LIST

_ORDER = ("rood", "oranje", "niet toetsbaar")
"""Severities of findings that ask for an action, the gravest first."""


def action_list(actions: pd.DataFrame | None, findings: Sequence[Finding], *, lang: str = "nl") -> pd.DataFrame:
    """Put given actions and open findings in one list (Tabel 8.1).

    Parameters
    ----------
    actions
        ``issue, holder, due, status``, as read.
    findings
        From `geo.analysis.checks.check_plan`; those of severity ``info`` and ``blauw`` ask for no action. The gravest
        come first, those of the same severity in the order given.
    lang
        Language of the sentences.

    Returns
    -------
    table
        The columns of `geo.tables.findings.ACTION_LIST`, the given ones first. Holder and date of a finding are
        missing: nobody took it on yet.
    """
    columns = list(ACTION_LIST.names)
    given = pd.DataFrame(columns=columns) if actions is None else actions.reindex(columns=columns)
    asked = [
        {
            "issue": f"{one.sentence(lang)} {one.remedy(lang)}",
            "status": "open",
            "severity": one.severity,
            "chapter": one.chapter,
            "code": one.code,
        }
        for severity in _ORDER
        for one in findings
        if one.severity == severity
    ]
    made = pd.DataFrame(asked, columns=columns)
    parts = [part.astype(object) for part in (given, made) if len(part)]
    table = pd.concat(parts, ignore_index=True) if parts else given
    numbered = table.assign(number=range(1, len(table) + 1), due=pd.to_datetime(table["due"]).astype("datetime64[s]"))
    return numbered.astype({"number": "Int64", "chapter": "Int64"})
