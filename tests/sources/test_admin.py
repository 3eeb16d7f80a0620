"""Administrative boundaries: only those whose rings close."""

import logging
from pathlib import Path

import pytest

from geo.sources.admin import read_admin_boundaries
from tests.sources.osm_builder import OsmBuilder, Tags


def _boundary(level: int, **tags: str) -> Tags:
    return {"type": "boundary", "boundary": "administrative", "admin_level": str(level), **tags}


def test_whole_boundaries_are_read_with_their_codes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    osm = OsmBuilder()
    corners = [osm.node(0, 0), osm.node(1000, 0), osm.node(1000, 1000), osm.node(0, 1000)]
    south, north = osm.way(corners[:3]), osm.way([corners[2], corners[3], corners[0]])
    whole = [("w", south, "outer"), ("w", north, "outer")]
    osm.relation(whole, _boundary(8, name="Kampen", population="54319", **{"ref:gemeentecode": "166"}))
    osm.relation(whole, _boundary(4, name="Flevoland", **{"ISO3166-2": "NL-FL"}))
    osm.relation(whole, _boundary(4, name="Markerwaard", **{"ref:provinciecode": "90"}))
    osm.relation(whole, _boundary(4, name="Vorarlberg", **{"ISO3166-2": "AT-8"}))
    osm.relation(whole, _boundary(10, name="Reeve"))
    osm.relation(whole, {**_boundary(8, name="Kieskring 4"), "boundary": "political"})
    osm.relation([("w", south, "outer")], _boundary(8, name="Dronten", **{"ref:gemeentecode": "303"}))
    osm.relation([("w", south, "outer"), ("w", 99, "outer")], _boundary(8, name="Zwolle"))
    with caplog.at_level(logging.WARNING):
        found = read_admin_boundaries(osm.write(tmp_path / "toy.osm.pbf"))
    frame = found.whole

    assert list(zip(frame["code"], frame["name"], frame["admin_level"], strict=True)) == [
        ("AT-8", "Vorarlberg", 4),
        ("PV24", "Flevoland", 4),
        ("PV90", "Markerwaard", 4),
        ("GM0166", "Kampen", 8),
        ("", "Reeve", 10),
    ]
    assert frame.columns.tolist() == ["code", "name", "admin_level", "inhabitants", "geometry"]
    assert frame["inhabitants"].dropna().tolist() == [54319]
    assert list(zip(found.cut["code"], found.cut["name"], found.cut["admin_level"], strict=True)) == [
        ("", "Zwolle", 8),
        ("GM0303", "Dronten", 8),
    ]
    assert frame.crs.to_epsg() == 4326
    assert frame.to_crs(28992).area.round(-4).unique().tolist() == [1_000_000]
    assert "2 bestuurlijke grenzen" in caplog.text
    assert "Dronten, Zwolle" in caplog.text


def test_kampen_has_no_whole_municipality(shared: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = read_admin_boundaries(shared / "kampen/kampen.osm.pbf")
    frame = found.whole
    assert frame["name"].tolist() == ["Reeve"]  # a new village, the only one whole
    assert frame["admin_level"].tolist() == [10]
    codes = found.cut.loc[found.cut["admin_level"].isin([4, 8]), "code"]
    assert codes.tolist() == ["PV23", "PV24", "GM0166", "GM0303", "GM1896"]
    for name in ("Flevoland", "Overijssel", "Kampen", "Dronten", "Zwartewaterland"):
        assert name in caplog.text


def test_the_municipalities_of_liechtenstein_are_whole(shared: Path) -> None:
    frame = read_admin_boundaries(shared / "osm/liechtenstein.osm.pbf").whole
    municipalities = frame[frame["admin_level"] == 8]
    assert len(municipalities) == 11
    country = frame[frame["admin_level"] == 2]
    assert country["name"].tolist() == ["Liechtenstein"]
    km2 = frame.to_crs(32632).area / 1e6
    assert km2[country.index[0]] == pytest.approx(160, rel=0.01)  # 160.5 km², the official area
    assert km2[municipalities.index].sum() == pytest.approx(km2[country.index[0]], rel=1e-3)
