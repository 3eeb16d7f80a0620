"""How the plan names a file, and how the content of a table is passed on: rows of cells with the numbers people see."""

import csv
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl.utils.exceptions import InvalidFileException
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.errors import Fault, Note, SourceError
from geo.sources.cells import Cell

_FOREIGN = (
    RuntimeError,  # pyogrio, osmium
    OSError,  # the disk, rasterio, pyarrow
    ValueError,  # pyarrow, geopandas, openpyxl
    KeyError,  # openpyxl, a workbook without its parts
    TypeError,  # openpyxl, a workbook with parts of another kind
    csv.Error,
    InvalidFileException,
    ParseError,
    ShapelyError,
    csv.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the libraries that read files raise on a file that is not what its name says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """How the plan names an input file."""

    path: Path
    """Where it is."""
    shown: str
    """How messages name it."""
    key: str = ""
    """Key that names it in the plan, such as ``input.locations``; empty for a file that no plan names."""
    sheet: str | None = None
    """Sheet of a workbook; the first by default."""
    header_row: int | None = None
    """Row of the headings, 1 for the first; found by the headings themselves by default."""
    layer: str | None = None
    """Layer of a GeoPackage or geodatabase; the one named as the table, else the first, by default."""
    crs: str | None = None
    """Reference system of the coordinates, where the file does not say it."""
    columns: tuple[tuple[str, str], ...] = ()
    """Own names of columns: ours, theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A table as cells."""

    spec: FileSpec
    """Where it came from."""
    header_row: int
    """Row of the headings as people count."""
    headings: tuple[str, ...]
    """Headings as written."""
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    """Row number as people count, and the cells."""
    shapes: tuple[BaseGeometry | None, ...] = ()
    """Geometry of each row, for layers; None where there is none or it is empty."""
    crs: CRS | None = None
    """Reference system of the geometry."""
    decimal_point: bool = False
    """Whether numbers in text have a decimal point."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with the file as a whole, although it can be read."""
    notes: tuple[Note, ...] = ()
    """What was chosen for want of an answer in the plan."""


class UnreadableError(Exception):
    """A file that cannot be used; carries what is wrong to where faults are collected."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong."""
        found: tuple[Fault, ...] = self.args
        return found


def unreadable(spec: FileSpec, code: str, row: int = 0, column: str = "", **values: str) -> UnreadableError:
    """Make the error of a file that cannot be used."""
    return UnreadableError(Fault(spec.shown, row, column, code, tuple(values.items())))


def require_file(spec: FileSpec) -> None:
    """Check that a file is there and holds something; a file geodatabase is a folder.

    Raises
    ------
    UnreadableError
        With the fault ``missing_file`` or ``empty_file``.
    """
    if not spec.path.exists():
        raise unreadable(spec, "missing_file")
    if spec.path.is_file() and spec.path.stat().st_size == 0:
        raise unreadable(spec, "empty_file")


@contextmanager
def opening(spec: FileSpec) -> Iterator[None]:
    """Translate whatever foreign libraries raise on a bad file; the one border where that is done.

    Raises
    ------
    UnreadableError
        With the fault ``no_access`` where the system keeps the file shut, else ``damaged``.
    """
    try:
        yield
    except PermissionError as error:
        raise unreadable(spec, "no_access") from error
    except (SourceError, *_FOREIGN) as error:
        raise unreadable(spec, "damaged") from error
