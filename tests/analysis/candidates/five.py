"""The five sites of the worked example as facts and criteria."""

from typing import Literal

import five_sites
import numpy as np
import pandas as pd

from geo.analysis.candidates.criteria import Scores, scores
from geo.analysis.candidates.facts import Facts
from geo.tables.criteria import Criterion, Value
from geo.tables.facts import BEYOND, BORDER, KNOWN, UNKNOWN, Fact

NEAR = Value(shape="linear", worst=3_000, best=500)
MANY = Value(shape="linear", worst=24, best=60)
SIZE = Value(shape="target", target=(300, 600), zero=(50, 1_500))
FLOOR = Value(shape="stepped", steps=((0, 0), (7, 0.5), (10, 1)))
KINDS: tuple[Literal["metres", "places", "number", "months"], ...] = ("metres", "places", "number", "months")
CRITERIA = tuple(
    Criterion(id=name, title=name.title(), fact=fact, value=value, weight=weight, weight_low=low, weight_high=high)
    for name, fact, value, weight, (low, high) in zip(
        five_sites.CRITERIA,
        five_sites.FACTS,
        (NEAR, SIZE, FLOOR, MANY),
        five_sites.WEIGHTS,
        five_sites.BOUNDS,
        strict=True,
    )
)


def facts() -> Facts:
    value, low, high = (np.array(rows) for rows in (five_sites.VALUES, five_sites.LOWS, five_sites.HIGHS))
    status = np.full(value.shape, KNOWN, dtype=object)
    status[1, 3], status[3, 0], status[4, 0] = UNKNOWN, BORDER, BEYOND
    return Facts(
        ids=np.array(five_sites.IDS, dtype=object),
        facts=tuple(
            Fact(id=name, title=name.upper(), kind=kind, group="own", unit="m²" if name.endswith("m2") else "")
            for name, kind in zip(five_sites.FACTS, KINDS, strict=True)
        ),
        value=value,
        low=low,
        high=high,
        status=status,
        note=np.full(value.shape, "", dtype=object),
    )


def scored() -> Scores:
    return scores(facts(), CRITERIA, "worst")


def eligible(*words: str) -> pd.DataFrame:
    """Give what the hard rules leave: a word of each site."""
    rules = [("halte",) if word == "no" else () for word in words]
    unsure = [("school",) if word == "untestable" else () for word in words]
    return pd.DataFrame(
        {
            "candidate_id": pd.Series(five_sites.IDS, dtype="str"),
            "eligible": pd.Series(words, dtype="str"),
            "failed_rules": pd.Series(rules, dtype="object"),
            "untested_rules": pd.Series(unsure, dtype="object"),
        }
    )
