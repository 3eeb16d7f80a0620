"""The fact box of chapter 1 as a table, with the indicators of both goals of the plan (Tabel 1.0)."""

from collections.abc import Collection, Mapping

import pandas as pd

from geo.analysis.partnerships import unseen
from geo.analysis.supply import in_bucket, standing_on
from geo.figures import Figure
from geo.tables.portfolio import CONTEXT_FACTS

ORDER = (
    "inhabitants", "municipalities", "municipalities_with_reception", "places", "places_per_1000", "reserve",
    "emergency", "flexible_share", "reserve_share", "regional_places", "partnerships_with_regional",
)  # fmt: skip
"""The facts, in the order in which they are told."""


def context_facts(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Write figures as a table.

    Parameters
    ----------
    figures
        From `geo.analysis.portfolio.context_figures` and `partnership_share`, by name.

    Returns
    -------
    table
        The columns of `geo.tables.portfolio.CONTEXT_FACTS`, in the order of `ORDER`; facts that were not computed are
        left out, those that are unknown have no value.
    """
    rows = [
        (name, figures[name].value, figures[name].unknown, figures[name].source) for name in ORDER if name in figures
    ]
    table = pd.DataFrame(rows, columns=list(CONTEXT_FACTS.names))
    return table.astype({"value": "Float64", "unknown": "Int64"})


def partnership_share(
    members: pd.DataFrame,
    locations: pd.DataFrame,
    supply: pd.DataFrame,
    *,
    last: pd.Timestamp,
    own: Collection[str],
) -> Figure:
    """Give the share of partnerships that have a regional location in one of their municipalities on the last day.

    Parameters
    ----------
    members
        From `geo.analysis.partnerships.members_placed`.
    locations
        ``location_id, municipality_code``.
    supply
        From `geo.analysis.supply.supply_steps`.
    last
        Last day of the horizon.
    own
        Codes of the plan's provinces.

    Returns
    -------
    share
        Between 0 and 1; ``unknown`` counts the partnerships of which a location with unknown places or an unknown day
        of conversion decides, or a member in another province: of its locations the plan does not know any. None where
        there is no partnership. A location with no places left is none.
    """
    home = locations.set_index("location_id")["municipality_code"]
    standing = standing_on(in_bucket(supply, "regionaal"), last)
    towns = standing["location_id"].map(home)
    sure = set(towns[(standing["unknown"] == 0) & (standing["high"] > 0)])
    maybe = set(towns[standing["unknown"] > 0])
    of = members["partnership_id"]
    yes = members["municipality_code"].isin(sure).groupby(of).any()
    loose = members["municipality_code"].isin(maybe) | unseen(members["province_code"], own)
    unknown = int((loose.groupby(of).any() & ~yes).sum())
    value = float(yes.mean()) if len(yes) else None
    return Figure(value=value, unknown=unknown, source="partnership_members.municipality_code")
