"""Gathers what chapter 3 shows beside the regions and partnerships themselves."""

from dataclasses import replace

import pandas as pd

from geo.analysis.partnerships import lead_words
from geo.report.results import Housing, ReportInput, Shown
from geo.stages.areas import province_names, provinces_by_name, region_names
from geo.stages.hubs import hub_mode
from geo.stages.stage import Work
from geo.tables.regions import (
    PARTNERSHIP_SHARES,
    PARTNERSHIPS_TABLE,
    REGIONAL_DISTANCES,
    REGIONAL_INDICATION,
    REGIONAL_REACH,
)
from geo.words import say


def with_cooperation(results: ReportInput, work: Work) -> ReportInput:
    """Add what chapter 3 shows of partnerships, housing and the obligation."""
    given = work.inputs().given
    return replace(
        results,
        partnerships=partnerships_shown(work) if "partnerships" in given else None,
        shares=shares_shown(work),
        housing=housing_shown(work),
        indication=indication_shown(work) if "obligations" in given else None,
    )


def region_tables(work: Work) -> tuple[Shown, ...]:
    """Give the tables of chapter 3 for the workbook; their numbers are numbers."""
    of_streets = (REGIONAL_REACH, REGIONAL_DISTANCES) if work.streets == "used" else ()
    tables = (PARTNERSHIP_SHARES, *of_streets, REGIONAL_INDICATION)
    return tuple(Shown(table=table, frame=work.frame(table.name)) for table in tables)


def partnerships_shown(work: Work) -> Shown:
    """Give the partnerships; the lead is told by the name of its province, however it was written."""
    frame, inputs = work.frame(PARTNERSHIPS_TABLE.name), work.inputs()
    known, names = provinces_by_name(inputs), province_names(inputs)
    leads = [lead_words(written, known, names) or None for written in frame["lead_prt"]]
    return Shown(table=PARTNERSHIPS_TABLE, frame=frame.assign(lead_prt=pd.Series(leads, frame.index, dtype="object")))


def shares_shown(work: Work) -> Shown:
    """Give the shares per province; what is not known is told in words."""
    frame, unknown = work.frame(PARTNERSHIP_SHARES.name), say("unknown.word")
    told = {name: _told(frame[name], unknown) for name in ("inhabitants", "counts_in")}
    table = PARTNERSHIP_SHARES.without("partnership_id", "province_code", "unknown")
    return Shown(table=table, frame=frame.assign(**told))


def housing_shown(work: Work) -> Housing | None:
    """Give the distances from regional reception to the municipalities of housing; None without these or streets."""
    distances = work.frame_of_streets(REGIONAL_DISTANCES.name)
    if distances is None or distances.empty:
        return None
    reach, untested = work.frame(REGIONAL_REACH.name), say("balance.untestable")
    facts = work.frame("housing_figures").set_index("name")["value"]
    words = [say(f"regional_outcome.{one}") for one in distances["status"]]
    ways = distances["distance_m"].astype("object").where(distances["distance_m"].notna(), words)
    times = distances["minutes"].astype("object").where(distances["minutes"].notna(), say("unknown.not_applicable"))
    found = distances.assign(distance_m=ways, minutes=times)
    sums = reach.assign(
        region_id=reach["region_id"].map(region_names(work.inputs())).fillna(reach["region_id"]),
        **{name: _told(reach[name], untested) for name in ("max_m", "mean_m", "farthest")},
    )
    ways_shown = REGIONAL_DISTANCES.without("location_id", "region_id", "municipality_code", "status")
    return Housing(
        reach=Shown(table=REGIONAL_REACH.without("location_id"), frame=sums),
        distances=Shown(table=ways_shown, frame=found),
        mode=hub_mode(work.plan),
        mean_m=_known(facts["housing_mean_m"]),
        max_m=_known(facts["housing_max_m"]),
    )


def indication_shown(work: Work) -> Shown:
    """Give the indication of regional places from the obligation."""
    table = REGIONAL_INDICATION.without("region_id", "unknown")
    return Shown(table=table, frame=work.frame(REGIONAL_INDICATION.name))


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _told(values: pd.Series, word: str) -> pd.Series:
    return values.astype("object").where(values.notna(), word)
