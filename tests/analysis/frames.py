"""Small frames for the tests of the analysis, in the shape that the readers give."""

from typing import Any

import pandas as pd

from geo.tables.inputs import CANDIDATES, CAPACITY_STEPS, LOCATIONS, NEED

_NUMBERS = ("capacity", "reserve_capacity", "amv_places", "places_min", "places_max", "switch_days", "extension_months")
_DATES = ("agreement_start", "agreement_end", "signed_on", "notice_date", "disclosure_until", "source_date")


def locations(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give locations with every column; unless said otherwise existing, for an indefinite term, in region R1."""
    usual = {
        "name": "", "municipality_code": "GM1", "municipality": "Een", "province_code": "PV1", "region_id": "R1",
        "certainty": "bestaand", "decision": "voortzetten", "current_type": "azc", "type": "regionaal",
        "agreement_term": "bepaald", "agreement_start": "2015-01-01", "agreement_end": "2030-12-31", "amv_places": 0,
        "reserve_capacity": 0, "open": True,
    }  # fmt: skip
    names = dict.fromkeys((*LOCATIONS.names, *usual))
    frame = pd.DataFrame([{**names, **usual, **row} for row in rows], columns=list(names))
    typed: dict[str, Any] = {name: frame[name].astype("Int64") for name in _NUMBERS}
    typed |= {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in _DATES}
    typed |= {name: frame[name].astype("Float64") for name in ("site_area_m2", "floor_area_m2")}
    for name in ("facilities_on_site", "target_groups"):
        typed[name] = pd.Series([value or () for value in frame[name]], dtype="object")
    return frame.assign(**typed)


def candidates(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give candidates with every column, sorted by id; unless said otherwise nothing is known but id, name and place."""
    usual: dict[str, Any] = {
        "municipality_code": "GM1",
        "municipality": "Een",
        "province_code": "PV1",
        "region_id": "R1",
    }
    names = dict.fromkeys((*CANDIDATES.names, *usual, "open"))
    blank = dict.fromkeys(("certainty", "decision", "current_type", "type", "agreement_term"))
    dates = dict.fromkeys(("agreement_start", "agreement_end"))
    amounts = dict.fromkeys(("amv_places", "reserve_capacity"))
    whole = [{**names, **blank, **dates, **amounts, **usual, "open": False, **row} for row in rows]
    frame = locations(*whole)
    extra = [name for name in (*names, *(name for row in rows for name in row)) if name not in frame]
    added = {name: [row.get(name) for row in whole] for name in dict.fromkeys(extra)}
    frame = frame.assign(**added)
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("available_from", "available_until")}
    money = {name: pd.array(frame[name], dtype="Float64") for name in ("cost_opening", "cost_year")}
    return frame.assign(**days, **money).sort_values("location_id", ignore_index=True)


def need(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give need rows of one forecast for the province."""
    usual = {"forecast_id": "MPP-2020-1", "forecast_date": "2020-09-01", "province": "PV1", "source": "LRT"}
    frame = pd.DataFrame([{**dict.fromkeys(NEED.names), **usual, **row} for row in rows], columns=list(NEED.names))
    dates = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("forecast_date", "due")}
    return frame.assign(**dates).astype({"places_min": "Int64", "places_max": "Int64"})


def steps(*rows: dict[str, Any]) -> pd.DataFrame:
    """Give capacity steps."""
    columns = list(CAPACITY_STEPS.names)
    frame = pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns)
    day = pd.to_datetime(frame["from"]).astype("datetime64[s]")
    return frame.assign(**{"from": day}).astype({"places": "Int64", "reserve": "Int64"})
