"""Writes what changed between two versions: a table a subject for programs and spreadsheets, and a page for people."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo.analysis.versions import as_frame, in_sentences
from geo.compared import (
    WHOLE,
    Compared,
    alone,
    counts,
    figure_texts,
    finding_line,
    horizon_lines,
    quarter_texts,
    text_lines,
)
from geo.errors import Message, MissingToolError
from geo.findings import SEVERITIES, severity_word
from geo.report.content import Block, Bullets, Chapter, Content, Heading, Paragraph, TableBlock
from geo.report.document import write_docx, write_html
from geo.store import save_frame, whole_file, write_bytes
from geo.tables.columns import Column, Table
from geo.tables.render import csv_bytes
from geo.tables.versions import (
    FIGURE_CHANGES,
    FINDING_CHANGES,
    INPUT_CHANGES,
    QUARTER_CHANGES,
    RESULT_CHANGES,
    TEXT_CHANGES,
)
from geo.words import say

_FORMS = (("docx", write_docx), ("html", write_html))
_MOST = 40
"""How many lines of one table of the plan the page shows."""
QUARTERS_TOLD = Table(
    name="quarters_told",
    title=QUARTER_CHANGES.title,
    columns=(
        Column(name="quarter", heading="kwartaal", kind="quarter"),
        Column(name="area", heading="gebied"),
        Column(name="status_old", heading="uitkomst oud"),
        Column(name="status_new", heading="uitkomst nieuw"),
        Column(name="supply_old", heading="aanbod oud"),
        Column(name="supply_new", heading="aanbod nieuw"),
        Column(name="balance_old", heading="saldo oud"),
        Column(name="balance_new", heading="saldo nieuw"),
        Column(name="days_old", heading="dagen tekort oud"),
        Column(name="days_new", heading="dagen tekort nieuw"),
    ),
)
"""The quarters as the page shows them: all places together, in words."""
FIGURES_TOLD = Table(
    name="figures_told",
    title=FIGURE_CHANGES.title,
    columns=(
        Column(name="about", heading="waarvan"),
        Column(name="figure", heading="cijfer"),
        Column(name="old", heading="oud"),
        Column(name="new", heading="nieuw"),
        Column(name="difference", heading="verschil"),
    ),
)
"""The figures as the page shows them, in words."""


def write_files(compared: Compared, folder: Path) -> tuple[tuple[Path, ...], tuple[Message, ...]]:
    """Write what changed into a folder, each file whole.

    Parameters
    ----------
    compared
        The two versions.
    folder
        Where to write; made where it is missing. The names of the files end in the edition: ``vertrouwelijk`` as soon
        as one row of either version is not open.

    Returns
    -------
    files, missing
        The files, sorted, and what could not be made here and why.

    Raises
    ------
    SourceError
        If a file is open in another program, or the disk may not be written.
    """
    files = [path for table, frame, told in _tables(compared) for path in _table(compared, folder, table, frame, told)]
    missing: list[Message] = []
    for ending, write in _FORMS:
        path = folder / f"{_stem(compared)}.{ending}"
        try:
            with whole_file(path) as beside:
                write(page(compared), beside)
            files.append(path)
        except MissingToolError as error:
            missing += [part for part in error.args if isinstance(part, Message)]
    return tuple(sorted(files)), tuple(dict.fromkeys(missing))


def _tables(compared: Compared) -> Iterator[tuple[Table, pd.DataFrame, pd.DataFrame]]:
    """Give each table with its rows, and these as the CSV tells them."""
    found = compared.comparison
    yield INPUT_CHANGES, found.rows, found.rows
    yield FIGURE_CHANGES, found.figures, found.figures
    yield RESULT_CHANGES, found.results, found.results
    yield FINDING_CHANGES, as_frame(found.findings), in_sentences(found.findings)
    yield QUARTER_CHANGES, found.quarters, found.quarters
    yield TEXT_CHANGES, found.texts, found.texts


def _table(compared: Compared, folder: Path, table: Table, frame: pd.DataFrame, told: pd.DataFrame) -> list[Path]:
    path = folder / _stem(compared, say(f"compare.file.{table.name}"))
    return [
        write_bytes(path.with_suffix(".csv"), csv_bytes(told, table)),
        save_frame(frame, path.with_suffix(".parquet")),
    ]


def _stem(compared: Compared, *words: str) -> str:
    return "-".join([say("compare.file.stem"), *words, compared.imprint.edition])


def page(compared: Compared) -> Content:
    """Decide what the page says: the counts, what became of the findings, the quarters, the figures and the rows."""
    title = say("compare.title", old=compared.old.text(), new=compared.new.text())
    found = compared.comparison
    told = (
        *horizon_lines(compared),
        say("compare.counts", "nl", **counts(compared)),
        *alone(compared, "nl"),
        say("compare.no_streets"),
    )
    shown = found.results.groupby("list", sort=False).head(_MOST)
    chapters: dict[str, list[Block]] = {
        "summary": [Bullets(items=told)],
        "findings_page": list(_findings(compared)),
        "quarters_page": _block(QUARTERS_TOLD, _quarters(compared), note=say("compare.quarters_note")),
        "figures_page": _block(FIGURES_TOLD, _figures(compared)),
        "results_page": _block(RESULT_CHANGES, shown, note=say("compare.results_note", "nl", most=_MOST)),
        "rows_page": _block(INPUT_CHANGES, found.rows),
        "texts_page": [Bullets(items=tuple(text_lines(found.texts)))] if len(found.texts) else [],
    }
    nothing = Paragraph(text=say("compare.same"))
    return Content(
        imprint=replace(compared.imprint, title=title),
        chapters=tuple(
            Chapter(ident=name.replace("_", "-"), title=say(f"compare.{name}"), blocks=tuple(blocks) or (nothing,))
            for name, blocks in chapters.items()
        ),
    )


def _findings(compared: Compared) -> Iterator[Block]:
    for severity in SEVERITIES:
        told = [
            finding_line(one, code=False) for one in compared.comparison.findings if one.latest.severity == severity
        ]
        if told:
            yield Heading(text=severity_word(severity))
            yield Bullets(items=tuple(told))


def _quarters(compared: Compared) -> pd.DataFrame:
    table = compared.comparison.quarters
    rows = table[table["bucket"] == WHOLE].to_dict("records")
    told = [{"quarter": row["quarter"], **quarter_texts(row, compared.areas)} for row in rows]
    return pd.DataFrame(told, columns=list(QUARTERS_TOLD.names))


def _figures(compared: Compared) -> pd.DataFrame:
    told = figure_texts(compared.comparison.figures, compared.areas)
    return pd.DataFrame(told, columns=list(FIGURES_TOLD.names))


def _block(table: Table, frame: pd.DataFrame, note: str = "") -> list[Block]:
    return [TableBlock(number="", caption=table.title, table=table, frame=frame, note=note)] if len(frame) else []
