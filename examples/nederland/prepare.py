"""Fills the two workspaces of this example in a folder of your choice, from a folder of public data.

Run it with ``python examples/nederland/prepare.py FOLDER [DATA]``. DATA is a folder with ``nl/azc_2015.geojson``,
``nl/boundaries_2022.gpkg`` and ``nl/provinciale_opgaven.csv``; by default the one that ``GEO_SHARED`` names. Nothing of
it is written into the repository.
"""

import csv
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
WORKSPACES = ("verslagen-2024", "opvang-2015")
NEEDED = ("azc_2015.geojson", "boundaries_2022.gpkg", "provinciale_opgaven.csv")
PRINTED = {"opgave_totaal": ("totaal", 75_500), "opgave_amv": ("amv", 5_088)}
"""Kind of need of each column of the first version of the letter of May 2023, and the national total as printed."""
COA = "https://www.coa.nl/nl/provincale-verdeling-van-opvangplekken"
LISTED = date(2015, 11, 2)
NO_YEAR = 1970
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SITES = (
    "locatie-id", "naam", "lengtegraad", "breedtegraad", "huidig type", "status besluitvorming", "capaciteit",
    "looptijd", "overeenkomst van", "overeenkomst t/m", "openbaarheid", "bron", "peildatum",
)  # fmt: skip


def main() -> None:
    """Make the workspaces, or say what is missing."""
    if len(sys.argv) < 2:  # noqa: PLR2004 (the script itself and a folder)
        sys.exit("Noem een map: python examples/nederland/prepare.py MAP [GEGEVENS]")
    folder = Path(sys.argv[1]).resolve()
    data = Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("GEO_SHARED", "")).resolve() / "nl"  # noqa: PLR2004
    missing = [name for name in NEEDED if not (data / name).is_file()]
    if missing:
        listed = ", ".join(missing)
        sys.exit(f"In {data} ontbreekt: {listed}. Noem de map met gegevens als tweede woord, of in GEO_SHARED.")
    if folder.is_relative_to(REPOSITORY):
        sys.exit(f"{folder} ligt in de programmacode; kies een map daarbuiten.")
    for name in WORKSPACES:
        shutil.copytree(HERE / name, folder / name, dirs_exist_ok=True)
        raw = folder / name / "data" / "raw"
        raw.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / "boundaries_2022.gpkg", raw / "boundaries.gpkg")
    append(folder / "verslagen-2024" / "data" / "raw" / "need.csv", first_version(data / "provinciale_opgaven.csv"))
    write(folder / "opvang-2015" / "data" / "raw" / "locations.csv", sites(data / "azc_2015.geojson"))
    print(*(f"geo run -p {folder / name}" for name in WORKSPACES), sep="\n")


def first_version(path: Path) -> Iterator[tuple[object, ...]]:
    """Give the first version of the letter of May 2023 as rows of need, with the totals as they were printed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for column, (kind, printed) in PRINTED.items():
        amounts = [(row["provincie"], row[column], "eerste versie; de dag is niet bekend") for row in rows]
        for province, places, note in [*amounts, ("Nederland", printed, "gedrukt totaal")]:
            yield "COA-2023-A", "01-05-2023", kind, province, "01-01-2024", places, COA, note


def sites(path: Path) -> Iterator[tuple[object, ...]]:
    """Give the locations of 2015, from the day of the list on.

    The list has no first day, and a last day of few. Without one a location would be unknown on every day; here it
    counts as indefinite, which is meant for the day of the list alone.
    """
    yield SITES
    listed = json.loads(path.read_text(encoding="utf-8"))["features"]
    for number, feature in enumerate(listed, start=1):
        about, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"][:2]
        last = day(about["Beschikbaar tot"])
        begun = f"{LISTED:%d-%m-%Y}" if last is None or last >= LISTED else ""
        kind = "noodopvang" if about["Noodopvang"] == "Ja" else about["Type"]
        yield (
            f"A{number:02d}", about["Naam"], lon, lat, kind, "bestaand", about["Opvangplaatsen"],
            "bepaald" if last else "onbepaald", begun, f"{last:%d-%m-%Y}" if last else "", "openbaar",
            "coa.nl, lijst van 2 november 2015", f"{LISTED:%d-%m-%Y}",
        )  # fmt: skip


def day(text: str | None) -> date | None:
    """Read ``Sun Feb 28 2016 01:00:00 GMT+0100``; 1 January 1970 stands for no date."""
    if not text:
        return None
    _, month, number, year = text.split()[:4]
    found = date(int(year), MONTHS.index(month) + 1, int(number))
    return None if found.year == NO_YEAR else found


def write(path: Path, rows: Iterator[tuple[object, ...]], mode: str = "w") -> None:
    """Write rows as Dutch spreadsheets read them."""
    with path.open(mode, encoding="utf-8-sig" if mode == "w" else "utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)


def append(path: Path, rows: Iterator[tuple[object, ...]]) -> None:
    """Add rows to a table."""
    write(path, rows, mode="a")


if __name__ == "__main__":
    main()
