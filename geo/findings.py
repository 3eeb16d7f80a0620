"""What the checks find: a code with its rule and source, and the rows it is about.

A finding is data. Its sentence and remedy are rendered late, from the word
catalogue, in the reader's language; so are the numbers and dates in them.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from geo.figures import (
    format_date,
    format_half_year,
    format_km,
    format_list,
    format_number,
    format_quarter,
    format_quarters,
    format_share,
)
from geo.quarters import HalfYear, Quarter
from geo.words import say

Severity = Literal["rood", "oranje", "blauw", "info", "niet toetsbaar"]
SEVERITIES: tuple[Severity, ...] = ("rood", "oranje", "niet toetsbaar", "blauw", "info")
Value = str | int | float | tuple[str, ...] | None
"""Plain data: a number, an ISO date, a quarter such as ``2022-Q2``, an id, a text, or several texts; None: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a check tests."""

    code: str
    """Name of the finding, a key of the word catalogue (``finding.<code>``)."""
    severity: Severity
    """How serious a breach is."""
    chapter: int
    """Chapter of the plan that the rule belongs to."""
    source: str
    """Law, format or page that the rule comes from."""
    gap: bool = False
    """Whether a breach means that something is missing from the plan."""
    limits: tuple[tuple[str, Value], ...] = ()
    """Limits that the rule in words names, by name, as plain data."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what the rule asks, with its limits."""
        return say(f"finding.{self.code}.rule", lang, **_texts(self.limits, lang))

    def untested(self, lang: str = "nl") -> str:
        """Say when the rule cannot be tested; a rule of severity ``niet toetsbaar`` has no words for it."""
        return say(f"finding.{self.code}.untested", lang)


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, or one rule that could not be tested."""

    code: str
    """Code of the rule."""
    severity: Severity
    """Severity; ``niet toetsbaar`` where data are missing."""
    chapter: int
    """Chapter of the plan."""
    ids: tuple[str, ...]
    """Ids of the rows it is about, sorted."""
    parameters: tuple[tuple[str, Value], ...]
    """Values for the sentence, by name, as plain data; the name tells how a value is written."""
    source: str
    """Source of the rule."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what was found."""
        return say(f"finding.{self.code}", lang, **self._texts(lang))

    def remedy(self, lang: str = "nl") -> str:
        """Say what can be done about it."""
        return say(f"finding.{self.code}.remedy", lang, **self._texts(lang))

    def _texts(self, lang: str) -> dict[str, str]:
        return {"ids": ", ".join(self.ids), **_texts(self.parameters, lang)}


def any_red(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings is red."""
    return any(one.severity == "rood" for one in findings)


def severity_word(severity: Severity, lang: str = "nl") -> str:
    """Name a severity in the reader's language."""
    return say(f"severity.{severity}", lang)


def counted(what: str, number: float, lang: str = "nl") -> str:
    """Write a number with its noun, in the singular or the plural: ``1 plek``, ``360 plekken``."""
    return say(f"counted.{what}_one" if number == 1 else f"counted.{what}", lang, n=format_number(number, lang=lang))


def _plain(value: Value, lang: str) -> str:
    if value is None:
        return say("unknown.word", lang)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _number(value: Value, lang: str) -> str:
    return format_number(None if value is None else float(str(value)), lang=lang)


def _noun(what: str) -> Callable[[Value, str], str]:
    return lambda value, lang: counted(what, float(str(value)), lang)


def _date(value: Value, lang: str) -> str:
    return format_date(None if value is None else date.fromisoformat(str(value)), lang=lang)


def _dates(value: Value, lang: str) -> str:
    return format_list([_date(one, lang) for one in _several(value)], lang=lang)


def _km(value: Value, lang: str) -> str:
    return format_km(None if value is None else float(str(value)), lang=lang)


def _quarter(value: Value, lang: str) -> str:
    return format_quarter(Quarter.parse(str(value)), lang=lang)


def _quarters(value: Value, lang: str) -> str:
    return format_quarters([Quarter.parse(one) for one in _several(value)], lang=lang)


def _half_year(value: Value, lang: str) -> str:
    return format_half_year(HalfYear.parse(str(value)), lang=lang)


def _share(value: Value, _lang: str) -> str:
    return format_share(None if value is None else float(str(value)))


def _words(section: str) -> Callable[[Value, str], str]:
    return lambda value, lang: format_list([say(f"{section}.{one}", lang) for one in _several(value)], lang=lang)


def _part(name: str) -> Callable[[Value, str], str]:
    """Give the writer of a part of a sentence that is there only where there is a value."""
    return lambda value, lang: say(f"finding_part.{name}", lang, value=value) if value else ""


def _unknown(value: Value, lang: str) -> str:
    return _of_locations("unknown", value, lang)


def _unsure(value: Value, lang: str) -> str:
    return _of_locations("unsure", value, lang)


def _of_locations(part: str, value: Value, lang: str) -> str:
    return say(f"finding_part.{part}", lang, locations=counted("locations", float(str(value)), lang)) if value else ""


def _figure(value: Value, lang: str) -> str:
    """Write a number with how many parts of it are unknown: ``≥ 1.240 (2 onbekend)``."""
    number, lost = ((*_several(value), "0"))[:2]
    told = _number(number or None, lang)
    return say("finding_part.at_least", lang, number=told, unknown=lost) if int(lost) else told


def _moment(value: Value, lang: str) -> str:
    """Write the day or the quarter that a number is of."""
    text = str(value)
    if not text:
        return ""
    told = _quarter(text, lang) if "Q" in text else _date(text, lang)
    return say("finding_part.moment", lang, value=told)


def _named(value: Value, lang: str) -> str:
    names = format_list(_several(value), lang=lang) if value else ""
    return say("finding_part.named", lang, value=names) if names else ""


def _months(value: Value, lang: str) -> str:
    return counted("months", float(str(value)), lang) if value else say("finding_part.no_month", lang)


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


_NOUNS = ("areas", "facilities", "locations", "municipalities", "places", "provinces", "quarter_ends", "rows")
_NUMBERS = (
    "area_m2", "candidates", "corrected", "difference", "dropped", "durable", "ended", "floor_area_m2",
    "guaranteed", "high", "least", "low", "most", "need", "own", "printed", "realised", "rest", "signed",
    "site_area_m2", "summed", "supply", "task", "times", "total",
)  # fmt: skip
_DATES = ("date", "decided", "first", "last", "opens", "until", "usual")
_WRITERS: Mapping[str, Callable[[Value, str], str]] = {
    **{name: _noun(name) for name in _NOUNS},
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_DATES, _date),
    "dates": _dates,
    "months": _months,
    "distance_m": _km,
    "limit_m": _km,
    "share": _share,
    "guaranteed_share": _share,
    "quarter": _quarter,
    "quarters": _quarters,
    "half_year": _half_year,
    "expected": _share,
    "described": _words("report.fill"),
    "divided": _words("apportion_key"),
    "bucket": _words("bucket"),
    "buckets": _words("bucket"),
    "topics": _words("topic"),
    "untold": _words("obligation_untold"),
    "direction": _words("direction"),
    "mode": _words("travel"),
    "modes": _words("mode"),
    "remark": _words("snap"),
    "scenario": _part("scenario"),
    "meant": _part("meant"),
    "unknown": _unknown,
    "unsure": _unsure,
    "loose": _part("loose"),
    "reserve": _words("reserve_counted"),
    "days": lambda value, lang: format_list([_date(day, lang) for day in _several(value)], lang=lang),
    "m2_per_place": lambda value, lang: format_number(float(str(value)), 1, lang=lang),
    "invariant": _words("invariant"),
    "table": _words("table_name"),
    "other_table": _words("table_name"),
    "one": _figure,
    "other": _figure,
    "whose": _part("whose"),
    "moment": _moment,
    "named": _named,
}
"""How a value is written, by the name of its parameter; other names are texts and ids, written as they are."""


_SECURED = ("guaranteed", "guaranteed_share", "loose")
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "period": ("first", "last"),
    "secured": _SECURED,
    "secured_places": _SECURED,
}
"""Parts of a sentence that are written from several values, by name."""


def _variant(part: str, given: Mapping[str, Value]) -> str:
    """Choose the wording of a part: of a period of one day, and of places of which none is known, which is not none."""
    if part == "period":
        return "one_day" if given["first"] == given["last"] else "days"
    return f"{part}_unknown" if given["loose"] and not given["guaranteed"] else part


def _texts(values: Iterable[tuple[str, Value]], lang: str) -> dict[str, str]:
    given = dict(values)
    texts = {name: _WRITERS.get(name, _plain)(value, lang) for name, value in given.items()}
    for part, needs in TOGETHER.items():
        if set(needs) <= set(given):
            texts[part] = say(f"finding_part.{_variant(part, given)}", lang, **texts)
    return texts


def found(
    rule: Rule,
    *,
    ids: tuple[str, ...] = (),
    severity: Severity | None = None,
    parameters: Mapping[str, Value] | None = None,
) -> Finding:
    """Make a finding of a rule.

    Parameters
    ----------
    rule
        The rule that was tested.
    ids
        Ids of the rows concerned, in any order.
    severity
        Other severity than the rule's, for example ``niet toetsbaar``.
    parameters
        Values for the sentence, by name, as plain data.
    """
    values = tuple(sorted((parameters or {}).items(), key=lambda item: item[0]))
    severity = severity or rule.severity
    return Finding(rule.code, severity, rule.chapter, tuple(sorted(ids)), values, rule.source)


def as_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Write findings as a table, the most serious first.

    Parameters
    ----------
    findings
        In any order.

    Returns
    -------
    table
        `code, severity, chapter, ids, parameters, source`; ids joined by ``;``, parameters as JSON.
    """
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.chapter, one.code, one.ids))
    rows = [
        (
            one.code,
            one.severity,
            one.chapter,
            ";".join(one.ids),
            json.dumps(one.parameters, ensure_ascii=False),
            one.source,
        )
        for one in ordered
    ]
    names = ["code", "severity", "chapter", "ids", "parameters", "source"]
    return pd.DataFrame(rows, columns=names).astype({"chapter": "int64"})


def in_sentences(findings: Iterable[Finding], *, lang: str = "nl") -> pd.DataFrame:
    """Write findings as `as_frame` does, for people: the sentence and the remedy in the place of the parameters."""
    frame = as_frame(findings)
    said = [f"{one.sentence(lang)} {one.remedy(lang)}" for one in from_frame(frame)]
    return frame.assign(parameters=pd.Series(said, index=frame.index, dtype="str"))


def from_frame(frame: pd.DataFrame) -> tuple[Finding, ...]:
    """Read findings back from a table that `as_frame` wrote."""
    return tuple(
        Finding(
            code=row["code"],
            severity=row["severity"],
            chapter=int(row["chapter"]),
            ids=tuple(filter(None, row["ids"].split(";"))),
            parameters=tuple((name, _read(value)) for name, value in json.loads(row["parameters"])),
            source=row["source"],
        )
        for row in frame.to_dict("records")
    )


def _read(value: str | float | list[str] | None) -> Value:
    return tuple(value) if isinstance(value, list) else value
