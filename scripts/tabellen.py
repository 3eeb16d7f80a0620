"""Writes ``docs/tabellen.md``: every input table and column as the reader of files knows them, in Dutch.

Run it from the repository: ``python -m scripts.tabellen``. Headings, kinds and choices come from the declarations in
`geo.tables.inputs` and from the word catalogue; what else the page says stands in ``tabellen.toml`` beside this file.
"""

import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from geo.sources.cells import plain
from geo.sources.column_names import shared_words
from geo.tables.columns import Column, Table
from geo.tables.inputs import ADDRESSES, FACILITY_LIST, INPUT_TABLES, LOCATIONS, PLACE_COLUMNS
from geo.words import known, say

PAGE = Path(__file__).parents[1] / "docs" / "tabellen.md"
TABLES = (*INPUT_TABLES.values(), FACILITY_LIST, ADDRESSES)
_WIDTH = 120
_MOST_SHOWN, _SHOWN_OF_MANY = 8, 6


@cache
def words() -> dict[str, Any]:
    """Read what the page says beside the columns."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def page() -> str:
    """Write the whole page, in Markdown."""
    said = words()
    blocks = [
        "# De tabellen van een plan",
        said["intro"].strip(),
        "## Het kleinste plan dat draait",
        _code(said["smallest"]),
        said["beside"].strip(),
        "## Hoe een tabel wordt gelezen",
        *map(_wrapped, said["reading"]),
        _code(said["own_headings"]),
        "## De tabellen",
        "\n".join(f"- [{table.title}](#{_anchor(table)})" for table in TABLES),
        *(block for table in TABLES for block in _blocks(table)),
    ]
    return "\n\n".join(blocks) + "\n"


def example(table: Table, column: Column) -> str:
    """Give a value that the column of a table may have, as people write it."""
    if column.choices:
        return ", ".join(choices(column)[: 2 if column.kind == "list" else 1])
    said = words()
    own = said["examples_in"].get(f"{table.name}.{column.name}") or said["examples_of"].get(column.name)
    return str(own or said["examples"][column.kind])


def choices(column: Column) -> list[str]:
    """List the values that a column knows, in Dutch."""
    keys = {choice: f"{column.words}.{choice}" for choice in column.choices}
    return [say(key) if column.words and known(key) else choice for choice, key in keys.items()]


def _blocks(table: Table) -> Iterator[str]:
    said = words()
    yield f"### {table.title}"
    yield _wrapped(said["purposes"][table.name])
    key = said["keys"].get(table.name, f'{table.name} = "data/raw/{table.name}.csv" onder [input]')
    line, _, section = key.partition(" onder ")
    yield f"In plan.toml: `{line}` onder `{section}`."
    if table.name in said["more"]:
        yield _wrapped(said["more"][table.name])
    columns = table.columns
    if table is not LOCATIONS and columns[: len(LOCATIONS.columns)] == LOCATIONS.columns:
        columns = columns[len(LOCATIONS.columns) :]
        yield _wrapped(f"Alle kolommen van [{LOCATIONS.title}](#{_anchor(LOCATIONS)}), en:")
    elif set(PLACE_COLUMNS) <= set(columns):
        yield said["place"].strip()
    yield "\n".join(_entry(table, column) for column in columns)


def _entry(table: Table, column: Column) -> str:
    must = ", **verplicht**" if column.required else ""
    parts = [f"**{column.heading}** (`{column.name}`){must}: {_kind(table, column)}."]
    also = _also(table, column)
    if also:
        parts.append(f"Ook: {also}.")
    return _wrapped(" ".join(parts), first="- ", rest="  ")


def _kind(table: Table, column: Column) -> str:
    """Say what a column holds: a value with an example, or one or several of some words."""
    said = words()
    if not column.choices:
        return f"{said['kinds'][column.kind]}, bijvoorbeeld `{example(table, column)}`"
    is_open = column.kind == "text" or (column.kind == "list" and not column.words)
    return f"{said['kinds'][column.kind]}{said['open' if is_open else 'closed']} {'; '.join(choices(column))}"


def _also(table: Table, column: Column) -> str:
    """List the other headings of a column; all of them if they are few."""
    nobodys = shared_words(table.columns)
    read = [word for word in column.also if plain(word) not in nobodys]
    if len(read) <= _MOST_SHOWN:
        return "; ".join(read)
    return "; ".join(read[:_SHOWN_OF_MANY]) + f"; en nog {len(read) - _SHOWN_OF_MANY}"


def _anchor(table: Table) -> str:
    return plain(table.title).replace("_", "-")


def _code(text: str) -> str:
    return f"```toml\n{text.strip()}\n```"


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_bytes(page().encode())
