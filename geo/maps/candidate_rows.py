"""Reads the tables about candidate sites into what their sheets say, the best ranked first."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from geo.figures import format_number, format_share
from geo.maps.candidate_changes import ChangeRows, changes_of
from geo.maps.candidate_content import CandidateContent, RuleLine, ScoreLine, Screening, Standing
from geo.maps.candidate_facts import FactKinds, bounds_on, fact_line, number, told
from geo.maps.place_mark import text_cell, whole
from geo.tables.columns import Kind
from geo.tables.profiles import FAILS, REPORTED, UNTESTABLE
from geo.verdict_words import reason
from geo.words import known, say

_CAPACITY = "capacity"
"""Fact of the places, which the heading repeats."""
_SHOWN_SHARE = 0.0005
"""A smaller share would read as none."""
Row = Mapping[Hashable, Any]
Rows = Mapping[str, list[dict[Hashable, Any]]]
"""Rows by the id of a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateTables:
    """The tables that the sheets tell of: those of `geo.tables.facts` and `geo.tables.ranking` under their names."""

    facts: pd.DataFrame
    """Which facts there are."""
    candidate_facts: pd.DataFrame
    """The facts per candidate."""
    criteria: pd.DataFrame
    """Criteria and weights."""
    verdicts: pd.DataFrame
    """What came of the rules."""
    scores: pd.DataFrame
    """Scores per criterion."""
    ranking: pd.DataFrame
    """The ranking."""
    toppling: pd.DataFrame
    """What would topple the winner."""
    swings: pd.DataFrame
    """At which weight of one criterion."""
    sensitivity: pd.DataFrame
    """What the uncertain facts do to the ranks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Grouped:
    """The same tables, by candidate."""

    kinds: FactKinds
    titles: Mapping[str, str]
    criteria: Mapping[str, Row]
    facts: Rows
    verdicts: Rows
    scores: Rows
    ranking: Mapping[str, Row]
    ranked: int
    changes: ChangeRows


def candidate_contents(
    candidates: pd.DataFrame, tables: CandidateTables, *, profile: str = ""
) -> tuple[CandidateContent, ...]:
    """Say what is known of each candidate.

    Parameters
    ----------
    candidates
        ``location_id``, ``name``, ``municipality``, ``type``, ``capacity`` and ``open``.
    tables
        What was found of them.
    profile
        Profile of rules with what is known of its date; by default what the verdicts call it.

    Returns
    -------
    contents
        By rank; those without one last, by id.
    """
    of = _grouped(candidates, tables)
    rows = cast("list[Row]", candidates.to_dict("records"))
    ranks = {str(row["location_id"]): whole(_of(of.ranking, row, "rank")) for row in rows}
    ordered = sorted(rows, key=lambda row: _place(ranks[str(row["location_id"])], str(row["location_id"])))
    return tuple(_content(row, of, profile) for row in ordered)


def _place(rank: int | None, name: str) -> tuple[bool, int, str]:
    return rank is None, rank or 0, name


def _of(ranking: Mapping[str, Row], row: Row, column: str) -> object:
    return ranking.get(str(row["location_id"]), {}).get(column)


def _grouped(candidates: pd.DataFrame, tables: CandidateTables) -> _Grouped:
    criteria = {str(row["criterion"]): row for row in _records(tables.criteria)}
    asked, weighed = _texts(tables.verdicts["fact"]), _texts(tables.criteria["fact"])
    hard = _texts(tables.verdicts.loc[tables.verdicts["hard"].astype("bool"), "fact"])
    kinds = FactKinds.of(tables.facts, asked, hard | weighed)
    return _Grouped(
        kinds=kinds,
        titles=kinds.titles,
        criteria=criteria,
        facts=_by_candidate(tables.candidate_facts),
        verdicts=_by_candidate(tables.verdicts),
        scores=_by_candidate(tables.scores),
        ranking={str(row["candidate_id"]): row for row in _records(tables.ranking)},
        ranked=int(tables.ranking["rank"].notna().sum()),
        changes=ChangeRows(
            names=dict(zip(candidates["location_id"].astype("str"), candidates["name"].astype("str"), strict=True)),
            criteria={name: str(row["title"]) for name, row in criteria.items()},
            toppling=tuple(_records(tables.toppling)),
            swings=tuple(_records(tables.swings)),
            sensitivity=_by_candidate(tables.sensitivity),
        ),
    )


def _texts(column: pd.Series) -> set[str]:
    return {str(cell) for cell in column.dropna()}


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _by_candidate(frame: pd.DataFrame) -> Rows:
    found: dict[str, list[dict[Hashable, Any]]] = {}
    for row in _records(frame):
        found.setdefault(str(row["candidate_id"]), []).append(row)
    return found


def _content(row: Row, of: _Grouped, profile: str) -> CandidateContent:
    name = str(row["location_id"])
    known = {str(fact["fact"]): fact for fact in of.facts.get(name, ())}
    rules = tuple(_rule(verdict, known, of) for verdict in of.verdicts.get(name, ()))
    standing = _standing(of.ranking.get(name, {}), of.ranked, len(_unknown(name, of)))
    used = next((text_cell(verdict["profile"]) for verdict in of.verdicts.get(name, ())), "")
    screening = _screening(rules, of.ranking.get(name))
    return CandidateContent(
        candidate_id=name,
        name=str(row["name"]),
        about=_about(row, _capacity(known, of)),
        open=bool(row["open"]) if not pd.isna(row["open"]) else False,
        screening=screening,
        screened_on=_screened_on(screening, rules),
        profile=profile or used,
        facts=tuple(
            fact_line(fact, of.kinds, bounds_on(kept, of.verdicts.get(name, ())))
            for kept, fact in known.items()
            if kept in of.kinds.rows
        ),
        rules=rules,
        scores=tuple(_score(score, of.criteria) for score in of.scores.get(name, ()) if _criterion(score, of)),
        standing=standing,
        changes=changes_of(name, standing, rules, of.changes, _unknown_needed(of.verdicts.get(name, ()), known, of)),
    )


def _criterion(score: Row, of: _Grouped) -> bool:
    return str(score["criterion"]) in of.criteria


def _capacity(known: Mapping[str, Row], of: _Grouped) -> str | None:
    """Write the places as the facts have them, which of flexible ones are the most; None where they are unknown."""
    fact, kind = known.get(_CAPACITY), of.kinds.rows.get(_CAPACITY)
    return None if fact is None or kind is None or number(fact["value"]) is None else told(fact, kind)


def _about(row: Row, capacity: str | None) -> tuple[str, ...]:
    municipality, kind = text_cell(row["municipality"]), text_cell(row["type"])
    place = say("sheet.municipality", municipality=municipality) if municipality else say("sheet.municipality_unknown")
    key = f"maps.type.{kind}"
    sort = (say(key) if known(key) else kind) if kind else say("sheet.type_unknown")
    return place, sort, capacity or say("sheet.capacity_unknown")


def _rule(row: Row, known: Mapping[str, Row], of: _Grouped) -> RuleLine:
    fact = text_cell(row["fact"])
    kind: Row = of.kinds.rows.get(fact, {"kind": "number", "unit": ""})
    numbers = {name: number(row[name]) for name in ("value", "bound", "margin")}
    plain = {**{str(name): cell for name, cell in row.items()}, **numbers}
    written = cast("Kind", str(kind["kind"]))
    verdict = str(row["verdict"])
    value = told(known[fact], kind) if fact in known and fact in of.kinds.rows else ""
    return RuleLine(
        title=str(row["title"]),
        verdict=verdict,
        hard=bool(row["hard"]),
        reason=reason(plain, kind=written, unit=text_cell(kind["unit"]), titles=of.titles),
        value=value or ("" if verdict != REPORTED else say("unknown.word")),
        others=sum(len(row[name]) for name in ("also_short", "also_untested")),
        sources=publications(text_cell(row["basis"])),
    )


def publications(basis: str) -> tuple[str, ...]:
    """Name what a bound rests on: publications, without what they say, and whether some of it is one's own choice.

    Parameters
    ----------
    basis
        As a profile says it: ``COA, Vastgoed (jaar onbekend): ten hoogste 500 m; oranje tot 1 km is eigen keuze``.
    """
    own = say("sheet.rules.own_choice")
    parts = [part.split(": ", maxsplit=1) for part in basis.split("; ") if part]
    named = [part[0] for at, part in enumerate(parts) if (not at or len(part) > 1) and own not in part[0]]
    return tuple(dict.fromkeys([*named, *([own] if own in basis else [])]))


def _screening(rules: tuple[RuleLine, ...], ranked: Row | None) -> Screening:
    """Give what the ranking says of the hard rules; where it says nothing, what the verdicts come to."""
    if ranked is not None:
        return cast("Screening", str(ranked["eligible"]))
    hard = {rule.verdict for rule in rules if rule.hard}
    return "no" if FAILS in hard else "untestable" if UNTESTABLE in hard or not rules else "yes"


def _screened_on(screening: Screening, rules: tuple[RuleLine, ...]) -> tuple[str, ...]:
    if screening == "yes":
        return ()
    wanted = FAILS if screening == "no" else UNTESTABLE
    found = [rule for rule in rules if rule.hard and rule.verdict == wanted]
    return tuple(_because(rule) if screening == "no" else rule.title for rule in found)


def _because(rule: RuleLine) -> str:
    return say("sheet.screening.because", title=rule.title, reason=rule.reason) if rule.reason else rule.title


def _unknown_needed(verdicts: Sequence[Row], known: Mapping[str, Row], of: _Grouped) -> str:
    """Name the unknown facts for want of which hard rules could not be tested."""
    return "; ".join(of.titles[fact] for fact in _untested(verdicts) if fact in of.titles and fact in known)


def _untested(verdicts: Sequence[Row]) -> list[str]:
    """List the facts for want of which hard rules could not be tested."""
    rows = [row for row in verdicts if bool(row["hard"]) and row["verdict"] == UNTESTABLE]
    return list(dict.fromkeys(fact for row in rows for fact in (text_cell(row["fact"]), *row["also_untested"])))


def _unknown(name: str, of: _Grouped) -> set[str]:
    """List the unknown facts that the place of a candidate hangs on, through a hard rule or a criterion."""
    missing = [row for row in of.scores.get(name, ()) if bool(row["missing"]) and _criterion(row, of)]
    return {
        *_untested(of.verdicts.get(name, ())),
        *(str(of.criteria[str(row["criterion"])]["fact"]) for row in missing),
    }


def _score(row: Row, criteria: Mapping[str, Row]) -> ScoreLine:
    criterion = criteria[str(row["criterion"])]
    return ScoreLine(
        title=str(criterion["title"]),
        weight=float(criterion["weight"]),
        score=number(row["score"]),
        low=number(row["score_low"]),
        high=number(row["score_high"]),
        part=number(row["part"]),
        missing=bool(row["missing"]),
    )


def _standing(row: Row, count: int, unknown: int) -> Standing:
    rank, low, high = (whole(row.get(name)) for name in ("rank", "rank_low", "rank_high"))
    return Standing(
        count=count,
        rank=rank,
        low=low,
        high=high,
        score=number(row.get("score")),
        unknown=unknown,
        if_best=whole(row.get("rank_if_best")),
        if_worst=whole(row.get("rank_if_worst")),
        words=_words(row, rank, low, high),
    )


def _first(share: float) -> str:
    if share == 0:
        return say("sheet.rank.never_first")
    rare = share < _SHOWN_SHARE
    return say(
        "sheet.rank.rarely_first" if rare else "sheet.rank.first", share=format_share(0.001 if rare else share, 1)
    )


def _words(row: Row, rank: int | None, low: int | None, high: int | None) -> tuple[str, ...]:
    if rank is None:
        return (say("sheet.rank.excluded" if row.get("eligible") == "no" else "sheet.rank.unranked"),)
    words = []
    if low is not None and high is not None:
        words.append(say("sheet.rank.always" if low == high else "sheet.rank.interval", low=low, high=high))
    if (first := number(row.get("first_share"))) is not None:
        words.append(_first(first))
    if (topsis := whole(row.get("topsis_rank"))) is not None:
        words.append(say("sheet.rank.topsis", rank=format_number(topsis)))
    pareto = row.get("pareto")
    if pareto is not None and not pd.isna(pareto):
        words.append(say("sheet.rank.pareto" if pareto else "sheet.rank.dominated"))
    return tuple(words)
