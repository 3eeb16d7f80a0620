"""A workspace on real data: the extract of Kampen and Dronten of 2023, with a small invented portfolio.

Two provinces, a river, dykes; the azc of Dronten lies at the very edge of the extract.
"""

import csv
import pickle
from pathlib import Path

from geo.pipeline import RunReport, run
from geo.plan import load_plan

LOCATIONS = (
    # id, name, lon, lat, type now, type, decision, certainty, capacity, reserve, start, end, on site
    ("D1", "azc Dronten", 5.845657, 52.545310, "azc", "gvl", "voortzetten", "bestaand", 1300, 0, "2015-01-01", "2025-12-31", "gp"),
    ("K01", "Flevoweg", 5.890000, 52.556000, "azc", "regionaal", "nieuw", "vastgesteld", 300, 50, "2022-03-15", "2030-12-31", ""),
    ("K02", "Europa-allee", 5.912000, 52.549000, "azc", "regionaal", "beeindigen", "bestaand", 300, 0, "2016-01-01", "2022-01-31", ""),
    ("K03", "Brunnepe", 5.903000, 52.566000, "noodopvang", "", "beeindigen", "bestaand", 150, 0, "2020-01-01", "2021-12-31", ""),
    ("K04", "Binnenstad", 5.915500, 52.559500, "azc", "satelliet", "nieuw", "voornemen", 120, 0, "2021-07-01", "", ""),
    ("K05", "IJsselmuiden", 5.937000, 52.566000, "gl", "regionaal", "voortzetten", "bestaand", 400, 0, "2018-01-01", "2021-12-30", ""),
    ("K06", "Station Zuid", 5.913000, 52.534500, "azc", "regionaal", "nieuw", "zoeklocatie", "", 0, "2023-01-01", "2033-01-01", ""),
    ("K07", "Haatland", 5.875000, 52.562000, "azc", "regionaal", "voortzetten", "bestaand", 250, 0, "2019-01-01", "2029-01-01", "gp;childcare"),
    ("K08", "Het Onderdijks", 5.928000, 52.540000, "azc", "satelliet", "voortzetten", "bestaand", 80, 0, "2019-01-01", "2024-06-30", ""),
    ("K09", "Grafhorst", 5.940000, 52.580000, "azc", "satelliet", "nieuw", "vastgesteld", 60, 0, "2021-01-01", "2026-01-01", ""),
    ("K10", "Eiland van paden", 5.849286, 52.582580, "azc", "satelliet", "nieuw", "voornemen", 40, 0, "2022-01-01", "2026-01-01", ""),
    ("K11", "Midden in het weiland", 5.972897, 52.566083, "azc", "satelliet", "nieuw", "zoeklocatie", 40, 0, "2022-01-01", "2026-01-01", ""),
    ("K12", "Ver buiten het uittreksel", 5.780000, 52.500000, "azc", "regionaal", "nieuw", "zoeklocatie", 40, 0, "2022-01-01", "2026-01-01", ""),
)  # fmt: skip

HEADINGS = (
    "Locatie-ID", "Naam", "Lengtegraad", "Breedtegraad", "Huidig type", "Type locatie", "Vervolg",
    "Status besluitvorming", "Capaciteit", "Reservecapaciteit", "Overeenkomst van", "Overeenkomst t/m",
    "Type voorzieningen",
)  # fmt: skip

NEED = (
    # forecast, date, bucket, due, min, max, source
    ("LRT-2020", "2020-09-15", "regionaal", "2021-Q4", 500, 600, "LRT"),
    ("LRT-2020", "2020-09-15", "gvl_satelliet", "voor 2024", 1430, 1500, "LRT"),
    ("LRT-2020", "2020-09-15", "totaal", "2021-Q4", 2000, 2200, "LRT"),
)

CATEGORIES = ("supermarket", "pharmacy", "childcare", "police", "hospital", "library", "train_station", "gp", "dentist")

PLAN = """
[plan]
province = ["Overijssel", "PV24"]
prt = "Provinciale Regietafel Overijssel en Flevoland"
reference_date = 2020-09-01

[input]
osm = "{shared}/kampen/kampen.osm.pbf"
boundaries = "{shared}/nl/boundaries_2022.gpkg"
locations = "data/raw/locations.csv"
need = "data/raw/need.csv"
regions = "data/raw/regions.csv"
population = {{ path = "{shared}/nl/boundaries_2022.gpkg", layer = "postcodes4" }}
texts = "data/raw/texts"

[distances]
nearest = 3
categories = {categories}

[reach]
categories = ["supermarket", "train_station"]
limits_m = [1000, 3000]

[layers]
flood = "{shared}/kampen/flood.tif"
landuse = "{shared}/kampen/landuse.tif"
"""


_SAID = "run.pickle"


def write_table(path: Path, headings: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> None:
    """Write a CSV as Dutch spreadsheets do."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)


def make(folder: Path, shared: Path) -> Path:
    """Make the workspace in a folder and give that folder."""
    raw = folder / "data" / "raw"
    (raw / "texts").mkdir(parents=True)
    listed = "[" + ", ".join(f'"{name}"' for name in CATEGORIES) + "]"
    (folder / "plan.toml").write_text(
        PLAN.format(shared=shared.resolve().as_posix(), categories=listed), encoding="utf-8"
    )
    write_table(raw / "locations.csv", HEADINGS, LOCATIONS)
    need_headings = (
        "prognose-id",
        "prognosedatum",
        "soort behoefte",
        "te realiseren voor",
        "plekken min",
        "plekken max",
        "bron",
    )
    write_table(raw / "need.csv", need_headings, NEED)
    regions = (("IJD", "IJsseldelta", "GM0166"), ("IJD", "IJsseldelta", "GM1896"), ("FLE", "Flevoland", "GM0303"))
    write_table(raw / "regions.csv", ("regio-id", "regionaam", "gemeentecode"), regions)
    (raw / "texts" / "01-context.md").write_text("De regietafel kwam in september 2020 bijeen.\n", encoding="utf-8")
    return folder


def make_whole(folder: Path, shared: Path) -> None:
    """Make the workspace with all its results, and keep what the run said."""
    said = run(load_plan(make(folder, shared)))
    (folder / _SAID).write_bytes(pickle.dumps(said))


def report(folder: Path) -> RunReport:
    """Give what the run said that made the results."""
    said = pickle.loads((folder / _SAID).read_bytes())  # noqa: S301
    assert isinstance(said, RunReport)
    return said
