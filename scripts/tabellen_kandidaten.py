"""Writes ``docs/tabellen-kandidaten.md``: every table about candidate sites that a run makes, column by column.

Run it from the repository: ``python -m scripts.tabellen_kandidaten``. Headings, kinds and words come from the
declarations in `geo.tables`; what each column means stands in ``tabellen_kandidaten.toml`` beside this file.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from geo.sources.cells import plain
from geo.tables.columns import Column, Table
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.tables.finder import FINDER, FINDER_SUMMARY
from geo.tables.ranking import (
    CRITERIA,
    PAIRS,
    RANK_SHARES,
    RANKING,
    SCORES,
    SENSITIVITY,
    SWINGS,
    TOPPLING,
    VERDICTS,
)
from geo.tables.render import heading_with_unit
from geo.words import say

PAGE = Path(__file__).parents[1] / "docs" / "tabellen-kandidaten.md"
TABLES = (
    *(FACTS, CANDIDATE_FACTS, VERDICTS, CRITERIA, SCORES, RANKING),
    *(RANK_SHARES, PAIRS, TOPPLING, SWINGS, SENSITIVITY, FINDER, FINDER_SUMMARY),
)


@cache
def words() -> dict[str, Any]:
    """Read what the page says beside the columns."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def page() -> str:
    """Write the whole page, in Markdown."""
    said = words()
    listed = "\n".join(f"- [{table.title}](#{_anchor(table)}): `{table.name}`" for table in TABLES)
    blocks = [said["title"], said["intro"].strip(), listed, *(block for table in TABLES for block in _blocks(table))]
    return "\n\n".join(blocks) + "\n"


def _blocks(table: Table) -> Iterator[str]:
    yield f"## {table.title}"
    headings = " en ".join(table.column(name).heading for name in table.key)
    yield f"`{table.name}`. {words()['purposes'][table.name]} Een rij per {headings}."
    head = ["| kopje in CSV | kolom in Parquet | wat erin staat | betekenis |", "|---|---|---|---|"]
    yield "\n".join([*head, *(_row(table, column) for column in table.columns)])


def _row(table: Table, column: Column) -> str:
    meaning = words()["columns"][table.name][column.name]
    return f"| {heading_with_unit(column)} | `{column.name}` | {_kind(column)} | {meaning} |"


def _kind(column: Column) -> str:
    """Say what a column holds; of words all of them, with the code that Parquet has."""
    kinds = words()["kinds"]
    if column.choices:
        return "; ".join(f"{say(f'{column.words}.{one}')} (`{one}`)" for one in column.choices)
    return str(kinds[column.kind])


def _anchor(table: Table) -> str:
    return plain(table.title).replace("_", "-")


if __name__ == "__main__":
    PAGE.write_bytes(page().encode())
