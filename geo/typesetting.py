"""Sets text as an accessible PDF with typst: with fonts that come with packages, and signs that these have."""

import json
import pickle
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from geo.another_python import python_running, surroundings
from geo.errors import GeoError, SourceError
from geo.typesetter import compiled

Standard = Literal["ua-1", "a-2a"]
"""What a PDF can be: accessible (PDF/UA-1), or accessible and fit for an archive (PDF/A-2a)."""
_FACES = ("SourceSansPro-Regular.ttf",)
_PROGRAM = "from geo.typesetter import main; main()"


def font_folders() -> tuple[Path, ...]:
    """Give the folders of Source Sans Pro and, for the signs that it lacks, DejaVu Sans."""
    return (Path(str(files("font_source_sans_pro") / "files")), Path(mpl.get_data_path()) / "fonts" / "ttf")


@cache
def _signs() -> frozenset[int]:
    ours, theirs = font_folders()
    faces = [*(ours / name for name in _FACES), theirs / "DejaVuSans.ttf"]
    return frozenset(sign for face in faces for sign in FT2Font(str(face)).get_charmap())


def printable(text: str) -> str:
    """Replace the signs that no font has; a PDF/UA document may not hold them."""
    return "".join(sign if sign in "\n\t" or ord(sign) in _signs() else "?" for sign in text)


def epoch_of(day: date) -> int:
    """Give the moment that counts as now, in seconds since 1970, so that two runs give the same bytes."""
    return int(datetime.combine(day, time(12), UTC).timestamp())


def typeset(source: Path, *, day: date, standards: Sequence[Standard]) -> bytes:
    """Set a document.

    Parameters
    ----------
    source
        Text of typst; it reads no file outside its folder.
    day
        What counts as today.
    standards
        What the PDF must be, such as ``ua-1``.

    Returns
    -------
    pdf
        The same bytes every time.

    Raises
    ------
    MissingToolError
        If typst is not installed.
    SourceError
        If typst refuses the document.
    """
    asked = {
        "input": str(source), "root": str(source.parent), "font_paths": [str(each) for each in font_folders()],
        "ignore_system_fonts": True, "timestamp": epoch_of(day), "pdf_standards": list(standards),
    }  # fmt: skip
    try:
        done = subprocess.run(
            python_running(_PROGRAM), input=json.dumps(asked).encode(), capture_output=True, env=surroundings(),
            check=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except OSError:  # no process may be started here
        return compiled(asked)
    except subprocess.CalledProcessError as error:
        msg = f"typst ended: {error.stderr.decode(errors='replace').strip()}"
        raise SourceError(msg) from error
    made: bytes | GeoError = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(made, GeoError):
        raise made
    return made
