"""Where rows lie: which way goes before which, and coordinates that cannot be right."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import MultiPolygon, Point, Polygon, box

from geo.crs import RD_NEW
from geo.sources.addresses import ADDRESS_COLUMNS
from geo.sources.places import Geography, Placed, place_rows
from geo.sources.raw import FileSpec
from geo.sources.read_tables import read_table
from geo.tables.inputs import LOCATIONS
from geo.words import LANGUAGES

PROVINCE = box(140_000, 490_000, 160_000, 510_000)
KNOWN = pd.DataFrame(
    [
        ("8261AB", "1", "Dorpsstraat", "Toets", 5.31, 52.50, "n1", ""),
        ("8261AB", "2", "Dorpsstraat", "Toets", 5.31, 52.48, "n2", ""),
        ("8261AB", "2", "Kerkstraat", "Toets", 5.33, 52.48, "n3", ""),
        ("", "", "", "", 5.32, 52.49, "w1", "9101100000000001"),
        ("", "", "", "", 5.31, 52.49, "w2", "9101100000000002"),
        ("", "", "", "", 5.33, 52.49, "w3", "9101100000000002"),
    ],
    columns=list(ADDRESS_COLUMNS),
)
Faults = list[tuple[int, str, str]]


def place(folder: Path, text: str, known: pd.DataFrame | None = KNOWN, crs: str | None = None) -> Placed:
    path = folder / "locations.csv"
    path.write_text(text, encoding="utf-8")
    read = read_table(FileSpec(path=path, shown="locations.csv", crs=crs), LOCATIONS)
    return place_rows(read, Geography(crs=RD_NEW, province=PROVINCE, addresses=lambda: known))


def found(placed: Placed) -> Faults:
    return sorted((fault.row, fault.column, fault.code) for fault in placed.faults)


def metres(lon: float, lat: float) -> Point:
    return gpd.GeoSeries([Point(lon, lat)], crs=4326).to_crs(28992).iloc[0]


def test_the_first_way_that_a_row_has_counts(tmp_path: Path) -> None:
    placed = place(
        tmp_path,
        "nr;naam;x;y;lon;lat;postcode;huisnummer;bag-id\n"
        "A;Alles;150000;500000;5,31;52,5;8261AB;1;9101100000000001\n"
        "B;Graden;;;5,31;52,48;8261AB;1;9101100000000001\n"
        "C;BAG;;;;;8261AB;1;9101100000000001\n"
        "D;Adres;;;;;8261AB;1;9101100000000099\n"
        "E;Alleen BAG;;;;;;;9101100000000001\n",
    )
    assert found(placed) == []
    expected = [
        Point(150_000, 500_000),
        metres(5.31, 52.48),
        metres(5.32, 52.49),
        metres(5.31, 52.5),
        metres(5.32, 52.49),
    ]
    assert [one.distance(two) < 0.01 for one, two in zip(placed.geometry, expected, strict=True)] == [True] * 5


def test_what_cannot_be_found_is_a_fault_in_its_own_place(tmp_path: Path) -> None:
    placed = place(
        tmp_path,
        "nr;naam;x;y;postcode;huisnummer;bag-id\n"
        "A;Twee;;;8261AB;2;\n"
        "B;Geen;;;8261AB;3;\n"
        "C;Onbekend;;;;;9101100000000099\n"
        "D;Uiteen;;;;;9101100000000002\n"
        "E;Niets;;;;;\n"
        "F;Half;150000;;;;\n"
        "G;Kapot;150000;ca. 3;;;\n"
        "H;BAG kapot;;;;;12\n",
    )
    assert found(placed) == [
        (2, "postcode", "address_many"),
        (3, "postcode", "address_none"),
        (4, "bag-id", "bag_none"),
        (5, "bag-id", "bag_many"),
        (6, "", "no_place"),
        (7, "", "no_place"),
        (9, "", "no_place"),  # G has a fault in y already
    ]


def test_without_readable_addresses_nothing_is_said_of_rows_that_need_them(tmp_path: Path) -> None:
    placed = place(tmp_path, "nr;naam;postcode;huisnummer;bag-id\nA;A;8261AB;1;\nB;B;;;9101100000000001\n", None)
    assert found(placed) == []
    assert placed.geometry.isna().all()


@pytest.mark.parametrize(
    ("headings", "faults"),
    [
        ("nr;naam;capaciteit", [(1, "", "no_place_columns")]),
        ("nr;naam;x-cordinaat", []),  # its heading has a fault already
        ("nr;naam;x", [(2, "", "no_place"), (3, "", "no_place")]),
    ],
)
def test_a_table_that_says_of_no_row_where_it_lies_is_one_fault(tmp_path: Path, headings: str, faults: Faults) -> None:
    assert found(place(tmp_path, f"{headings}\nA;Een;\nB;Twee;\n")) == faults


@pytest.mark.parametrize(
    ("x", "y", "crs", "code"),
    [
        ("150000", "500000", None, ""),
        ("500000", "150000", None, "swapped"),
        ("5,31", "52,48", None, "degrees"),
        ("190000", "500000", None, "outside_province"),
        ("5,31", "52,48", "EPSG:4326", ""),
        ("52,48", "5,31", "EPSG:4326", "swapped_degrees"),
        ("150000", "500000", "EPSG:4326", "metres"),
    ],
)
def test_axes_and_units_are_checked(tmp_path: Path, x: str, y: str, crs: str | None, code: str) -> None:
    placed = place(tmp_path, f"nr;naam;x;y\nA;Een;{x};{y}\n", crs=crs)
    assert found(placed) == ([(2, "x", code)] if code else [])


def test_axes_and_units_of_layers_are_checked_too(tmp_path: Path) -> None:
    shapes = [
        box(150_000, 500_000, 150_100, 500_100),
        box(500_000, 150_000, 500_100, 150_100),
        box(5.3, 52.4, 5.4, 52.5),
        Point(190_000, 500_000),
        None,
        Polygon(),
        Polygon([(150_700, 506_200), (150_900, 506_400), (150_900, 506_200), (150_700, 506_400)]),
    ]
    names = {"nr": list("ABCDEFG"), "naam": list("abcdefg")}
    path = tmp_path / "layer.gpkg"
    gpd.GeoDataFrame(names, geometry=shapes, crs=28992).to_file(path)
    read = read_table(FileSpec(path=path, shown="layer.gpkg"), LOCATIONS)
    placed = place_rows(read, Geography(crs=RD_NEW, province=PROVINCE, addresses=lambda: None))
    assert found(placed) == [
        (3, "geometry", "swapped"),
        (4, "geometry", "degrees"),
        (5, "geometry", "outside_province"),
        (6, "", "no_place"),
        (7, "", "no_place"),
    ]
    assert [(note.row, note.column, note.code) for note in placed.notes] == [(8, "geometry", "mended_shape")]
    # Two triangles of 200 m base and 100 m height: 2 x 10,000 m2.
    mended = placed.geometry.iloc[6]
    assert (type(mended), mended.is_valid, mended.area) == (MultiPolygon, True, pytest.approx(20_000))


WHOLE = (193_500.0, 507_250.0)
AXES = [
    # x, y, where that is in metres (None where it is nowhere), fault
    ("193.500", "507.250", WHOLE, ""),
    ("193,500", "507,250", WHOLE, ""),
    ("193.500", "507250", WHOLE, ""),
    ("193500", "507.250", WHOLE, ""),
    ("193.500,00", "507.250", WHOLE, ""),
    ("193 500", "507 250", WHOLE, ""),
    ("193500.25", "507250.125", (193_500.25, 507_250.125), ""),
    ("193500,250", "507.250", (193_500.25, 507_250.0), ""),
    ("507.250", "193.500", None, "swapped"),
    ("507250", "193.500", None, "swapped"),
    ("193.5", "507.250", None, "outside_rd"),
    ("900.000", "507.250", None, "outside_rd"),
    ("5.310", "52.480", None, "degrees"),
]


@pytest.mark.parametrize(("x", "y", "at", "code"), AXES)
def test_points_between_thousands_are_taken_out_of_metres_where_that_gives_a_place(
    tmp_path: Path, x: str, y: str, at: tuple[float, float] | None, code: str
) -> None:
    path = tmp_path / "locations.csv"
    path.write_text(f"nr;naam;x;y\nA;Een;{x};{y}\n", encoding="utf-8")
    read = read_table(FileSpec(path=path, shown="locations.csv"), LOCATIONS)
    placed = place_rows(read, Geography(crs=RD_NEW, province=None, addresses=lambda: None))
    assert found(placed) == ([(2, "x", code)] if code else [])
    point = placed.geometry.iloc[0]
    assert (None if point is None else (point.x, point.y)) == at


def test_degrees_with_three_decimals_are_left_alone(tmp_path: Path) -> None:
    placed = place(tmp_path, "nr;naam;lengtegraad;breedtegraad\nA;Een;5.310;52.500\nB;Twee;5,310;52,500\n")
    assert found(placed) == []
    assert all(point.distance(metres(5.31, 52.5)) < 0.01 for point in placed.geometry)
    turned = place(tmp_path, "nr;naam;x;y\nA;Een;5.310;52.500\n", crs="EPSG:4326")
    assert (found(turned), turned.geometry.iloc[0].distance(metres(5.31, 52.5)) < 0.01) == ([], True)


def test_a_number_of_a_workbook_has_no_thousands_to_part(tmp_path: Path) -> None:
    path = tmp_path / "locations.xlsx"
    pd.DataFrame({"nr": ["A"], "naam": ["Een"], "x": [193.5], "y": [507.25]}).to_excel(path, index=False)
    read = read_table(FileSpec(path=path, shown="locations.xlsx"), LOCATIONS)
    placed = place_rows(read, Geography(crs=RD_NEW, province=None, addresses=lambda: None))
    assert [dict(fault.parameters) for fault in placed.faults] == [{"x": "193.5", "y": "507.25", "crs": "EPSG:28992"}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_far_from_the_netherlands_says_what_to_do(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "origins.csv"
    path.write_text("nr;naam;lon;lat;x;y\nA;Een;100;10;;\nB;Twee;;;9000000;9000000\nC;Drie;5;100;;\n", encoding="utf-8")
    read = read_table(FileSpec(path=path, shown="origins.csv"), LOCATIONS)
    anywhere = Geography(crs=RD_NEW, province=None, addresses=lambda: None)
    near = place_rows(read, replace(anywhere, near=True))
    assert found(near) == [(2, "lon", "outside_rd"), (3, "x", "outside_rd"), (4, "lon", "outside_rd")]
    said = [fault.sentence(lang) for fault in near.faults if fault.row == 3]
    start = {"nl": "origins.csv, rij 3, kolom x: 9000000, 9000000 ligt", "en": "origins.csv, row 3, column x: 9000000"}
    assert [sentence.startswith(start[lang]) for sentence in said] == [True]
    # An official list may hold what lies abroad, or overseas.
    assert found(place_rows(read, anywhere)) == [(3, "x", "outside_rd")]
