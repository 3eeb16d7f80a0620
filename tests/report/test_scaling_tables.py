"""Tables of terms, extensions, growth and order as the document shows them."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from geo.report.build import build_content
from geo.report.content import Block, Fact, Paragraph, TableBlock
from geo.report.grids import grids
from geo.report.results import ReportInput, Scaling, Shown
from geo.report.variant_table import deepest_shortages, has_options, variant_grid
from geo.tables.findings import ACTION_LIST
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from geo.tables.time_path import BACK_PLANNING, EXPIRY, VARIANT_SUPPLY, VARIANTS
from geo.tables.transition import SCENARIOS
from tests.report.example import IMPRINT, results


def variants(
    *rows: tuple[str, str, int, int, int | None, int],
    area: str | None = None,
    status: str = "enough",
    needless: int = 0,
) -> Shown:
    """Give rows of quarter, variant, supply, locations unknown, shortage, days unknown; a shortage is certain."""
    names = ["quarter", "variant", "supply_max", "unknown_locations", "shortage", "unknown_days"]
    frame = pd.DataFrame(rows, columns=names).astype({"shortage": "Int64"})
    day = pd.Series(pd.Timestamp("2021-02-01"), frame.index).where(frame["shortage"].fillna(0) > 0)
    frame = frame.assign(need_min=pd.array([500] * len(frame), dtype="Int64"), shortage_from=day)
    told = pd.Series(status, frame.index).mask(day.notna(), "short" if status == "enough" else status)
    frame = frame.assign(status=told, need_unknown_days=needless)
    return Shown(table=VARIANT_SUPPLY, frame=frame if area is None else frame.assign(area_id=area))


TWO = variants(
    ("2021-Q1", "agreed", 400, 0, 300, 0), ("2021-Q1", "options", 500, 1, 40, 90), ("2021-Q1", "extended", 600, 0, 0, 0),
    ("2021-Q2", "agreed", 450, 0, 50, 0), ("2021-Q2", "options", 450, 0, 50, 0), ("2021-Q2", "extended", 600, 2, 0, 9),
)  # fmt: skip


def cells(block: Block) -> list[tuple[str, ...]]:
    assert isinstance(block, TableBlock)
    return [row for grid in grids(block) for row in grid.rows]


def test_the_variants_stand_side_by_side_with_their_bounds() -> None:
    shown = variant_grid(TWO)
    block = TableBlock(number="7.4", caption="x", table=shown.table, frame=shown.frame)
    assert cells(block) == [
        ("2021-I", "500", "400", "300", "≥ 500", "ten hoogste 40", "600", "0"),
        ("2021-II", "500", "450", "50", "450", "50", "≥ 600", "0"),
    ]
    assert [grid.headings[2] for grid in grids(block)] == ["Aanbod zoals afgesproken"]


def test_the_deepest_shortage_of_the_horizon_is_one_sentence() -> None:
    (said,) = deepest_shortages(TWO)
    assert isinstance(said, Fact)
    assert said.text == (
        "Het diepste tekort in de planperiode: zonder verlenging 300 plekken (vanaf 01-02-2021); als alle "
        "verlengingsopties worden gebruikt 50 plekken (vanaf 01-02-2021); met verlenging van alle aflopende "
        "overeenkomsten geen tekort."
    )
    assert {name: figure.value for name, figure in said.figures} == {"agreed": 300, "options": 50, "extended": 0}


def test_a_shortage_with_unknown_places_is_at_most_so_deep_and_each_province_has_its_sentence() -> None:
    one = variants(*((f"2021-Q{at}", name, 0, 1, 1, 3) for at in (1, 2) for name in VARIANTS), area="Noord (PV1)")
    other = variants(*(("2021-Q1", name, 0, 1, None, 0) for name in VARIANTS), area="Zuid (PV2)")
    both = Shown(table=VARIANT_SUPPLY, frame=pd.concat([one.frame, other.frame], ignore_index=True))
    north, south = deepest_shortages(both)
    assert isinstance(north, Fact)
    assert north.text.startswith("Noord (PV1): Het diepste tekort")
    assert "ten hoogste 1 plek (vanaf 01-02-2021)" in north.text
    assert isinstance(south, Paragraph)
    assert south.text.startswith("Zuid (PV2): ")
    assert "niet toetsbaar" in south.text
    assert variant_grid(both).frame["agreed_shortage"].tolist() == [1, 1, "niet toetsbaar"]


def test_without_a_quarter_that_can_be_tested_nothing_is_no_shortage() -> None:
    # the need is due on the last day of the quarter alone: no shortage on that day says nothing of the other 91
    one = variants(*(("2020-Q4", name, 600, 0, 0, 0) for name in VARIANTS), status="untestable", needless=91)
    (said,) = deepest_shortages(one)
    assert isinstance(said, Fact)
    assert said.text == (
        "Het diepste tekort in de planperiode: zonder verlenging niet toetsbaar; als alle verlengingsopties worden "
        "gebruikt niet toetsbaar; met verlenging van alle aflopende overeenkomsten niet toetsbaar. Of er een tekort is, "
        "is te toetsen voor 0 van de 1 kwartalen zonder verlenging, 0 met de opties en 0 met alle verlengd."
    )
    assert said.figures == ()
    shown = variant_grid(one)
    block = TableBlock(number="7.4", caption="x", table=shown.table, frame=shown.frame)
    assert cells(block) == [("2020-IV", "500", "91", *("600", "niet toetsbaar") * 3)]
    assert [grid.headings[2] for grid in grids(block)] == ["Dagen zonder bekende behoefte"]


def test_some_quarters_that_can_be_tested_are_no_proof_for_the_others() -> None:
    none = variants(*(("2020-Q4", name, 600, 0, 0, 0) for name in VARIANTS), status="untestable", needless=91)
    deep = {"agreed": 300, "options": 0, "extended": 0}
    later = variants(*(("2021-Q1", name, 600, 0, deep[name], 0) for name in VARIANTS))
    frame = pd.concat([none.frame, later.frame], ignore_index=True)
    (said,) = deepest_shortages(Shown(table=VARIANT_SUPPLY, frame=frame))
    assert isinstance(said, Fact)
    assert "zonder verlenging 300 plekken (vanaf 01-02-2021); " in said.text
    assert "gebruikt geen gevonden waar het toetsbaar is; " in said.text
    assert said.text.endswith("voor 1 van de 2 kwartalen zonder verlenging, 1 met de opties en 1 met alle verlengd.")
    assert [name for name, _ in said.figures] == ["agreed"]


def scaling() -> Scaling:
    growth = pd.DataFrame(
        [
            ("2021-Q1", 0, 100, 90, 0, -10, 0, "covers", 0), ("2021-Q1", 4, 100, 90, 30, 20, None, "covers", 2),
            ("2021-Q2", 0, 100, 120, 0, 20, 0, "covers", 0), ("2021-Q2", 4, 100, 120, 30, 50, 9, "covers", 0),
            ("2020-Q4", 0, None, 90, 0, None, 0, "untestable", 0),
        ],
        columns=["quarter", "rung", "need_min", "supply", "reserve", "growth_percent", "days", "outcome", "unknown"],
    ).astype(dict.fromkeys(("need_min", "growth_percent", "days"), "Int64"))  # fmt: skip
    down = pd.DataFrame(
        [
            (1, "emergency", "N", "En", None, "2020-09-01", None, None, None, None, 0),
            (2, "flexible", "F", "Ef", 40, "2020-10-01", 30, None, 40, 8, 1),
            (3, "lapse", "L", "El", 100, "2022-01-01", None, "2021-06-30", 140, 28, 1),
            (4, "lapse", "M", "Em", 10, "2022-02-01", None, "2021-06-30", None, None, 1),
        ],
        columns=[name for name in SCALE_DOWN.names if name != "area_id"],
    ).astype(dict.fromkeys(("places", "switch_days", "cumulative", "fall_percent"), "Int64"))  # fmt: skip
    dates = {name: pd.to_datetime(down[name]) for name in ("available", "notice_date")}
    planned = pd.DataFrame(
        [
            ("N", "En", "open", "council", "Raadsbesluit", "2021-01-01", "late"),
            ("N", "En", "open", "signing", None, "2021-02-01", "in_time"),
            ("N", "En", "open", "permit", None, None, "open"),
            ("S", "Es", "end", "notice", None, None, "short_term"),
            ("L", "El", "lapse", "extension", None, None, "open"),
        ],
        columns=["location_id", "name", "event", "step", "milestone", "milestone_date", "status"],
    )
    days = {name: pd.Series(pd.Timestamp("2021-06-30"), planned.index) for name in ("day", "aim", "latest")}
    term = pd.DataFrame([("up_to_6", 2, 300, 1, 80, 0)], columns=list(EXPIRY.names))
    fall = pd.DataFrame([(-0.1, 500, 50, 3, "covered")], columns=list(FALLS.names[1:]))
    return Scaling(
        expiry=Shown(table=EXPIRY, frame=term),
        break_even=Shown(table=BREAK_EVEN, frame=growth),
        scale_down=Shown(table=SCALE_DOWN, frame=down.assign(**dates)),
        falls=Shown(table=FALLS, frame=fall),
        variants=TWO,
        back_planning=Shown(
            table=BACK_PLANNING,
            frame=planned.assign(
                **{
                    name: column.where((planned["location_id"] != "S") | (name == "day"))
                    for name, column in days.items()
                },
                milestone_date=pd.to_datetime(planned["milestone_date"]),
            ),
        ),
    )


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TableBlock]:
    given = dataclasses.replace(results(tmp_path_factory.mktemp("plan")), scaling=scaling())
    content = build_content(given, imprint=IMPRINT)
    found = [block for chapter in content.chapters for block in chapter.blocks if isinstance(block, TableBlock)]
    return {block.number: block for block in found}


def test_a_class_of_terms_shows_its_bound_and_no_counts(blocks: dict[str, TableBlock]) -> None:
    assert cells(blocks["2.1c"]) == [("t/m 6 maanden", "2", "≥ 300", "80")]


def test_of_every_year_the_quarter_with_the_least_growth_is_shown(blocks: dict[str, TableBlock]) -> None:
    assert cells(blocks["6.3"]) == [
        ("2021-I", "0", "100", "90", "0", "−10", "0"),
        ("2021-I", "4", "100", "90", "30", "≥ +20", "onbekend"),
        ("2020-IV", "0", "onbekend", "90", "0", "niet toetsbaar", "0"),
    ]


def test_the_order_of_going_says_what_does_not_apply_and_names_the_criteria(blocks: dict[str, TableBlock]) -> None:
    assert cells(blocks["6.4"]) == [
        ("1", "noodopvang", "N", "En", "onbekend", "01-09-2020", "n.v.t.", "onbekend", "n.v.t.", "n.v.t."),
        ("2", "flexibele plekken", "F", "Ef", "40", "01-10-2020", "30", "n.v.t.", "≥ 40", "≥ 8"),
        ("3", "overeenkomst loopt af", "L", "El", "100", "01-01-2022", "n.v.t.", "30-06-2021", "≥ 140", "≥ 28"),
        ("4", "overeenkomst loopt af", "M", "Em", "10", "01-02-2022", "n.v.t.", "30-06-2021", "n.v.t.", "n.v.t."),
    ]
    for criterion in ("provinciale spreiding", "ketenbelang", "flexibiliteit", "kwaliteit", "financieel uitlegbaar"):
        assert criterion in blocks["6.4"].note
    assert cells(blocks["6.5"]) == [("−10%", "500", "50", "3", "volstaat")]


def test_a_step_without_a_milestone_says_so(blocks: dict[str, TableBlock]) -> None:
    frame = blocks["7.5"].frame
    # the reference date is 1-9-2020: a signature after it is a plan
    assert frame["milestone"].tolist() == ["Raadsbesluit", "ondertekening gepland", "geen", "geen", "geen"]
    assert frame["milestone_date"].tolist()[-1] == "n.v.t."
    assert cells(blocks["7.5"])[3:] == [
        ("S", "Es", "eindigt", "30-06-2021", "opzegging of besluit tot beëindigen", "n.v.t.", "n.v.t.", "geen", "n.v.t.",
         "n.v.t.: kort lopende overeenkomst"),
        ("L", "El", "loopt af", "30-06-2021", "besluit over verlenging", "30-06-2021", "30-06-2021", "geen", "n.v.t.",
         "nog geen mijlpaal"),
    ]  # fmt: skip
    assert "weekend" in blocks["7.5"].note


def test_without_anything_to_go_that_is_said(tmp_path: Path) -> None:
    empty = Shown(table=SCALE_DOWN, frame=pd.DataFrame(columns=list(SCALE_DOWN.names)))
    given = dataclasses.replace(results(tmp_path), scaling=Scaling(scale_down=empty))
    content = build_content(given, imprint=IMPRINT)
    texts = [block.text for chapter in content.chapters for block in chapter.blocks if isinstance(block, Paragraph)]
    assert "Er is niets dat bij een lagere behoefte vanzelf vrijkomt." in texts


def test_options_that_change_nothing_are_left_out(tmp_path: Path) -> None:
    same = variants(*(("2021-Q1", name, 400, 0, 100, 0) for name in VARIANTS))
    assert (has_options(TWO), has_options(same)) == (True, False)
    given = dataclasses.replace(results(tmp_path), scaling=Scaling(variants=same))
    (block,) = tables(given, "7.4")
    assert [column.name for column in block.table.columns] == [
        "quarter", "need_min", "agreed_supply", "agreed_shortage", "extended_supply", "extended_shortage",
    ]  # fmt: skip
    assert "Geen verlengingsoptie verandert iets" in block.note


def test_without_any_need_a_sentence_stands_for_the_tables(tmp_path: Path) -> None:
    lost = {"need_min": pd.array([None], dtype="Int64")}
    untold = variants(("2021-Q1", "agreed", 400, 0, None, 0), ("2021-Q1", "options", 500, 0, None, 0))
    growth = scaling().break_even.frame.iloc[[4]]
    fall = pd.DataFrame([(-0.1, None, None, None, "untestable")], columns=list(FALLS.names[1:]))
    base = results(tmp_path)
    rows = pd.DataFrame({"change": [0.0], "quarter": ["2021-Q1"], "balance": pd.array([None], dtype="Int64"), **lost})
    given = dataclasses.replace(
        base,
        scenarios=Shown(table=SCENARIOS, frame=rows),
        scaling=dataclasses.replace(
            scaling(),
            variants=Shown(table=VARIANT_SUPPLY, frame=untold.frame.assign(need_min=[None, None])),
            break_even=Shown(table=BREAK_EVEN, frame=growth),
            falls=Shown(table=FALLS, frame=fall),
        ),
    )
    assert tables(given, "6.2", "6.3", "6.5", "7.4") == []
    said = [block.text for chapter in build_content(given, imprint=IMPRINT).chapters for block in chapter.blocks
            if isinstance(block, Paragraph) and block.text.startswith("Er is geen behoefte bekend")]  # fmt: skip
    assert [text.split("tabel ")[1][:3] for text in said] == ["6.2", "6.3", "6.5", "7.4"]


def test_without_reserve_the_growth_has_one_row_a_quarter(tmp_path: Path) -> None:
    frame = scaling().break_even.frame.assign(reserve=0)
    for unknown, quarters in ((0, ["2021-Q1", "2020-Q4"]), (1, ["2021-Q1", "2021-Q1", "2020-Q4"])):
        growth = Shown(table=BREAK_EVEN, frame=frame.assign(unknown_reserve=unknown))
        given = dataclasses.replace(results(tmp_path), scaling=Scaling(break_even=growth))
        (block,) = tables(given, "6.3")
        assert block.frame["quarter"].tolist() == quarters  # what is unknown may be reserve
        assert ("alleen trede 0" in block.note) is (unknown == 0)


def test_of_several_provinces_each_has_one_quarter_of_the_growth(tmp_path: Path) -> None:
    frame = scaling().break_even.frame
    both = pd.concat([frame.assign(area_id="Noord"), frame.assign(area_id="Zuid")], ignore_index=True)
    given = dataclasses.replace(results(tmp_path), scaling=Scaling(break_even=Shown(table=BREAK_EVEN, frame=both)))
    (block,) = tables(given, "6.3")
    assert block.frame[["area_id", "quarter", "rung"]].to_numpy().tolist() == [
        ["Noord", "2021-Q1", 0], ["Noord", "2021-Q1", 4], ["Zuid", "2021-Q1", 0], ["Zuid", "2021-Q1", 4],
    ]  # fmt: skip
    assert block.note.startswith("Van elke provincie het kwartaal")


def test_actions_without_a_holder_say_so_and_red_ones_are_never_left_out(tmp_path: Path) -> None:
    severities = [None, *["rood"] * 69, *["oranje"] * 20]
    frame = pd.DataFrame({"issue": ["Iets"] * 90, "holder": [None] * 90, "severity": severities})
    given = dataclasses.replace(results(tmp_path), actions=Shown(table=ACTION_LIST, frame=frame), texts={})
    (block,) = tables(given, "8.1")
    (grid,) = grids(block)
    assert len(grid.rows) == 70  # one of the plan and 69 that are red
    assert grid.rows[0][:2] == ("Iets", "nog te bepalen")
    texts = [block.text for block in build_content(given, imprint=IMPRINT).chapters[8].blocks if hasattr(block, "text")]
    assert "Er zijn geen overige afspraken opgegeven." not in texts
    none = dataclasses.replace(given, actions=Shown(table=ACTION_LIST, frame=frame[1:]))
    texts = [block.text for block in build_content(none, imprint=IMPRINT).chapters[8].blocks if hasattr(block, "text")]
    assert "Er zijn geen overige afspraken opgegeven." in texts


def tables(given: ReportInput, *numbers: str) -> list[TableBlock]:
    blocks = [block for chapter in build_content(given, imprint=IMPRINT).chapters for block in chapter.blocks]
    return [block for block in blocks if isinstance(block, TableBlock) and block.number in numbers]
