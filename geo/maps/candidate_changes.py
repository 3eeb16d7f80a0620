"""What would change the place of a candidate, in a sentence or three: weights, uncertain facts, a rule just missed."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.figures import format_number, format_share, named
from geo.maps.candidate_content import RuleLine, Standing
from geo.tables.profiles import FAILS, UNTESTABLE
from geo.words import say

_MOST_UNCERTAIN = 2
_ALL = 1 - 1e-9
"""From this weight on a criterion leaves none to the others."""
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangeRows:
    """Rows of what moves the ranking."""

    names: Mapping[str, str]
    """Name of each candidate."""
    criteria: Mapping[str, str]
    """Title of each criterion."""
    toppling: Sequence[Row]
    """Rows of `geo.tables.ranking.TOPPLING`."""
    swings: Sequence[Row]
    """Rows of `geo.tables.ranking.SWINGS`."""
    sensitivity: Mapping[str, Sequence[Row]]
    """Rows of `geo.tables.ranking.SENSITIVITY` by candidate."""

    def name_of(self, candidate_id: str) -> str:
        """Name a candidate for people."""
        return named(self.names.get(candidate_id, ""), candidate_id)


def changes_of(
    candidate_id: str, standing: Standing, rules: Sequence[RuleLine], rows: ChangeRows, unknown: str
) -> tuple[str, ...]:
    """Say what would change the place of a candidate.

    Parameters
    ----------
    candidate_id
        The candidate.
    standing
        Its place.
    rules
        What came of the rules.
    rows
        What moves the ranking.
    unknown
        Unknown facts that a hard rule needs, in words; empty for none.

    Returns
    -------
    sentences
        First what concerns the hard rules and all that is unknown, then the weights, then what is worth finding out;
        empty where nothing is known of it.
    """
    said = [say("sheet.change.untested", facts=unknown)] if unknown else []
    return (
        *said,
        *_all_at_once(standing, rules),
        *_near_miss(rules),
        *_weights(candidate_id, standing, rows),
        *_uncertain(candidate_id, rows),
    )


def _all_at_once(standing: Standing, rules: Sequence[RuleLine]) -> list[str]:
    """Tell the place if all that is unknown turns out best, and worst."""
    best, worst = standing.if_best, standing.if_worst
    if standing.rank is None or best is None or worst is None:
        return []
    if any(rule.hard and rule.verdict == UNTESTABLE for rule in rules):
        return [say("sheet.change.all_or_out", best=format_number(best))]
    if best != worst:
        return [say("sheet.change.all_at_once", best=format_number(best), worst=format_number(worst))]
    return [say("sheet.change.all_the_same", rank=format_number(best))] if standing.unknown else []


def _near_miss(rules: Sequence[RuleLine]) -> list[str]:
    failed = [rule for rule in rules if rule.hard and rule.verdict == FAILS]
    if len(failed) > 1:
        return [say("sheet.change.several", count=len(failed))]
    if not failed:
        return []
    if failed[0].others:
        return [say("sheet.change.on_parts", rule=failed[0].title, reason=failed[0].reason)]
    if not failed[0].reason:
        return [say("sheet.change.one", rule=failed[0].title)]
    return [say("sheet.change.near_miss", rule=failed[0].title, reason=failed[0].reason)]


def _weights(candidate_id: str, standing: Standing, rows: ChangeRows) -> list[str]:
    if standing.rank is None:
        return []
    if any(row["winner_id"] == candidate_id for row in rows.toppling):
        return [_as_winner(rows)]
    own = next((row for row in rows.toppling if row["rival_id"] == candidate_id), None)
    if own is None:
        return []
    if not own["possible"] or pd.isna(own["change"]):
        return [say("sheet.change.never_first")]
    winner, change = rows.name_of(str(own["winner_id"])), format_share(float(own["change"]), 1)
    return [say("sheet.change.rises", winner=winner, change=change), *_swing(candidate_id, rows)]


def _as_winner(rows: ChangeRows) -> str:
    possible = [row for row in rows.toppling if row["possible"] and not pd.isna(row["change"])]
    if not possible:
        return say("sheet.change.winner_stays")
    least = min(possible, key=lambda row: (float(row["change"]), str(row["rival_id"])))
    change, rival = format_share(float(least["change"]), 1), rows.name_of(str(least["rival_id"]))
    return say("sheet.change.winner_falls", change=change, rival=rival)


def _swing(candidate_id: str, rows: ChangeRows) -> list[str]:
    """Tell at which weight of one criterion it comes level; not where that criterion would be the only one."""
    own = [row for row in rows.swings if row["rival_id"] == candidate_id and row["weight_then"] < _ALL]
    if not own:
        return []
    least = min(own, key=lambda row: (abs(float(row["weight_then"]) - float(row["weight"])), str(row["criterion"])))
    then, now = (format_share(float(least[name]), 1) for name in ("weight_then", "weight"))
    return [say("sheet.change.swing", criterion=_criterion(least, rows), then=then, now=now)]


def _criterion(row: Row, rows: ChangeRows) -> str:
    name = str(row["criterion"])
    return f"‘{rows.criteria.get(name, name)}’"


def _uncertain(candidate_id: str, rows: ChangeRows) -> list[str]:
    """Name the uncertain facts that move the place most."""
    own = [
        row
        for row in rows.sensitivity.get(candidate_id, ())
        if not pd.isna(row["rank_best"]) and not pd.isna(row["rank_worst"])
    ]
    moved = [row for row in own if row["rank_best"] != row["rank_worst"] or bool(row["winner_changes"])]
    most = sorted(moved, key=lambda row: (row["rank_best"] - row["rank_worst"], str(row["criterion"])))
    return [
        say(
            "sheet.change.uncertain_first" if row["winner_changes"] else "sheet.change.uncertain",
            criterion=_criterion(row, rows),
            best=format_number(float(row["rank_best"])),
            worst=format_number(float(row["rank_worst"])),
        )
        for row in most[:_MOST_UNCERTAIN]
    ]
