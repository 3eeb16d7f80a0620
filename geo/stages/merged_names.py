"""What became of a municipality that a table names and the boundaries lack."""

from collections.abc import Iterable

from geo.analysis.mergers import end_of, origin_of
from geo.figures import format_date
from geo.sources.cells import plain
from geo.tables.mergers import REORGANISATIONS

_NAMES = {plain(one.old_name): one.old_code for one in REORGANISATIONS} | {
    plain(name): code
    for one in REORGANISATIONS
    if one.begins
    for code, name in zip(one.new_codes, one.new_names, strict=True)
}
"""Codes of the municipalities that ended or began, by name."""


def history(named: str) -> dict[str, str]:
    """Give the values of the remedy for a municipality that the boundaries lack.

    Parameters
    ----------
    named
        Code or name, as the table writes it.

    Returns
    -------
    values
        ``remedy`` (``merged``, ``split`` or ``coming``), ``name``, ``day`` and ``others``; nothing where it neither
        ended nor began in the years of `geo.tables.mergers`.
    """
    code = _NAMES.get(plain(named), named.strip().upper())
    end = end_of(code)
    if end is not None:
        into = zip(end.new_names, end.new_codes, strict=True)
        kind = "split" if end.kind == "split" else "merged"
        return _told(kind, f"{end.old_name} ({code})", format_date(end.date), into)
    parts = origin_of(code)
    if not parts:
        return {}
    title = parts[0].new_names[parts[0].new_codes.index(code)]
    of = ((one.old_name, one.old_code) for one in parts)
    return _told("coming", f"{title} ({code})", format_date(parts[0].date), of)


def _told(remedy: str, name: str, day: str, others: Iterable[tuple[str, str]]) -> dict[str, str]:
    listed = ", ".join(f"{title} ({code})" for title, code in others)
    return {"remedy": remedy, "name": name, "day": day, "others": listed}
