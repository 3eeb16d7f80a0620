"""The current portfolio with its totals, and the facts of the context (chapters 1 and 2)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.analysis.floor import floor_per_place
from geo.analysis.obligations import obligations_of
from geo.analysis.supply import ONE_DAY, REGULAR, amounts_on, places_on, standing_today, supply_steps
from geo.figures import Figure, add_up
from geo.tables.portfolio import MUNICIPALITIES, OBLIGATION_COLUMNS, PORTFOLIO, PORTFOLIO_TOTALS

_GROUPS = ("current_type", "certainty")
_KINDS: Mapping[str, str] = {
    "regular": "places", "emergency": "places", "reserve": "reserve_capacity", "amv": "amv_places",
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
        The columns of `geo.tables.portfolio.PORTFOLIO`, ``kind`` and ``missing`` of
        `geo.analysis.supply.supply_steps`, and the other columns of the locations, sorted by id. A location whose
        start is unknown may stand and is listed, one unknown in every sum, unless the plan calls it ``nieuw``: see
        `geo.analysis.supply.standing_today`. All places are of the reference date and come from the supply of
        that day: ``capacity`` is what the location can hold, flexible ones in full use; ``places_min`` and ``places``
        are what counts, missing where a start, end or capacity is unknown. ``months_left`` is missing for an
        indefinite or unknown term. Floor per place is of `geo.analysis.floor`.
    """
    supply = supply_steps(locations, steps)
    shown = places_on(standing_today(supply, reference_date), reference_date)
    rows = locations[locations["location_id"].isin(shown.index)]
    state = shown.loc[rows["location_id"]].set_axis(rows.index)
    floor = floor_per_place(rows, supply, reference_date=reference_date)
    described = pd.DataFrame(rows).assign(
        capacity=state["places_max"],
        places_min=state["low"],
        places=state["high"],
        reserve_capacity=state["reserve"],
        amv_places=state["amv"],
        kind=state["kind"],
        missing=state["missing"],
        months_left=pd.Series(
            [months_left(reference_date, last) for last in rows["agreement_end"]], rows.index, "Int64"
        ),
        floor_m2_per_place=floor["m2"],
        floor_at_most=floor["at_most"],
    )
    first = list(PORTFOLIO.names)
    rest = [name for name in described.columns if name not in {*first, "places_max"}]
    return described[first + rest].sort_values("location_id", ignore_index=True)


def is_regular(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows of a portfolio are regular reception, not noodopvang or crisisnoodopvang."""
    return rows["kind"] == REGULAR


def counted_reserve(rows: pd.DataFrame) -> pd.Series:
    """Give the reserve of each row of a portfolio; missing where it, or whether the location stands, is unknown.

    None is none, whether the location stands or not.
    """
    return _unless(rows["reserve_capacity"], rows["missing"].str.contains("start|end"))


def _unless(numbers: pd.Series, lost: pd.Series) -> pd.Series:
    return numbers.mask(lost & numbers.ne(0).fillna(value=True))


def months_left(day: pd.Timestamp, last: pd.Timestamp | None) -> int | None:
    """Count the whole months that an agreement still runs, its last day included; None without a last day."""
    return None if last is None or pd.isna(last) else months_between(day, last + ONE_DAY)


def months_between(day: pd.Timestamp, end: pd.Timestamp | None) -> int | None:
    """Count the whole months from one day to another; negative where the other comes first, None without."""
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
    """Add up ``regular``, ``emergency``, ``reserve`` or ``amv`` places of a portfolio, unknowns counted.

    Reserve is asked of regular reception; where emergency reception gives one it counts too, but none given there is
    not unknown. amv places are regular.
    """
    if kind == "reserve":
        rows = rows[is_regular(rows) | rows["reserve_capacity"].notna()]
    else:
        rows = rows[is_regular(rows) == (kind != "emergency")]
    column = _KINDS[kind]
    counts = counted_reserve(rows) if kind == "reserve" else _unless(rows[column], rows["missing"] != "")
    values = [None if pd.isna(value) else int(value) for value in counts]
    return add_up(values, unit="plekken", source=f"portfolio.{column}")


def municipality_table(
    rows: pd.DataFrame,
    municipalities: pd.DataFrame,
    obligations: pd.DataFrame | None = None,
    *,
    reference_date: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Set regular places beside inhabitants and the obligation to house permit holders, per municipality (Tabel 1.1).

    Parameters
    ----------
    rows
        From `portfolio`.
    municipalities
        ``code, name, inhabitants``.
    obligations
        ``municipality_code, half_year, obligation, arrears``, as read; None where they were not given.
    reference_date
        Day of the portfolio, which chooses the half year.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.MUNICIPALITIES`, sorted by code; without its `OBLIGATION_COLUMNS` where no
        obligations were given. ``per_1000`` is missing where the inhabitants or a number of places are unknown.
    """
    regular = rows[is_regular(rows)]
    grouped = regular.groupby("municipality_code")["places"]
    table = pd.DataFrame(municipalities)[["code", "name", "inhabitants"]].sort_values("code", ignore_index=True)
    places = table["code"].map(grouped.sum()).fillna(0).astype("Int64")
    unknown = table["code"].map(grouped.apply(lambda some: int(some.isna().sum()))).fillna(0).astype("Int64")
    inhabitants = table["inhabitants"].astype("Float64")
    ratio = (1000 * places / inhabitants).mask((unknown > 0) | (inhabitants == 0).fillna(value=False))
    whole = table.assign(places=places, unknown=unknown, per_1000=ratio)
    if obligations is None:
        return whole[[name for name in MUNICIPALITIES.names if name not in OBLIGATION_COLUMNS]]
    owed = obligations_of(obligations, table["code"], reference_date)
    return whole.assign(**{name: owed[name] for name in OBLIGATION_COLUMNS})[list(MUNICIPALITIES.names)]


def context_figures(
    rows: pd.DataFrame,
    locations: pd.DataFrame,
    municipalities: pd.DataFrame,
    *,
    steps: pd.DataFrame | None = None,
    last: pd.Timestamp | None = None,
) -> dict[str, Figure]:
    """Compute the fact box of chapter 1 and the indicators of both goals of the plan.

    Parameters
    ----------
    rows
        From `portfolio`.
    locations, steps
        All locations, the future ones included, and their steps.
    municipalities
        ``code, name, inhabitants`` of the province.
    last
        Last day of the horizon.

    Returns
    -------
    figures
        ``inhabitants``, ``municipalities``, ``municipalities_with_reception``, ``places``, ``places_per_1000``,
        ``emergency``, ``reserve``; for the first goal (moving with the inflow) ``flexible_share`` and
        ``reserve_share`` of the regular places, for the second (from reception to housing) ``regional_places`` on the
        last day, unknown without one. A municipality of which all locations have an unknown start or end, and none is
        ``bestaand``, is counted as unknown. A rate or share of which a part is unknown is None, with the parts counted.
    """
    table = municipality_table(rows, municipalities)
    people = add_up([None if pd.isna(n) else int(n) for n in table["inhabitants"]], source="municipalities.inhabitants")
    places, reserve = total_of(rows, "regular"), total_of(rows, "reserve")
    whole = _exact(places)
    per_1000 = _ratio(whole, _exact(people), 1000)
    flexible = rows[is_regular(rows)]
    spread = float((flexible["places"] - flexible["places_min"]).sum())
    return {
        "inhabitants": people,
        "municipalities": Figure(value=len(table), source="municipalities"),
        "municipalities_with_reception": _with_reception(table["code"], rows),
        "places": places,
        "emergency": total_of(rows, "emergency"),
        "reserve": reserve,
        "places_per_1000": Figure(value=per_1000, unknown=places.unknown + people.unknown, source="portfolio.places"),
        "flexible_share": Figure(value=_ratio(spread, whole), unknown=places.unknown, source="portfolio.places_min"),
        "reserve_share": Figure(
            value=_ratio(_exact(reserve), whole),
            unknown=places.unknown + reserve.unknown,
            source="portfolio.reserve_capacity",
        ),
        "regional_places": _regional_places(supply_steps(locations, steps), last),
    }


def _with_reception(codes: pd.Series, rows: pd.DataFrame) -> Figure:
    sure = (rows["certainty"] == "bestaand").fillna(value=False) | ~rows["missing"].str.contains("start|end")
    known, listed = (codes.isin(some["municipality_code"]) for some in (rows[sure], rows))
    unknown = int((listed & ~known).sum())
    return Figure(value=int(known.sum()), unknown=unknown, source="portfolio.municipality_code")


def _regional_places(supply: pd.DataFrame, last: pd.Timestamp | None) -> Figure:
    if last is None:
        return Figure(value=None, source="allocation_overview.places")
    day = np.array([last.date()], dtype="datetime64[D]")
    sums = amounts_on(supply, "regionaal", day)
    return Figure(
        value=float(sums.high[0]), unit="plekken", unknown=int(sums.unknown[0]), source="allocation_overview.places"
    )


def _exact(figure: Figure) -> float | None:
    return None if figure.unknown else figure.value


def _ratio(part: float | None, whole: float | None, times: float = 1.0) -> float | None:
    return times * part / whole if part is not None and whole else None
