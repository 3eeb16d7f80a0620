"""The current portfolio with its totals, and the facts of the context (chapters 1 and 2)."""

from collections.abc import Mapping

import pandas as pd

from geo.analysis.supply import EMERGENCY, standing_on, supply_steps
from geo.figures import Figure, add_up
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO, PORTFOLIO_TOTALS

_GROUPS = ("current_type", "certainty")
_KINDS: Mapping[str, str] = {
    "regular": "capacity", "emergency": "capacity", "reserve": "reserve_capacity", "amv": "amv_places",
}  # fmt: skip


def portfolio(
    locations: pd.DataFrame, steps: pd.DataFrame | None = None, *, reference_date: pd.Timestamp
) -> pd.DataFrame:
    """Describe the locations that stand on the reference date (Tabel 2.1).

    Parameters
    ----------
    locations, steps
        As read.
    reference_date
        Day of the portfolio.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.PORTFOLIO` and the other columns of the locations, sorted by id. A
        location whose start is unknown is listed where it exists. ``capacity`` and ``reserve_capacity`` are of the
        reference date; ``months_left`` is missing for an indefinite or unknown term.
    """
    standing = standing_on(supply_steps(locations, steps), reference_date).set_index("location_id")
    absent = standing["missing"].str.contains("start")
    existing = locations.set_index("location_id")["certainty"].reindex(standing.index).eq("bestaand")
    shown = standing[~absent | existing]
    rows = locations[locations["location_id"].isin(shown.index)]
    state = shown.loc[rows["location_id"]].set_axis(rows.index)
    flexible = state["places_max"].ne(state["places_min"]).fillna(value=False)
    capacity = state["places_max"].mask(flexible, rows["capacity"]).fillna(rows["capacity"])
    whole = capacity + state["reserve"].fillna(0)
    described = pd.DataFrame(rows).assign(
        capacity=capacity,
        reserve_capacity=state["reserve"],
        months_left=pd.Series(
            [months_between(reference_date, end) for end in rows["agreement_end"]], rows.index, "Int64"
        ),
        floor_m2_per_place=(rows["floor_area_m2"] / whole.astype("Float64")).mask(whole.fillna(0) == 0),
    )
    first = list(PORTFOLIO.names)
    rest = [name for name in described.columns if name not in first]
    return described[first + rest].sort_values("location_id", ignore_index=True)


def months_between(day: pd.Timestamp, end: pd.Timestamp | None) -> int | None:
    """Count the whole months from a day to the last day of an agreement; negative after it, None without."""
    if end is None or pd.isna(end):
        return None
    months = (end.year - day.year) * 12 + end.month - day.month
    return months - (1 if end.day < day.day else 0)


def portfolio_totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up a portfolio per kind and per certainty, with regular, emergency, reserve and amv apart.

    Parameters
    ----------
    rows
        From `portfolio`.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.PORTFOLIO_TOTALS`; what is unknown adds nothing and is counted. The last
        row is the whole.
    """
    groups = [
        (by, value, rows[rows[by].fillna("") == value])
        for by in _GROUPS
        for value in sorted(rows[by].fillna("").unique())
    ]
    lines = [_line(by, value, group) for by, value, group in [*groups, ("all", "", rows)]]
    table = pd.DataFrame(lines, columns=list(PORTFOLIO_TOTALS.names))
    return table.astype(dict.fromkeys(PORTFOLIO_TOTALS.names[2:], "Int64"))


def _line(by: str, value: str, rows: pd.DataFrame) -> dict[str, object]:
    sums = {kind: total_of(rows, kind) for kind in _KINDS}
    numbers = {kind: figure.value for kind, figure in sums.items()}
    unknown = {f"{kind}_unknown": figure.unknown for kind, figure in sums.items()}
    return {"by": by, "value": value, "locations": len(rows), **numbers, **unknown}


def total_of(rows: pd.DataFrame, kind: str) -> Figure:
    """Add up ``regular``, ``emergency``, ``reserve`` or ``amv`` places of a portfolio, unknowns counted."""
    emergency = rows["current_type"].isin(EMERGENCY)
    if kind == "emergency":
        rows = rows[emergency]
    elif kind != "reserve":
        rows = rows[~emergency]
    column = _KINDS[kind]
    values = [None if pd.isna(value) else int(value) for value in rows[column]]
    return add_up(values, unit="plekken", source=f"portfolio.{column}")


def municipality_table(rows: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Set regular places beside inhabitants per municipality (Tabel 1.1).

    Parameters
    ----------
    rows
        From `portfolio`.
    municipalities
        ``code, name, inhabitants``.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.MUNICIPALITIES`, sorted by code. ``per_1000`` is missing where the
        inhabitants or a number of places are unknown.
    """
    regular = rows[~rows["current_type"].isin(EMERGENCY)]
    grouped = regular.groupby("municipality_code")["capacity"]
    table = pd.DataFrame(municipalities)[["code", "name", "inhabitants"]].sort_values("code", ignore_index=True)
    places = table["code"].map(grouped.sum()).fillna(0).astype("Int64")
    unknown = table["code"].map(grouped.apply(lambda some: int(some.isna().sum()))).fillna(0).astype("Int64")
    inhabitants = table["inhabitants"].astype("Float64")
    ratio = (1000 * places / inhabitants).mask((unknown > 0) | (inhabitants == 0).fillna(value=False))
    return table.assign(places=places, unknown=unknown, per_1000=ratio)[list(MUNICIPALITIES.names)]


def context_figures(rows: pd.DataFrame, locations: pd.DataFrame, municipalities: pd.DataFrame) -> dict[str, Figure]:
    """Compute the fact box of chapter 1 and the indicators of both goals of the plan.

    Parameters
    ----------
    rows
        From `portfolio`.
    locations
        All locations, the future ones included.
    municipalities
        ``code, name, inhabitants`` of the province.

    Returns
    -------
    figures
        ``inhabitants``, ``municipalities``, ``municipalities_with_reception``, ``places``, ``places_per_1000``; for
        the first goal (moving with the inflow) ``flexible_share`` and ``reserve_share`` of the regular places, for the
        second (from reception to housing) ``regional_places`` of the future portfolio. None where a part is unknown.
    """
    table = municipality_table(rows, municipalities)
    people = add_up([None if pd.isna(n) else int(n) for n in table["inhabitants"]], source="municipalities.inhabitants")
    places = total_of(rows, "regular")
    whole = _exact(places)
    per_1000 = _ratio(whole, _exact(people), 1000)
    regional = locations[(locations["type"] == "regionaal") & (locations["decision"] != "beeindigen")]
    ends = regional["places_max"].fillna(regional["capacity"])
    spread = (rows["places_max"] - rows["places_min"]).dropna()
    return {
        "inhabitants": people,
        "municipalities": Figure(value=len(table), source="municipalities"),
        "municipalities_with_reception": Figure(
            value=int(table["code"].isin(rows["municipality_code"]).sum()), source="portfolio.municipality_code"
        ),
        "places": places,
        "places_per_1000": Figure(value=per_1000, source="portfolio.capacity"),
        "flexible_share": Figure(value=_ratio(float(spread.sum()), whole), source="portfolio.places_max"),
        "reserve_share": Figure(value=_ratio(_exact(total_of(rows, "reserve")), whole), source="portfolio.reserve"),
        "regional_places": add_up(
            [None if pd.isna(n) else int(n) for n in ends], unit="plekken", source="locations.capacity"
        ),
    }


def _exact(figure: Figure) -> float | None:
    return None if figure.unknown else figure.value


def _ratio(part: float | None, whole: float | None, times: float = 1.0) -> float | None:
    return times * part / whole if part is not None and whole else None
