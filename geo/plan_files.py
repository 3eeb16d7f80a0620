"""The files that one input of a plan consists of."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import unescape

_BESIDE = (".tfw", ".wld", ".prj", ".aux.xml", ".hdr")
"""Endings of files beside a raster that say where it lies, or what its cells mean."""
_RASTERS = {".tif", ".tiff", ".asc", ".img", ".vrt"}
_SOURCE = re.compile(r"<SourceFilename[^>]*>([^<]+)</SourceFilename>")


def parts_of(path: Path, *, texts: str = "*.md") -> Iterator[tuple[str, Path]]:
    """Give the files of an input with what tells them apart: of a folder its texts, of a shapefile its sisters.

    Of a raster these are also the files beside it that say where it lies, of a virtual one the rasters that it joins.
    """
    if path.is_dir():
        inside = path.rglob("*") if path.suffix == ".gdb" else path.glob(texts)
        yield from ((f"/{part.name}", part) for part in sorted(inside) if part.is_file())
    elif path.suffix.lower() == ".shp":
        yield from ((part.suffix, part) for part in sorted(path.parent.glob(f"{path.stem}.*")) if part.is_file())
    elif path.is_file():
        yield "", path
        if path.suffix.lower() in _RASTERS:
            yield from _beside(path)


def _beside(path: Path) -> Iterator[tuple[str, Path]]:
    named = [path.with_suffix(ending) for ending in _BESIDE] + [path.with_name(path.name + ".aux.xml")]
    yield from ((part.name.removeprefix(path.stem), part) for part in named if part.is_file())
    if path.suffix.lower() == ".vrt":
        found = _SOURCE.findall(path.read_text(encoding="utf-8", errors="replace"))
        for at, name in enumerate(dict.fromkeys(map(unescape, found))):
            part = path.parent / name
            if part.is_file():
                yield f"/{at}", part
