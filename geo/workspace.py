"""Makes an empty workspace: a plan to fill in, the three folders, and tables with only their headings."""

from importlib.resources import files
from pathlib import Path

from geo.errors import Message, UsageError
from geo.store import write_bytes, write_text
from geo.tables.columns import Table
from geo.tables.inputs import CANDIDATES, LOCATIONS, NEED

FOLDERS = ("data/raw", "data/processed", "maps")
_UTF8_BOM = b"\xef\xbb\xbf"


def make_workspace(folder: Path) -> Path:
    """Make a workspace in a folder; files that are there already stay as they are.

    Parameters
    ----------
    folder
        Folder of the new workspace; made where it is missing.

    Returns
    -------
    plan
        Path of the new ``plan.toml``.

    Raises
    ------
    UsageError
        If the folder already holds a plan.
    """
    plan = folder / "plan.toml"
    if plan.exists():
        raise UsageError(Message.of("usage.not_empty", folder=folder))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path, content in _starters(folder).items():
        if not path.exists():
            write_bytes(path, content)
    template = files("geo") / "templates" / "plan.toml"
    return write_text(plan, template.read_text(encoding="utf-8"))


def _starters(folder: Path) -> dict[Path, bytes]:
    """Give the files that a workspace starts with, where the folder does not hold them already."""
    tables = {
        folder / "data" / "raw" / f"{table.name}.csv": _UTF8_BOM + f"{_headings(table)}\r\n".encode()
        for table in (LOCATIONS, NEED, CANDIDATES)
    }
    return {**tables, folder / ".gitignore": b"data/processed/\nmaps/\n"}


def _headings(table: Table) -> str:
    return ";".join(column.heading for column in table.columns)
