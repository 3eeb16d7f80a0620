"""Runs typst; as a process of its own it gives back all memory that a document took."""

import json
import pickle
import sys
from collections.abc import Mapping
from typing import Any

from geo.errors import GeoError, Message, MissingToolError, SourceError


def compiled(asked: Mapping[str, Any]) -> bytes:
    """Set a document.

    Parameters
    ----------
    asked
        What ``typst.compile`` is asked.

    Raises
    ------
    MissingToolError
        If typst is not installed.
    SourceError
        If typst refuses the document.
    """
    try:
        import typst  # noqa: PLC0415
    except ImportError as error:
        raise MissingToolError(Message.of("terminal.no_typst")) from error
    try:
        made: bytes = typst.compile(**asked)
    except typst.TypstError as error:
        msg = f"typst refused the document: {error}"
        raise SourceError(msg) from error
    return made


def main() -> None:
    """Set the document that standard input asks for; writes it, or why there is none."""
    made: bytes | GeoError
    try:
        made = compiled(json.load(sys.stdin))
    except GeoError as error:
        made = error
    sys.stdout.buffer.write(pickle.dumps(made))
