"""Results to and from disk: keys, whole files only, and what a run leaves behind.

A result is kept under the key of everything it came from: the bytes of the
input files, the parameters of the plan and the source of this package. Files
are written beside their place and then renamed, so that no reader and no
crash ever sees half a file.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from shapely import from_wkt

from geo.errors import GeoError, Message, OutputLockedError, SourceError
from geo.extract import Extract, Streets

_CHUNK = 1 << 20
_GROUP_ROWS = 1 << 20
"""Rows in a row group of a table that is written in parts."""
_DICTIONARY_BYTES = 1 << 28
"""Longest dictionary of a column; beyond it the words themselves would be written, row by row."""
_STREET_ARRAYS = ("node_id", "node_lon", "node_lat", "way_id", "way_start", "way_node")


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise SourceError(Message.of("terminal.unreadable", path=path, reason=error.strerror or error)) from error
    return digest.hexdigest()


@cache
def source_fingerprint() -> str:
    """Give the SHA-256 of this package's own source, words and templates included."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(parts: object) -> str:
    """Give the SHA-256 of values that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a place to write beside `path`; it takes the name of `path` once it is whole.

    Raises
    ------
    OutputLockedError
        If `path` is open in another program.
    SourceError
        If the disk is full or may not be written.
    """
    beside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield beside
        _rename(beside, path)
    except OSError as error:
        if isinstance(error, GeoError):
            raise
        raise _unwritable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> SourceError:
    return SourceError(Message.of("terminal.unwritable", path=path, reason=error.strerror or error))


def _rename(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except PermissionError as error:
        raise OutputLockedError(Message.of("terminal.locked", path=path)) from error


def locked(paths: Iterable[Path]) -> tuple[Path, ...]:
    """List the files that another program holds open, as Windows does with QGIS and Excel."""
    return tuple(path for path in sorted(paths) if path.is_file() and not _movable(path))


def _movable(path: Path) -> bool:
    try:
        path.rename(path)
    except PermissionError:
        return False
    return True


def write_text(path: Path, text: str) -> Path:
    """Write a text file whole, in UTF-8."""
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole."""
    with whole_file(path) as beside:
        beside.write_bytes(content)
    return path


def save_frame(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame, with or without geometry, as (Geo)Parquet."""
    with whole_file(path) as beside:
        frame.to_parquet(beside, index=False)
    return path


def save_frames(frames: Iterable[pd.DataFrame], path: Path) -> int:
    """Write frames of the same columns below each other as one Parquet file, with no more than a part of it in memory.

    Categories are written as a dictionary; those of all frames must be the same. How the rows are divided over frames
    makes no difference to the file.

    Parameters
    ----------
    frames
        One after the other; one at least.
    path
        File to write.

    Returns
    -------
    rows
        How many rows were written.
    """
    rows = 0
    with whole_file(path) as beside, ExitStack() as opened:
        writer: pq.ParquetWriter | None = None
        for part in _in_groups(pa.Table.from_pandas(frame, preserve_index=False) for frame in frames):
            if writer is None:
                writer = opened.enter_context(_writer(beside, part.schema))
            writer.write_table(part, row_group_size=_GROUP_ROWS)
            rows += part.num_rows
    return rows


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a file for numbers that hardly repeat and words that do."""
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[field.name for field in schema if pa.types.is_dictionary(field.type)],
        use_byte_stream_split=[field.name for field in schema if pa.types.is_floating(field.type)],
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
    )


def _in_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Divide rows anew into tables of equal size, and a last one; one at least, be it empty."""
    waiting, count = [], 0
    for table in tables:
        waiting.append(table)
        count += table.num_rows
        while count >= _GROUP_ROWS:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, _GROUP_ROWS).combine_chunks()
            waiting, count = [whole.slice(_GROUP_ROWS)], count - _GROUP_ROWS
    yield pa.concat_tables(waiting).combine_chunks()


def free_bytes(path: Path) -> int:
    """Give the free space on the disk where a file is to come."""
    folder = next(parent for parent in path.absolute().parents if parent.is_dir())
    return shutil.disk_usage(folder).free


def load_frame(path: Path) -> pd.DataFrame:
    """Read a frame that `save_frame` wrote; lists come back as the tuples that they were."""
    schema = pq.read_schema(path)
    frame = gpd.read_parquet(path) if b"geo" in (schema.metadata or {}) else pd.read_parquet(path)
    lists = [field.name for field in schema if pa.types.is_list(field.type)]
    for name in lists:
        cells = [None if cell is None else tuple(cell) for cell in frame[name]]
        frame[name] = pd.Series(cells, index=frame.index, dtype="object")
    return frame


def save_extract(extract: Extract, folder: Path) -> tuple[Path, ...]:
    """Write an extract as arrays and frames in a folder; returns the files."""
    streets = extract.streets
    paths = tuple(folder / name for name in ("streets.npz", "way_tags.parquet", "node_tags.parquet", "turns.parquet"))
    with whole_file(paths[0]) as beside, beside.open("wb") as file:
        np.savez(file, **{name: getattr(streets, name) for name in _STREET_ARRAYS})
    save_frame(streets.way_tags, paths[1])
    save_frame(streets.node_tags.reset_index(names="node"), paths[2])
    save_frame(streets.turns, paths[3])
    facilities = save_frame(extract.facilities, folder / "facilities.parquet")
    about = {"boundary": extract.boundary.wkt, "timestamp": extract.timestamp}
    return (*paths, facilities, write_text(folder / "about.json", json.dumps(about)))


def load_extract(folder: Path) -> Extract:
    """Read an extract that `save_extract` wrote."""
    with np.load(folder / "streets.npz") as arrays:
        parts = {name: arrays[name] for name in _STREET_ARRAYS}
    node_tags = load_frame(folder / "node_tags.parquet").set_index("node")
    way_tags, turns = (load_frame(folder / f"{name}.parquet") for name in ("way_tags", "turns"))
    streets = Streets(**parts, way_tags=way_tags, node_tags=node_tags, turns=turns)
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    return Extract(
        streets=streets,
        facilities=gpd.GeoDataFrame(load_frame(folder / "facilities.parquet")),
        boundary=from_wkt(about["boundary"]),
        timestamp=about["timestamp"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """What is remembered of a stage that ran."""

    key: str
    """Fingerprint of all that the stage's results came from."""
    files: dict[str, str]
    """SHA-256 of each file it made, by path relative to the workspace."""
    seconds: float
    """How long it took."""
    peak_mb: float | None
    """Highest memory of the process while it ran, in MB; None where it cannot be measured."""

    def whole(self, root: Path) -> bool:
        """Tell whether every file is still there and unchanged."""
        return all((root / name).is_file() and sha256(root / name) == digest for name, digest in self.files.items())


def save_record(record: StageRecord, path: Path) -> None:
    """Write what is remembered of a stage."""
    names = StageRecord.__dataclass_fields__
    write_text(path, json.dumps({name: getattr(record, name) for name in names}, indent=1, sort_keys=True))


def load_record(path: Path) -> StageRecord | None:
    """Read what is remembered of a stage; None where nothing usable is."""
    try:
        return StageRecord(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
