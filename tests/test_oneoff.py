"""``geo distances``: distances without a plan, to every format, with the figures of the toy town worked out by hand."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import toy_workspace
from command import Caller
from shapely import Point

from geo.errors import FaultsError, SourceError, UsageError
from geo.oneoff import Request, distances_to_file
from geo.tables.distances import DISTANCES
from tests.sources.osm_builder import lon_lat

METRES = 1.5
"""The builder of the town is exact to about 1 m in 1 km."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the extract of the toy town, two origins and a layer of own facilities."""
    made = tmp_path_factory.mktemp("los")
    toy_workspace.write_streets(made / "town.osm.pbf")
    rows = [f"{name};{lon};{lat}" for name, (lon, lat) in (("A", lon_lat(0, 400)), ("B", lon_lat(790, 810)))]
    (made / "origins.csv").write_text("nr;lengtegraad;breedtegraad\n" + "\n".join(rows), encoding="utf-8")
    points = [Point(lon_lat(200, 400)), Point(lon_lat(800, 800))]
    own = gpd.GeoDataFrame({"naam": ["=1+1", "Ziekenhuis"]}, geometry=points, crs=4326)
    own.to_file(made / "ziekenhuizen.gpkg")
    return made


@pytest.fixture
def request_of(folder: Path) -> Request:
    return Request(
        origins=folder / "origins.csv",
        osm=folder / "town.osm.pbf",
        mode="walk",
        categories=("supermarket",),
        files=(),
        nearest=1,
        limit_m=5_000.0,
    )


def computed(request: Request, out: Path) -> pd.DataFrame:
    assert distances_to_file(request, out) == len(pd.read_parquet(out))
    return pd.read_parquet(out)


def test_the_distances_are_those_along_the_grid(request_of: Request, tmp_path: Path) -> None:
    table = computed(request_of, tmp_path / "uit.parquet").set_index("origin_id")
    # The shop lies at (100, 0). A at (0, 400): 400 south and 100 east. B lies 14.1 m from the corner (800, 800), and
    # its foot 10 m before it on the street along the north or the one along the east: 800 + 700 - 10 m, and a leg of 10 m.
    assert table.loc["A", "distance_m"] == pytest.approx(500, abs=METRES)
    assert table.loc["B", "network_m"] == pytest.approx(1_490, abs=METRES)
    assert table.loc["B", "access_m"] == pytest.approx(10, abs=0.1)
    assert set(table["facility_name"]) == {"Kruidenier"}
    assert tuple(pd.read_parquet(tmp_path / "uit.parquet").columns) == DISTANCES.names


def test_an_own_layer_is_a_category_with_the_name_of_its_file(
    request_of: Request, folder: Path, tmp_path: Path
) -> None:
    asked = replace(request_of, categories=("gp",), files=(folder / "ziekenhuizen.gpkg",), nearest=2)
    table = computed(asked, tmp_path / "uit.parquet")
    own = table[table["category"] == "ziekenhuizen"].set_index(["origin_id", "rank"])
    assert own.loc[("A", 1), "distance_m"] == pytest.approx(200, abs=METRES)
    assert own.loc[("A", 2), "distance_m"] == pytest.approx(1_200, abs=METRES)
    assert own.loc[("A", 1), "facility_id"] == "ziekenhuizen:2"
    assert list(table.loc[table["category"] == "gp", "facility_name"]) == ["Huisarts Oost"] * 2


def test_what_is_too_far_or_absent_says_so(request_of: Request, tmp_path: Path) -> None:
    asked = replace(request_of, categories=("supermarket", "hospital"), limit_m=499.0)
    table = computed(asked, tmp_path / "uit.parquet").set_index(["origin_id", "category"])
    assert table.loc[("A", "supermarket"), "status"] == "beyond_limit"
    assert table.loc[("A", "hospital"), "status"] == "none"
    assert table["distance_m"].isna().all()


def test_csv_and_workbook_hold_the_same_table_for_people(request_of: Request, folder: Path, tmp_path: Path) -> None:
    asked = replace(request_of, categories=(), files=(folder / "ziekenhuizen.gpkg",))
    for name in ("uit.csv", "uit.xlsx"):
        assert distances_to_file(asked, tmp_path / name) == 2
    raw = (tmp_path / "uit.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbflocatie;vervoerwijze;")
    table = pd.read_csv(tmp_path / "uit.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert list(table["naam voorziening"]) == ["'=1+1", "Ziekenhuis"]
    book = openpyxl.load_workbook(tmp_path / "uit.xlsx")
    about, sheet = book.worksheets
    rows = list(sheet.iter_rows(values_only=True))
    place = rows[0].index("Afstand (m)")
    assert [row[place] for row in rows[1:]] == pytest.approx(list(table["afstand (m)"]), abs=0.001)
    named = [row for row in sheet.iter_rows(min_row=2) if row[5].value == "=1+1"]
    assert [row[5].data_type for row in named] == ["s"], "text is never a formula"
    told = {str(row[0]): str(row[1]) for row in about.iter_rows(values_only=True)}
    assert "town.osm.pbf" in " ".join(told.values())
    assert "vertrouwelijk" in " ".join(told.values()).lower(), "places that nobody declared open are confidential"


def test_the_same_request_gives_the_same_bytes(request_of: Request, tmp_path: Path) -> None:
    for ending in ("csv", "parquet", "xlsx"):
        first, second = (tmp_path / f"{name}.{ending}" for name in ("een", "twee"))
        for path in (first, second):
            distances_to_file(request_of, path)
        assert first.read_bytes() == second.read_bytes(), ending


@pytest.mark.parametrize(
    ("change", "out", "message"),
    [
        (
            {"mode": "vliegen"},
            "uit.csv",
            r"`vliegen` is not a mode; the modes are lopen \(walk\); fietsen \(bike\); auto \(car\); auto \(CBS\) \(cbs_car\)\.",
        ),
        (
            {"categories": ("supermarktt",)},
            "uit.csv",
            r"`supermarktt` is not a category; did you mean `supermarkt \(supermarket\)`\?",
        ),
        ({"categories": ("qqq",)}, "uit.csv", r"`qqq` is not a category; the categories are huisarts \(gp\); "),
        ({"categories": ()}, "uit.csv", r"nothing to go to: name a category with --to"),
        ({"files": (Path("supermarket.gpkg"),)}, "uit.csv", r"`supermarket` is there twice"),
        ({"limit_m": 0.0}, "uit.csv", r"must be more than zero metres, not 0\.0"),
        ({}, "uit.pdf", r"uit\.pdf` must end in \.csv, \.parquet, \.xlsx"),
    ],
)
def test_what_has_no_meaning_is_refused_before_anything_is_read(
    request_of: Request, tmp_path: Path, change: dict[str, object], out: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        distances_to_file(replace(request_of, osm=tmp_path / "none", **change), tmp_path / out)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_category_that_is_named_twice_is_asked_once(request_of: Request, tmp_path: Path) -> None:
    assert distances_to_file(replace(request_of, categories=("gp", "gp")), tmp_path / "uit.csv") == 2


def test_mode_and_category_may_be_named_in_dutch(request_of: Request, tmp_path: Path) -> None:
    dutch = replace(request_of, mode="Lopend", categories=("supermarkt",))
    for name, asked in (("ons", request_of), ("nl", dutch)):
        distances_to_file(asked, tmp_path / f"{name}.csv")
    assert (tmp_path / "nl.csv").read_bytes() == (tmp_path / "ons.csv").read_bytes()
    with pytest.raises(UsageError, match="`supermarket` is there twice"):
        distances_to_file(replace(dutch, files=(Path("supermarket.gpkg"),)), tmp_path / "uit.csv")


@pytest.mark.parametrize(("place", "column"), [("x;y\nA;900000;900000", "x"), ("lon;lat\nA;100;10", "lon")])
def test_a_place_far_from_the_netherlands_is_one_fault(
    request_of: Request, tmp_path: Path, place: str, column: str
) -> None:
    (tmp_path / "ver.csv").write_text(f"nr;{place}\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        distances_to_file(replace(request_of, origins=tmp_path / "ver.csv"), tmp_path / "uit.csv")
    assert [(fault.row, fault.column, fault.code) for fault in caught.value.faults] == [(2, column, "outside_rd")]
    assert "Controleer de coördinaten" in caught.value.sentence("nl")


def test_faults_of_all_files_come_together(request_of: Request, tmp_path: Path) -> None:
    (tmp_path / "origins.csv").write_text("nr;x;y\nA;5,9;52,5\nA;190000;500000\n", encoding="utf-8")
    asked = replace(request_of, origins=tmp_path / "origins.csv", files=(tmp_path / "weg.gpkg",))
    with pytest.raises(FaultsError) as caught:
        distances_to_file(asked, tmp_path / "uit.csv")
    assert {fault.code for fault in caught.value.faults} >= {"double_id", "degrees", "missing_file"}
    assert not (tmp_path / "uit.csv").exists()


def test_an_extract_that_is_not_there_is_a_source_that_failed(request_of: Request, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.osm\.pbf"):
        distances_to_file(replace(request_of, osm=tmp_path / "none.osm.pbf"), tmp_path / "uit.csv")


def test_the_command_takes_the_same_words(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    geo = Caller(monkeypatch, capsys)
    monkeypatch.chdir(folder)
    out = tmp_path / "uit.csv"
    words = "distances origins.csv --osm town.osm.pbf --mode bike --to supermarket --to gp --to-file ziekenhuizen.gpkg"
    done = geo(*words.split(), "--nearest", 1, "--limit-m", 3000, "-o", out)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Rijen: 6, in {out}\n"
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 7


def test_by_time_the_limit_is_one_of_minutes(request_of: Request, tmp_path: Path) -> None:
    # On foot 500 m take 6 minutes: shortest and quickest are the same way.
    by_time = replace(request_of, weight="reistijd", limit_m=None)
    table = computed(by_time, tmp_path / "tijd.parquet").set_index("origin_id")
    assert table.loc["A", "distance_m"] == pytest.approx(500, abs=METRES)
    assert table.loc["A", "minutes"] == pytest.approx(6, abs=METRES)
    for minutes, status in ((6.1, "ok"), (5.9, "beyond_limit")):
        found = computed(replace(by_time, limit_minutes=minutes), tmp_path / "grens.parquet").set_index("origin_id")
        assert found.loc["A", "status"] == status
