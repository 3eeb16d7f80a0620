"""Candidate sites made up for the fact sheets: facts, verdicts, scores and ranks that fit together, any number of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, Polygon

from geo.crs import RD_NEW
from geo.imprint import Imprint
from geo.maps.basemap import Basemap
from geo.maps.candidate_content import CandidateContent
from geo.maps.candidate_maps import LOCATOR_H, LOCATOR_W
from geo.maps.candidate_rows import CandidateTables, candidate_contents
from geo.maps.candidate_sheet import candidate_sheet
from geo.maps.locator import Locator, prepare_locator
from geo.maps.sheets import Sheet
from geo.maps.site import Site
from tests.maps.builders import IMPRINT, NEAR, facility, near_home, region, site, town

STREETS, PEOPLE, SITES, SUMS = "verzonnen wegennet", "verzonnen vierkanten", "verzonnen kandidaten", "berekend"
FACTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    # fact, title, kind, group, unit, source
    ("walk_supermarket_m", "Supermarkt, lopend", "metres", "access", "", STREETS),
    ("walk_primary_school_m", "Basisschool, lopend", "metres", "access", "", STREETS),
    ("walk_gp_m", "Huisarts, lopend", "metres", "access", "", STREETS),
    ("walk_bus_stop_m", "Bushalte, lopend", "metres", "access", "", STREETS),
    ("bike_secondary_school_m", "Middelbare school, fietsend", "metres", "access", "", STREETS),
    ("bike_train_station_minutes", "Station, fietsend", "minutes", "access", "", STREETS),
    ("car_hospital_m", "Ziekenhuis, per auto", "metres", "access", "", STREETS),
    ("walk_supermarket_exposed_share", "Route naar de supermarkt langs druk verkeer", "share", "route", "", STREETS),
    ("walk_supermarket_unlit_share", "Route naar de supermarkt zonder verlichting", "share", "route", "", STREETS),
    ("departures_per_hour", "Vertrekken van openbaar vervoer binnen 500 m", "number", "route", "per uur", "verzonnen dienstregeling"),
    ("people_1000_m", "Inwoners binnen 1,0 km lopen", "count", "people", "", PEOPLE),
    ("people_2000_m", "Inwoners binnen 2,0 km lopen", "count", "people", "", PEOPLE),
    ("capacity", "Capaciteit", "places", "site", "", SITES),
    ("site_area_m2", "Oppervlakte terrein", "area_m2", "site", "", SITES),
    ("floor_area_m2", "Bruto vloeroppervlakte", "area_m2", "site", "", SITES),
    ("floor_area_per_place_m2", "Vloeroppervlakte per plek", "area_m2", "site", "", SITES),
    ("places_per_ha", "Plekken per hectare", "number", "site", "", SITES),
    ("agreement_months", "Looptijd van de overeenkomst", "months", "agreement", "", SITES),
    ("cost_opening_per_place", "Kosten van opening per plek", "money", "agreement", "", SITES),
    ("cost_year_per_place", "Jaarlijkse kosten per plek", "money", "agreement", "", SITES),
    ("car_hub_m", "Hoofdlocatie, per auto", "metres", "region", "", STREETS),
    ("car_reception_m", "Dichtstbijzijnde bestaande opvang, per auto", "metres", "region", "", STREETS),
    ("municipality_share", "Capaciteit als deel van de inwoners van de gemeente", "share", "region", "", SUMS),
    ("municipality_share_with", "Alle opvang als deel van de inwoners", "share", "region", "", SUMS),
    ("region_balance_without", "Saldo van de regio zonder deze locatie", "balance", "region", "", SUMS),
    ("region_balance_with", "Saldo van de regio met deze locatie", "balance", "region", "", SUMS),
    ("flood_max", "Overstromingsdiepte, hoogste", "number", "layers", "m", "verzonnen overstromingsraster"),
    ("flood_mean", "Overstromingsdiepte, gemiddeld", "number", "layers", "m", "verzonnen overstromingsraster"),
    ("noise_mean", "Geluid, gemiddeld", "number", "layers", "dB", "verzonnen geluidraster"),
    ("nature_inside_share", "Deel binnen natuurgebied", "share", "layers", "", "verzonnen natuur"),
    ("nature_distance_m", "Afstand tot natuurgebied", "metres", "layers", "", "verzonnen natuur"),
    ("open_water_distance_m", "Afstand tot open water", "metres", "layers", "", STREETS),
    ("open_water_width_m", "Breedte van dat water", "metres", "layers", "", STREETS),
    ("draagvlak", "draagvlak", "number", "own", "", SITES),
    ("bouwrijp", "bouwrijp", "yes_no", "own", "", SITES),
)  # fmt: skip
_SPANS: dict[str, tuple[float, float]] = {
    "metres": (150, 4900), "minutes": (4, 40), "share": (0.0, 0.6), "number": (0.1, 6), "count": (300, 9000),
    "places": (100, 600), "area_m2": (12, 9000), "months": (12, 180), "money": (900, 9500), "balance": (-400, 300),
    "yes_no": (0, 1),
}  # fmt: skip
RULES: tuple[tuple[str, str, bool, str, float], ...] = (
    # rule, title, hard, fact, at most (or at least where negative)
    ("supermarket", "Supermarkt op ten hoogste 3 km lopen", True, "walk_supermarket_m", 3000.0),
    ("school", "Basisschool op ten hoogste 3 km lopen", True, "walk_primary_school_m", 3000.0),
    ("gp", "Huisarts op ten hoogste 3 km lopen, of op locatie", True, "walk_gp_m", 3000.0),
    ("stop", "Bushalte op ten hoogste 1 km lopen", False, "walk_bus_stop_m", 1000.0),
    ("capacity", "Ten minste 50 plekken", True, "capacity", -50.0),
    ("floor", "Ten minste 7 m² bvo per plek", False, "floor_area_per_place_m2", -7.0),
    ("term", "Looptijd van ten minste 24 maanden", True, "agreement_months", -24.0),
    ("water", "Open water: alleen vermeld", False, "open_water_distance_m", np.nan),
)
CRITERIA: tuple[tuple[str, str, str], ...] = (
    ("shop", "Supermarkt dichtbij", "walk_supermarket_m"),
    ("school", "Basisschool dichtbij", "walk_primary_school_m"),
    ("stop", "Bushalte dichtbij", "walk_bus_stop_m"),
    ("size", "Omvang van 300 tot 600 plekken", "capacity"),
    ("term", "Lange looptijd", "agreement_months"),
    ("flood", "Lage overstromingsdiepte", "flood_max"),
    ("cost", "Lage kosten per plek", "cost_year_per_place"),
    ("support", "Draagvlak", "draagvlak"),
)


def candidates(count: int = 5, *, names: Sequence[str] = (), opened: bool = True) -> pd.DataFrame:
    """Make candidates ``K01``, ``K02`` and so on."""
    called = [names[at] if at < len(names) else f"Veld {at + 1}" for at in range(count)]
    frame = {
        "location_id": [f"K{at + 1:02d}" for at in range(count)],
        "name": called,
        "municipality": ["Westmaar"] * count,
        "type": ["regionaal"] * count,
        "capacity": pd.array([100 + 50 * at for at in range(count)], dtype="Int64"),
        "open": opened,
    }
    return pd.DataFrame(frame)


def _facts(facts: Sequence[tuple[str, str, str, str, str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(facts), columns=["fact", "title", "kind", "group", "unit", "source"])
    days = [None if source == SUMS else date(2020, 9, 1) for source in frame["source"]]
    return frame.assign(reference_date=pd.to_datetime(pd.Series(days)))


def _values(
    ids: Sequence[str], facts: Sequence[tuple[str, str, str, str, str, str]], unknown: float, seed: int
) -> pd.DataFrame:
    random, rows = np.random.default_rng(seed), []
    for name in ids:
        for fact, _, kind, group, _, _ in facts:
            low, high = _SPANS[kind]
            drawn = random.uniform() ** (2.2 if kind == "metres" else 1.0)
            value: float = round(low + (high - low) * drawn, 2 if kind in {"share", "number"} else 0)
            if random.uniform() < unknown:
                rows.append((name, fact, np.nan, np.nan, np.nan, "unknown", ""))
            elif kind == "metres" and value > 4400:
                rows.append((name, fact, np.nan, 5000.0, np.nan, "beyond_limit", ""))
            else:
                note = f"Voorziening {random.integers(1, 90)}" if group == "access" else ""
                rows.append((name, fact, value, value, value, "ok", note))
    return pd.DataFrame(rows, columns=["candidate_id", "fact", "value", "low", "high", "status", "note"])


def _verdict(row: dict[str, Any], bound: float) -> dict[str, Any]:
    value, beyond = row["value"], row["status"] == "beyond_limit"
    held = row["low"] if beyond else value
    margin = (abs(bound) - held) * (1 if bound > 0 else -1)
    if np.isnan(bound):
        verdict = "reported"
    elif np.isnan(margin):
        verdict = "untestable"
    else:
        verdict = "fails" if margin < 0 else "attention" if margin < abs(bound) / 3 else "meets"
    return {
        "verdict": verdict, "fact": row["fact"], "value": held, "bound": abs(bound), "margin": margin,
        "at_least_margin": beyond, "also_short": (), "also_untested": (),
    }  # fmt: skip


def _verdicts(values: pd.DataFrame, rules: Sequence[tuple[str, str, bool, str, float]], profile: str) -> pd.DataFrame:
    found = {(row["candidate_id"], row["fact"]): row for row in values.to_dict("records")}
    rows = [
        {"candidate_id": name, "profile": profile, "rule": rule, "title": title, "hard": hard}
        | _verdict(found[name, fact], bound)
        for name in dict.fromkeys(values["candidate_id"])
        for rule, title, hard, fact, bound in rules
    ]
    names = [
        "candidate_id", "profile", "rule", "title", "hard", "verdict", "fact", "value", "bound", "margin",
        "at_least_margin", "also_short", "also_untested",
    ]  # fmt: skip
    bases = ("Gids (2016), blad 3: ten hoogste 3 km", "eigen keuze", "Gids (2016), blad 3: 1 km; oranje is eigen keuze")
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(basis=[bases[at % 3] for at in range(len(frame))])


def _scores(values: pd.DataFrame, criteria: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    found = {(row["candidate_id"], row["fact"]): row for row in values.to_dict("records")}
    rows = []
    for name in dict.fromkeys(values["candidate_id"]):
        for criterion in criteria.to_dict("records"):
            row = found[name, criterion["fact"]]
            low, high = _SPANS[kinds[criterion["fact"]]]
            value = row["value"]
            missing = bool(np.isnan(value))
            score = 0.0 if missing else float(np.clip((high - value) / (high - low), 0, 1))
            best = 1.0 if row["status"] == "unknown" else score
            rows.append((name, criterion["criterion"], value, score, score, best, score * criterion["weight"], missing))
    names = ["candidate_id", "criterion", "value", "score", "score_low", "score_high", "part", "missing"]
    return pd.DataFrame(rows, columns=names)


def _ranking(ids: Sequence[str], verdicts: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    hard = verdicts[verdicts["hard"].astype(bool)]
    failed, untested = (set(hard[hard["verdict"] == word]["candidate_id"]) for word in ("fails", "untestable"))
    score = scores.groupby("candidate_id")["part"].sum()
    in_it = sorted((name for name in ids if name not in failed), key=lambda name: (-score.get(name, 0.0), name))
    ranks = {name: at for at, name in enumerate(in_it, start=1)}
    rows = []
    for name in ids:
        rank = ranks.get(name)
        ends = (None, None) if rank is None else (max(1, rank - 2), min(len(in_it), rank + 3))
        share = None if rank is None else round(0.5 / rank**2, 3)
        eligible = "no" if name in failed else "untestable" if name in untested else "yes"
        spans = (None, None) if rank is None else (max(1, rank - 1), min(len(in_it), rank + 1))
        rows.append(
            (name, eligible, score.get(name), rank, *ends, share, None if rank is None else rank <= 3, rank, *spans)
        )
    names = [
        "candidate_id",
        "eligible",
        "score",
        "rank",
        "rank_low",
        "rank_high",
        "first_share",
        "pareto",
        "topsis_rank",
        "rank_if_best",
        "rank_if_worst",
    ]
    counts = dict.fromkeys(("rank", "rank_low", "rank_high", "topsis_rank", "rank_if_best", "rank_if_worst"), "Int64")
    return pd.DataFrame(rows, columns=names).astype({**counts, "first_share": "Float64", "pareto": "boolean"})


def _moves(ranking: pd.DataFrame, criteria: pd.DataFrame, scores: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ranked = ranking.dropna(subset=["rank"]).sort_values("rank")
    winner, rivals = ranked["candidate_id"].iloc[:1].tolist(), ranked["candidate_id"].iloc[1:].tolist()
    toppling = [
        (winner[0], name, at % 3 != 2, 0.07 * (at + 1) if at % 3 != 2 else np.nan, "") for at, name in enumerate(rivals)
    ]
    first = criteria.to_dict("records")[:1]
    swings = [(one["criterion"], name, one["weight"], one["weight"] / 2) for one in first for name in rivals[:3]]
    unsure = scores[scores["missing"].astype(bool)].merge(ranked[["candidate_id", "rank"]], on="candidate_id")
    sensitivity = [
        (
            row["candidate_id"],
            row["criterion"],
            max(1, row["rank"] - 1),
            min(len(ranked), row["rank"] + 1),
            row["rank"] == 1,
        )
        for row in unsure.to_dict("records")
    ]
    return {
        "toppling": pd.DataFrame(toppling, columns=["winner_id", "rival_id", "possible", "change", "weights"]),
        "swings": pd.DataFrame(swings, columns=["criterion", "rival_id", "weight", "weight_then"]),
        "sensitivity": pd.DataFrame(
            sensitivity, columns=["candidate_id", "criterion", "rank_best", "rank_worst", "winner_changes"]
        ),
    }


def tables(
    ids: Sequence[str], *, facts: Sequence[tuple[str, str, str, str, str, str]] = FACTS,
    rules: Sequence[tuple[str, str, bool, str, float]] = RULES, criteria: Sequence[tuple[str, str, str]] = CRITERIA,
    unknown: float = 0.1, seed: int = 1, profile: str = "standaardprofiel, 1 september 2020",
    values: pd.DataFrame | None = None,
) -> CandidateTables:  # fmt: skip
    """Make tables of candidates that fit together; a share of the values is unknown."""
    catalogue = _facts(facts)
    table = _values(ids, facts, unknown, seed) if values is None else values
    weighed = pd.DataFrame(list(criteria), columns=["criterion", "title", "fact"]).assign(
        weight=1 / max(len(criteria), 1)
    )
    verdicts = _verdicts(table, rules, profile)
    scores = _scores(table, weighed, dict(zip(catalogue["fact"], catalogue["kind"], strict=True)))
    ranking = _ranking(ids, verdicts, scores)
    return CandidateTables(
        facts=catalogue, candidate_facts=table, criteria=weighed, verdicts=verdicts, scores=scores, ranking=ranking,
        **_moves(ranking, weighed, scores),
    )  # fmt: skip


def contents(count: int = 5, *, names: Sequence[str] = (), **changes: Any) -> tuple[CandidateContent, ...]:
    """Make what the sheets of some candidates say, by rank."""
    rows = candidates(count, names=names)
    return candidate_contents(rows, tables(list(rows["location_id"]), **changes))


@cache
def locator() -> Locator:
    """Cut the square province to the small map."""
    return prepare_locator(region(), LOCATOR_W, LOCATOR_H)


def draw_candidate(
    content: CandidateContent | None = None, *, at: Site | None = None, imprint: Imprint = IMPRINT,
    basemap: Basemap | None = None, placed: bool = True,
) -> Sheet:  # fmt: skip
    """Draw the sheet of a candidate in the small town."""
    spot = (at or site([near for near in NEAR if near.rank == 1])) if placed else None
    return candidate_sheet(content or contents()[0], spot, basemap or town(), locator(), imprint=imprint)


def island() -> Site:
    """Give a candidate without streets: nothing is reached from it."""
    gone = [facility("gp", 1, None, None, status="unreachable"), facility("supermarket", 1, None, None, status="none")]
    return replace(site(gone), catchments={1000.0: Polygon(), 2000.0: Polygon()})


def shapes(count: int) -> gpd.GeoSeries:
    """Give places for candidates, all in the small town."""
    return gpd.GeoSeries([Point(near_home(100.0 * at, 50.0)) for at in range(count)], crs=RD_NEW)
