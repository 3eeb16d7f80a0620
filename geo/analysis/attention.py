"""Points of attention that follow from the data themselves (chapter 1, Tabel 1.4)."""

from collections.abc import Iterator, Mapping
from itertools import groupby

import pandas as pd

from geo.analysis.checks.rules import EXPIRY_MONTHS
from geo.analysis.portfolio import months_left
from geo.figures import format_date, format_list
from geo.findings import counted
from geo.tables.portfolio import ATTENTION
from geo.words import say

_UNREACHABLE = "unreachable"


def attention(
    municipalities: pd.DataFrame,
    standing: pd.DataFrame,
    locations: pd.DataFrame,
    distances: pd.DataFrame | None,
    *,
    reference_date: pd.Timestamp,
) -> pd.DataFrame:
    """List what deserves attention: municipalities without reception, agreements that end soon, what is out of reach.

    Parameters
    ----------
    municipalities
        ``code, name`` of the provinces.
    standing
        From `geo.analysis.portfolio.portfolio`: reception of any kind, emergency too.
    locations
        The locations, as read, those to come included.
    distances
        The table ``distances``; None without streets, of which nothing is said then.
    reference_date
        Day of the portfolio.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.ATTENTION`, by kind and id. Agreements are those that end within
        `EXPIRY_MONTHS` months of the day, which is not yet over. Unreachable are categories to which there is no way
        from a location of the list; what lies beyond a limit, or does not exist in the extract, is not. Notes are
        Dutch.
    """
    rows = [
        *_without_reception(municipalities, standing),
        *_expiring(standing, reference_date),
        *(() if distances is None else _out_of_reach(locations, distances)),
    ]
    return pd.DataFrame(rows, columns=list(ATTENTION.names)).astype("str")


def _row(kind: str, subject: str, name: str, source: str, **said: str) -> dict[str, str]:
    note = say(f"attention_note.{kind}", **said)
    return {"kind": kind, "subject_id": subject, "name": name, "note": note, "source": source}


def _without_reception(municipalities: pd.DataFrame, standing: pd.DataFrame) -> Iterator[dict[str, str]]:
    without = municipalities[~municipalities["code"].isin(standing["municipality_code"])].sort_values("code")
    for code, name in zip(without["code"], without["name"], strict=True):
        yield _row("no_reception", str(code), str(name), "municipalities")


def _expiring(standing: pd.DataFrame, reference_date: pd.Timestamp) -> Iterator[dict[str, str]]:
    for row in standing.dropna(subset=["agreement_end"]).sort_values("location_id").to_dict("records"):
        end = row["agreement_end"]
        months = months_left(reference_date, end)
        if end >= reference_date and months is not None and months < EXPIRY_MONTHS:
            left = counted("months", months) if months else say("finding_part.no_month")
            yield _row("expiring", row["location_id"], str(row["name"]), "portfolio", until=format_date(end), left=left)


def _out_of_reach(locations: pd.DataFrame, distances: pd.DataFrame) -> Iterator[dict[str, str]]:
    names: Mapping[str, str] = dict(zip(locations["location_id"], locations["name"], strict=True))
    looked_for = distances.groupby(["origin_id", "mode"])["category"].nunique().to_dict()
    lost = distances[(distances["status"] == _UNREACHABLE) & distances["origin_id"].isin(list(names))]
    rows = lost[["origin_id", "mode", "category"]].drop_duplicates().sort_values(["origin_id", "mode", "category"])
    triples = rows.itertuples(index=False, name=None)
    for origin, some in groupby(triples, key=lambda row: str(row[0])):
        by_mode = [
            f"{say(f'mode.{mode}')}: {_listed([category for *_, category in group], looked_for[origin, mode])}"
            for mode, group in groupby(some, key=lambda row: row[1])
        ]
        yield _row("unreachable", origin, names[origin], "distances", what="; ".join(by_mode))


def _listed(categories: list[str], looked_for: int) -> str:
    """Name categories; all that were looked for in one word."""
    if len(categories) == looked_for:
        return say("attention_note.all")
    return format_list([say(f"category.{category}") for category in categories])
