"""Facts of candidates written as short as they can be, for tests."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.verdicts import verdicts
from geo.tables.facts import BEYOND, BORDER, KNOWN, NONE, ON_SITE, UNKNOWN, UNREACHABLE, Fact
from geo.tables.profiles import Profile, Rule
from geo.tables.profiles import Test as Ask

Cell = tuple[float, float, float, str]
"""Value, least, most and status."""

HERE: Cell = (0.0, 0.0, 0.0, ON_SITE)
CUT_OFF: Cell = (math.nan, math.inf, math.inf, UNREACHABLE)
NO_SUCH: Cell = (math.nan, -math.inf, math.inf, NONE)
NOT_GIVEN: Cell = (math.nan, -math.inf, math.inf, UNKNOWN)


def sure(value: float) -> Cell:
    return value, value, value, KNOWN


def at_border(value: float, low: float = 0.0) -> Cell:
    return value, low, value, BORDER


def beyond(limit: float) -> Cell:
    return math.nan, limit, math.inf, BEYOND


def between(low: float, high: float) -> Cell:
    return (low + high) / 2, low, high, KNOWN


def facts_of_cells(columns: Mapping[str, Sequence[Cell]]) -> Facts:
    """Make facts of cells: a column a fact, a row a candidate; the candidates are ``K0``, ``K1``, …"""
    rows = len(next(iter(columns.values())))
    cells = [[columns[name][row] for name in columns] for row in range(rows)]
    number = [np.array([[cell[at] for cell in row] for row in cells], dtype=float) for at in range(3)]
    status = np.array([[cell[3] for cell in row] for row in cells], dtype=object).reshape(rows, len(columns))
    return Facts(
        ids=np.array([f"K{row}" for row in range(rows)], dtype=object),
        facts=tuple(Fact(id=name, title=name, kind="metres", group="access", unit="m") for name in columns),
        value=number[0],
        low=number[1],
        high=number[2],
        status=status,
        note=np.full(status.shape, "", dtype=object),
    )


def rule(*tests: Ask, name: str = "regel", hard: bool = True) -> Rule:
    return Rule(id=name, title=f"Wat {name} vraagt", source="domein, tabel 3f", hard=hard, tests=tests)


def profile(*rules: Rule) -> Profile:
    return Profile(id="proef", title="Proef", date="jaar onbekend", source="proefbron", rules=rules)


def judged(tests: Sequence[Ask], **cells: Cell) -> dict[str, object]:
    """Judge one candidate by one rule; gives the row of its verdict."""
    table = verdicts(facts_of_cells({name: [cell] for name, cell in cells.items()}), profile(rule(*tests)))
    (row,) = table.to_dict("records")
    return {str(name): None if isinstance(value, float) and pd.isna(value) else value for name, value in row.items()}
