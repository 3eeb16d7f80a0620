"""Published figures of the Spreidingswet, reproduced at the precision in which they were printed (domain, 1b and 1c)."""

import csv
from fractions import Fraction
from pathlib import Path

import geopandas as gpd
import pytest

from geo.analysis.apportion import apportion, rounding

NATIONAL = 96_000
PROVINCES = {
    "Groningen": (2717, 0.85), "Friesland": (3391, 0.95), "Drenthe": (2691, 0.99), "Overijssel": (6325, 0.99),
    "Flevoland": (2441, 1.02), "Gelderland": (11704, 1.02), "Utrecht": (8205, 1.10), "Noord-Holland": (16290, 1.02),
    "Zuid-Holland": (19776, 0.96), "Zeeland": (2109, 1.00), "Noord-Brabant": (14689, 1.04), "Limburg": (5662, 0.93),
}  # fmt: skip
"""Published task of 2024, and what it is of the share by inhabitants."""


@pytest.fixture(scope="module")
def inhabitants(shared: Path) -> dict[str, int]:
    """Inhabitants per municipality on 1 January 2022, of all 345."""
    with (shared / "nl" / "regionale_kerncijfers_cbs.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.reader(text, delimiter=";") if row[0] == "2022" and row[2].isdigit()]
    people = {row[1]: int(row[2]) for row in rows}
    assert len(people) == 345
    assert sum(people.values()) == 17_590_672
    return people


def test_the_municipalities_of_2022_share_the_national_need_by_inhabitants(inhabitants: dict[str, int]) -> None:
    shares = apportion(NATIONAL, inhabitants)
    assert shares["places"].sum() == NATIONAL
    # Published pro rata for Wijdemeren: 134 places.
    assert shares.loc["Wijdemeren", "places"] == 134
    did = rounding(NATIONAL, inhabitants)
    assert did.floors + did.left == NATIONAL
    assert 0 < did.up_over < 345


def test_bloemendaal_by_the_published_numbers() -> None:
    # 23.922 of 17.947.684 inhabitants, as the newspaper says: 128 by inhabitants and 172 with the score, 1 per 139.
    rest = 17_947_684 - 23_922
    assert apportion(NATIONAL, {"Bloemendaal": 23_922, "rest": rest}).loc["Bloemendaal", "places"] == 128
    with_score = {"Bloemendaal": Fraction("1.344") * 23_922, "rest": Fraction(rest)}
    assert apportion(NATIONAL, with_score).loc["Bloemendaal", "places"] == 172
    assert round(23_922 / 172) == 139


def test_the_tasks_of_the_provinces_are_their_inhabitants_with_a_factor(shared: Path) -> None:
    frame = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="provincies").set_index("provincie")
    people = {name: int(number) for name, number in frame["inwoners"].items()}
    assert set(people) == set(PROVINCES)
    assert sum(task for task, _ in PROVINCES.values()) == NATIONAL
    shares = apportion(NATIONAL, people)
    found = {name: task / shares.loc[name, "places"] for name, (task, _) in PROVINCES.items()}
    # Printed with two decimals, of the inhabitants of a year later.
    assert len(found) == 12
    assert found == pytest.approx({name: factor for name, (_, factor) in PROVINCES.items()}, abs=0.02)
