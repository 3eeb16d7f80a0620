"""Departures from the two real timetables of Porto Alegre, against a plain loop over their rows."""

from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import gtfs_departures as oracle
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.analysis.departures import DepartureOptions, departures
from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.crs import WGS84, read_crs
from geo.errors import FaultsError
from geo.extract import Extract
from geo.network.build import build
from geo.sources.extract import read_extract
from geo.sources.raw import FileSpec
from geo.sources.transit import Timetable, read_timetable

EVERYWHERE = box(-52, -31, -50, -29)
TUESDAY, SUNDAY, GOOD_FRIDAY = date(2019, 5, 14), date(2019, 5, 12), date(2019, 4, 19)
COMPARED = {
    ("poa_eptc", TUESDAY): (3_936, 127_645),
    ("poa_eptc", GOOD_FRIDAY): (2_565, 49_300),
    ("poa_trensurb", TUESDAY): (24, 5_818),
    ("poa_trensurb", SUNDAY): (24, 3_289),
}
"""How many stops and departures are compared."""
REACH_M = 500.0


def timetable(folder: Path, name: str, day: date, area: object = EVERYWHERE) -> Timetable:
    return read_timetable(FileSpec(path=folder / f"{name}.zip", shown=name), day=day, area=area)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def porto(shared: Path) -> Path:
    return shared / "transit" / "porto_alegre"


@pytest.fixture(scope="module")
def extract(porto: Path) -> Extract:
    return read_extract(porto / "poa_osm.pbf")


@pytest.fixture(scope="module")
def sites(porto: Path) -> gpd.GeoDataFrame:
    rows = pd.read_csv(porto / "poa_points_of_interest.csv")
    return gpd.GeoDataFrame(
        {"location_id": rows["id"]}, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=WGS84
    )


@cache
def expected(path: Path, day: date) -> dict[str, list[oracle.Departure]]:
    return oracle.departures(path, day)


@pytest.mark.parametrize(("name", "day"), COMPARED)
def test_every_stop_has_the_departures_that_a_loop_over_the_rows_finds(porto: Path, name: str, day: date) -> None:
    found, plain = timetable(porto, name, day), expected(porto / f"{name}.zip", day)
    assert (len(plain), sum(map(len, plain.values()))) == COMPARED[name, day]
    assert sorted(found.calls["stop_id"].unique()) == sorted(plain)
    compared = 0
    for stop, rows in found.calls.groupby("stop_id"):
        theirs = plain[str(stop)]
        assert rows["seconds"].tolist() == [time for time, *_ in theirs]
        assert rows["run"].nunique() == len({run for _, run, _ in theirs})
        compared += 1
    assert compared == len(plain)
    assert found.calls["run"].nunique() == len({run for those in plain.values() for _, run, _ in those})


@pytest.mark.parametrize("day", [TUESDAY, GOOD_FRIDAY])
def test_what_is_in_reach_of_real_places_is_the_sum_of_what_the_loop_finds(
    porto: Path, extract: Extract, sites: gpd.GeoDataFrame, day: date
) -> None:
    found = timetable(porto, "poa_eptc", day, extract.boundary)
    plain, lines = expected(porto / "poa_eptc.zip", day), _lines(porto / "poa_eptc.zip")
    network = build(extract.streets, "walk", crs=read_crs("EPSG:31982"))
    table = departures(
        sites,
        (found.stops, found.calls),
        network,
        options=DepartureOptions(day=day, from_s=7 * 3600, until_s=19 * 3600, reach_m=REACH_M),
        surroundings=Surroundings(boundary=extract.boundary),
    ).set_index("location_id")
    stops = found.stops.rename(columns={"stop_id": "facility_id"}).assign(category="stop")
    options = DistanceOptions(nearest=len(stops), limit_m=REACH_M)
    near = distances(sites, gpd.GeoDataFrame(stops), network, categories=["stop"], options=options)
    compared = 0
    for site, rows in near[near["status"] == "ok"].groupby("origin_id"):
        row = table.loc[str(site)]
        calls = [call for stop in rows["facility_id"] for call in plain.get(stop, [])]
        inside = [(run, route) for time, run, route in calls if 7 * 3600 <= time < 19 * 3600]
        assert row["stops"] == len(rows)
        assert row["departures"] == len({run for run, _ in inside})
        assert row["per_hour"] == pytest.approx(row["departures"] / 12)
        assert row["lines"] == len({lines[route] for _, route in inside})
        if calls:
            first, last = min(time for time, *_ in calls), max(time for time, *_ in calls)
            assert (row["first"], row["last"]) == (_clock(first), _clock(last))
        served = rows[[bool(plain.get(stop)) for stop in rows["facility_id"]]]
        assert row["nearest_m"] == pytest.approx(served["distance_m"].min())
        compared += len(rows)
    assert compared >= 100
    alone = table[~table.index.isin(near.loc[near["status"] == "ok", "origin_id"])]
    assert set(alone["status"]) <= {"none", "unreachable"}
    assert np.isin(alone.loc[alone["status"] == "none", "departures"], [0]).all()


def test_a_day_on_which_nothing_of_the_timetable_runs_is_said(porto: Path) -> None:
    with pytest.raises(
        FaultsError, match=r"op 12-05-2019 rijden 0 van de 115 diensten .* 15-04-2019 tot en met 15-07-2019"
    ):
        timetable(porto, "poa_eptc", SUNDAY)


def _lines(path: Path) -> dict[str, str]:
    return {row["route_id"]: row["route_short_name"] for row in oracle.rows(path, "routes.txt")}


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
