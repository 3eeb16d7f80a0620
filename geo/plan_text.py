"""The text of ``plan.toml``: where it is, what it is encoded in, and where it ends to be TOML."""

import re
import tomllib
from pathlib import Path
from typing import Any

from geo.errors import Fault, FaultsError
from geo.sources.text_files import decode

PLAN_FILE = "plan.toml"
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


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
    decoded = decode(path.read_bytes())
    faults = [] if decoded.before is None else [Fault(path.name, decoded.before.count("\n") + 1, "", "encoding")]
    try:
        values = tomllib.loads(decoded.text)
    except tomllib.TOMLDecodeError as error:
        raise FaultsError(*faults, _toml_fault(path.name, decoded.text, str(error))) from error
    if "folder" in values:
        faults.append(Fault(path.name, 0, "folder", "unknown_key"))
    return path, values, faults


def _toml_fault(file: str, text: str, said: str) -> Fault:
    """Tell where a text ends to be TOML; that a name stands twice is worth its own words."""
    at = _PLACE.search(said)
    code = "toml_twice" if said.startswith(("Cannot overwrite", "Cannot declare")) else "not_toml"
    return Fault(file, int(at[1]) if at else text.count("\n") + 1, "", code)
