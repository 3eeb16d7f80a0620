"""Facts that the list of candidates declares: places, areas, term, costs, and columns of the user's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Measure, Origin, chosen, exact, ranged, told
from geo.analysis.portfolio import months_left
from geo.analysis.supply import supply_steps
from geo.figures import format_number
from geo.tables.choices import NEW
from geo.tables.columns import Kind
from geo.tables.facts import INDEFINITE, KNOWN, UNKNOWN, Fact
from geo.words import say

_HECTARE_M2 = 10_000.0
_INDEFINITE = "onbepaald"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """How many places candidates offer; NaN where that is not known."""

    low: Floats
    """Places, flexible ones at their minimum."""
    high: Floats
    """Places, flexible ones at their maximum: the figure that is told."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Own:
    """A column of the user's own that can be weighed."""

    name: str
    """Its heading, as people read it."""
    kind: Kind
    """``number``, or ``yes_no`` for yes and no."""
    value: Floats
    """Its values, 1 and 0 for yes and no; NaN where there is none."""
    note: Texts
    """What the cell says where that is no value."""


def as_offered(candidates: pd.DataFrame) -> pd.DataFrame:
    """Give candidates as new locations: from when they are available on, unless an agreement says otherwise."""
    start = candidates["agreement_start"].fillna(candidates["available_from"])
    end = candidates["agreement_end"].fillna(candidates["available_until"])
    return candidates.assign(agreement_start=start, agreement_end=end, decision=NEW)


def offer_of(offered: pd.DataFrame) -> Offer:
    """Give the places of candidates, from `as_offered`, when they begin."""
    first = supply_steps(offered).drop_duplicates("location_id").set_index("location_id")
    rows = first.reindex(offered["location_id"])
    low, high = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("places_min", "places_max"))
    return Offer(low=low, high=high)


def site_measures(candidates: pd.DataFrame, offer: Offer, *, origin: Origin) -> Iterator[Measure]:
    """Give places and areas, and what follows from both.

    Parameters
    ----------
    candidates
        As read.
    offer
        From `offer_of`.
    origin
        Where the list comes from.

    Yields
    ------
    measure
        Of flexible places the value is that with the most places, and the bounds are of both ends. Floor area a place
        is over the places and the reserve, as far as that is given. What needs an unknown part is unknown.
    """
    fact = Fact(
        id="capacity", title=say("fact_title.capacity"), kind="places", group="site", unit=say("fact_unit.places"),
        source=origin.source, reference_date=origin.day,
    )  # fmt: skip
    yield ranged(fact, offer.high, offer.low, offer.high, note=_flexible(offer))
    site, floor = (_positive(candidates, name) for name in ("site_area_m2", "floor_area_m2"))
    area = replace(fact, kind="area_m2", unit="m²")
    yield exact(replace(area, id="site_area_m2", title=say("fact_title.site_area")), site)
    yield exact(replace(area, id="floor_area_m2", title=say("fact_title.floor_area")), floor)
    reserve = candidates["reserve_capacity"].to_numpy(dtype=float, na_value=0.0)
    per_place = replace(area, id="floor_area_per_place_m2", title=say("fact_title.floor_per_place"))
    yield _divided(per_place, floor, Offer(low=offer.low + reserve, high=offer.high + reserve))
    unit = say("fact_unit.per_ha")
    per_ha = replace(fact, id="places_per_ha", title=say("fact_title.places_per_ha"), kind="number", unit=unit)
    hectares = site / _HECTARE_M2
    yield ranged(per_ha, offer.high / hectares, offer.low / hectares, offer.high / hectares)


def agreement_measures(offered: pd.DataFrame, offer: Offer, *, origin: Origin) -> Iterator[Measure]:
    """Give the term, and the costs a place.

    Parameters
    ----------
    offered
        From `as_offered`.
    offer
        From `offer_of`.
    origin
        Where the list comes from.

    Yields
    ------
    measure
        The term in whole months, its last day included; without end it has no value, and more months than any number.
        Without a first or a last day it is unknown. Costs a place are over the most places, with both ends as bounds.
    """
    fact = Fact(
        id="agreement_months", title=say("fact_title.agreement_months"), kind="months", group="agreement",
        unit=say("fact_unit.months"), source=origin.source, reference_date=origin.day,
    )  # fmt: skip
    months = _months(offered["agreement_start"], offered["agreement_end"])
    indefinite = (offered["agreement_term"] == _INDEFINITE).fillna(value=False)
    endless = (indefinite & offered["agreement_end"].isna()).to_numpy(dtype=bool)
    bound = np.where(endless, np.inf, months)
    status = chosen(UNKNOWN, (endless, INDEFINITE), (~np.isnan(months), KNOWN))
    yield ranged(fact, months, bound, bound, status=status)
    for name, unit in (("cost_opening", "per_place"), ("cost_year", "per_place_year")):
        cost, title = offered[name].to_numpy(dtype=float, na_value=np.nan), say(f"fact_title.{name}")
        own = replace(fact, id=f"{name}_per_place", title=title, kind="money", unit=say(f"fact_unit.{unit}"))
        yield _divided(own, cost, offer)


def own_measures(columns: Mapping[str, Own], *, origin: Origin) -> Iterator[Measure]:
    """Give the columns of the user's own.

    Parameters
    ----------
    columns
        By the id of the fact.
    origin
        Where the list comes from.
    """
    source = "; ".join(part for part in (origin.source, say("fact_source.own")) if part)
    for name, own in columns.items():
        fact = Fact(
            id=name, title=own.name, kind=own.kind, group="own", source=source, reference_date=origin.day
        )  # fmt: skip
        yield exact(fact, own.value, own.note)


def _flexible(offer: Offer) -> Texts:
    spread = offer.low < offer.high
    spans = zip(offer.low[spread], offer.high[spread], strict=True)
    lines = (say("fact_note.flexible", low=format_number(low), high=format_number(high)) for low, high in spans)
    return told(spread, lines)


def _positive(rows: pd.DataFrame, name: str) -> Floats:
    """Give an area; one of nothing is not known."""
    area = rows[name].to_numpy(dtype=float, na_value=np.nan)
    return np.where(area > 0, area, np.nan)


def _divided(fact: Fact, amount: Floats, over: Offer) -> Measure:
    """Divide an amount over places: the more places, the less each."""
    low, high = (np.where(places > 0, places, np.nan) for places in (over.low, over.high))
    least = amount / high
    # Without any place at the lower end there is no most.
    return ranged(fact, least, least, amount / low)


def _months(start: pd.Series, end: pd.Series) -> Floats:
    """Count the whole months from a first day to a last day, which is inclusive; NaN where one of them is unknown."""
    days = zip(pd.to_datetime(start), pd.to_datetime(end), strict=True)
    counts = [None if pd.isna(first) else months_left(first, last) for first, last in days]
    return np.array([np.nan if count is None or count < 0 else count for count in counts], dtype=np.float64)
