"""The sheets of areas in a whole run of the town in miniature: which there are, where, and what they hold."""

from pathlib import Path

import pandas as pd
import pdfplumber
import pytest
import toy_workspace


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_workspace.finished(tmp_path_factory.mktemp("areas") / "toy")


@pytest.fixture(scope="module")
def sheets(toy: Path) -> pd.DataFrame:
    return pd.read_parquet(toy / "data" / "processed" / ".cache" / "sheets.parquet")


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as pages:
        return " ".join(" ".join(page.extract_text().split()) for page in pages.pages)


def test_each_chapter_has_its_sheets_in_order(sheets: pd.DataFrame) -> None:
    of = sheets.drop_duplicates("number").set_index("number")["chapter"]
    assert {number: chapter for number, chapter in of.items() if number in {"Kaart 1", "Kaart 2", "Kaart 3"}} == {
        "Kaart 1": 1,
        "Kaart 2": 2,
        "Kaart 3": 3,
    }
    assert of[[number for number in of.index if number.startswith("Kaart 4")]].eq(4).all()


def test_kaart_1_tells_the_table_of_municipalities(toy: Path) -> None:
    table = pd.read_parquet(toy / "data" / "processed" / "municipalities.parquet")
    (path,) = sorted((toy / "maps").glob("kaart-1-*openbaar.pdf"))[:1]
    said = text_of(path)
    for row in table.to_dict("records"):
        assert str(row["name"]) in said
        if not pd.isna(row["per_1000"]) and row["per_1000"] >= 0.05:
            whole, _, rest = f"{row['per_1000']:,.1f}".partition(".")
            assert f"{whole.replace(',', '.')},{rest}" in said


def test_kaart_3_names_the_region_and_says_that_there_are_no_partnerships(toy: Path) -> None:
    (path,) = sorted((toy / "maps").glob("kaart-3-*openbaar.pdf"))[:1]
    said = text_of(path)
    assert "1 Toetsland" in said
    assert "Er zijn geen samenwerkingsverbanden opgegeven." in said


def test_the_quarters_of_the_horizon_have_a_map_for_the_total_of_the_province(toy: Path) -> None:
    """The need of the plan is that of the province, of the total from the fourth quarter on."""
    (path,) = sorted((toy / "maps").glob("kaart-4*-tekort-per-kwartaal-totaal-openbaar.pdf"))[:1]
    said = text_of(path)
    for quarter in ("2020-III", "2020-IV", "2021-I", "2021-II"):
        assert quarter in said
    assert "450 tot 550" in said
