"""The fonts of the PDF, which come with packages, and the signs that they have."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

_FACES = ("SourceSansPro-Regular.ttf",)


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
