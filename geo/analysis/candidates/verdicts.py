"""What the rules of a profile say of candidates: a verdict a rule, who drops out, and on what."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats, Texts
from geo.analysis.candidates.judging import LEVELS, Outcome, also_short, alternatives, judge
from geo.tables.profiles import FAILS, UNTESTABLE, Profile, Rule
from geo.tables.ranking import BOUND_KINDS, ELIGIBILITIES, RANKING, VERDICTS

_YES, _NO, _UNTESTED = ELIGIBILITIES
_TEXTS = ("candidate_id", "profile", "rule", "title", "verdict", "fact", "bound_is", "basis")


def verdicts(facts: Facts, profile: Profile) -> pd.DataFrame:
    """Judge every candidate by every rule.

    Parameters
    ----------
    facts
        The facts; one that the profile asks for and that is missing is unknown.
    profile
        The rules.

    Returns
    -------
    table
        The columns of `geo.tables.ranking.VERDICTS`, by candidate and then in the order of the profile. ``fact``,
        ``value``, ``bound`` and ``margin`` are those of the alternative that decided: the best. Where a rule cannot be
        tested it is the first alternative that could still turn out well, and the margin is NaN; so it is where there
        is no path, and where there is no bound. ``also_short`` and ``also_untested`` name what else is asked in that
        alternative that fails or cannot be tested.
    """
    rules, count = profile.rules, len(facts.ids)
    outcomes = [judge(rule, facts) for rule in rules]
    level = _by_candidate([outcome.level for outcome in outcomes])
    margin = _by_candidate([outcome.margin for outcome in outcomes])
    bound, least = (_by_candidate([getattr(outcome, name) for outcome in outcomes]) for name in ("bound", "least"))
    told = [_told(facts, rule, outcome) for rule, outcome in zip(rules, outcomes, strict=True)]
    frame = pd.DataFrame(
        {
            "candidate_id": np.repeat(facts.ids, len(rules)),
            "profile": profile.named,
            **{name: _tiled([getattr(rule, own) for rule in rules], count) for name, own in _OF_RULE},
            "hard": np.tile(np.array([rule.hard for rule in rules], dtype=bool), count),
            "verdict": np.array(LEVELS, dtype=object)[level],
            "fact": _by_candidate([fact for fact, _ in told]),
            "value": _by_candidate([value for _, value in told]),
            "bound": bound,
            "bound_is": _kinds(bound, least),
            "margin": np.where(np.isfinite(margin), margin, np.nan),
            "at_least_margin": _by_candidate([outcome.more for outcome in outcomes]),
            **_others(facts, rules, outcomes),
        }
    )
    return frame.astype(dict.fromkeys(_TEXTS, "str") | {"alternative": "Int64"})[list(VERDICTS.names)]


def _others(facts: Facts, rules: Sequence[Rule], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Tell which alternative decided, and what else stands in the way in it."""
    pairs = list(zip(rules, outcomes, strict=True))
    named = {
        name: [also_short(rule, facts, outcome, level) for rule, outcome in pairs]
        for name, level in (("also_short", FAILS), ("also_untested", UNTESTABLE))
    }
    lists = {
        name: pd.Series([one for row in zip(*told, strict=True) for one in row], dtype="object")
        for name, told in named.items()
    }
    return {"alternative": _by_candidate([alternatives(rule, outcome) for rule, outcome in pairs]), **lists}


_OF_RULE = (("rule", "id"), ("title", "title"), ("basis", "source"))


def eligibility(table: pd.DataFrame) -> pd.DataFrame:
    """Tell which candidates fail a hard rule.

    Parameters
    ----------
    table
        Verdicts, as `verdicts` gives them.

    Returns
    -------
    eligible
        ``candidate_id, eligible, failed_rules, untested_rules``, in the order of the candidates. ``eligible`` is one of
        `geo.tables.ranking.ELIGIBILITIES`: one that fails a hard rule is out whatever cannot be tested; a hard rule
        that asks for attention is passed. The rules are hard ones, as tuples in the order of the profile.
    """
    ids = table["candidate_id"].drop_duplicates().to_numpy(dtype=object)
    failed, untested = (_rules_of(table, ids, verdict) for verdict in (FAILS, UNTESTABLE))
    words = [_NO if fails else _UNTESTED if unsure else _YES for fails, unsure in zip(failed, untested, strict=True)]
    frame = pd.DataFrame(
        {
            "candidate_id": pd.Series(ids, dtype="str"),
            "eligible": pd.Series(words, dtype="str"),
            "failed_rules": pd.Series(failed, dtype="object"),
            "untested_rules": pd.Series(untested, dtype="object"),
        }
    )
    return frame[[name for name in RANKING.names if name in frame]]


def _told(facts: Facts, rule: Rule, outcome: Outcome) -> tuple[Texts, Floats]:
    """Give name and value of the fact that decided, of each candidate."""
    names = np.array([part.fact for part in rule.parts], dtype=object)
    value = np.full(len(facts.ids), np.nan)
    for place, part in enumerate(rule.parts):
        at, here = facts.column(part.fact), outcome.part == place
        if at is not None:
            value[here] = facts.value[here, at]
    return names[outcome.part], value


def _kinds(bound: NDArray[Any], least: NDArray[Any]) -> Texts:
    """Name what bounds are, the least or the most; None where there is no bound."""
    kinds = np.array(BOUND_KINDS, dtype=object)[np.where(least, 0, 1)]
    kinds[np.isnan(bound)] = None
    return kinds


def _by_candidate(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Put what is told of each rule, candidate by candidate, in one row of all rules of a candidate after another."""
    return np.column_stack(columns).ravel()


def _tiled(texts: Sequence[str], count: int) -> Texts:
    return np.tile(np.array(texts, dtype=object), count)


def _rules_of(table: pd.DataFrame, ids: Texts, verdict: str) -> list[tuple[str, ...]]:
    """List of each candidate the hard rules with a verdict."""
    some = table.loc[table["hard"] & (table["verdict"] == verdict), ["candidate_id", "rule"]]
    rules: dict[str, list[str]] = {}
    for candidate, rule in zip(some["candidate_id"].tolist(), some["rule"].tolist(), strict=True):
        rules.setdefault(candidate, []).append(rule)
    return [tuple(rules.get(candidate, ())) for candidate in ids]
