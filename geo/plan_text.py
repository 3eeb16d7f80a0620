"""The text of ``plan.toml``: where it is, and what it says."""

from pathlib import Path
from typing import Any

from geo.errors import Fault, FaultsError
from geo.sources.raw import UnreadableError
from geo.sources.toml_files import parse_toml

PLAN_FILE = "plan.toml"


def read_toml(place: Path | str) -> tuple[Path, dict[str, Any], list[Fault]]:
    """Read TOML, with or without a byte order mark; text in another encoding is a fault, but read all the same.

    Parameters
    ----------
    place
        The workspace, or its ``plan.toml``.

    Returns
    -------
    path, values, faults
        The file, what it says, and what is wrong with it as a text.

    Raises
    ------
    FaultsError
        If the file is missing or is not TOML.
    """
    path = Path(place)
    path = path / PLAN_FILE if path.is_dir() or not path.suffix else path
    if not path.is_file():
        raise FaultsError(Fault(str(path), 0, "", "missing_plan"))
    try:
        values, faults = parse_toml(path.read_bytes(), path.name)
    except UnreadableError as error:
        raise FaultsError(*error.faults) from error
    if "folder" in values:
        faults.append(Fault(path.name, 0, "folder", "unknown_key"))
    return path, values, faults
