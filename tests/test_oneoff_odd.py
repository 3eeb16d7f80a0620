"""``geo distances`` asked what has no answer: one message or a status, never a number."""

from pathlib import Path

import pandas as pd
import pytest
from command import Caller

from geo.errors import GeoError, InputError
from geo.oneoff import Request, distances_to_file
from tests.sources.osm_builder import OsmBuilder, Tags, lon_lat


def write(folder: Path, street: Tags, *, sign: int = 1) -> Path:
    """Write a street of 1,000 m with a pharmacy halfway; all nodes negative where the sign is."""
    osm = OsmBuilder()
    nodes = [osm.node(500 * place, 0, node_id=sign * (place + 1)) for place in range(3)]
    osm.node(500, 20, {"amenity": "pharmacy"}, node_id=9)
    osm.way(nodes, street, way_id=1)
    return osm.write(folder / "town.osm.pbf", box=(5.89, 52.49, 5.92, 52.51))


def request(folder: Path, mode: str, *places: tuple[float, float], category: str = "pharmacy") -> Request:
    rows = [f"P{number};{lon};{lat}" for number, (lon, lat) in enumerate(places)]
    (folder / "places.csv").write_text("nr;lon;lat\n" + "\n".join(rows), encoding="utf-8")
    return Request(
        origins=folder / "places.csv",
        osm=folder / "town.osm.pbf",
        mode=mode,
        categories=(category,),
        files=(),
        nearest=1,
        limit_m=5_000.0,
    )


def table(folder: Path, asked: Request) -> pd.DataFrame:
    out = folder / "uit.parquet"
    distances_to_file(asked, out)
    return pd.read_parquet(out)


@pytest.mark.parametrize(("street", "mode"), [("footway", "car"), ("motorway", "walk"), ("construction", "bike")])
def test_a_mode_that_no_street_permits_reaches_nothing(tmp_path: Path, street: str, mode: str) -> None:
    write(tmp_path, {"highway": street})
    found = table(tmp_path, request(tmp_path, mode, lon_lat(100, 0), lon_lat(900, 0)))
    assert found["status"].tolist() == ["unreachable"] * 2
    assert found[["distance_m", "minutes", "network_m"]].isna().all().all()


def test_a_category_without_a_facility_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"highway": "residential"})
    found = table(tmp_path, request(tmp_path, "walk", lon_lat(100, 0), category="hospital"))
    assert found["status"].tolist() == ["none"]
    assert found["distance_m"].isna().all()


def test_places_outside_the_extract_are_unreachable_or_at_its_border(tmp_path: Path) -> None:
    write(tmp_path, {"highway": "residential"})
    # Far from every street; within 1,000 m of one, but beyond the edge of the data.
    found = table(tmp_path, request(tmp_path, "walk", lon_lat(40_000, 0), lon_lat(1_800, 0), lon_lat(100, 0)))
    assert found["status"].tolist() == ["unreachable", "ok", "ok"]
    assert found["border"].tolist() == [True, True, False]
    assert found["distance_m"].isna().tolist() == [True, False, False]
    assert found["far_snap"].tolist() == [True, True, False]


SENTENCES = {
    "negative": (
        "de straten in {} hebben geen coördinaten: de punten ontbreken, hebben een nummer onder 0 of staan achter de "
        "wegen; maak het bestand in orde met `osmium renumber` of `osmium sort`"
    ),
    "no_ways": (
        "het OpenStreetMap-bestand {} bevat geen straten (highway=*); kies een uittreksel waarin het wegennet zit"
    ),
    "empty": (
        "het OpenStreetMap-bestand {} is leeg (0 bytes); de download is waarschijnlijk mislukt, haal het opnieuw op"
    ),
}


@pytest.mark.parametrize(("what", "code"), [("negative", 3), ("no_ways", 3), ("empty", 4)])
def test_a_bad_extract_is_one_sentence_and_a_code_of_its_own(
    tmp_path: Path, what: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = {"building": "yes"} if what == "no_ways" else {"highway": "residential"}
    path = write(tmp_path, tags, sign=-1 if what == "negative" else 1)
    if what == "empty":
        path.write_bytes(b"")
    (tmp_path / "places.csv").write_text("nr;lon;lat\nA;5.9;52.5\n", encoding="utf-8")
    words = ("distances", tmp_path / "places.csv", "--osm", path, "--mode", "walk", "--to", "pharmacy")
    done = Caller(monkeypatch, capsys)(*words, "-o", tmp_path / "uit.csv")
    assert (done.code, done.out) == (code, "")
    assert SENTENCES[what].format(path) in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert not (tmp_path / "uit.csv").exists()


def test_places_that_are_nowhere_are_faults_and_not_distances(tmp_path: Path) -> None:
    write(tmp_path, {"highway": "residential"})
    for lon, lat in ((float("nan"), 52.5), (float("inf"), 52.5), (500.0, 52.5)):
        with pytest.raises(GeoError) as caught:
            table(tmp_path, request(tmp_path, "walk", (lon, lat)))
        assert isinstance(caught.value, InputError)
