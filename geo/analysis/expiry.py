"""How long the agreements of the current portfolio still run (chapter 2)."""

import numpy as np
import pandas as pd

from geo.analysis.portfolio import total_of
from geo.analysis.supply import ONE_DAY
from geo.tables.time_path import EXPIRY, TERM_CLASSES

_MONTHS = (6, 12, 24, 60)
_DATED, _INDEFINITE, _UNKNOWN = TERM_CLASSES[:5], TERM_CLASSES[5], TERM_CLASSES[6]


def expiry(rows: pd.DataFrame, *, reference_date: pd.Timestamp) -> pd.DataFrame:
    """Count the locations and places of the portfolio by how long their agreement still runs (Tabel 2.1c).

    Parameters
    ----------
    rows
        From `geo.analysis.portfolio.portfolio`.
    reference_date
        Day of the portfolio.

    Returns
    -------
    table
        The columns of `geo.tables.time_path.EXPIRY`, a row a class, all of them. The last day of an agreement is
        included: with 28-02-2021 it runs six months from 01-09-2020, and belongs to the class up to six. An indefinite
        term is not an unknown one. Emergency reception stands apart from regular places.
    """
    terms = term_classes(rows, reference_date)
    lines = [_line(term, rows[terms == term]) for term in TERM_CLASSES]
    return pd.DataFrame(lines, columns=list(EXPIRY.names)).astype(dict.fromkeys(EXPIRY.names[1:], "Int64"))


def term_classes(rows: pd.DataFrame, reference_date: pd.Timestamp) -> pd.Series:
    """Give the class of each row of a portfolio, one of `geo.tables.time_path.TERM_CLASSES`."""
    after = rows["agreement_end"] + ONE_DAY
    limits = [(after <= reference_date + pd.DateOffset(months=months)).to_numpy() for months in _MONTHS]
    dated = np.select(limits, _DATED[:-1], _DATED[-1])
    open_ended = np.where(rows["missing"].str.contains("end"), _UNKNOWN, _INDEFINITE)
    return pd.Series(np.where(rows["agreement_end"].isna(), open_ended, dated), index=rows.index, dtype="str")


def _line(term: str, rows: pd.DataFrame) -> dict[str, object]:
    sums = {kind: total_of(rows, kind) for kind in ("regular", "emergency")}
    numbers = {kind: figure.value for kind, figure in sums.items()}
    unknown = {f"{kind}_unknown": figure.unknown for kind, figure in sums.items()}
    return {"term": term, "locations": len(rows), **numbers, **unknown}
