"""What changed between two versions, in a few lines: the counts, then what is red, then the rest."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from geo.analysis.versions import Comparison, FindingChange
from geo.figures import format_date, format_list, format_number, format_quarters, format_signed, named
from geo.findings import SEVERITIES, severity_word
from geo.imprint import Imprint
from geo.quarters import Quarter
from geo.words import say

_MOST = 10
"""How many lines of a kind are told; those about something red are all told."""
_MOST_RESULTS = 3
"""How many lines of one table of the plan are told."""
WHOLE = "totaal"
"""Bucket whose quarters are told; the tables have all."""
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a version is called."""

    name: str
    """Folder of the workspace, or id of the forecast."""
    day: date
    """Reference date, or date of the forecast."""
    version: str | None = None
    """Version of the plan; None for a forecast."""

    def text(self, lang: str = "nl") -> str:
        """Name the version with its date."""
        told = {"name": self.name, "day": format_date(self.day, lang=lang)}
        if self.version is None:
            return say("compare.forecast", lang, **told)
        return say("compare.plan", lang, **told, version=self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions that were set side by side."""

    old: Label
    """The first one."""
    new: Label
    """The second one."""
    comparison: Comparison
    """What differs."""
    areas: Mapping[str, str]
    """Name per province and region."""
    provinces: frozenset[str]
    """Codes of the provinces among these."""
    imprint: Imprint
    """What stands on what is made of it: confidential as soon as one row of either version is not open."""

    @property
    def newly_red(self) -> tuple[FindingChange, ...]:
        """The findings that are red now and were not."""
        return tuple(one for one in self.comparison.findings if one.newly_red)


def lines(compared: Compared, lang: str) -> list[str]:
    """Tell what changed, to print.

    Parameters
    ----------
    compared
        The two versions.
    lang
        Language of the terminal.
    """
    found = compared.comparison
    head = say("compare.head", lang, old=compared.old.text(lang), new=compared.new.text(lang))
    marked = compared.imprint.edition == "vertrouwelijk"
    limits = say("compare.no_streets", lang)
    if found.empty:
        return [head, say("compare.none", lang), limits]
    return [
        *([say("edition.mark", lang)] if marked else []),
        head,
        *alone(compared, lang),
        *horizon_lines(compared, lang),
        say("compare.counts", lang, **counts(compared)),
        *_of_findings(found.findings, lang),
        *_group("compare.quarters", quarter_lines(compared, lang), lang),
        *_others(compared, lang),
        *_group("compare.figures", figure_lines(compared, lang), lang),
        *_by_table("compare.results", found.results, lang, most=_MOST_RESULTS),
        *_by_table("compare.rows", found.rows, lang, most=_MOST),
        *_group("compare.texts", text_lines(found.texts, lang), lang),
        limits,
    ]


def horizon_lines(compared: Compared, lang: str = "nl") -> list[str]:
    """Tell for each province what all places together are at the end of the horizon, where they changed."""
    table = compared.comparison.quarters
    last = compared.comparison.last_quarter
    rows = table[(table["bucket"] == WHOLE) & (table["quarter"] == last) & table["area_id"].isin(compared.provinces)]
    told = (
        (row, quarter_texts(row, compared.areas, lang)) for row in rows.drop_duplicates("area_id").to_dict("records")
    )
    return [
        say("compare.horizon", lang, quarter=format_quarters([Quarter.parse(last)], lang=lang), **texts)
        for row, texts in told
        if texts["supply_old"] != texts["supply_new"]
    ]


def counts(compared: Compared) -> dict[str, int]:
    """Count what differs, by kind: as many as lines are told."""
    found = compared.comparison
    changes = [one.change for one in found.findings]
    return {
        "findings": len(changes),
        "new": changes.count("new"),
        "gone": changes.count("gone"),
        "changed": len(changes) - changes.count("new") - changes.count("gone"),
        "quarters": int((found.quarters["bucket"] == WHOLE).sum()),
        "others": int((found.quarters["bucket"] != WHOLE).sum()),
        "figures": len(figure_lines(compared)),
        "results": len(found.results),
        "rows": len(found.rows),
        "texts": len(found.texts),
    }


def alone(compared: Compared, lang: str) -> list[str]:
    """Say which quarters and areas one version alone has, so that nothing could be set beside them."""
    found, told = compared.comparison, []
    labels = compared.old.text(lang), compared.new.text(lang)
    for label, quarters, areas in zip(labels, found.quarters_alone, found.areas_alone, strict=True):
        parts = [format_quarters(map(Quarter.parse, quarters), lang=lang)] if quarters else []
        parts += [format_list([named(compared.areas.get(one, ""), one) for one in areas], lang=lang)] if areas else []
        told += [say("compare.alone", lang, label=label, what="; ".join(parts))] if parts else []
    return told


def finding_line(one: FindingChange, lang: str = "nl", *, code: bool = True) -> str:
    """Tell what became of a finding: its code if asked, its sentence, and what it was where it changed."""
    change, said = say(f"version_change.{one.change}", lang), one.latest.sentence(lang)
    told = {"change": change, "code": f"{one.latest.code}: " if code else "", "sentence": said}
    if one.old is None or one.new is None:
        return say("compare.finding", lang, **told)
    before = one.old.sentence(lang)
    if one.change == "severity":
        before = f"{severity_word(one.old.severity, lang)}: {before}"
    return say("compare.finding_changed", lang, **told, old=before)


def quarter_lines(compared: Compared, lang: str = "nl") -> list[str]:
    """Tell what changed per quarter for all places together, what became shorter first."""
    table = compared.comparison.quarters
    rows = table[table["bucket"] == WHOLE].to_dict("records")
    return [_quarter_line(row, compared.areas, lang) for row in sorted(rows, key=_by_weight)]


def _by_weight(row: Row) -> tuple[bool, bool, str, str]:
    was, now = (_number(row[f"days_short_{side}"]) for side in ("old", "new"))
    changed = row["status_new"] != row["status_old"]
    return not now > was, not changed, str(row["quarter"]), str(row["area_id"])


def _number(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)


def _quarter_line(row: Row, areas: Mapping[str, str], lang: str) -> str:
    quarter = format_quarters([Quarter.parse(str(row["quarter"]))], lang=lang)
    return say("compare.quarter", lang, quarter=quarter, **quarter_texts(row, areas, lang))


def quarter_texts(row: Row, areas: Mapping[str, str], lang: str = "nl") -> dict[str, str]:
    """Write area, verdict, supply, balance and days of shortage of a quarter, in both versions."""
    scenario = f" ({row['scenario']})" if row["scenario"] else ""
    writers = (("status", _status), ("supply", _supply), ("balance", _balance), ("days", _days))
    told = {f"{name}_{side}": write(row, side, lang) for name, write in writers for side in ("old", "new")}
    area = str(row["area_id"])
    return {"area": f"{named(areas.get(area, ''), area)}{scenario}", **told}


def _status(row: Row, side: str, lang: str) -> str:
    status = row[f"status_{side}"]
    return say("unknown.word", lang) if pd.isna(status) else say(f"balance.{status}", lang)


def _supply(row: Row, side: str, lang: str) -> str:
    return _ends(row, "supply", side, format_number, lang)


def _balance(row: Row, side: str, lang: str) -> str:
    return _ends(row, "balance", side, format_signed, lang)


def _ends(row: Row, what: str, side: str, write: Callable[..., str], lang: str) -> str:
    """Write a range, as a lower bound where locations are unknown."""
    ends = [row[f"{what}_{end}_{side}"] for end in ("min", "max")]
    told = [write(None if pd.isna(one) else float(one), lang=lang) for one in ends]
    unknown = row[f"unknown_locations_{side}"]
    least = "≥ " if pd.notna(unknown) and unknown and pd.notna(ends[0]) else ""
    return least + _range(told, lang)


def _days(row: Row, side: str, lang: str) -> str:
    short, lost = row[f"days_short_{side}"], row[f"days_untested_{side}"]
    if pd.isna(short):
        return say("unknown.word", lang)
    if lost:
        return say("compare.days_untested", lang, days=format_number(short, lang=lang), lost=int(lost))
    return format_number(short, lang=lang)


def figure_lines(compared: Compared, lang: str = "nl") -> list[str]:
    """Tell which figures changed: the need first, and of that what both versions know."""
    rows = figure_texts(compared.comparison.figures, compared.areas, lang)
    return [say("compare.figure", lang, **row) for row in rows]


def figure_texts(figures: pd.DataFrame, areas: Mapping[str, str], lang: str = "nl") -> list[dict[str, str]]:
    """Write figures for people, the need first: of need the lower and the upper end together.

    Returns
    -------
    texts
        Of each figure ``about``, ``figure``, ``old``, ``new`` and ``difference``. Shares are percentages, and what is
        unknown is said to be.
    """
    needs, rest = figures[figures["part"] == "need"], figures[figures["part"] != "need"]
    bands = [rows.to_dict("records") for _, rows in needs.groupby(["area_id", "of", "due"], sort=False)]
    known_first = sorted(bands, key=lambda rows: all(pd.isna(row["difference"]) for row in rows))
    return [
        *(_band_texts(rows, areas, lang) for rows in known_first),
        *(_figure_texts(row, areas, lang) for row in rest.to_dict("records")),
    ]


def _band_texts(rows: Sequence[Row], areas: Mapping[str, str], lang: str) -> dict[str, str]:
    """Write the ends of a need that changed; where one of both did not, only the other is told."""
    ends = sorted(rows, key=lambda row: row["figure"] != "need_min")
    told = [_figure_texts(row, areas, lang) for row in ends]
    if len(ends) == 1:
        return told[0]
    joined = {name: _range([one[name] for one in told], lang) for name in ("old", "new")}
    least, most = (one["difference"] for one in told)
    difference = least if least == most else say("compare.both_ends", lang, least=least, most=most)
    return {"about": told[0]["about"], "figure": say("compare.need", lang), **joined, "difference": difference}


def _range(ends: Sequence[str], lang: str) -> str:
    return say("compare.to", lang).join(dict.fromkeys(ends))


def _figure_texts(row: Row, areas: Mapping[str, str], lang: str) -> dict[str, str]:
    due: str = "" if pd.isna(row["due"]) else format_date(row["due"], lang=lang)
    area = named(areas.get(row["area_id"], ""), row["area_id"]) if row["area_id"] else ""
    about = ", ".join(filter(None, [say(f"version_part.{row['part']}", lang), area, row["of"], due]))
    share = str(row["figure"]).endswith("_share")
    old, new, difference = (_times(row[name], 100 if share else 1) for name in ("old", "new", "difference"))
    decimals = _decimals(old, new)
    unit, points = ("%", say("compare.points", lang)) if share else ("", "")
    lost = say("compare.not_given" if row["part"] == "need" else "unknown.word", lang)
    sign = "+" if difference is not None and difference > 0 else ""
    return {
        "about": about,
        "figure": say(f"version_figure.{row['figure']}", lang),
        "old": lost if old is None else _amount(old, int(row["unknown_old"]), decimals, unit, lang),
        "new": lost if new is None else _amount(new, int(row["unknown_new"]), decimals, unit, lang),
        "difference": sign + _amount(difference, 0, decimals, points, lang),
    }


def _times(value: float, factor: int) -> float | None:
    return None if pd.isna(value) else factor * float(value)


def _decimals(old: float | None, new: float | None) -> int:
    """Choose so many decimals that two values that differ do not read alike."""
    known = [one for one in (old, new) if one is not None]
    if all(one == round(one) for one in known):
        return 0
    return next((some for some in (1, 2) if len({round(one, some) for one in known}) == len(known)), 3)


def _amount(value: float | None, unknown: int, decimals: int, unit: str, lang: str) -> str:
    if value is None:
        return format_number(None, lang=lang)
    text = f"{format_number(value, decimals, lang=lang)}{unit}"
    return say("compare.at_least", lang, number=text, unknown=unknown) if unknown else text


def row_lines(rows: pd.DataFrame, lang: str = "nl") -> list[str]:
    """Tell which rows of tables are new, gone or other than before."""
    return [_row_line(row, lang) for row in rows.to_dict("records")]


def _row_line(row: Row, lang: str) -> str:
    which = say(f"version_list.{row['list']}", lang)
    told = {"list": which, "row": " ".join(filter(None, (row["row_id"], row["name"])))}
    if row["change"] == "changed":
        empty = say("compare.empty", lang)
        cells = {"column": row["column"], "old": row["old"] or empty, "new": row["new"] or empty}
        return say("compare.cell", lang, **told, **cells)
    whole = f": {row['old'] or row['new']}" if row["old"] or row["new"] else ""
    line = say("compare.row", lang, **told, change=say(f"version_change.{row['change']}", lang)) + whole
    if not row.get("renamed"):
        return line
    renamed = say(f"compare.renamed_{row['change']}", lang, other=row["renamed"])
    return f"{line} ({renamed})"


def text_lines(texts: pd.DataFrame, lang: str = "nl") -> list[str]:
    """Tell which texts are new, gone or other than before, by name."""
    return [
        say("compare.text", lang, text=row["text"], change=say(f"version_change.{row['change']}", lang))
        for row in texts.to_dict("records")
    ]


def _of_findings(findings: Sequence[FindingChange], lang: str) -> Iterator[str]:
    for severity in SEVERITIES:
        group = [one for one in findings if one.latest.severity == severity]
        told = [finding_line(one, lang) for one in group]
        head = say("terminal.findings", lang, severity=severity_word(severity, lang), count=len(group))
        yield from _listed(head, told, lang, most=len(told) if severity == "rood" else _MOST)


def _others(compared: Compared, lang: str) -> list[str]:
    others = counts(compared)["others"]
    return [say("compare.other_buckets", lang, count=others)] if others else []


def _by_table(key: str, rows: pd.DataFrame, lang: str, *, most: int) -> Iterator[str]:
    """List what changed table by table, so that a long table does not crowd out another."""
    for name, group in rows.groupby("list", sort=False):
        head = say(key, lang, list=say(f"version_list.{name}", lang), count=len(group))
        yield from _listed(head, row_lines(group, lang), lang, most=most)


def _group(key: str, told: Sequence[str], lang: str) -> list[str]:
    return _listed(say(key, lang, count=len(told)), told, lang, most=_MOST)


def _listed(head: str, told: Sequence[str], lang: str, *, most: int) -> list[str]:
    if not told:
        return []
    rest = [say("compare.more", lang, count=len(told) - most)] if len(told) > most else []
    return [head, *(f"  {line}" for line in told[:most]), *rest]
