"""By which day decisions must be taken for openings and endings, counted back from them (chapter 7).

Source: COA, opening and closing a reception centre takes six to nine months each. That the signing and the permit take
as long is an assumption, and so is a notice of six months where an agreement names no day.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.analysis.supply import ONE_DAY
from geo.tables.choices import ENDED
from geo.tables.time_path import BACK_PLANNING

LEAD_MONTHS, WIDE_LEAD_MONTHS = 6, 9
"""Months that opening or closing takes at least, and at most."""
KINDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "council": (("raadsbesluit",), ("besluit", "raad")),
    "college": (("collegebesluit",), ("besluit", "college")),
    "signing": (("teken",),),
    "permit": (("vergunning",),),
    "opening": (("opening",),),
    "notice": (("opzeg",),),
    "ending": (("beeindig",),),
    "decision": (("besluit",),),
}
"""What a kind of milestone is known by: all parts of one of its sets, without accents. The first kind that fits."""
ENDINGS = ("notice", "ending")
"""Kinds of milestone about the end of an agreement."""
DECISIONS = ("college", "council", "decision")
"""Kinds of milestone that somebody decides."""
_END = r"(?:beeindig\w*|opzeg\w*|opgezegd|gesloten|sluit(?:en|ing)?)\b"
_ENDS = re.compile(rf"\b{_END}")
_NOT_ENDS = re.compile(rf"\bniet\s+(?:\w+\s+)?{_END}|\b(?:sluit(?:en|ing)?|gesloten)\b.*(?:overeenkomst|contract)")
"""An end that is denied, and an agreement that is concluded: in Dutch the same word as closing."""
_EXTENDS = re.compile(r"\bverleng|\bvoort(?:gezet|te ?zetten|zet)")


def about_end(milestones: pd.DataFrame) -> pd.Series:
    """Tell which milestones are about the end of an agreement.

    Those of a kind in `ENDINGS`, and decisions of which the kind, the milestone or the decision itself says
    ``beëindigen``, ``opzeggen`` or ``sluiten``, accents ignored. Any other decision may be about something
    else: it is no notice.
    """
    kinds = kinds_of(milestones)
    says = [any(_ENDS.search(one) and not _NOT_ENDS.search(one) for one in row) for row in _texts(milestones)]
    return kinds.isin(ENDINGS) | (kinds.isin(DECISIONS) & pd.Series(says, index=milestones.index, dtype="bool"))


def _about_extension(milestones: pd.DataFrame) -> pd.Series:
    """Tell which decisions settle whether an agreement is extended: they say so, either way, or they end it."""
    says = [any(_EXTENDS.search(one) for one in row) for row in _texts(milestones)]
    decided = kinds_of(milestones).isin(DECISIONS) & pd.Series(says, index=milestones.index, dtype="bool")
    return decided | about_end(milestones)


def _texts(milestones: pd.DataFrame) -> list[list[str]]:
    names = [name for name in ("kind", "milestone", "decision") if name in milestones]
    return [[_plain(text) for text in row if pd.notna(text)] for row in milestones[names].itertuples(index=False)]


def kinds_of(milestones: pd.DataFrame) -> pd.Series:
    """Tell the kind of each milestone: a key of `KINDS`, or nothing.

    The column ``kind`` says it; where that is empty the milestone itself. A bare ``besluit`` is of the council or of
    the college where its body says so.
    """
    said = milestones["kind"].fillna("").where(milestones["kind"].fillna("") != "", milestones["milestone"])
    body = milestones["body"] if "body" in milestones else pd.Series("", index=milestones.index)
    kinds = [_kind(one, who) for one, who in zip(said, body.fillna(""), strict=True)]
    return pd.Series(kinds, index=milestones.index, dtype="str")


def _kind(said: str, body: str) -> str:
    word, who = _plain(said), _plain(body)
    found = next((name for name, ways in KINDS.items() if any(all(part in word for part in way) for way in ways)), "")
    if found == "decision":
        return next((name for name, part in (("council", "raad"), ("college", "college")) if part in who), found)
    return found


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", str(text))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def months_before(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """Give the day some months before the first day of something."""
    return day - pd.DateOffset(months=months)


def months_before_end(end: pd.Timestamp, months: int) -> pd.Timestamp:
    """Give the day some months before a last day: six before 31-12-2021, which is included, is 30-06-2021."""
    return months_before(end + ONE_DAY, months) - ONE_DAY


def openings(locations: pd.DataFrame, *, reference_date: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Keep the locations that open after the reference date and within the horizon."""
    start = locations["agreement_start"]
    kept: pd.DataFrame = locations[(start > reference_date) & (start <= last)]
    return kept


def endings(locations: pd.DataFrame, *, reference_date: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Keep the locations that are to end, from the reference date on and within the horizon."""
    end = locations["agreement_end"]
    kept: pd.DataFrame = locations[(locations["decision"] == ENDED) & end.between(reference_date, last)]
    return kept


def lapsing(locations: pd.DataFrame, *, reference_date: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Keep the locations that go on, though their agreement ends from the reference date on and within the horizon."""
    end = locations["agreement_end"]
    kept: pd.DataFrame = locations[locations["decision"].ne(ENDED) & end.between(reference_date, last)]
    return kept


def back_planning(
    locations: pd.DataFrame,
    milestones: pd.DataFrame | None,
    *,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
) -> pd.DataFrame:
    """Count back from every opening and ending to the latest days of what must be done for it (Tabel 7.5).

    Parameters
    ----------
    locations
        The locations, as read.
    milestones
        The milestones, as read; None where none were given.
    reference_date, last
        Day of the portfolio, and last day of the horizon.

    Returns
    -------
    table
        The columns of `geo.tables.time_path.BACK_PLANNING`, sorted by day, location and step. A council decides nine
        months before the opening (``aim``), six at the latest; signing and permit are aimed at six months before, and
        come before the opening day at the latest. Notice is given, and an extension decided of a location that goes on,
        by ``notice_date``, else six months before the end; there is no such day (missing, ``short_term``) where the
        agreement began after it. ``milestone`` is the earliest of that kind for the location, or the day on which the
        agreement was or is to be signed. ``status`` is ``in_time`` up to the aim, ``late`` up to the latest day,
        ``too_late`` after it; without a milestone ``open``, or ``passed`` where the latest day came before the
        reference date. All are days of the calendar: one on a Sunday does not move.
    """
    span = {"reference_date": reference_date, "last": last}
    rows = [
        *(step for site in openings(locations, **span).to_dict("records") for step in _opening(site)),
        *(_ending(site, "end", "notice") for site in endings(locations, **span).to_dict("records")),
        *(_ending(site, "lapse", "extension") for site in lapsing(locations, **span).to_dict("records")),
    ]
    table = pd.DataFrame(rows, columns=["location_id", "name", "event", "day", "step", "aim", "latest", "assumed"])
    covered = _covered(table, locations, milestones)
    told = covered.assign(passed=pd.to_datetime(covered["latest"]) < reference_date)
    status = [
        _status(*one) for one in told[["aim", "latest", "milestone_date", "passed"]].itertuples(index=False, name=None)
    ]
    dates = {name: pd.to_datetime(told[name]).astype("datetime64[s]") for name in ("day", "aim", "latest")}
    typed = told.assign(**dates, status=pd.Series(status, index=told.index, dtype="str"))
    typed = typed.astype({"passed": "boolean", "assumed": "boolean", "milestone": "str"})
    ordered = typed.sort_values(["day", "location_id", "event"], kind="stable", ignore_index=True)
    return ordered[list(BACK_PLANNING.names)]


def _opening(site: Mapping[Hashable, Any]) -> Iterator[dict[str, object]]:
    day = site["agreement_start"]
    about = {"location_id": site["location_id"], "name": site["name"], "event": "open", "day": day, "assumed": True}
    six, nine = (months_before(day, months) for months in (LEAD_MONTHS, WIDE_LEAD_MONTHS))
    yield {**about, "step": "council", "aim": nine, "latest": six, "assumed": False}
    yield {**about, "step": "signing", "aim": six, "latest": day - ONE_DAY}
    yield {**about, "step": "permit", "aim": six, "latest": day - ONE_DAY}


def _ending(site: Mapping[Hashable, Any], event: str, step: str) -> dict[str, object]:
    day, notice, start = site["agreement_end"], site["notice_date"], site["agreement_start"]
    about = {"location_id": site["location_id"], "name": site["name"], "event": event, "day": day, "step": step}
    if pd.notna(notice):
        return {**about, "aim": notice, "latest": notice, "assumed": False}
    aim, latest = (months_before_end(day, months) for months in (WIDE_LEAD_MONTHS, LEAD_MONTHS))
    if latest < start:
        return {**about, "aim": pd.NaT, "latest": pd.NaT, "assumed": True}
    return {**about, "aim": max(aim, start) if pd.notna(start) else aim, "latest": latest, "assumed": True}


def _covered(table: pd.DataFrame, locations: pd.DataFrame, milestones: pd.DataFrame | None) -> pd.DataFrame:
    """Put beside each step the earliest milestone of its kind, or the signature that the location itself has."""
    columns = ["location_id", "step", "milestone", "milestone_date"]
    parts = [] if milestones is None or milestones.empty else _steps(milestones, locations)
    signed = locations.dropna(subset=["signed_on"]).rename(columns={"signed_on": "milestone_date"})
    parts = [*parts, signed.assign(step="signing", milestone=None)]
    found = pd.concat([part[columns].astype(object) for part in parts]).dropna(subset=["location_id"])
    dated = found.assign(milestone_date=pd.to_datetime(found["milestone_date"]).astype("datetime64[s]"))
    first = dated.sort_values("milestone_date", kind="stable").drop_duplicates(["location_id", "step"])
    return table.astype({"location_id": object, "step": object}).merge(first, on=["location_id", "step"], how="left")


def _steps(milestones: pd.DataFrame, locations: pd.DataFrame) -> list[pd.DataFrame]:
    """Tell which step each milestone is; a decision on the end of a location before that end is also notice of it.

    What is decided before that end of extension, or of ending, settles whether it is extended.
    """
    named = milestones.rename(columns={"subject_id": "location_id", "date": "milestone_date"})
    ends = named["location_id"].map(dict(zip(locations["location_id"], locations["agreement_end"], strict=True)))
    before = named["milestone_date"] < ends
    return [
        named.assign(step=kinds_of(milestones)),
        named[about_end(milestones) & before].assign(step="notice"),
        named[_about_extension(milestones) & before].assign(step="extension"),
    ]


def _status(aim: pd.Timestamp, latest: pd.Timestamp, done: pd.Timestamp, passed: object) -> str:
    if pd.isna(latest):
        return "short_term"
    if pd.isna(done):
        return "passed" if passed else "open"
    return "in_time" if done <= aim else "late" if done <= latest else "too_late"
