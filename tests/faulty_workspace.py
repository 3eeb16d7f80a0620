"""One workspace that holds every fault of the readers, each in its own place."""

from pathlib import Path

import geopandas as gpd
import openpyxl
import osmium
from osmium.osm.mutable import Node, Way
from shapely import box

PLAN = """
[plan]
province = "PV90"
prt = "Provinciale Regietafel Toets"
reference_date = 2020-09-01

[input]
osm = "data/raw/streets.osm.pbf"
boundaries = "data/raw/boundaries.gpkg"
locations = "data/raw/locations.csv"
candidates = { path = "data/raw/candidates.xlsx" }
need = "data/raw/need.csv"
regions = "data/raw/regions.csv"
capacity_steps = "data/raw/steps.csv"
milestones = "data/raw/milestones.csv"
measures = "data/raw/measures.csv"
opportunities = "data/raw/opportunities.csv"
actions = "data/raw/actions.csv"
voluntary = "data/raw/voluntary.csv"
"""

LOCATIONS = """\
locatie-id;naam;x;y;lengtegraad;breedtegraad;postcode;huisnummer;bag-id;capaciteit;overeenkomst van;overeenkomst t/m;vervolg;status
L01;Goed;150100;500100;;;;;9100010000000001;1.100;31-12-2020;2021-12-31;voortzetten;
L02;Excel;150100;500200;;;;;1,53E+15;300;;;voortzetten;
L03;Nul kwijt;150100;500300;;;;;910001000000001;ca. 400;;;voortzetten;
L04;Min;150100;500400;;;;;;-5;;;voortzetten;
L05;Half;150100;500500;;;;;;12,5;;;voortzetten;
L06;Andersom;150100;500600;;;;;;100;01-02-2022;31-01-2022;voortzetten;
L07;Amerikaans;150100;500700;;;;;;100;;12/31/2021;voortzetten;
L08;Nooit;150100;500800;;;;;;100;;01-01-1970;voortzeten;
L01;Dubbel;150200;500100;;;;;;100;;;;
L10;Twee treffers;;;;;9101AA;1;;100;;;;
L11;Geen treffers;;;;;9101AA;99;;100;;;;
L12;Verwisseld;500100;150100;;;;;;100;;;;
L13;Graden;5,31;52,48;;;;;;100;;;;
L14;Ver weg;190000;500000;;;;;;100;;;;
L15;Nergens;;;;;;;;100;;;;
Totaal;;;;;;;;;2.600;;;;
"""

NEED = """\
prognose-id;prognosedatum;soort behoefte;te realiseren voor;plekken min;plekken max;bron
MPP-1;2020-03-01;regionaal;2021-Q4;100;200;LRT
MPP-2;2020-09-01;regionaal;2021-Q4;300;200;LRT
MPP-3;2020-09-01;gvl_satelliet;voor 2024;100;200;LRT
"""

REGIONS = """\
regio-id;regionaam;gemeentecode
R1;Noord;GM9101
R2;Zuid;GM9101
R1;Noord;GM9199
"""

STEPS = """\
locatie-id;vanaf;pleken
L99;2021-01-01;100
"""

ADDRESSES = (
    (5.3101, "9101AA", "1", "Dorpsstraat"),
    (5.3201, "9101AA", "1", "Kerkstraat"),
    (5.3301, "9101AA", "3", "Laan"),
)


def make(folder: Path) -> Path:
    """Make the workspace in a folder and give that folder."""
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    for name, text in (("locations", LOCATIONS), ("need", NEED), ("regions", REGIONS), ("steps", STEPS)):
        (raw / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    (raw / "measures.csv").write_bytes("maatregel;trekker\nCafé openen;Gemeente\n".encode("cp1252"))
    (raw / "opportunities.csv").write_bytes(b"")
    (raw / "actions.csv").write_text("actiehouder;gereed\nProvincie;2021-01-01\n", encoding="utf-8")
    (raw / "voluntary.csv").write_text("plekken;van;tot en met;motivering\n", encoding="utf-8")
    _boundaries(raw / "boundaries.gpkg")
    _candidates(raw / "candidates.xlsx")
    _streets(raw / "streets.osm.pbf")
    return folder


def _boundaries(path: Path) -> None:
    square = box(140_000, 490_000, 160_000, 510_000)
    west, east = box(140_000, 490_000, 150_000, 510_000), box(150_000, 490_000, 160_000, 510_000)
    gpd.GeoDataFrame({"code": ["PV90"], "naam": ["Toets"]}, geometry=[square], crs=28992).to_file(
        path, layer="provincies"
    )
    areas = {
        "code": ["GM9101", "GM9102"],
        "naam": ["West", "Oost"],
        "province_code": ["PV90"] * 2,
        "inwoners": [10, 20],
    }
    gpd.GeoDataFrame(areas, geometry=[west, east], crs=28992).to_file(path, layer="gemeenten")


def _candidates(path: Path) -> None:
    """Write a workbook with merged title rows, a date of 1970 and a total row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Kandidaatlocaties, vertrouwelijk"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "stand van zaken"
    rows = [
        ("nr", "locatie", "x_rd", "y_rd", "bag-id", "beschikbaar t/m", "grondprijs"),
        ("C1", "Oude fabriek", 151000, 501000, "9100010000000009", "01-01-1970", 12),
        ("L01", "Oude id", 151000, 502000, 9100010000000009, None, 13),
        ("Totaal", None, None, None, None, None, 25),
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)


def _streets(path: Path) -> None:
    """Write one street and three addresses, two of which share postcode and number."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lon, postcode, house, street) in enumerate(ADDRESSES, start=1):
            tags = {"addr:postcode": postcode, "addr:housenumber": house, "addr:street": street, "addr:city": "Toets"}
            writer.add_node(Node(id=number, location=(lon, 52.5), tags=tags, version=1))
        writer.add_node(Node(id=10, location=(5.31, 52.49), tags={}, version=1))
        writer.add_node(Node(id=11, location=(5.33, 52.49), tags={}, version=1))
        writer.add_way(Way(id=1, nodes=[10, 11], tags={"highway": "residential"}, version=1))
