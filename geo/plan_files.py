"""The files that one input of a plan consists of."""

from collections.abc import Iterator
from pathlib import Path


def parts_of(path: Path, *, texts: str = "*.md") -> Iterator[tuple[str, Path]]:
    """Give the files of an input with what tells them apart: of a folder its texts, of a shapefile its sisters."""
    if path.is_dir():
        inside = path.rglob("*") if path.suffix == ".gdb" else path.glob(texts)
        yield from ((f"/{part.name}", part) for part in sorted(inside) if part.is_file())
    elif path.suffix.lower() == ".shp":
        yield from ((part.suffix, part) for part in sorted(path.parent.glob(f"{path.stem}.*")) if part.is_file())
    elif path.is_file():
        yield "", path
