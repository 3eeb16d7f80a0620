"""Chapter 4: what becomes of the portfolio, who has which role, and the factsheets side by side."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo.report.chapters.filling import blocks
from geo.report.content import Fact, TableBlock
from geo.report.results import ReportInput, Shown
from geo.tables.columns import Column, Table
from geo.tables.factsheets import ALLOCATION_PARTS, ROLE_MATRIX
from tests.report import example

WHOLE = {
    "portfolio": 2520, "continued": 1030, "converted": 650, "ended": 840, "undecided": 0, "difference": 0, "new": 960,
    "staying": 1520, "end": 2480, "unknown_now": 1, "unknown_end": 2,
    "unknown_continued": 1, "unknown_converted": 0, "unknown_ended": 0, "unknown_undecided": 0, "unknown_new": 1,
    "unknown_staying": 1,
}  # fmt: skip


def filled(folder: Path) -> ReportInput:
    parts = pd.DataFrame([{"by": "type", "value": "gvl", **WHOLE}, {"by": "all", "value": None, **WHOLE}])
    roles = dict.fromkeys(ROLE_MATRIX.names, "–") | {"name": "A Aa", "topic": "finance", "agreed": False}
    sheet = Table(
        name="factsheets",
        title="F",
        columns=(Column(name="label", heading="kenmerk"), Column(name="A", heading="A Aa")),
    )
    facts = Shown(table=sheet, frame=pd.DataFrame({"label": ["gemeente"], "A": ["Een"]}))
    return replace(
        example.results(folder),
        allocation_parts=Shown(table=ALLOCATION_PARTS, frame=parts),
        roles=Shown(table=ROLE_MATRIX, frame=pd.DataFrame([roles, {**roles, "agreed": True}])),
        factsheets=(facts, facts),
    )


def test_tables_stand_under_their_numbers(tmp_path: Path) -> None:
    numbers = [block.number for block in blocks(filled(tmp_path)) if isinstance(block, TableBlock)]
    assert numbers == ["4.2b", "4.3a", "4.3c", "4.3d"]
    single = replace(filled(tmp_path), factsheets=filled(tmp_path).factsheets[:1])
    assert [block.number for block in blocks(single) if isinstance(block, TableBlock)][-1] == "4.3c"


def test_what_becomes_of_the_portfolio_is_told_with_its_check(tmp_path: Path) -> None:
    facts = {block.label: block.text for block in blocks(filled(tmp_path)) if isinstance(block, Fact)}
    assert facts["partition"] == (
        "Van de huidige portefeuille (≥ 2.520 reguliere opvangplekken; 1 onbekend) worden er ≥ 1.030 voortgezet, 650 "
        "omgevormd en 840 beëindigd; over 0 is nog niets besloten. Het verschil met de portefeuille is 0. Aan het einde "
        "van de planperiode (≥ 2.480 reguliere opvangplekken; 2 onbekend) zijn er ≥ 960 nieuw en ≥ 1.520 op bestaande locaties."
    )
    assert facts["roles"].endswith("De tabel heeft 2 onderwerpen, waarvan 1 nog zonder afspraak.")


def test_without_them_the_chapter_has_none(tmp_path: Path) -> None:
    labels = {block.label for block in blocks(example.results(tmp_path)) if isinstance(block, Fact)}
    assert not labels & {"partition", "roles"}
