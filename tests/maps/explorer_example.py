"""Made-up candidate sites for the explorer: every status of a fact, every verdict, ties, areas, and any text anywhere."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, Polygon, box
from weighted_ranking import ranks, weighted_sums

from geo.crs import WGS84
from geo.imprint import EditionName, Source
from geo.maps.explorer import ExplorerContent
from geo.tables.ranking import CRITERIA as CRITERIA_TABLE
from geo.tables.ranking import VERDICTS
from tests.maps.page_example import IMPRINT, landscape

NAMES = (
    "Oude veiling", "Kazerne De Rietkraag", "Zorgcentrum Havenzicht", "Bedrijventerrein Noordersluis", "Klooster Sint-Odulf",
    "Hotel De Zeemeeuw", "Schoolgebouw Wilgenhof", "Weiland achter de dijk", "Voormalig gemeentehuis Oosterleek",
    "Camping De Gouw", "Kantoorgebouw Waterlinie", "Loods aan de Trekvaart",
)  # fmt: skip
TOWNS = ("Gouwzee", "Oosterleek", "Zuiderwoude")
FACTS = (
    # fact, title, kind, group, unit, from, to
    ("walk_supermarket_m", "supermarkt, lopend", "metres", "access", "", 150, 4800),
    ("walk_gp_m", "huisarts, lopend", "metres", "access", "", 200, 5200),
    ("walk_primary_school_m", "basisschool, lopend", "metres", "access", "", 200, 3800),
    ("walk_bus_stop_m", "bushalte, lopend", "metres", "access", "", 50, 1900),
    ("departures_per_hour", "vertrekken per uur bij de halte", "number", "access", "per uur", 0, 9),
    ("walk_supermarket_unlit_share", "deel van de route zonder licht", "share", "route", "", 0, 1),
    ("people_1000_m", "inwoners binnen 1,0 km", "number", "people", "inwoners", 40, 9000),
    ("capacity", "capaciteit", "places", "site", "", 40, 600),
    ("site_area_m2", "oppervlakte terrein", "area_m2", "site", "", 1800, 60000),
    ("agreement_months", "looptijd van de overeenkomst", "months", "agreement", "", 12, 180),
    ("cost_year_per_place", "kosten per plek per jaar", "money", "agreement", "", 9000, 34000),
    ("municipality_share_with", "opvang als deel van de inwoners", "share", "region", "", 0.002, 0.03),
    ("flood_1000_max", "overstromingsdiepte, eens in 1.000 jaar", "number", "layers", "m", 0, 3.2),
    ("noise_mean", "geluidbelasting", "number", "layers", "dB", 41, 68),
    ("draagvlak", "draagvlak in de gemeente", "yes_no", "own", "", 0, 1),
)
RULES = (
    # rule, title, hard, fact, bound
    ("supermarket", "Supermarkt op loopafstand", True, "walk_supermarket_m", 3000),
    ("school", "Basisschool op loopafstand", True, "walk_primary_school_m", 3000),
    ("flood", "Geen diepe overstroming", True, "flood_1000_max", 2.5),
    ("gp", "Huisarts op loopafstand", False, "walk_gp_m", 4000),
    ("noise", "Geluid", False, "noise_mean", 60),
)
CRITERIA = (
    # criterion, title, fact, value in words, weight, low, high, worst, best
    ("winkel", "Supermarkt dichtbij", "walk_supermarket_m", "van 0 bij 5,0 km tot 1 bij 200 m", 0.25, 0.1, 0.4, 5000, 200),
    ("school", "Basisschool dichtbij", "walk_primary_school_m", "van 0 bij 4,0 km tot 1 bij 200 m", 0.2, 0.1, 0.4, 4000, 200),
    ("ov", "Bus per uur", "departures_per_hour", "van 0 bij 0 tot 1 bij 8 per uur", 0.15, 0.0, 0.3, 0, 8),
    ("plekken", "Aantal plekken", "capacity", "van 0 bij 50 tot 1 bij 500 plekken", 0.2, 0.05, 0.4, 50, 500),
    ("kosten", "Kosten per plek", "cost_year_per_place", "van 0 bij € 35.000 tot 1 bij € 9.000", 0.1, 0.0, 1.0, 35000, 9000),
    ("draag vlak", "Draagvlak", "draagvlak", "0 zonder, 1 met draagvlak", 0.1, 0.0, 0.3, 0, 1),
)  # fmt: skip


def ids(count: int) -> list[str]:
    """Ids in their order."""
    return [f"K{number:03d}" for number in range(1, count + 1)]


def candidates(count: int, *, opened: bool = False) -> gpd.GeoDataFrame:
    """Sites in and around a village; every third an area, one of them in two parts."""
    draw = np.random.default_rng(3)
    spots = draw.uniform((5.02, 52.405), (5.22, 52.475), (count, 2))
    shapes = [Point(x, y) if at % 3 else box(x, y, x + 0.004, y + 0.002) for at, (x, y) in enumerate(spots)]
    if count > 3:
        x, y = spots[3]
        shapes[3] = shapes[3].union(Polygon([(x + 0.006, y), (x + 0.008, y), (x + 0.007, y + 0.002)]))
    frame = pd.DataFrame(
        {
            "candidate_id": ids(count),
            "name": [
                NAMES[at] if at < len(NAMES) else f"{NAMES[at % len(NAMES)]} {at // len(NAMES) + 1}"
                for at in range(count)
            ],
            "municipality": [TOWNS[at % len(TOWNS)] for at in range(count)],
            "open": opened,
        }
    )
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=WGS84)


def unit_of(fact: str) -> str:
    """The unit of a fact."""
    return next(row[4] for row in FACTS if row[0] == fact)


def values(count: int) -> dict[tuple[str, str], float]:
    """A value for every site and fact; NaN where it is not known."""
    draw = np.random.default_rng(11)
    found = {}
    for key, (fact, _, kind, _, _, low, high) in product(ids(count), FACTS):
        value = float(draw.uniform(low, high))
        found[key, fact] = value if kind in {"share", "number"} and unit_of(fact) != "per uur" else float(round(value))
    for key, fact in (("K002", "noise_mean"), ("K005", "flood_1000_max"), ("K008", "capacity"), ("K010", "draagvlak")):
        found[key, fact] = np.nan
    for fact, *_ in FACTS:
        found["K012", fact] = found["K011", fact]  # equal in all, so always of one rank
    return found


def _facts() -> pd.DataFrame:
    rows = [
        (fact, title, kind, group, unit, "verzonnen", date(2020, 8, 31)) for fact, title, kind, group, unit, *_ in FACTS
    ]
    return pd.DataFrame(rows, columns=["fact", "title", "kind", "group", "unit", "source", "reference_date"])


def _candidate_facts(known: dict[tuple[str, str], float]) -> pd.DataFrame:
    odd = {
        ("K001", "walk_bus_stop_m"): (0.0, 0.0, "on_site"),
        ("K003", "walk_gp_m"): (1200.0, 300.0, "border"),
        ("K004", "walk_gp_m"): (np.nan, 5000.0, "beyond_limit"),
        ("K006", "walk_gp_m"): (np.nan, np.nan, "unreachable"),
    }
    rows = []
    for (key, fact), found in known.items():
        value, low, status = odd.get((key, fact), (found, found, "unknown" if np.isnan(found) else "ok"))
        note = "Praktijk De Gouw" if fact == "walk_gp_m" else ""
        rows.append((key, fact, value, low, value, status, note))
    return pd.DataFrame(rows, columns=["candidate_id", "fact", "value", "low", "high", "status", "note"])


def _verdicts(known: dict[tuple[str, str], float], count: int) -> pd.DataFrame:
    rows = []
    for key, (rule, title, hard, fact, bound) in product(ids(count), RULES):
        value = known[key, fact]
        margin = bound - value
        word = (
            "untestable"
            if np.isnan(value)
            else "fails"
            if margin < 0
            else "attention"
            if margin < 0.1 * bound
            else "meets"
        )
        rows.append((key, "Voorbeeldprofiel", rule, title, hard, word, fact, value, float(bound), margin, False))
    names = [
        "candidate_id",
        "profile",
        "rule",
        "title",
        "hard",
        "verdict",
        "fact",
        "value",
        "bound",
        "margin",
        "at_least_margin",
    ]
    told = pd.DataFrame(rows, columns=names).assign(basis="eigen keuze")
    return told.reindex(columns=list(VERDICTS.names))


def score_rows(
    known: dict[tuple[str, str], float], count: int, *, left_out: bool = False
) -> dict[str, list[float | None]]:
    """Scores of every site, None where it is not ranked."""
    found: dict[str, list[float | None]] = {}
    for key in ids(count):
        row: list[float | None] = []
        for _, _, fact, _, _, _, _, worst, best in CRITERIA:
            value = known[key, fact]
            unknown = None if left_out else 0.0
            row.append(unknown if np.isnan(value) else float(np.clip((value - worst) / (best - worst), 0, 1)))
        found[key] = row
    return found


def dropped(verdicts: pd.DataFrame, rules: Sequence[str]) -> set[str]:
    """Who fails any of some rules."""
    return set(verdicts.loc[verdicts["rule"].isin(rules) & (verdicts["verdict"] == "fails"), "candidate_id"])


HARD = tuple(rule for rule, _, hard, _, _ in RULES if hard)
WEIGHTS = tuple(row[4] for row in CRITERIA)


def _ranking(scores: dict[str, list[float | None]], verdicts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranks by the plan's weights, and over some drawn weightings."""
    out = dropped(verdicts, HARD)
    sums = weighted_sums(scores, WEIGHTS)
    place = ranks(sums, out)
    in_it = sorted(place)
    matrix = np.array([[one or 0.0 for one in scores[key]] for key in in_it])
    drawn = np.random.default_rng(5).dirichlet(np.ones(len(CRITERIA)), 2000) @ matrix.T
    order = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    low, high = order.min(axis=0), order.max(axis=0)
    first = (order == 1).mean(axis=0)
    seat = {key: at for at, key in enumerate(in_it)}
    failing = verdicts[(verdicts["verdict"] == "fails") & verdicts["hard"]].groupby("candidate_id")["rule"].agg(tuple)
    untested = (
        verdicts[(verdicts["verdict"] == "untestable") & verdicts["hard"]].groupby("candidate_id")["rule"].agg(tuple)
    )
    rows = [
        {
            "candidate_id": key,
            "eligible": "no" if key in out else "untestable" if key in untested.index else "yes",
            "failed_rules": failing.get(key, ()),
            "untested_rules": untested.get(key, ()),
            "score": None if key not in place else float(sums[key] or 0),
            "rank": place.get(key),
            "rank_low": low[seat[key]] if key in seat else None,
            "rank_high": high[seat[key]] if key in seat else None,
            "first_share": first[seat[key]] if key in seat else None,
            "pareto": (bool(first[seat[key]] > 0) if key in seat else None),
            "topsis_rank": place.get(key),
            "missing": 0,
            "rank_if_best": low[seat[key]] if key in seat else None,
            "rank_if_worst": high[seat[key]] if key in seat else None,
        }
        for key in scores
    ]
    counts = dict.fromkeys(
        ("rank", "rank_low", "rank_high", "topsis_rank", "missing", "rank_if_best", "rank_if_worst"), "Int64"
    )
    always = [(a, b) for a in in_it for b in in_it if a != b and (drawn[:, seat[a]] > drawn[:, seat[b]]).all()]
    pairs = pd.DataFrame([(a, b, 0.01) for a, b in always], columns=["better_id", "worse_id", "least_lead"])
    return pd.DataFrame(rows).astype({**counts, "pareto": "boolean"}), pairs.astype(
        {"better_id": "str", "worse_id": "str"}
    )


def content(
    count: int = 12, edition: EditionName = "vertrouwelijk", *, opened: bool = False, left_out: bool = False
) -> ExplorerContent:
    """A whole explorer."""
    known = values(max(count, 12))
    known = {(key, fact): value for (key, fact), value in known.items() if key in set(ids(count))}
    scores = score_rows(known, count, left_out=left_out)
    verdicts = _verdicts(known, count)
    ranking, pairs = _ranking(scores, verdicts)
    told = [
        (
            key,
            row[0],
            known[key, row[2]],
            score,
            score,
            score,
            row[4] * (score or 0),
            bool(np.isnan(known[key, row[2]])),
            False,
        )
        for key, own in scores.items()
        for row, score in zip(CRITERIA, own, strict=True)
    ]
    names = ["candidate_id", "criterion", "value", "score", "score_low", "score_high", "part", "missing", "uncertain"]
    criteria = [
        (key, title, fact, words, weight, low, high, 0.8) for key, title, fact, words, weight, low, high, *_ in CRITERIA
    ]
    return ExplorerContent(
        imprint=dataclasses.replace(IMPRINT, edition=edition),
        candidates=candidates(count, opened=opened),
        facts=_facts(),
        candidate_facts=_candidate_facts(known),
        verdicts=verdicts,
        criteria=pd.DataFrame(
            criteria, columns=["criterion", "title", "fact", "value", "weight", "weight_low", "weight_high", "spread"]
        ).reindex(columns=list(CRITERIA_TABLE.names)),
        scores=pd.DataFrame(told, columns=names),
        ranking=ranking,
        pairs=pairs,
        profile="Voorbeeldprofiel (2020)",
        landscape=landscape(),
    )


def saying(text: str) -> ExplorerContent:
    """The explorer with a text in the place of every text of others."""
    page = content()
    key_of = {key: f"{key} {text}" for key in ids(12)}
    criterion_of = {row[0]: f"{row[0]} {text}" for row in CRITERIA}

    def said(frame: pd.DataFrame) -> pd.DataFrame:
        new = {
            name: text
            for name in ("name", "municipality", "title", "unit", "source", "note", "profile")
            if name in frame
        }
        new |= {name: frame[name].map(key_of) for name in ("candidate_id", "better_id", "worse_id") if name in frame}
        if "criterion" in frame:
            new["criterion"] = frame["criterion"].map(criterion_of)
        return frame.assign(**new)

    tables = {
        name: said(getattr(page, name))
        for name in ("candidates", "facts", "candidate_facts", "verdicts", "criteria", "scores", "ranking", "pairs")
    }
    tables["criteria"] = tables["criteria"].assign(value=text)
    imprint = dataclasses.replace(
        page.imprint, title=text, prt=text, version=text, sources=(Source(what=text, credit=text, reference_date=None),)
    )
    return dataclasses.replace(page, **tables, imprint=imprint, profile=text, landscape=landscape(text))
