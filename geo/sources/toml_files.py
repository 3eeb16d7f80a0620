"""Reads TOML that people write: in any encoding, and with the row where it ends to be TOML."""

import re
import tomllib
from typing import Any

from geo.errors import Fault
from geo.sources.raw import UnreadableError
from geo.sources.text_files import decode

_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def parse_toml(content: bytes, shown: str) -> tuple[dict[str, Any], list[Fault]]:
    """Read TOML, with or without a byte order mark; text in another encoding is a fault, but read all the same.

    Parameters
    ----------
    content
        Bytes of the file.
    shown
        How messages name it.

    Returns
    -------
    values, faults
        What it says, and what is wrong with it as a text.

    Raises
    ------
    UnreadableError
        If it is not TOML.
    """
    decoded = decode(content)
    faults = [] if decoded.before is None else [Fault(shown, decoded.before.count("\n") + 1, "", "encoding")]
    try:
        return tomllib.loads(decoded.text), faults
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(*faults, _toml_fault(shown, decoded.text, str(error))) from error


def shown_value(value: object) -> str:
    """Write a value as TOML has it; what is long, only by its brackets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return "{ … }" if isinstance(value, dict) else "[ … ]"
    return str(value)


def _toml_fault(file: str, text: str, said: str) -> Fault:
    """Tell where a text ends to be TOML; that a name stands twice is worth its own words."""
    at = _PLACE.search(said)
    code = "toml_twice" if said.startswith(("Cannot overwrite", "Cannot declare")) else "not_toml"
    return Fault(file, int(at[1]) if at else text.count("\n") + 1, "", code)
