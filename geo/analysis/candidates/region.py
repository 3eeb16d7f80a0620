"""Facts about candidates among others: the reception there is, their municipality, and the balance of their region."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.candidates.declared import Offer
from geo.analysis.candidates.facts import Floats, Texts
from geo.analysis.candidates.measures import Bools, Measure, Origin, blank, chosen, joined, ranged, where
from geo.analysis.supply import REGULAR, TYPES_OF, in_bucket, standing_on, supply_steps
from geo.quarters import Quarter
from geo.tables.facts import AT_LEAST, KNOWN, UNKNOWN, Fact
from geo.words import say

_BUCKET_OF = {kind: bucket for bucket, kinds in TYPES_OF.items() for kind in kinds}
_ALL = "totaal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The balance that candidates are held against."""

    coverage: pd.DataFrame
    """The columns of `geo.tables.coverage.COVERAGE`."""
    quarter: Quarter
    """Last quarter of the horizon."""
    scenario: str
    """Scenario of the need that counts."""
    names: Mapping[str, str]
    """Region, with the name that people know it by."""


def existing_reception(
    locations: gpd.GeoDataFrame, supply: pd.DataFrame, *, reference_date: pd.Timestamp, last: pd.Timestamp
) -> gpd.GeoDataFrame:
    """Keep the locations that count as existing reception for a new site.

    Regular reception that surely is there on some day from the reference date to the end of the horizon: it exists or
    was adopted, and its places are no emergency reception. One of which only the end or the capacity is unknown counts.

    Parameters
    ----------
    locations
        ``location_id``, ``name`` and geometry.
    supply
        From `geo.analysis.supply.supply_steps`.
    reference_date, last
        Those days.
    """
    begins = supply["present"].fillna(value=False).astype(bool) | ~supply["missing"].str.contains("start")
    running = begins & ~(supply["from"] > last) & ~(supply["until"] <= reference_date)
    kept = supply.loc[running & supply["certain"] & (supply["kind"] == REGULAR), "location_id"]
    return gpd.GeoDataFrame(locations[locations["location_id"].isin(set(kept))])


def municipality_measures(
    candidates: pd.DataFrame, offer: Offer, municipalities: pd.DataFrame, *, origin: Origin
) -> Iterator[Measure]:
    """Set the places of candidates, and those with what is there on the reference date, against the inhabitants.

    Parameters
    ----------
    candidates
        With ``municipality_code``.
    offer
        From `geo.analysis.candidates.declared.offer_of`.
    municipalities
        The columns of `geo.tables.portfolio.MUNICIPALITIES`.
    origin
        Where the inhabitants come from.

    Yields
    ------
    measure
        Both are unknown where the inhabitants or the places of the candidate are. Locations with an unknown number of
        places make the second a lower bound.
    """
    rows = municipalities.set_index("code").reindex(candidates["municipality_code"])
    people = rows["inhabitants"].to_numpy(dtype=float, na_value=np.nan)
    people = np.where(people > 0, people, np.nan)
    name = rows["name"].astype("object").where(rows["name"].notna(), "").to_numpy(dtype=object)
    fact = Fact(
        id="municipality_share", title=say("fact_title.municipality_share"), kind="share", group="region",
        source=origin.source, reference_date=origin.day,
    )  # fmt: skip
    yield ranged(fact, offer.high / people, offer.low / people, offer.high / people, note=name)
    there, lost = (rows[column].to_numpy(dtype=float, na_value=np.nan) for column in ("places", "unknown"))
    some = lost > 0
    low, high = ((there + side) / people for side in (offer.low, offer.high))
    status = chosen(UNKNOWN, (np.isnan(high), UNKNOWN), (some, AT_LEAST), (~some, KNOWN))
    both = replace(fact, id="municipality_share_with", title=say("fact_title.municipality_share_with"))
    note = joined(name, where(some & ~np.isnan(high), say("fact_note.some_unknown")))
    yield ranged(both, high, low, np.where(some, np.nan, high), status=status, note=note)


def balance_measures(offered: pd.DataFrame, ending: Ending, *, origin: Origin) -> Iterator[Measure]:
    """Give the balance of the region of candidates at the end of the horizon, without and with each of them.

    Parameters
    ----------
    offered
        From `geo.analysis.candidates.declared.as_offered`, with ``region_id`` and ``type``.
    ending
        The balance.
    origin
        Where the need comes from.

    Yields
    ------
    measure
        The balance is that of the bucket of the candidate's type, of all regular places where it has none. The value is
        the least: the smallest supply less the largest need. It is unknown where the need is, and a lower bound where
        places of the region are unknown. With the candidate its places come in, as far as it runs on that day; where
        its places or its term are unknown, only bounds are.
    """
    bucket = offered["type"].map(_BUCKET_OF).fillna(_ALL).astype("str")
    found = _balances(offered, bucket, ending)
    low, high = (found[name].to_numpy(dtype=float, na_value=np.nan) for name in ("balance_min", "balance_max"))
    some = (found["unknown_locations"] > 0).fillna(value=False).to_numpy(dtype=bool)
    fact = Fact(
        id="region_balance_without", title=say("fact_title.balance_without"), kind="balance", group="region",
        unit=say("fact_unit.places"), source=origin.source, reference_date=origin.day,
    )  # fmt: skip
    high = np.where(some, np.nan, high)
    about = joined(_about(offered, bucket, ending.names), where(some, say("fact_note.some_unknown")))
    unasked = np.isnan(low) & offered["region_id"].notna().to_numpy()
    about = joined(about, where(unasked, say("fact_note.no_need")))
    yield ranged(fact, low, low, high, status=_status(low, some), note=about)
    added = _added(offered, bucket, pd.Timestamp(ending.quarter.last_day))
    sure = ~added["unknown"].to_numpy(dtype=bool)
    least, most = (added[name].to_numpy(dtype=float) for name in ("low", "high"))
    fact = replace(fact, id="region_balance_with", title=say("fact_title.balance_with"))
    value = np.where(sure, low + least, np.nan)
    gone = where(~added["runs"].to_numpy(dtype=bool), say("fact_note.not_running"))
    yield ranged(fact, value, low + least, high + most, status=_status(value, some), note=joined(about, gone))


def _status(value: Floats, some: Bools) -> Texts:
    return chosen(UNKNOWN, (np.isnan(value), UNKNOWN), (some, AT_LEAST), (~some, KNOWN))


def _balances(offered: pd.DataFrame, bucket: pd.Series, ending: Ending) -> pd.DataFrame:
    table = ending.coverage
    rows = table[(table["quarter"] == str(ending.quarter)) & (table["scenario"].fillna("") == ending.scenario)]
    keys = pd.MultiIndex.from_arrays([offered["region_id"].astype("object").fillna(""), bucket])
    return rows.set_index(["region_id", "bucket"]).reindex(keys)


def _added(offered: pd.DataFrame, bucket: pd.Series, day: pd.Timestamp) -> pd.DataFrame:
    """Give what each candidate adds to its bucket on a day: at least, at most, whether that is unsure, if it runs."""
    standing = standing_on(supply_steps(offered), day)
    wanted = pd.Series(bucket.to_numpy(), index=offered["location_id"].to_numpy())
    parts = [in_bucket(standing, name) for name in (*TYPES_OF, _ALL)]
    own = [part[part["location_id"].map(wanted) == name] for part, name in zip(parts, (*TYPES_OF, _ALL), strict=True)]
    rows = pd.concat(own).set_index("location_id").reindex(offered["location_id"])
    numbers = rows[["low", "high", "unknown", "slack_high", "boundless"]].fillna(0).astype("float64")
    most = numbers["high"] + numbers["slack_high"]
    return pd.DataFrame(
        {
            "low": numbers["low"],
            "high": most.mask(numbers["boundless"] > 0, np.inf),
            "unknown": numbers["unknown"] > 0,
            "runs": rows["low"].notna(),
        }
    )


def _about(offered: pd.DataFrame, bucket: pd.Series, names: Mapping[str, str]) -> Texts:
    region = [names.get(one, "") if isinstance(one, str) else "" for one in offered["region_id"]]
    words = [say(f"bucket.{one}") for one in bucket]
    both = blank(len(region))
    both[:] = [f"{where_it_is}: {what}" if where_it_is else "" for where_it_is, what in zip(region, words, strict=True)]
    return both
