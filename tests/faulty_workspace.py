"""One workspace that holds every fault of the readers, each in its own place."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import osmium
import rasterio
from osmium.osm.mutable import Node, Way
from shapely import Point, Polygon, box

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
regions = { path = "data/raw/regions.csv", columns = { regionn_id = "regio-id", region_name = "regio naam" } }
capacity_steps = "data/raw/steps.csv"
partnerships = "data/raw/partnerships.csv"
partnership_members = "data/raw/members.csv"
partnership_agreements = "data/raw/agreements.csv"
contacts = "data/raw/contacts.csv"
reserve = "data/raw/reserve.csv"
milestones = "data/raw/milestones.csv"
national = "data/raw/national.csv"
measures = "data/raw/measures.csv"
opportunities = "data/raw/opportunities.csv"
actions = "data/raw/actions.csv"
voluntary = "data/raw/voluntary.csv"
obligations = { path = "data/raw/obligations.csv", header_row = 99 }
ses_woa = "data/raw/ses.csv"
location_agreements = { path = "data/raw/layers.gpkg", layer = "afspraak" }
population = "data/raw/population.gpkg"
texts = "data/raw/texts"

[layers]
flood = { path = "data/raw/flood.tif", title = "Waterdiepte", above = 0.5 }
noise = "data/raw/noise.tif"
nature = "data/raw/nature.gpkg"

[distances.replace]
playground = "data/raw/playgrounds.gpkg"
library = "data/raw/libraries.xlsx"
"""

LOCATIONS = """\
locatie-id;naam;x;y;lengtegraad;breedtegraad;postcode;huisnummer;bag-id;capaciteit;overeenkomst van;overeenkomst t/m;vervolg;status;type voorzieningen
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
L16;Macht;150100;500900;;;;;;1.53E+15;;;;
L17;Op locatie;150100;501000;;;;;;100;;;;;huisarts, supermrkt
L18;BAG kapot;;;;;;;1,53E+15;100;;;;
L19;BAG onbekend;;;;;;;9101010000000099;100;;;;
L20;BAG gevonden;;;;;;;9101100000000001;100;;;;;Huisarts; Supermarkt
L21;Totaal Fit;150100;501100;;;;;;100;;;;
L22;Meters;;;150100;501200;;;;100;;;;
Totaal;;;;;;;;;2.600;;;;
"""

NEED = """\
prognose-id;prognosedatum;soort behoefte;regio;provincie;te realiseren voor;plekken min;plekken max;bron
MPP-1;2020-03-01;regionaal;;toets;2021-Q4;100;200;LRT
MPP-2;2020-09-01;regionaal;;;2021-Q4;300;200;LRT
MPP-3;2020-09-01;gvl_satelliet;;;voor 2024;100;200;LRT
MPP-2;2020-09-01;regionaal;R3;;voor 2024;100;;LRT
MPP-2;2020-09-01;totaal;;Toest;voor 2024;100;200;LRT
MPP-2;2020-09-01;totaal;;;voor 2024;;;LRT
MPP-2;2020-09-01;Regionaal;;PV90;31-12-2021;10;20;LRT
MPP-2;2020-09-01;extra;;PV90;31-12-2021;10;20;LRT
MPP-2;2020-09-01;extra;;PV90;31-12-2021;10;20;LRT
MPP-2;2020-09-01;GVL;;PV90;31-12-2021;10;20;LRT
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

TABLES = {
    "locations": LOCATIONS,
    "need": NEED,
    "regions": REGIONS,
    "steps": STEPS,
    "partnerships": "verband-id;samenwerkingsverband\nAMR;Arbeidsmarktregio\n",
    "members": "verband-id;gemeentecode\nAMS;GM9101\n",
    "agreements": "verband-id;afspraken op hoofdlijnen\nXYZ;Samen\n",
    "contacts": "verband-id;functie;organisatie\nARM;adviseur;gemeente\n",
    "reserve": "locatie-id;locatie of gebied;trede;plekken\nL0l;Goed;2;100\n;Expohal;4;50\n;;6;150\n",
    "milestones": "datum;mijlpaal;locatie/verband\n2021-Q1;Raadsbesluit;L01\n2021-Q2;Besluit;AMR\n2021-Q3;Regio;R1\n2021-Q4;Fout;L100\n",
    "actions": "actiehouder;gereed\nProvincie;2021-01-01\n",
    "voluntary": "plekken;van;tot en met;motivering\n",
    "ses": "gemeentecode;ses-woa;peiljaar\nGM9101;hoog;2019\nGM9102;.;2019\nGM9102;0,1;2019\n",
    "obligations": "gemeentecode;halfjaar;taakstelling\nGM9101;2020-2;10\n",
}

ADDRESSES = (
    (5.3101, "9101AA", "1", "Dorpsstraat"),
    (5.3201, "9101AA", "1", "Kerkstraat"),
    (5.3301, "9101AA", "3", "Laan"),
)
CORNERS = ((5.3150, 52.4990), (5.3152, 52.4990), (5.3152, 52.4992), (5.3150, 52.4992))


def make(folder: Path) -> Path:
    """Make the workspace in a folder and give that folder."""
    raw = folder / "data" / "raw"
    (raw / "texts").mkdir(parents=True)
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    for name, text in TABLES.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    (raw / "measures.csv").write_bytes("maatregel;trekker\nCafé openen;Gemeente\n;Provincie\n".encode("cp1252"))
    (raw / "opportunities.csv").write_bytes(b"")
    (raw / "texts" / "01-context.md").write_text("Goed.\n", encoding="utf-8")
    (raw / "texts" / "02-capaciteit.md").write_bytes("Eerst.\nDan cafés.\n".encode("cp1252"))
    _boundaries(raw / "boundaries.gpkg")
    _candidates(raw / "candidates.xlsx")
    (raw / "libraries.xlsx").write_bytes(b"this is no workbook")
    _streets(raw / "streets.osm.pbf")
    _layers(raw)
    _rasters(raw)
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
    """Write one street, three addresses of which two share postcode and number, and a building with its BAG id."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lon, postcode, house, street) in enumerate(ADDRESSES, start=1):
            tags = {"addr:postcode": postcode, "addr:housenumber": house, "addr:street": street, "addr:city": "Toets"}
            writer.add_node(Node(id=number, location=(lon, 52.5), tags=tags, version=1))
        writer.add_node(Node(id=10, location=(5.31, 52.49), tags={}, version=1))
        writer.add_node(Node(id=11, location=(5.33, 52.49), tags={}, version=1))
        for number, place in enumerate(CORNERS, start=20):
            writer.add_node(Node(id=number, location=place, tags={}, version=1))
        writer.add_way(Way(id=1, nodes=[10, 11], tags={"highway": "residential"}, version=1))
        building = {"building": "yes", "ref:bag": "9101100000000001"}
        writer.add_way(Way(id=2, nodes=[20, 21, 22, 23, 20], tags=building, version=1))


def _layers(raw: Path) -> None:
    bow = Polygon([(150_700, 506_200), (150_900, 506_400), (150_900, 506_200), (150_700, 506_400)])
    shapes = [bow, Point(5.31, 52.48), Point(506_000, 151_000), None, Point()]
    names = ["Strik", "Graden", "Verwisseld", "Niets", "Leeg"]
    gpd.GeoDataFrame({"naam": names}, geometry=shapes, crs=28992).to_file(raw / "playgrounds.gpkg")
    agreements = {"locatie-id": ["L01"], "hoofdstuk": [4], "onderwerp": ["beheer"]}
    gpd.GeoDataFrame(agreements, geometry=[Point(0, 0)], crs=28992).to_file(raw / "layers.gpkg", layer="afspraken")
    square = box(150_000, 500_000, 150_100, 500_100)
    gpd.GeoDataFrame({"wie": ["x"]}, geometry=[square], crs=28992).to_file(raw / "population.gpkg")
    gpd.GeoDataFrame({"naam": []}, geometry=[], crs=28992).to_file(raw / "nature.gpkg")


def _rasters(raw: Path) -> None:
    """Write a raster of two bands, and one of which half is lost."""
    for name, count in (("flood", 2), ("noise", 1)):
        shape = {"count": count, "width": 64, "height": 64, "dtype": "float32"}
        place = {"crs": "EPSG:28992", "transform": rasterio.Affine(100, 0, 140_000, 0, -100, 510_000)}
        with rasterio.open(raw / f"{name}.tif", "w", driver="GTiff", **shape, **place) as raster:
            raster.write(np.ones((count, 64, 64), dtype="float32"))
    whole = (raw / "noise.tif").read_bytes()
    (raw / "noise.tif").write_bytes(whole[: len(whole) // 2])
