"""The facts of all candidates as a matrix: a row a candidate, a column a fact, with bounds where it is not sure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.tables.facts import CANDIDATE_FACTS, ENDLESS, FACTS, Fact

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Facts of candidates."""

    ids: Texts
    """Candidates, sorted."""
    facts: tuple[Fact, ...]
    """The facts, in the order of the columns."""
    value: Floats
    """Value of each fact of each candidate; NaN where there is none."""
    low: Floats
    """The true value is at least this; minus infinite where nothing is known of it, infinite where there is no end."""
    high: Floats
    """The true value is at most this; infinite where nothing is known of it, or where there is no path."""
    status: Texts
    """How sure each is: `geo.tables.facts.FACT_STATUSES`."""
    note: Texts
    """What each value is of; empty where there is nothing to say."""

    def column(self, fact: str) -> int | None:
        """Give the column of a fact; None where there is no such fact."""
        return next((at for at, one in enumerate(self.facts) if one.id == fact), None)

    def beside(self, other: "Facts") -> "Facts":
        """Put the facts of the same candidates beside these."""
        names = ("value", "low", "high", "status", "note")
        both = {name: np.column_stack([getattr(self, name), getattr(other, name)]) for name in names}
        return Facts(ids=self.ids, facts=(*self.facts, *other.facts), **both)

    def table(self) -> pd.DataFrame:
        """Give the facts as rows: the columns of `geo.tables.facts.CANDIDATE_FACTS`, by candidate and fact in order."""
        count = len(self.facts)
        finite = {name: np.where(np.isfinite(kept := getattr(self, name)), kept, np.nan) for name in ("low", "high")}
        frame = pd.DataFrame(
            {
                "candidate_id": np.repeat(self.ids, count),
                "fact": np.tile(np.array([fact.id for fact in self.facts], dtype=object), len(self.ids)),
                "value": self.value.ravel(),
                "low": finite["low"].ravel(),
                "high": finite["high"].ravel(),
                "status": self.status.ravel(),
                "note": self.note.ravel(),
            }
        )
        kinds = {**dict.fromkeys(("candidate_id", "fact", "status", "note"), "str")}
        return frame.astype(kinds)[list(CANDIDATE_FACTS.names)]

    def catalogue(self) -> pd.DataFrame:
        """Give which facts there are: the columns of `geo.tables.facts.FACTS`."""
        names = {"fact": "id"} | {name: name for name in FACTS.names if name != "fact"}
        frame = pd.DataFrame({name: [getattr(fact, own) for fact in self.facts] for name, own in names.items()})
        texts = [name for name in FACTS.names if name != "reference_date"]
        return frame.astype(dict.fromkeys(texts, "str"))


def facts_of(table: pd.DataFrame, catalogue: pd.DataFrame) -> Facts:
    """Read the facts back from their tables.

    Parameters
    ----------
    table, catalogue
        As `Facts.table` and `Facts.catalogue` give them.
    """
    kinds = tuple(_fact(row) for row in catalogue.to_dict("records"))
    ids = table["candidate_id"].to_numpy(dtype=object)[:: max(len(kinds), 1)]
    shape = (len(ids), len(kinds))
    value, low, high = (table[name].to_numpy(dtype=float).reshape(shape) for name in ("value", "low", "high"))
    status, note = (table[name].to_numpy(dtype=object).reshape(shape) for name in ("status", "note"))
    return Facts(
        ids=ids,
        facts=kinds,
        value=value,
        low=np.where(np.isnan(low), np.where(np.isin(status, ENDLESS), np.inf, -np.inf), low),
        high=np.where(np.isnan(high), np.inf, high),
        status=status,
        note=note,
    )


def _fact(row: Mapping[Any, Any]) -> Fact:
    given = {name: row[name] for name in FACTS.names if name not in {"fact", "reference_date"}}
    day = row["reference_date"]
    return Fact(id=row["fact"], reference_date=None if pd.isna(day) else day, **given)
