"""Opens a file of any kind as rows of cells, with the row numbers that people see."""

from collections.abc import Sequence

from geo.errors import Fault
from geo.sources.cells import Cell, cell_text, plain
from geo.sources.column_names import other_words, our_words
from geo.sources.layers import read_layer
from geo.sources.raw import FileSpec, Raw, opening, require_file, unreadable
from geo.sources.text_files import decode, is_text, rows_before, split_lines
from geo.sources.workbooks import read_sheet
from geo.tables.columns import Table

_TEXT = {".csv", ".txt", ".tsv"}
_WORKBOOKS = {".xlsx", ".xlsm"}
_HEADER_SEARCH_ROWS = 20
Line = tuple[int, tuple[Cell, ...]]


def open_raw(spec: FileSpec, table: Table) -> Raw:
    """Open a file as rows of cells.

    Parameters
    ----------
    spec
        The file.
    table
        What its columns are; headings and the sign between columns are found by them.

    Raises
    ------
    UnreadableError
        With the fault, if nothing can be read. A file that can be read all the same carries what is wrong with it.
    """
    require_file(spec)
    ending = spec.path.suffix.lower()
    if ending in _TEXT:
        return _open_text(spec, table)
    if ending in _WORKBOOKS:
        lines = list(enumerate(read_sheet(spec), start=1))
        return _from_lines(spec, table, lines)
    return _open_layer(spec, table)


def _open_text(spec: FileSpec, table: Table) -> Raw:
    with opening(spec):
        content = spec.path.read_bytes()
    if not is_text(content):
        raise unreadable(spec, "damaged")
    decoded = decode(content)
    with opening(spec):
        lines = split_lines(decoded.text, _known_words(spec, table))
        wrong = [] if decoded.before is None else [rows_before(decoded.before, lines.delimiter)]
    faults = tuple(Fault(spec.shown, row, "", "encoding") for row in wrong)
    numbered = list(enumerate(lines.rows, start=1))
    return _from_lines(spec, table, numbered, faults=faults, decimal_point=lines.delimiter == ",")


def _known_words(spec: FileSpec, table: Table) -> set[str]:
    theirs = {plain(heading) for _, heading in spec.columns}
    return theirs | {word for column in table.columns for word in (*our_words(column), *other_words(column))}


def _from_lines(
    spec: FileSpec,
    table: Table,
    lines: Sequence[Line],
    *,
    faults: tuple[Fault, ...] = (),
    decimal_point: bool = False,
) -> Raw:
    filled = [(number, cells) for number, cells in lines if any(cell_text(cell) for cell in cells)]
    if not filled:
        raise unreadable(spec, "empty_file")
    header_row = spec.header_row or _find_header(spec, table, filled)
    header = next((cells for number, cells in filled if number == header_row), None)
    if header is None:
        last = str(filled[-1][0])
        raise unreadable(spec, "header_row", value=str(header_row), last=last)
    rows = tuple((number, cells) for number, cells in filled if number > header_row)
    empty = () if rows else (Fault(spec.shown, 0, "", "no_rows"),)
    return Raw(
        spec=spec,
        header_row=header_row,
        headings=tuple(map(cell_text, header)),
        rows=rows,
        decimal_point=decimal_point,
        faults=(*faults, *empty),
    )


def _find_header(spec: FileSpec, table: Table, lines: Sequence[Line]) -> int:
    """Find the row with the most known headings: titles may stand above it."""
    known = _known_words(spec, table)
    near = lines[:_HEADER_SEARCH_ROWS]
    best = max(near, key=lambda line: (sum(plain(cell_text(cell)) in known for cell in line[1]), -line[0]))
    return best[0]


def _open_layer(spec: FileSpec, table: Table) -> Raw:
    layer = read_layer(spec, likely=(table.name, table.title))
    rows = tuple(enumerate(layer.rows(), start=2))
    lost = layer.shapes is not None and layer.crs is None and any(shape is not None for shape in layer.shapes)
    faults = (Fault(spec.shown, 0, "", "no_crs"),) if lost else ()
    return Raw(
        spec=spec,
        header_row=1,
        headings=layer.headings,
        rows=rows,
        shapes=() if layer.shapes is None else tuple(layer.shapes),
        crs=layer.crs,
        faults=faults if rows else (*faults, Fault(spec.shown, 0, "", "no_rows")),
        notes=layer.notes,
    )
