"""Reads the facts of a candidate site into lines of its sheet: in words, and how soon each is told."""

from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from geo.fact_words import fact_text
from geo.figures import format_date
from geo.maps.candidate_content import FactLine, Turn
from geo.maps.place_mark import text_cell
from geo.plain_text import capital
from geo.tables.columns import Kind
from geo.tables.facts import NONE, UNKNOWN
from geo.words import say

_COSTS = frozenset({"cost_opening_per_place", "cost_year_per_place"})
_OF_LAYER = ("_max", "_inside_share", "_mean", "_share_above", "_distance_m")
"""How names of facts about a layer end, those that say most of it first."""
_FLAGS = ("ferry",)
"""Flags of a way that change what its length means."""
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactKinds:
    """Which facts there are, and how soon each is told."""

    rows: Mapping[str, Row]
    """Rows of `geo.tables.facts.FACTS` by the id of the fact."""
    turns: Mapping[str, Turn]
    """How soon each is told."""

    @classmethod
    def of(cls, facts: pd.DataFrame, asked: Iterable[str], needed: Iterable[str]) -> "FactKinds":
        """Read the table, given the facts that rules or criteria ask, and those that the ranking needs.

        Every sheet should have what is needed, the costs, the columns of the user's own, a fact of each layer, and one
        of each other subject but the way there.
        """
        rows: dict[str, Row] = {str(row["fact"]): row for row in facts.to_dict("records")}
        other = frozenset(asked)
        wanted = {fact for fact, row in rows.items() if row["group"] == "own" or fact in _COSTS} | set(needed)
        wanted |= _of_each_layer([fact for fact, row in rows.items() if row["group"] == "layers"], other | wanted)
        firsts = {str(row["group"]): fact for fact, row in reversed(rows.items()) if row["group"] != "route"}
        present = {str(rows[fact]["group"]) for fact in wanted & set(rows)}
        wanted |= {fact for group, fact in firsts.items() if group not in present}
        return cls(rows=rows, turns={fact: _turn(fact, rows, wanted, other) for fact in rows})

    @property
    def titles(self) -> dict[str, str]:
        """What people call each fact."""
        return {fact: str(row["title"]) for fact, row in self.rows.items()}


def _turn(fact: str, rows: Mapping[str, Row], wanted: Container[str], asked: Container[str]) -> Turn:
    if fact in wanted:
        return 0
    if fact in asked:
        return 1
    doubled = fact.endswith("_minutes") and f"{fact.removesuffix('minutes')}m" in rows
    return 3 if doubled or rows[fact]["group"] == "route" else 2


def _of_each_layer(facts: Iterable[str], asked: Container[str]) -> set[str]:
    """Choose a fact of each layer, one that is asked where there is one."""
    layers: dict[str, list[tuple[bool, int, str]]] = {}
    for fact in facts:
        at = next((at for at, ending in enumerate(_OF_LAYER) if fact.endswith(ending)), len(_OF_LAYER))
        name = fact.removesuffix(_OF_LAYER[at]) if at < len(_OF_LAYER) else fact
        layers.setdefault(name, []).append((fact not in asked, at, fact))
    return {min(own)[-1] for own in layers.values()}


def number(cell: object) -> float | None:
    """Read a number that may be missing."""
    return None if cell is None or pd.isna(cell) else float(cell)  # type: ignore[call-overload, arg-type]


def fact_line(row: Row, kinds: FactKinds, bounds: Iterable[float] = ()) -> FactLine:
    """Read a row of `geo.tables.facts.CANDIDATE_FACTS`, given the bounds that rules set to it."""
    fact = str(row["fact"])
    kind = kinds.rows[fact]
    note, flag = _flagged(text_cell(row["note"]))
    return FactLine(
        title=capital(str(kind["title"])),
        text=told(row, kind, bounds),
        group=str(kind["group"]),
        note=note,
        source=_source(kind),
        flag=flag,
        known=row["status"] not in {NONE, UNKNOWN},
        turn=kinds.turns[fact],
    )


def told(row: Row, kind: Row, bounds: Iterable[float] = ()) -> str:
    """Write the value of a fact, so finely that it does not read as a bound that it misses by a hair."""
    value = number(row["value"])
    return fact_text(
        value,
        kind=cast("Kind", str(kind["kind"])),
        unit=text_cell(kind["unit"]),
        status=str(row["status"]),
        low=number(row["low"]),
        beside=None if value is None else min(bounds, key=lambda bound: abs(bound - value), default=None),
    )


def bounds_on(fact: str, verdicts: Iterable[Row]) -> list[float]:
    """List the bounds that rules set to a fact."""
    found = [number(row["bound"]) for row in verdicts if text_cell(row["fact"]) == fact]
    return [bound for bound in found if bound is not None]


def _flagged(note: str) -> tuple[str, str]:
    """Take the flags of the way out of a note."""
    parts, flags = note.split("; "), [say(f"flag.{flag}") for flag in _FLAGS]
    kept = "; ".join(part for part in parts if part not in flags)
    return kept, "; ".join(part for part in parts if part in flags)


def _source(kind: Row) -> str:
    source, day = text_cell(kind["source"]), kind["reference_date"]
    if not source:
        return ""
    if day is None or pd.isna(day):
        return say("sheet.facts.undated", source=source)
    return say("sheet.facts.dated", source=source, date=format_date(pd.Timestamp(day).date()))
