"""Real extracts of four places: they build and answer without a warning that is not explained here, and exactly."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import osm_streets
import osm_turns
import pytest
from numpy.typing import NDArray
from shapely import Point

from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import metric_crs
from geo.extract import Extract
from geo.network.build import Network, build
from geo.network.modes import MODES
from geo.network.route import within
from geo.network.snap import snap
from geo.sources.extract import read_extract

ORIGINS, TARGETS = 3, 30
INNER_M, MARGIN_M = 500.0, 1_000.0
"""Half the side of the square in which the places lie, and how far the oracle's streets go on beyond it."""
TOLERANCE_M = 0.1
COMPARED = {"kampen": (348, 0), "liechtenstein": (355, 0), "heidelberg": (350, 22), "porto": (344, 4)}
"""Pairs of which the oracle knows the distance for certain, of 360; and those that a forbidden turn makes longer by car."""


@dataclass(frozen=True)
class Place:
    """An extract, the metric system of its region, the middle of the sample, and the areas that cannot be drawn."""

    file: str
    epsg: int
    middle: tuple[float, float]
    broken: str = ""


BROKEN = "{} voorzieningen in {} hebben geen gesloten omtrek of ontbrekende punten en zijn weggelaten: {}"
"""An extract is cut out of the map: areas across its edge lack points there, and cannot be drawn. Nothing else is said."""
EXTRACTS = (
    Place(
        "kampen/kampen",
        28992,
        (5.9150, 52.5560),
        "r12941145, r1303372, w1090759847, w671885265, w87712308, w87712629, w87790331",
    ),
    Place("osm/liechtenstein", 32632, (9.5210, 47.1410), "r282409, r3998328, r61508"),
    Place("osm/heidelberg", 32632, (8.6930, 49.4080)),
    Place("osm/porto", 32629, (-8.6110, 41.1500)),
)


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass(frozen=True)
class Read:
    """An extract that was read, and what was heard."""

    place: Place
    path: Path
    extract: Extract
    networks: dict[str, Network]
    heard: list[str]


@pytest.fixture(scope="module", params=EXTRACTS, ids=lambda place: Path(place.file).name)
def read(request: pytest.FixtureRequest, shared: Path) -> Iterator[Read]:
    path = shared / f"{request.param.file}.osm.pbf"
    heard = _Heard()
    logging.getLogger("geo").addHandler(heard)
    try:
        extract = read_extract(path)
        middle = extract.boundary.centroid
        crs = metric_crs(middle.x, middle.y)
        networks = {mode: build(extract.streets, mode, crs=crs) for mode in MODES}
        yield Read(request.param, path, extract, networks, heard.messages)
    finally:
        logging.getLogger("geo").removeHandler(heard)


def sample(place: Place) -> gpd.GeoSeries:
    """Draw places in the square: origins first, then targets."""
    offset = np.random.default_rng(place.epsg).uniform(-INNER_M, INNER_M, (ORIGINS + TARGETS, 2))
    lon, lat, _ = osm_streets.GEOD.fwd(
        np.full(len(offset), place.middle[0]),
        np.full(len(offset), place.middle[1]),
        np.degrees(np.arctan2(offset[:, 0], offset[:, 1])),
        np.hypot(offset[:, 0], offset[:, 1]),
    )
    return gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326)


def test_every_mode_builds_and_answers_and_nothing_is_said_but_what_is_explained(read: Read) -> None:
    extract = read.extract
    origins = gpd.GeoDataFrame({"origin_id": list("ABC")}, geometry=sample(read.place)[:ORIGINS])
    categories = sorted(extract.facilities["category"].unique())
    assert len(categories) >= 5
    for network in read.networks.values():
        assert network.crs.to_epsg() == read.place.epsg
        table = distances(
            origins,
            extract.facilities,
            network,
            categories=[*categories, "not_there"],
            options=DistanceOptions(limit_m=50_000.0),
            surroundings=Surroundings(boundary=extract.boundary),
        )
        status = Counter(table["status"])
        assert set(status) <= {"ok", "none", "unreachable"}
        assert status["none"] == ORIGINS
        assert (table["status"].eq("ok") == table["distance_m"].notna()).all()
        assert status["ok"] > ORIGINS * len(categories)
    ids = read.place.broken
    assert read.heard == ([BROKEN.format(len(ids.split()), read.path, ids)] if ids else [])


def test_a_sample_of_distances_is_that_of_an_independent_graph(read: Read) -> None:
    spots = sample(read.place)
    raw = osm_streets.read_window(read.path, window(read.place))
    compared, bent = 0, 0
    for mode, network in read.networks.items():
        origins, targets = snap(network, spots[:ORIGINS]), snap(network, spots[ORIGINS:])
        found = within(network, origins, targets, limit=np.inf)
        ours = np.full((ORIGINS, TARGETS), np.inf)
        ours[found.origin, found.target] = found.total_m
        streets = osm_streets.StreetOracle(raw, mode, f"EPSG:{read.place.epsg}")
        theirs = totals(streets, spots)
        if mode == "car":
            free = theirs
            theirs = totals(
                osm_turns.TurningOracle(raw, osm_turns.read_turns(read.path), f"EPSG:{read.place.epsg}"), spots
            )
            bent = int((theirs > free + TOLERANCE_M).sum())
        # A way that leaves the oracle's streets is longer than the margin there and back.
        sure = theirs <= 2 * MARGIN_M
        np.testing.assert_allclose(ours[sure], theirs[sure], rtol=0, atol=TOLERANCE_M)
        assert (ours[~sure] > 2 * MARGIN_M).all()
        compared += int(sure.sum())
    assert (compared, bent) == COMPARED[Path(read.place.file).name]


def window(place: Place) -> tuple[float, float, float, float]:
    reach = (INNER_M + MARGIN_M) * np.sqrt(2)
    lon, lat, _ = osm_streets.GEOD.fwd([place.middle[0]] * 2, [place.middle[1]] * 2, [225, 45], [reach] * 2)
    return (lon[0], lat[0], lon[1], lat[1])


def totals(streets: osm_streets.StreetOracle, spots: gpd.GeoSeries) -> NDArray[np.float64]:
    """Give the metres from origins to targets by the oracle, its own feet included."""
    feet = [streets.feet(Point(spot.x, spot.y)) for spot in spots]
    goals = {str(number): feet[ORIGINS + number] for number in range(TARGETS)}
    answer = np.full((ORIGINS, TARGETS), np.inf)
    for row in range(ORIGINS):
        for name, parts in streets.distances(feet[row][0], goals).items():
            answer[row, int(name)] = parts[0]
    return answer
