"""The explorer's content as its script reads it: texts as people read them, and scores and weights as numbers."""

from collections.abc import Hashable, Iterable, Mapping
from itertools import groupby
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import WGS84, metric_crs, to_crs
from geo.figures import UNKNOWN, format_date, format_share
from geo.maps.candidate_facts import bounds_on, told
from geo.maps.explorer_content import ExplorerContent
from geo.maps.page_cells import EMPTY, is_missing, plain_text
from geo.tables.profiles import VERDICT_WORDS
from geo.verdict_words import reason
from geo.words import catalogue, say

_DECIMALS = 5
"""Of a degree: about a metre."""
_DETAIL_M = 1.0
_NO_SPREAD = 1e-12
_PREFIX = "explorer."
_MAP_WORDS = ("whole", "zoom_in", "zoom_out", "map")

Row = Mapping[Hashable, Any]


def explorer_data(content: ExplorerContent, candidates: gpd.GeoDataFrame) -> dict[str, Any]:
    """Give what the script of the explorer reads, as in ``scripts/explorer/src/content.ts``.

    Parameters
    ----------
    content
        What the page shows.
    candidates
        Its candidates in the order of their ids, which settles ties.
    """
    kinds, criteria = content.facts.to_dict("records"), content.criteria.to_dict("records")
    rules = content.verdicts.drop_duplicates("rule").to_dict("records")
    place = {str(kind["fact"]): at for at, kind in enumerate(kinds)}
    asked = {*content.verdicts["fact"].dropna().astype(str), *content.criteria["fact"].astype(str)}
    bases, texts = _bases(content.verdicts), _Texts()
    return {
        "words": _words(),
        "outcomes": {word: say(f"verdict.{word}") for word in VERDICT_WORDS},
        "profile": content.profile,
        "criteria": [_criterion(row, place) for row in criteria],
        "left_out": list(content.left_out),
        "rules": [
            {"title": plain_text(row["title"]), "hard": bool(row["hard"]), "source": bases.get(str(row["rule"]), "")}
            for row in rules
        ],
        "facts": [{"title": plain_text(kind["title"]), "asked": str(kind["fact"]) in asked} for kind in kinds],
        "groups": list(_groups(kinds)),
        "sites": list(_sites(content, candidates, texts)),
        "texts": texts.told,
        "pairs": _pairs(content.pairs, [str(key) for key in candidates["candidate_id"]]),
    }


def _sites(content: ExplorerContent, candidates: gpd.GeoDataFrame, texts: "_Texts") -> Iterable[dict[str, Any]]:
    """Give what is told of each site."""
    kinds, criteria = content.facts.to_dict("records"), content.criteria.to_dict("records")
    rules = list(dict.fromkeys(content.verdicts["rule"].astype(str)))
    by_fact = {str(kind["fact"]): kind for kind in kinds}
    titles = {fact: plain_text(kind["title"]) for fact, kind in by_fact.items()}
    known = _keyed(content.candidate_facts, "fact")
    verdicts, scores = _keyed(content.verdicts, "rule"), _keyed(content.scores, "criterion")
    ranking = {str(row["candidate_id"]): row for row in content.ranking.to_dict("records")}
    for row, shape in zip(candidates.to_dict("records"), _shapes(candidates), strict=True):
        key = str(row["candidate_id"])
        own, came = known.get(key, {}), verdicts.get(key, {})
        said = {fact: _fact(own.get(fact), kind, came) for fact, kind in by_fact.items()}
        yield {
            "name": plain_text(row["name"]) or key,
            "place": plain_text(row["municipality"]),
            **shape,
            "facts": [texts.number(said[fact]) for fact in by_fact],
            "notes": [texts.number(plain_text(own[fact]["note"]) if fact in own else "") for fact in by_fact],
            "verdicts": [_numbered(_verdict(came.get(rule), own, by_fact, titles, said), texts) for rule in rules],
            **_scores(scores.get(key, {}), criteria),
            **_certainty(ranking.get(key, {})),
        }


class _Texts:
    """Texts that stand in the page once, however many sites they are told of."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Give the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def told(self) -> list[str]:
        """The texts in the order of their numbers."""
        return list(self._numbers)


def _words() -> dict[str, str]:
    own = {key.removeprefix(_PREFIX): texts["nl"] for key, texts in catalogue().items() if key.startswith(_PREFIX)}
    return own | {name: say(f"page.{name}") for name in _MAP_WORDS}


def _keyed(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Row]]:
    """Give the rows of a table by candidate and another key."""
    found: dict[str, dict[str, Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["candidate_id"]), {})[str(row[key])] = row
    return found


def _bases(verdicts: pd.DataFrame) -> dict[str, str]:
    """Give where the thresholds of each rule stand, every place once."""
    if "basis" not in verdicts:
        return {}
    rows = verdicts.dropna(subset="basis").drop_duplicates(["rule", "basis"])
    return {str(rule): "; ".join(bases) for rule, bases in rows.groupby("rule", sort=False)["basis"]}


def _number(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if is_missing(value) else int(value)


def _groups(kinds: list[dict[Hashable, Any]]) -> Iterable[dict[str, Any]]:
    """Give the subjects of facts, with the facts about each and where these come from."""
    for group, rows in groupby(enumerate(kinds), key=lambda row: str(row[1]["group"])):
        listed = list(rows)
        sources = dict.fromkeys(filter(None, (_source(row) for _, row in listed)))
        yield {
            "title": say(f"fact_group.{group}"),
            "facts": [at for at, _ in listed],
            "sources": say("explorer.sources", sources="; ".join(sources)) if sources else "",
        }


def _source(row: Row) -> str:
    source, day = plain_text(row["source"]), row["reference_date"]
    if not source or is_missing(day):
        return source
    return say("explorer.source_dated", source=source, date=format_date(pd.Timestamp(day).date()))


def _fact(row: Row | None, kind: Row, came: Mapping[str, Row]) -> str:
    if row is None:
        return UNKNOWN
    return plain_text(told(row, kind, bounds_on(str(kind["fact"]), came.values())))


def _verdict(
    row: Row | None,
    own: Mapping[str, Row],
    kinds: Mapping[str, Row],
    titles: Mapping[str, str],
    said: Mapping[str, str],
) -> list[str] | None:
    """Give what came of a rule, its margin in words, and the fact that decided."""
    if row is None:
        return None
    kind = None if is_missing(row["fact"]) else kinds.get(str(row["fact"]))
    if kind is None:
        return [row["verdict"], reason(_texts(row), kind="number"), ""]
    row = {**row, **{name: own[kind["fact"]][name] for name in ("status", "low") if kind["fact"] in own}}
    decided = say("explorer.reason_of", rule=plain_text(kind["title"]), reason=said[str(kind["fact"])])
    margin = reason(_texts(row), kind=kind["kind"], unit=plain_text(kind["unit"]), titles=titles)
    return [row["verdict"], margin, decided]


def _numbered(verdict: list[str] | None, texts: _Texts) -> list[str | int] | None:
    return None if verdict is None else [verdict[0], *map(texts.number, verdict[1:])]


def _texts(row: Row) -> dict[str, Any]:
    return {str(name): None if is_missing(value) else value for name, value in row.items()}


def _scores(own: Mapping[str, Row], criteria: list[dict[Hashable, Any]]) -> dict[str, Any]:
    rows = [own.get(str(row["criterion"])) for row in criteria]
    return {
        "scores": [None if row is None else _number(row["score"]) for row in rows],
        "missing": [at for at, row in enumerate(rows) if row is not None and bool(row["missing"])],
    }


def _certainty(row: Row) -> dict[str, Any]:
    low, high, share = (row.get(name) for name in ("rank_low", "rank_high", "first_share"))
    pareto = row.get("pareto")
    return {
        "interval": None if is_missing(low) or is_missing(high) else [_whole(low), _whole(high)],
        "first": EMPTY if is_missing(share) else format_share(_number(share), 1),
        "pareto": None if is_missing(pareto) else bool(pareto),
        "topsis": _whole(row.get("topsis_rank")),
    }


def _criterion(row: Row, place: Mapping[str, int]) -> dict[str, Any]:
    spread = _number(row["spread"])
    return {
        "id": str(row["criterion"]),
        "title": plain_text(row["title"]),
        "value": plain_text(row["value"]),
        "fact": place.get(str(row["fact"])),
        "weight": float(row["weight"]),
        "low": _number(row["weight_low"]),
        "high": _number(row["weight_high"]),
        "idle": spread is not None and spread <= _NO_SPREAD,
    }


def _pairs(pairs: pd.DataFrame, ids: list[str]) -> list[list[int]]:
    place = {key: at for at, key in enumerate(ids)}
    rows = zip(pairs["better_id"].astype(str), pairs["worse_id"].astype(str), strict=True)
    return [[place[better], place[worse]] for better, worse in rows]


def _shapes(candidates: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Give the spot of each site, and the outlines of those that are areas."""
    if candidates.empty:
        return []
    wgs84 = to_crs(candidates, WGS84)
    west, south, east, north = wgs84.total_bounds
    metric = to_crs(wgs84, metric_crs((west + east) / 2, (south + north) / 2))
    spots = shapely.get_coordinates(shapely.point_on_surface(wgs84.geometry.array)).round(_DECIMALS)
    simple = gpd.GeoSeries(shapely.simplify(shapely.force_2d(metric.geometry.array), _DETAIL_M), crs=metric.crs)
    return [
        {"spot": [float(lat), float(lon)], "areas": list(_areas(shape))}
        for (lon, lat), shape in zip(spots, simple.to_crs(WGS84), strict=True)
    ]


def _areas(shape: shapely.Geometry) -> Iterable[list[list[list[float]]]]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            yield [_ring(line) for line in (part.exterior, *part.interiors)]


def _ring(line: shapely.Geometry) -> list[list[float]]:
    places = np.flip(shapely.get_coordinates(line), axis=1).round(_DECIMALS)
    return [[float(lat), float(lon)] for lat, lon in places]
