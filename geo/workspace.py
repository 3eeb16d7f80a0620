"""Makes an empty workspace: a plan to fill in, the three folders, and tables with only their headings."""

from importlib.resources import files
from pathlib import Path

from geo.errors import UsageError
from geo.store import write_bytes, write_text
from geo.tables.inputs import LOCATIONS, NEED
from geo.words import say

FOLDERS = ("data/raw", "data/processed", "maps")
_UTF8_BOM = b"\xef\xbb\xbf"


def make_workspace(folder: Path) -> Path:
    """Make a workspace in a folder.

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
        raise UsageError(say("terminal.not_empty", folder=folder))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for table in (LOCATIONS, NEED):
        headings = ";".join(column.heading for column in table.columns)
        write_bytes(folder / "data" / "raw" / f"{table.name}.csv", _UTF8_BOM + f"{headings}\r\n".encode())
    write_text(folder / ".gitignore", "data/processed/\nmaps/\n")
    template = files("geo") / "templates" / "plan.toml"
    return write_text(plan, template.read_text(encoding="utf-8"))
