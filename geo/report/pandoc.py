"""Runs pandoc, which comes with a package and needs no installation of its own."""

import os
import subprocess
from pathlib import Path

import pypandoc

from geo.errors import Message, MissingToolError, SourceError

READER = (
    "markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-citations-native_divs-native_spans"
    "-bracketed_spans-yaml_metadata_block-pandoc_title_block-example_lists-smart-footnotes-inline_notes"
    "-implicit_header_references-auto_identifiers-latex_macros-markdown_in_html_blocks-emoji"
)
"""The Markdown that is read: nothing in it can reach a format unseen."""


def pandoc(text: str, arguments: list[str], *, folder: Path, epoch: int = 0) -> str:
    """Run pandoc on a text.

    Parameters
    ----------
    text
        Standard input.
    arguments
        Arguments, the formats included.
    folder
        Working folder; pictures are looked for here alone.
    epoch
        Seconds since 1970 that count as now, so that two runs give the same bytes.

    Raises
    ------
    MissingToolError
        If pandoc is not installed or may not be started here.
    SourceError
        If pandoc refuses the text.
    """
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    try:
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), "--fail-if-warnings", *arguments],
            input=text.encode(), capture_output=True, cwd=folder, env=environment, check=False,
        )  # fmt: skip
    except OSError as error:
        raise MissingToolError(Message.of("terminal.no_pandoc")) from error
    if done.returncode:
        msg = f"pandoc refused the document: {done.stderr.decode(errors='replace').strip()}"
        raise SourceError(msg)
    return done.stdout.decode()
