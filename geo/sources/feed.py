"""The text files of a timetable in GTFS: a zip or a folder, of which only the columns that are asked for are read."""

import csv
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from geo.errors import Fault
from geo.sources.raw import FileSpec, opening, require_file, unreadable

Ints = NDArray[np.int64]
_MOST_ROWS = 10
"""How many rows with the same fault are told one by one."""
_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Collected:
    """What is wrong with the files of a feed; of the same fault in many rows the first ones and their number."""

    _told: defaultdict[tuple[str, str, str], list[Fault]] = field(default_factory=lambda: defaultdict(list))
    _more: defaultdict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, file: str, row: int, column: str, code: str, /, **values: str) -> None:
        """Add a fault."""
        place = (file, column, code)
        if len(self._told[place]) < _MOST_ROWS:
            self._told[place].append(Fault(file, row, column, code, tuple(values.items())))
        else:
            self._more[place] += 1

    def add_rows(self, place: tuple[str, str], code: str, rows: Ints, /, **values: Sequence[str]) -> None:
        """Add a fault of many rows of a file and column, with the values of each row."""
        file, column = place
        room = _MOST_ROWS - len(self._told[file, column, code])
        for at, row in enumerate(rows[:room].tolist()):
            self.add(file, row, column, code, **{name: str(each[at]) for name, each in values.items()})
        self._more[file, column, code] += max(len(rows) - room, 0)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that was found."""
        rest = (
            Fault(file, 0, column, "more_rows", (("count", str(count)),))
            for (file, column, _), count in self._more.items()
            if count
        )
        return (*(fault for some in self._told.values() for fault in some), *rest)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file of a feed, as text."""

    first: int
    """Row number of the first, the heading being row 1."""
    columns: Mapping[str, pa.StringArray]
    """Text of each column that was asked for; empty text where the file has no such column."""

    def __len__(self) -> int:
        """Count the rows."""
        return len(next(iter(self.columns.values())))

    def texts(self, column: str) -> list[str]:
        """Give a column as texts."""
        found: list[str] = self.columns[column].to_pylist()
        return found

    def whole(self, column: str, meaning: Callable[[str], int]) -> Ints:
        """Give a column as whole numbers, each different text looked at once."""
        coded = self.columns[column].dictionary_encode()
        numbers = np.array([meaning(text) for text in coded.dictionary.to_pylist()], dtype=np.int64)
        found: Ints = numbers[coded.indices.to_numpy(zero_copy_only=False)]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A timetable that is open."""

    spec: FileSpec
    """Where it is."""
    members: Mapping[str, str]
    """Place of each file inside it, by the name of the file."""
    wrong: Collected = field(default_factory=Collected)
    """Where faults are collected."""

    def has(self, name: str) -> bool:
        """Tell whether the feed has a file."""
        return name in self.members

    def shown(self, name: str) -> str:
        """Name a file of the feed for messages."""
        return f"{self.spec.shown}/{name}"

    def lacks(self, name: str, columns: Sequence[str]) -> bool:
        """Tell whether a file or one of its columns is missing, which is then a fault."""
        if not self.has(name):
            self.wrong.add(self.shown(name), 0, "", "missing_feed_file")
            return True
        headings = self._headings(name)
        missing = [column for column in columns if column not in headings]
        for column in missing:
            self.wrong.add(self.shown(name), 1, column, "missing_feed_column", name=column)
        return bool(missing)

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[Rows]:
        """Read some columns of a file, a part at a time; a column that the file does not have is empty.

        Parameters
        ----------
        name
            Name of the file, such as ``stops.txt``; one that the feed does not have has no rows.
        columns
            Columns to read.

        Raises
        ------
        UnreadableError
            If the file is damaged or is not in UTF-8. A row with too few or too many cells is a fault, and left out.
        """
        if not self.has(name) or self._is_hollow(name):
            return
        headings, first = self._headings(name), 2
        here = [column for column in columns if column in headings]
        with self._open(name) as stream, opening(self._part(name)):
            for batch in self._reader(name, stream, headings, here):
                nothing = pa.repeat(pa.scalar(""), batch.num_rows)
                yield Rows(first, {one: batch[one] if one in here else nothing for one in columns})
                first += batch.num_rows

    def _reader(
        self, name: str, stream: BinaryIO, headings: Sequence[str], columns: Sequence[str]
    ) -> arrow_csv.CSVStreamingReader:
        def refuse(row: arrow_csv.InvalidRow) -> str:
            count, needed = str(row.actual_columns), str(row.expected_columns)
            self.wrong.add(self.shown(name), row.number or 0, "", "cells", count=count, needed=needed)
            return "skip"

        return arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(
                column_names=list(headings), skip_rows=1, use_threads=False, block_size=_BLOCK_BYTES
            ),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=refuse),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(columns),
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=False,
            ),
        )

    def _headings(self, name: str) -> list[str]:
        with self._open(name) as stream, opening(self._part(name)):
            line = stream.readline().decode("utf-8-sig")
        return [cell.strip() for cell in next(csv.reader([line]), [])]

    def _is_hollow(self, name: str) -> bool:
        """Tell whether nothing stands below the headings."""
        with self._open(name) as stream, opening(self._part(name)):
            stream.readline()
            return not any(line.strip() for line in stream)

    def _part(self, name: str) -> FileSpec:
        return FileSpec(path=self.spec.path, shown=self.shown(name))

    @contextmanager
    def _open(self, name: str) -> Iterator[BinaryIO]:
        member = self.members[name]
        if self.spec.path.is_dir():
            with (self.spec.path / member).open("rb") as stream:
                yield stream
        else:
            with zipfile.ZipFile(self.spec.path) as archive, archive.open(member) as packed:
                yield packed  # type: ignore[misc]


def open_feed(spec: FileSpec) -> Feed:
    """Open a timetable: a folder of text files, or a zip that holds them, in a folder of its own or not.

    Parameters
    ----------
    spec
        Where it is.

    Raises
    ------
    UnreadableError
        If it is missing, empty, or neither a folder nor a whole zip.
    """
    require_file(spec)
    if spec.path.is_dir():
        return Feed(spec=spec, members={path.name: path.name for path in sorted(spec.path.glob("*.txt"))})
    with opening(spec):
        if not zipfile.is_zipfile(spec.path):
            raise unreadable(spec, "no_feed")
        with zipfile.ZipFile(spec.path) as archive:
            inside = [name for name in archive.namelist() if name.endswith(".txt")]
    home = min((name for name in inside if Path(name).name == "stops.txt"), key=_depth, default="")
    return Feed(spec=spec, members={Path(name).name: name for name in inside if Path(name).parent == Path(home).parent})


def _depth(name: str) -> tuple[int, str]:
    return name.count("/"), name
