"""Whole tables: the same rows from every kind of file, and the faults of the file itself."""

import warnings
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely import Point

from geo.crs import RD_NEW
from geo.sources.places import Geography, place_rows
from geo.sources.raw import FileSpec
from geo.sources.read_tables import ReadTable, read_table
from geo.tables.columns import Table
from geo.tables.inputs import CANDIDATES, INPUT_TABLES, LOCATIONS

ROWS = {
    "nr": ["A1", "A2"],
    "locatie": ["Kerk; school, plein", "Café 't Hoekje"],
    "huidig type": ["AZC", "Crisis-noodopvang"],
    "capaciteit": [1300, None],
    "bvo": [983.125, 3050.0],
    "bag-id": ["0166010000000001", None],
    "overeenkomst t/m": ["2021-12-31", None],
    "type voorzieningen": ["gp, playground", None],
    "x": [150_000.5, 151_000.0],
    "y": [500_000.25, 501_000.0],
}
PLACES = [Point(150_000.5, 500_000.25), Point(151_000.0, 501_000.0)]
Faults = set[tuple[int, str, str]]


def spec(path: Path, **options: object) -> FileSpec:
    return FileSpec(path=path, shown=path.name, **options)  # type: ignore[arg-type]


def csv(folder: Path, text: str, table: str = "locations", encoding: str = "utf-8", **options: object) -> ReadTable:
    path = folder / f"{table}.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(spec(path, **options), INPUT_TABLES[table])


def found(read: ReadTable) -> Faults:
    return {(fault.row, fault.column, fault.code) for fault in read.faults}


def _frame() -> pd.DataFrame:
    return pd.DataFrame(ROWS)


def _write_csv(path: Path) -> None:
    frame = _frame().astype({"capaciteit": "Int64"})
    frame.to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig")


def _write_comma_csv(path: Path) -> None:
    _frame().astype({"capaciteit": "Int64"}).to_csv(path, index=False)


def _write_cells(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(ROWS))
    for row in zip(*ROWS.values(), strict=True):
        book.active.append([pd.Timestamp(cell).to_pydatetime() if cell == "2021-12-31" else cell for cell in row])
    book.save(path)


def _layer() -> gpd.GeoDataFrame:
    frame = _frame().drop(columns=["x", "y"]).astype({"capaciteit": "Int64"})
    return gpd.GeoDataFrame(frame, geometry=PLACES, crs=28992)


def _write_geojson(path: Path) -> None:
    _layer().to_crs(4326).to_file(path, driver="GeoJSON", COORDINATE_PRECISION=9)


def _write_shapefile(path: Path) -> None:
    short = {"huidig type": "huidig_typ", "overeenkomst t/m": "tm", "type voorzieningen": "voorz", "bag-id": "bag_id"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _layer().rename(columns=short).to_file(path, encoding="utf-8")


def _write_geodatabase(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _layer().to_file(path, driver="OpenFileGDB")


WRITERS = {
    "sites.csv": _write_csv,
    "comma.csv": _write_comma_csv,
    "sites.xlsx": _write_cells,
    "sites.gpkg": lambda path: _layer().to_file(path),
    "sites.geojson": _write_geojson,
    "sites.parquet": lambda path: _layer().to_parquet(path),
    "sites.gdb": _write_geodatabase,
    "sites.shp": _write_shapefile,
}
OWN = {
    ".shp": {
        "columns": (
            ("agreement_end", "tm"),
            ("current_type", "huidig_typ"),
            ("facilities_on_site", "voorz"),
        )
    },
    ".gdb": {"columns": (("agreement_end", "overeenkomst_t_m"),)},
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_same_frame(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path)
    read = read_table(spec(path, **OWN.get(path.suffix, {})), LOCATIONS)
    assert (found(read), read.notes) == (set(), ())
    assert read.row_numbers == (2, 3)
    frame = read.frame
    expected = {
        "location_id": ["A1", "A2"],
        "name": ["Kerk; school, plein", "Café 't Hoekje"],
        "current_type": ["azc", "crisisnoodopvang"],
        "capacity": [1300, pd.NA],
        "floor_area_m2": [983.125, 3050.0],
        "bag_id": ["0166010000000001", pd.NA],
        "agreement_end": [pd.Timestamp("2021-12-31"), pd.NaT],
        "facilities_on_site": [("gp", "playground"), ()],
    }
    for column, values in expected.items():
        wanted = pd.Series(values, dtype=frame[column].dtype, name=column)
        pd.testing.assert_series_equal(frame[column], wanted)
    kinds = read_table(spec(tmp_path / "none.csv"), LOCATIONS).frame.dtypes
    pd.testing.assert_series_equal(frame.dtypes, kinds)
    placed = place_rows(read, Geography(crs=RD_NEW, province=None, addresses=lambda: None))
    assert (placed.faults, placed.notes) == ((), ())
    assert [point.distance(place) for point, place in zip(placed.geometry, PLACES, strict=True)] == pytest.approx(
        [0, 0], abs=0.001
    )


def test_whole_numbers_of_a_layer_keep_all_their_digits(tmp_path: Path) -> None:
    """Also where a row has none: pandas would make numbers of 15 digits of the others."""
    frame = gpd.GeoDataFrame(
        {"nr": ["A", "B", "C"], "naam": ["a", "b", "c"], "bag_id": pd.array([9100010000000009, None, 166010000000001])},
        geometry=[Point(150_000, 500_000)] * 3,
        crs=28992,
    )
    for name in ("a.gpkg", "a.parquet", "a.geojson"):
        path = tmp_path / name
        frame.to_parquet(path) if name.endswith("parquet") else frame.to_crs(4326).to_file(path)
        read = read_table(spec(path), LOCATIONS)
        assert found(read) == set()
        assert read.frame["bag_id"].tolist()[::2] == ["9100010000000009", "0166010000000001"]
    real = frame.assign(bag_id=[9100010000000009.0, 0.5, 1.0])
    real.to_file(tmp_path / "real.gpkg")
    assert found(read_table(spec(tmp_path / "real.gpkg"), LOCATIONS)) == {
        (2, "bag_id", "bag_exponent"),
        (3, "bag_id", "bag_digits"),
        (4, "bag_id", "bag_digits"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "nr;naam;capaciteit\nA;Een;5\n",
        "nr,naam,capaciteit\nA,Een,5\n",
        "nr\tnaam\tcapaciteit\nA\tEen\t5\n",
        "sep=;\nnr;naam;capaciteit\nA;Een;5\n",
        "Locaties van Flevoland, Overijssel, Gelderland, Utrecht\n\nnr;naam;capaciteit\nA;Een;5\n",
        "Locaties; stand van zaken; concept; geheim\nnr,naam,capaciteit\nA,Een,5\n",
        '"Titel, met ""aanhaling"""\nnr;naam;capaciteit\nA;Een;5\n',
    ],
)
def test_the_sign_between_columns_is_found_below_the_titles(tmp_path: Path, text: str) -> None:
    read = csv(tmp_path, text)
    assert found(read) == set()
    assert read.frame[["location_id", "name", "capacity"]].to_numpy().tolist() == [["A", "Een", 5]]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'nr;naam;capaciteit\n\nA;"Een\r\nmet twee\nregels";5\nB;Twee;-1\n\nC;Drie;x\n'
    read = csv(tmp_path, text)
    assert read.row_numbers == (3, 4, 6)
    assert found(read) == {(4, "capaciteit", "negative"), (6, "capaciteit", "not_a_number")}


def test_text_in_another_encoding_is_told_and_read_further(tmp_path: Path) -> None:
    text = 'nr;naam;capaciteit\nA;"Een\nregel";5\nB;Café;-1\n'
    read = csv(tmp_path, text, encoding="cp1252")
    assert found(read) == {(3, "", "encoding"), (3, "capaciteit", "negative")}
    assert read.frame["name"].tolist() == ["Een\nregel", "Café"]
    assert found(csv(tmp_path, text, encoding="utf-16")) == {(1, "", "encoding"), (3, "capaciteit", "negative")}
    # One broken sign in a file that is UTF-8 for the rest leaves the rest alone.
    path = tmp_path / "mixed.csv"
    path.write_bytes("nr;naam;capaciteit\nA;Café één;5\nB;Súdwest".encode() + b"\xff;5\n")
    mixed = read_table(spec(path), LOCATIONS)
    assert found(mixed) == {(3, "", "encoding")}
    assert mixed.frame["name"].tolist() == ["Café één", "Súdwest\ufffd"]


def test_a_file_that_is_something_else_is_said_so(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    _write_cells(book)
    for name, content in {
        "a.xlsx": b"no workbook",
        "b.xlsx": book.read_bytes()[:-300],
        "c.csv": book.read_bytes(),
        "d.gpkg": b"no layer",
        "e.parquet": b"PAR1 no parquet",
        "f.geojson": b'{"type": "FeatureCollection", "features": [',
        "g.dat": b"what?",
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert found(read_table(spec(path), LOCATIONS)) == {(0, "", "damaged")}, name
    assert found(read_table(spec(tmp_path / "none.csv"), LOCATIONS)) == {(0, "", "missing_file")}


def test_a_workbook_whose_size_is_written_wrong_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _write_cells(path)
    import zipfile

    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<dimension ref="A1:J3"', b'<dimension ref="A1"')
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert read_table(spec(path), LOCATIONS).frame["location_id"].tolist() == ["A1", "A2"]


def test_sheet_layer_and_row_of_headings_that_are_not_there(tmp_path: Path) -> None:
    book, layer = tmp_path / "a.xlsx", tmp_path / "a.gpkg"
    _write_cells(book)
    _layer().to_file(layer, layer="opvang")
    _layer().iloc[:1].to_file(layer, layer="locaties")
    for read, code, hint in (
        (read_table(spec(book, sheet="Shet"), LOCATIONS), "sheet", "Sheet"),
        (read_table(spec(layer, layer="Opvang"), LOCATIONS), "missing_layer", "opvang"),
    ):
        assert found(read) == {(0, "", code)}
        assert dict(read.faults[0].parameters)["hint"] == hint
    for row in (99, 50):
        assert found(read_table(spec(book, header_row=row), LOCATIONS)) == {(0, "", "header_row")}
    assert len(read_table(spec(layer), LOCATIONS).frame) == 1  # the layer that is called as the table
    other = read_table(spec(layer), CANDIDATES)
    assert [(note.row, note.code) for note in other.notes if note.code == "first_layer"] == [(0, "first_layer")]


def test_a_layer_without_reference_system_takes_the_plans_or_is_a_fault(tmp_path: Path) -> None:
    bare = _layer().set_crs(None, allow_override=True)
    degrees = _layer().to_crs(4326)
    metres = tmp_path / "metres.geojson"
    text = degrees.to_json(drop_id=True)
    for place, point in zip(degrees.geometry, PLACES, strict=True):
        text = text.replace(f"[{place.x}, {place.y}]", f"[{point.x}, {point.y}]")
    metres.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bare.to_parquet(tmp_path / "bare.parquet")
        bare[["nr", "locatie", "geometry"]].to_file(tmp_path / "bare.shp")
        bare.to_file(tmp_path / "bare.gpkg")
    anywhere = Geography(crs=RD_NEW, province=None, addresses=lambda: None)
    for name in ("bare.parquet", "bare.shp", "bare.gpkg"):
        path = tmp_path / name
        lost = read_table(spec(path), LOCATIONS)
        assert found(lost) == {(0, "", "no_crs")}, name
        assert place_rows(lost, anywhere).faults == ()
    for name in ("bare.parquet", "bare.shp", "bare.gpkg", "metres.geojson"):
        read = read_table(spec(tmp_path / name, crs="EPSG:28992"), LOCATIONS)
        placed = place_rows(read, anywhere)
        assert (found(read), placed.faults) == (set(), ())
        assert placed.geometry.iloc[0].distance(PLACES[0]) < 0.001
    undeclared = place_rows(read_table(spec(metres), LOCATIONS), anywhere)
    assert [(fault.row, fault.column, fault.code) for fault in undeclared.faults] == [
        (2, "geometry", "metres"),
        (3, "geometry", "metres"),
    ]


TOTALS = [
    # table, rows below the headings, faults
    ("nr;naam;capaciteit", ["A;Een;5", "B;Twee;7", "Totaal;;12"], {(4, "", "total_row")}),
    ("nr;naam;capaciteit", ["A;Een;5", "Subtotaal;;5", "B;Twee;7", "Totaal generaal;;12"], {(3, "", "total_row"), (5, "", "total_row")}),
    ("nr;naam;capaciteit", ["A;Een;5", ";Som;99"], {(3, "", "total_row")}),
    ("nr;naam;capaciteit", ["A;Een;5", "B;Twee;7", ";Totaal Flevoland;12"], {(4, "", "total_row")}),
    ("nr;naam;capaciteit", ["A;Een;5", "B;Twee;7", ";;12"], {(4, "", "total_row")}),
    ("nr;naam;capaciteit", ["A;Een;5", "B;Twee;7", ";;13"], {(4, "nr", "missing_value"), (4, "naam", "missing_value")}),
    ("nr;naam;capaciteit", ["A;Een;5", "T;Totaal Fit;7"], set()),
    ("nr;naam;capaciteit", ["A;Een;5", "T;Som der delen;6"], set()),
    ("nr;naam;capaciteit", ["A;Een;5", "Total-1;Totaalvoetbal;5"], set()),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "rows", "faults"), TOTALS)
def test_totals_are_told_from_places_that_are_called_so(
    tmp_path: Path, headings: str, rows: list[str], faults: Faults
) -> None:
    assert found(csv(tmp_path, "\n".join([headings, *rows]) + "\n")) == faults


def test_a_measure_may_begin_with_total(tmp_path: Path) -> None:
    text = "maatregel;trekker\nTotaal plan per wijk;gemeente\nTotaal;gemeente\nSom;provincie\n"
    read = csv(tmp_path, text, "measures")
    assert found(read) == set()
    assert len(read.frame) == 3


def test_a_row_of_need_for_the_bucket_total_is_no_total(tmp_path: Path) -> None:
    head = "prognose-id;prognosedatum;soort behoefte;te realiseren voor;plekken min;plekken max;bron\n"
    rows = "".join(
        f"P;2020-01-01;{bucket};2021-Q4;{low};{low};LRT\n"
        for bucket, low in (("regionaal", 5), ("gvl_satelliet", 7), ("totaal", 12))
    )
    assert found(csv(tmp_path, head + rows, "need")) == set()


def test_the_exact_heading_goes_before_another_word_for_it(tmp_path: Path) -> None:
    read = csv(tmp_path, "nr;locatie-id;naam\n1;A;Een\n")
    assert read.frame["location_id"].tolist() == ["A"]
    assert [(note.row, note.column, note.code) for note in read.notes] == [(1, "nr", "unused_column")]


def test_own_names_of_columns_are_used_and_checked(tmp_path: Path) -> None:
    text = "kenmerk;naam;Aantal bedden\nA;Een;5\n"
    own = (("capacity", "aantal bedden"), ("location_id", "Kenmerk"))
    read = csv(tmp_path, text, columns=own, key="input.locations")
    assert found(read) == set()
    assert read.frame[["location_id", "capacity"]].to_numpy().tolist() == [["A", 5]]
    wrong = (("capacitty", "aantal bedden"), ("location_id", "kenmrk"))
    faults = csv(tmp_path, text, columns=wrong, key="input.locations").faults
    assert {(fault.file, fault.row, fault.column, fault.code, dict(fault.parameters)["hint"]) for fault in faults} == {
        ("plan.toml", 0, "input.locations.columns.capacitty", "unknown_column_name", "capaciteit"),
        ("plan.toml", 0, "input.locations.columns.location_id", "absent_heading", "kenmerk"),
    }


def test_a_faulty_row_is_told_once_and_read_for_the_rest(tmp_path: Path) -> None:
    read = csv(tmp_path, "nr;naam;capaciteit;vervolg\nA;Een;ca. 5;nieuw\n")
    assert found(read) == {(2, "capaciteit", "not_a_number")}
    assert read.frame["decision"].tolist() == ["nieuw"]


def test_every_table_can_be_read_without_rows() -> None:
    for table in INPUT_TABLES.values():
        assert isinstance(table, Table)
        read = read_table(spec(Path("nowhere.csv")), table)
        assert read.frame.columns.tolist() == list(table.names)
