"""The other tables of the plan, and how they are written: as CSV the Dutch way, one as a workbook with titles.

Gaps on purpose: the Westrand has no lead, no agreements and no contact; a measure has no lead; an action has no holder
and no date; the Expohal has no time to get ready; national figures end half-way 2022; the need of the regions is
known for regional reception alone; a council decides on ML13 after its opening. Those of the agreements per location
stand in `markerwaard.agreements`, those of the locations in `markerwaard.portfolio`.
"""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from markerwaard.agreements import AGREEMENTS, HEADINGS
from markerwaard.portfolio import CANDIDATE_HEADINGS, LOCATION_HEADINGS, candidates, locations

_MOMENT = datetime(2020, 9, 1, tzinfo=UTC).replace(tzinfo=None)
Rows = tuple[tuple[object, ...], ...]

TABLES: dict[str, tuple[tuple[str, ...], Rows]] = {
    "capacity_steps": (
        ("locatie-id", "vanaf", "plekken", "reserve", "type locatie", "reden"),
        (
            ("ML01", "01-07-2021", 650, 200, "gvl", "omvorming naar GVL"),
            ("ML02", "01-01-2021", 420, 0, "", "krimp"),
            ("ML02", "01-07-2022", 360, 0, "", "krimp"),
        ),
    ),
    "location_agreements": (HEADINGS, AGREEMENTS),
    "need": (
        ("forecast_id", "forecast_date", "bucket", "region_id", "province", "due", "places_min", "places_max", "scenario", "source", "note"),
        (
            ("MPP-2020-1", "2020-03-15", "regionaal", "", "PV90", "vóór 2024", 900, 1100, "", "LRT maart 2020", "vorige prognose"),
            ("MPP-2020-1", "2020-03-15", "gvl_satelliet", "", "PV90", "vóór 2024", 700, 800, "", "LRT maart 2020", "vorige prognose"),
            ("MPP-2020-2", "2020-09-15", "extra", "", "PV90", "2020-Q4", 120, 120, "", "LRT september 2020", "korte termijn"),
            ("MPP-2020-2", "2020-09-15", "vervanging", "", "PV90", "2021-Q4", 540, 540, "", "LRT september 2020", "sluitende locaties ML03 en ML04"),
            ("MPP-2020-2", "2020-09-15", "totaal", "", "PV90", "2020-Q4", 2100, 2300, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "totaal", "", "PV90", "2022-Q1", 2200, 2400, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "regionaal", "", "PV90", "2021-Q4", 800, 900, "", "LRT september 2020", "tussenstap"),
            ("MPP-2020-2", "2020-09-15", "regionaal", "", "PV90", "vóór 2024", 1250, 1400, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "gvl_satelliet", "", "PV90", "2021-Q4", 1000, 1100, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "gvl_satelliet", "", "PV90", "vóór 2024", 1100, 1250, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "amv", "", "PV90", "2021-Q4", 65, 80, "", "LRT september 2020", ""),
            ("MPP-2020-2", "2020-09-15", "regionaal", "MID", "", "vóór 2024", 500, 560, "", "PRT-verdeling oktober 2020", ""),
            ("MPP-2020-2", "2020-09-15", "regionaal", "ZUI", "", "vóór 2024", 450, 500, "", "PRT-verdeling oktober 2020", ""),
            ("MPP-2020-2", "2020-09-15", "regionaal", "NOO", "", "vóór 2024", 300, 340, "", "PRT-verdeling oktober 2020", ""),
        ),
    ),
    "regions": (
        ("regio-id", "regionaam", "gemeentecode"),
        (
            ("MID", "Midden-Markerwaard", "GM9101"), ("MID", "Midden-Markerwaard", "GM9104"), ("ZUI", "Zuidrand", "GM9102"),
            ("ZUI", "Zuidrand", "GM9106"), ("NOO", "Noordwest", "GM9103"), ("NOO", "Noordwest", "GM9105"),
        ),
    ),
    "partnerships": (
        ("verband-id", "samenwerkingsverband", "soort", "prt (trekker)"),
        (
            ("AMR", "Arbeidsmarktregio Markerwaard", "arbeidsmarktregio", "PV90"),
            ("OVD", "Samenwerking Overdam", "eigen", "PV90"),
            ("WSR", "Westrand", "Wgr", ""),
        ),
    ),
    "partnership_members": (
        ("verband-id", "gemeentecode"),
        (
            *(("AMR", f"GM910{number}") for number in range(1, 7)),
            ("OVD", "GM9105"), ("OVD", "GM9106"), ("OVD", "GM9191"), ("WSR", "GM9105"), ("WSR", "GM9191"),
        ),
    ),
    "partnership_agreements": (
        ("verband-id", "afspraken op hoofdlijnen", "getekend op"),
        (
            ("AMR", "Regionale opvang volgt de koppeling van vergunninghouders.", "01-06-2020"),
            ("OVD", "Plekken tellen bij de PRT Markerwaard; Overzijde draagt bij aan begeleiding.", "15-08-2020"),
        ),
    ),
    "contacts": (
        ("verband-id", "functie", "organisatie", "postbus", "naam persoon"),
        (
            ("AMR", "programmamanager asiel", "gemeente Markerstad", "asiel@markerstad.example", ""),
            ("OVD", "beleidsadviseur", "gemeente Kolkdorp", "opvang@kolkdorp.example", ""),
        ),
    ),
    "voluntary": (
        ("plekken", "van", "tot en met", "motivering"),
        ((60, "01-07-2022", "30-06-2024", "werkgelegenheid in de glastuinbouw"),),
    ),
    "obligations": (
        ("gemeentecode", "halfjaar", "taakstelling", "achterstand", "gerealiseerd"),
        (
            ("GM9101", "2020-2", 44, 6, 22), ("GM9102", "2020-2", 17, 0, 9), ("GM9103", "2020-2", 11, "-2", 5),
            ("GM9104", "2020-2", 11, 3, 2), ("GM9105", "2020-2", 6, 0, 3), ("GM9106", "2020-2", 4, 1, 1),
        ),
    ),
    "ses_woa": (
        ("gemeentecode", "ses-woa", "peiljaar"),
        (
            ("GM9101", "-0,082", 2019), ("GM9102", "0,031", 2019), ("GM9103", "0,174", 2019), ("GM9104", "0,112", 2019),
            ("GM9105", "-0,147", 2019), ("GM9106", "0,205", 2019), ("GM9105", ".", 2018),
        ),
    ),
    "measures": (
        ("maatregel", "doelgroep", "trekker", "planning"),
        (
            ("Omwonendenoverleg per locatie", "omwonenden", "gastgemeente", "vanaf 2020-Q4"),
            ("Taal en werk vanaf dag een", "bewoners", "", "2021"),
        ),
    ),
    "opportunities": (
        ("kans/aandachtspunt", "gebied", "toelichting", "eigenaar"),
        (
            ("Vraag naar personeel in de logistiek", "Zuidrand", "Bedrijven bieden leerwerkplekken.", "Arbeidsmarktregio"),
            ("Beperkt openbaar vervoer in de avond", "Noordwest", "Laatste bus om 21 uur.", "provincie"),
        ),
    ),
    "reserve": (
        ("locatie-id", "locatie of gebied", "trede", "soort reserve", "plekken", "beschikbaar of te maken", "inzetbaar binnen", "voorwaarden", "overeenkomst nodig"),
        (
            ("ML01", "azc Markerstad-West", 2, "direct", 200, "beschikbaar", 14, "binnen de bestuursovereenkomst", "nee"),
            ("ML15", "azc Koogdijk", 2, "direct", 80, "beschikbaar", 30, "binnen de bestuursovereenkomst", "nee"),
            ("", "uitbreiding Stationskwartier", 1, "indirect", 100, "te maken", 240, "besluit van de raad", "ja"),
            ("", "vakantiepark De Plas", 3, "indirect", 150, "te maken", 60, "alleen buiten het seizoen", "ja"),
            ("", "Expohal Markerstad", 4, "indirect", 180, "te maken", "", "", "ja"),
        ),
    ),
    "milestones": (
        ("datum", "mijlpaal", "locatie/verband", "soort", "besluitorgaan", "besluit", "status"),
        (
            ("2020-Q4", "Provinciaal plan vastgesteld", "", "PRT", "PRT", "vaststellen plan", "gepland"),
            ("15-12-2020", "Raadsbesluit Stationskwartier", "ML06", "besluit raad", "gemeenteraad Markerstad", "instemmen", "gepland"),
            ("2021-Q2", "Ondertekening Vaartzicht", "ML12", "ondertekening", "college Oosterdiep", "bestuursovereenkomst", "gepland"),
            ("01-10-2021", "Opening Vaartzicht", "ML12", "opening", "COA", "", "gepland"),
            ("15-03-2022", "Opening Stationskwartier", "ML06", "opening", "COA", "", "gepland"),
            ("15-06-2022", "Raadsbesluit Havenkwartier", "ML13", "besluit raad", "gemeenteraad Zuiderhaven", "instemmen", "na de opening"),
            ("01-05-2022", "Opening Havenkwartier", "ML13", "opening", "COA", "", "gepland"),
        ),
    ),
    "national": (
        ("kwartaal", "behoefte", "aanbod", "nieuwe overeenkomsten", "beëindigde overeenkomsten", "bron"),
        (
            ("2020-Q4", 30500, 29400, 600, 300, "LRT september 2020"), ("2021-Q1", 30800, 29600, 500, 200, "LRT september 2020"),
            ("2021-Q2", 31000, 30100, 700, 250, "LRT september 2020"), ("2021-Q3", 31000, 30700, 800, 300, "LRT september 2020"),
            ("2021-Q4", 31000, 30600, 600, 900, "LRT september 2020"), ("2022-Q1", 31000, 31100, 900, 400, "LRT september 2020"),
            ("2022-Q2", 31000, 31400, 700, 300, "LRT september 2020"),
        ),
    ),
    "actions": (
        ("vraagstuk", "actiehouder", "gereed", "status"),
        (
            ("Vergunning Stationskwartier", "gemeente Markerstad", "01-06-2021", "loopt"),
            ("Looptijd Kolkdorp uitzoeken", "", "", "open"),
        ),
    ),
    "hospitals": (("id", "naam", "x", "y"), (("ZH1", "Zuiderzee Ziekenhuis, hoofdingang", 147_350, 508_050),)),
}  # fmt: skip
"""Headings and rows of each table."""


def write_tables(folder: Path, address: tuple[str, str]) -> None:
    """Write every table.

    Parameters
    ----------
    folder
        Folder of the raw data.
    address
        Postcode and house number of the location that is given by its address.
    """
    postcode, number = address
    rows = [
        [
            row.get(heading, "").replace("{postcode}", postcode).replace("{huisnummer}", number)
            for heading in LOCATION_HEADINGS
        ]
        for row in locations()
    ]
    _write_csv(folder / "locations.csv", LOCATION_HEADINGS, rows)
    for name, (headings, some) in TABLES.items():
        _write_csv(folder / f"{name}.csv", headings, some)
    _write_candidates(folder / "candidates.xlsx")


def _write_csv(path: Path, headings: tuple[str, ...], rows: object) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)  # type: ignore[arg-type]
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _write_candidates(path: Path) -> None:
    """Write the workbook as such lists are mailed: merged titles above the headings, 01-01-1970 for no date."""
    book = Workbook()
    book.properties.created = book.properties.modified = _MOMENT
    sheet = book.active
    sheet.title = "kandidaten"
    sheet["A1"] = "Kandidaatlocaties Markerwaard - VERTROUWELIJK - fictief voorbeeld"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "stand van 1 september 2020"
    sheet.append([])
    sheet.append(list(CANDIDATE_HEADINGS))
    for row in candidates():
        sheet.append(list(row))
    held = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(held, "w")).save()  # Workbook.save would write the clock into the file
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist()):
            kept.writestr(zipfile.ZipInfo(name, _MOMENT.timetuple()[:6]), made.read(name), zipfile.ZIP_DEFLATED)
