"""A made-up country for the benchmark of the arithmetic: what its readers would give, drawn with a fixed seed.

Nothing in it stands for a real place. Agreements begin and end on any day of twenty years; a part of the locations is
flexible, changes in steps, is emergency reception, or lacks a date or a capacity.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SEED = 20261126
FIRST, LAST = np.datetime64("2020-01-01"), np.datetime64("2039-12-31")
REFERENCE = np.datetime64("2020-09-01")
PROVINCE = "PV1"
REGIONS = ("R1", "R2", "R3", "R4", "R5")
SCENARIOS = ("hoog", "laag", "midden", "nul")
_STEPS = 3
"""Steps of a location that changes in steps, on average."""
_DUE_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """A plan as the readers give it."""

    locations: pd.DataFrame
    """The locations."""
    steps: pd.DataFrame
    """What changes inside their agreements."""
    need: pd.DataFrame
    """The need, per scenario, for the province and for its regions."""


def made_up(count: int) -> MadeUp:
    """Draw a plan with so many locations."""
    draw = np.random.default_rng(SEED)
    sites = _locations(draw, count)
    return MadeUp(locations=sites, steps=_steps(draw, sites), need=_need(count))


def _locations(draw: np.random.Generator, count: int) -> pd.DataFrame:
    capacity = draw.integers(5, 120, count) * 10
    flexible = draw.random(count) < 0.2
    days = (LAST - FIRST).astype(int)
    begins = FIRST + draw.integers(-6000, days, count)
    indefinite = draw.random(count) < 0.1
    ends = begins + draw.integers(300, 6000, count)

    def places(values: np.ndarray, known: np.ndarray) -> pd.Series:
        return pd.Series(values).astype("Int64").where(known)

    def date(values: np.ndarray, known: np.ndarray) -> pd.Series:
        return pd.Series(values.astype("datetime64[s]")).where(known)

    def known(share: float) -> np.ndarray:
        return draw.random(count) < share

    frame = pd.DataFrame(
        {
            "location_id": [f"L{number:05d}" for number in range(count)],
            "region_id": draw.choice([*REGIONS, ""], count, p=[0.3, 0.2, 0.2, 0.15, 0.1, 0.05]),
            "province_code": PROVINCE,
            "current_type": draw.choice(["azc", "noodopvang", "crisisnoodopvang"], count, p=[0.9, 0.07, 0.03]),
            "type": draw.choice(["regionaal", "gvl", "satelliet", ""], count, p=[0.5, 0.2, 0.2, 0.1]),
            "decision": draw.choice(["nieuw", "voortzetten", "omvormen", "beeindigen"], count, p=[0.4, 0.4, 0.1, 0.1]),
            "certainty": draw.choice(["bestaand", "vastgesteld", "voornemen", "zoeklocatie"], count),
            "agreement_term": np.where(indefinite, "onbepaald", "bepaald"),
            "capacity": places(capacity, known(0.9999)),
            "places_min": places(capacity // 2, flexible),
            "places_max": places(capacity, flexible),
            "amv_places": places(capacity // 10, known(0.999)),
            "reserve_capacity": places(capacity // 5, known(0.5)),
            "agreement_start": date(begins, known(0.9995)),
            "agreement_end": date(ends, known(0.9995) & ~indefinite),
        }
    )
    texts = frame.columns[:8]
    return frame.astype(dict.fromkeys(texts, "str"))


def _steps(draw: np.random.Generator, sites: pd.DataFrame) -> pd.DataFrame:
    """Draw the steps: a half of the locations changes, a part of them its type alone."""
    often = draw.poisson(_STEPS, len(sites)) * (draw.random(len(sites)) < 0.5)
    place = np.repeat(np.arange(len(sites)), often)
    begins = sites["agreement_start"].fillna(pd.Timestamp(FIRST)).to_numpy(dtype="datetime64[D]")[place]
    size = pd.Series(sites["capacity"].fillna(100).to_numpy()[place] * draw.integers(5, 15, len(place)) // 10)
    typed = draw.random(len(place)) < 0.3
    frame = pd.DataFrame(
        {
            "location_id": sites["location_id"].to_numpy()[place],
            "from": (begins + draw.integers(1, 5000, len(place))).astype("datetime64[s]"),
            "places": size.astype("Int64").where(~typed | (draw.random(len(place)) < 0.5)),
            "reserve": pd.Series(draw.integers(0, 100, len(place)))
            .astype("Int64")
            .where(draw.random(len(place)) < 0.3),
            "type": np.where(typed, draw.choice(["regionaal", "gvl", "satelliet", "geen"], len(place)), ""),
        }
    )
    return frame.drop_duplicates(["location_id", "from"], ignore_index=True).astype({"type": "str"})


def _need(count: int) -> pd.DataFrame:
    """Ask every two years for a share of what the locations could offer, more in one scenario than in another."""
    years = range(2020, 2040, _DUE_YEARS)
    share = {"totaal": 157.0, "regionaal": 58.0, "gvl_satelliet": 52.0, "amv": 16.0, "extra": 2.0, "vervanging": 2.0}
    factor = dict(zip(SCENARIOS, (1.02, 0.97, 1.0, 0.6), strict=True))
    part = dict(zip(("", *REGIONS), (1.0, 0.3, 0.2, 0.2, 0.15, 0.1), strict=True))
    rows = [
        (bucket, region, scenario, f"{year}-07-01", round(count * of * times * size))
        for bucket, of in share.items()
        for region, size in part.items()
        for scenario, times in factor.items()
        for year in years
    ]
    frame = pd.DataFrame(rows, columns=["bucket", "region_id", "scenario", "due", "places_min"])
    whole = frame.assign(forecast_id="V1", forecast_date="2020-01-01", province=PROVINCE)
    dates = {name: pd.to_datetime(whole[name]).astype("datetime64[s]") for name in ("due", "forecast_date")}
    places = {"places_min": whole["places_min"], "places_max": whole["places_min"] * 11 // 10}
    texts = dict.fromkeys(("bucket", "region_id", "scenario", "forecast_id", "province"), "str")
    return whole.assign(**dates, **places).astype({"places_min": "Int64", "places_max": "Int64", **texts})
