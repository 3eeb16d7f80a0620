"""Prose that the user wrote: kept as Markdown, stripped of all that is not text."""

from importlib.resources import as_file, files
from pathlib import Path
from tempfile import gettempdir

from geo.plain_text import plain
from geo.report.pandoc import READER, pandoc


def clean_prose(text: str) -> str:
    """Clean the user's Markdown: headings beneath the chapter, no pictures, attributes, raw parts or odd links.

    Parameters
    ----------
    text
        Markdown as the user wrote it.

    Returns
    -------
    markdown
        The same text; a picture is replaced by its description.

    Raises
    ------
    MissingToolError
        If pandoc cannot be run.
    """
    lines = "\n".join(_line(line) for line in text.splitlines())
    arguments = ["--sandbox", "--from", READER, "--to", READER, "--wrap=none", "--columns=200"]
    with as_file(files("geo.report") / "assets" / "prose.lua") as script:
        return pandoc(lines, [*arguments, f"--lua-filter={script}"], folder=Path(gettempdir())).strip()


def _line(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return indent.replace("\t", "    ") + plain(line) + ("  " if line.endswith("  ") else "")
