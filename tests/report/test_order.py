"""The order of tables and gaps in a plan, and which rows of a long table are shown."""

import dataclasses
import re
from pathlib import Path

import pandas as pd

from geo.findings import Finding
from geo.quarters import Quarter, quarters_between
from geo.report.build import build_content
from geo.report.content import Bullets, Content, Heading, Paragraph, TableBlock
from geo.report.grids import grids
from geo.report.results import Housing, ReportInput, Shown
from geo.tables.completeness import COMPLETENESS
from geo.tables.coverage import SHORTAGE
from geo.tables.inputs import CONTACTS
from geo.tables.regions import PARTNERSHIP_SHARES, REGIONAL_DISTANCES, REGIONAL_INDICATION, REGIONAL_REACH
from geo.tables.transition import SCENARIOS
from tests.report.example import IMPRINT, results, simple

DAYS = [pd.Timestamp("2022-02-01")]


def shortages(*places: int) -> Shown:
    frame = pd.DataFrame({"from": DAYS, "until": DAYS, "bucket": "totaal", "places": 200, "unknown_locations": 1})
    return Shown(table=SHORTAGE, frame=frame.assign(cause="al tekort bij het begin", remedy="").head(len(places)))


def whole(folder: Path) -> ReportInput:
    contacts = simple(CONTACTS, partnership_id=["S1"], function=["beleidsadviseur"], organisation=["gemeente"])
    housing = Housing(
        reach=simple(REGIONAL_REACH, name=["Azc"], municipalities=[2], max_m=[5000.0], mean_m=["niet toetsbaar"]),
        distances=simple(
            REGIONAL_DISTANCES, name=["Azc"], municipality=["Een"], target=["town_hall"], distance_m=[5e3]
        ),
        mode="car",
        mean_m=None,
        max_m=5000.0,
    )
    return dataclasses.replace(
        results(folder),
        contacts=contacts,
        shortages=shortages(200),
        shares=simple(
            PARTNERSHIP_SHARES, name=["Verband"], province=["Flevoland"], share=[0.5], counts_in=["onbekend"]
        ),
        housing=housing,
        indication=simple(REGIONAL_INDICATION, region_name=["Noord"], obligation=[None], places=[10]),
    )


def numbers(content: Content) -> list[str]:
    blocks = [block for chapter in content.chapters for block in chapter.blocks]
    return [block.number for block in blocks if isinstance(block, TableBlock) and block.number]


def headings(content: Content) -> list[str]:
    blocks = [block for chapter in content.chapters for block in chapter.blocks if isinstance(block, Heading)]
    return [block.text.split()[0] for block in blocks if re.match(r"\d", block.text)]


def test_tables_and_headings_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    content = build_content(whole(tmp_path), imprint=IMPRINT)
    assert numbers(content) == sorted(numbers(content))
    assert headings(content) == sorted(headings(content))
    assert {"3.2", "3.3", "3.4", "3.6", "7.2", "7.3"} <= set(numbers(content)) & set(headings(content))
    assert {"3.5a", "3.5b"} <= set(numbers(content))


def test_chapter_3_says_what_is_a_sensitivity_and_what_is_not_known(tmp_path: Path) -> None:
    content = build_content(whole(tmp_path), imprint=IMPRINT)
    (fact,) = [fact.text for fact in content.facts if fact.label == "housing"]
    assert fact == (
        "Van 1 locatie met regionale opvang is het over de weg, per auto, naar de gemeenten van de regio gemiddeld "
        "onbekend (naar inwoners) en ten hoogste 5,0 km."
    )
    blocks = [block for chapter in content.chapters for block in chapter.blocks]
    assert any(isinstance(one, Paragraph) and one.text.startswith("Gevoeligheid, geen behoefte") for one in blocks)
    tables = {block.number: grids(block)[0] for block in blocks if isinstance(block, TableBlock) and block.number}
    assert tables["3.5a"].rows == (("Azc", "2", "5,0 km", "niet toetsbaar"),)
    assert tables["3.5b"].rows == (("Azc", "Een", "gemeentehuis", "5,0 km"),)
    assert tables["3.6"].rows == (("Noord", "onbekend", "10"),)
    assert tables["3.4"].rows == (("Verband", "Flevoland", "50%", "onbekend"),)


def test_that_no_shortage_was_found_is_said_without_a_table(tmp_path: Path) -> None:
    content = build_content(dataclasses.replace(whole(tmp_path), shortages=shortages()), imprint=IMPRINT)
    assert "7.3" not in numbers(content)
    (fact,) = [fact.text for fact in content.facts if fact.label == "shortages"]
    assert fact == "De toets van dag tot dag vond 0 perioden met een tekort."
    assert not [gap for gap in content.to_fill if "7.3" in gap.what]
    unknown = build_content(dataclasses.replace(whole(tmp_path), shortages=None), imprint=IMPRINT)
    assert [gap.what for gap in unknown.to_fill if "7.3" in gap.what] == ["tabel 7.3 Tekorten, per dag bepaald"]


def test_of_every_change_and_year_the_tightest_quarter_is_shown(tmp_path: Path) -> None:
    quarters = [str(one) for one in quarters_between(Quarter(2020, 1), Quarter(2021, 4))]
    balances = {0.0: [None, None, None, 400, 300, 50, 50, 90], 0.1: [None] * 4 + [10, 20, None, 5]}
    frame = pd.DataFrame(
        [
            {"change": change, "quarter": quarter, "balance": balance}
            for change, listed in balances.items()
            for quarter, balance in zip(quarters, listed, strict=True)
        ]
    ).astype({"balance": "Int64"})
    given = dataclasses.replace(results(tmp_path), scenarios=Shown(table=SCENARIOS, frame=frame))
    blocks = [block for chapter in build_content(given, imprint=IMPRINT).chapters for block in chapter.blocks]
    (block,) = [one for one in blocks if isinstance(one, TableBlock) and one.number == "6.2"]
    # of 2020 the only one that is known; of 2021 the first of two equals; without any the first of the year
    assert block.frame[["change", "quarter"]].to_numpy().tolist() == [
        [0.0, "2020-Q4"], [0.0, "2021-Q2"], [0.1, "2020-Q1"], [0.1, "2021-Q4"],
    ]  # fmt: skip
    assert block.note.startswith("Van elk jaar het kwartaal met het laagste saldo")


def test_what_is_lacking_is_listed_by_chapter(tmp_path: Path) -> None:
    said = (("issue", "x"), ("name", "x"))
    gaps = [
        Finding("cross_border_no_lead", "rood", 3, (), said, ""),
        Finding("unknown_term", "oranje", 2, (), said, ""),
    ]
    content = build_content(dataclasses.replace(results(tmp_path), gaps=tuple(gaps)), imprint=IMPRINT)
    (page,) = [chapter for chapter in content.chapters if chapter.ident == "volledigheid"]
    listed = next(block for block in page.blocks if isinstance(block, Bullets)).items
    assert [text.split(":")[0] for text in listed] == ["Hoofdstuk 2", "Hoofdstuk 3"]


def beside_the_list(*compared: str) -> Shown:
    """Make the completeness of hospital and GP, of which some were compared; a difference of no sites is unknown."""
    rows = [
        {
            "category": name,
            "status": "compared",
            "listed": 4,
            "mapped": 5,
            "found": 3,
            "found_share": 0.75,
            "mode": "walk",
        }
        if name in compared
        else {"category": name, "status": "not_compared", "mode": ""}
        for name in ("gp", "hospital")
    ]
    return Shown(table=COMPLETENESS, frame=pd.DataFrame(rows, columns=list(COMPLETENESS.names)))


def test_completeness_stands_by_the_distances_with_what_was_not_compared(tmp_path: Path) -> None:
    asked = dataclasses.replace(whole(tmp_path), completeness=beside_the_list("hospital"))
    content = build_content(asked, imprint=IMPRINT)
    (block,) = [
        block
        for chapter in content.chapters
        for block in chapter.blocks
        if isinstance(block, TableBlock) and block.caption.startswith("Volledigheid")
    ]
    assert numbers(content) == sorted(numbers(content))
    assert block.number.startswith("2.2")
    assert block.frame["category"].tolist() == ["hospital"]
    assert "Niet vergeleken, want zonder officiële lijst: huisarts." in block.note
    assert "gemeten over de weg, lopend;" in block.note
    (grid,) = grids(block)
    cells = dict(zip(grid.headings, grid.rows[0], strict=True))
    assert cells["Op de officiële lijst"] == "4"
    assert cells["Aandeel van de lijst"] == "75%"
    assert cells["Verschil in afstand, mediaan"] == "onbekend"


def test_without_any_list_completeness_is_said_to_be_untestable(tmp_path: Path) -> None:
    asked = dataclasses.replace(whole(tmp_path), completeness=beside_the_list())
    content = build_content(asked, imprint=IMPRINT)
    said = [block.text for chapter in content.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
    assert [text for text in said if "niet toetsbaar: het plan heeft geen officiële lijst" in text]
    assert numbers(content) == numbers(build_content(whole(tmp_path), imprint=IMPRINT))
