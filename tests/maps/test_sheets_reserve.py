"""Reserve: a shape and a number per rung, filled where available; what has no place is listed, nothing is regular."""

import pandas as pd
import pytest

from geo.errors import InputError
from geo.maps import style
from geo.maps.style import Fill
from tests.maps.builders import OPEN, Printed
from tests.maps.theme_examples import RESERVE, draw_reserve, printed, reserve

NA = pd.NA


def test_every_row_with_a_place_is_labelled_with_its_rung_and_places() -> None:
    said = printed("reserve").said
    for told in (
        "L1a azc De Linde trede 2 · 200 plekken", "L2 azc De Beemd trede 2 · 80 plekken",
        "L1b azc De Linde, paviljoen trede 3 · 50 plekken", "L3 hal trede 4 · aantal onbekend",
    ):  # fmt: skip
        assert told in said


def test_what_has_no_place_on_the_map_is_listed_beside_it_and_in_the_table() -> None:
    page = printed("reserve")
    assert "Zonder plek op de kaart: uitbreiding Noord (trede 1, 100 plekken); sporthallen" in page.said
    table = page.sheet.info.table
    assert table["Nr"].tolist()[:-1] == ["–", "L1a", "L2", "L1b", "L3", "–"]
    assert table["Plekken"].tolist() == ["100", "200", "80", "50", "onbekend", "150", "≥ 580; 1 onbekend"]
    assert table["Stand"].tolist()[:4] == ["te maken", "beschikbaar", "te maken", "onbekend"]


def test_reserve_is_never_called_regular_nor_added_to_what_is() -> None:
    said = printed("reserve").said
    assert "≥ 580 reserveplekken; 1 onbekend" in said
    assert "200 beschikbaar, ≥ 330 te maken, 50 zonder stand" in said
    assert "Reserve staat los van de reguliere plekken" in said
    assert "Totaal regulier" not in said


def test_the_legend_has_the_rungs_and_states_on_the_map_and_no_others() -> None:
    said = printed("reserve").said
    legend = said[said.index("Trede en plekken") :]
    for words in ("Trede 2: ", "Trede 3: ", "Trede 4: ", "Beschikbaar", "Te maken", "Onbekend of beschikbaar"):
        assert words in legend
    assert "Trede 1: " not in legend
    assert "Trede 5: " not in legend
    single = draw_reserve(reserve(RESERVE[1:2])).said
    assert "Te maken" not in single[single.index("Trede en plekken") :]


def test_the_number_of_a_rung_stands_in_its_mark_and_each_rung_has_its_shape() -> None:
    single = draw_reserve(reserve(((3, "L1", "azc", 300, "beschikbaar", 14, (9000.0, 9000.0)),)))
    assert single.words_on_map().count("3") == 2  # in the mark and in its label
    shapes = {mark.shape for mark in (*style.RUNGS.values(), style.OTHER_RUNG)}
    assert len(shapes) == 6


@pytest.mark.parametrize(("state", "fill"), [("beschikbaar", "full"), ("te maken", "open"), ("", "half")])
def test_the_state_is_told_by_the_fill(state: str, fill: Fill) -> None:
    assert style.AVAILABLE_FILLS[state] == fill


def test_a_changed_number_of_places_moves_label_and_table() -> None:
    page = draw_reserve(reserve(((2, "L1", "azc", 210, "beschikbaar", 14, (9000.0, 9000.0)),)))
    assert "trede 2 · 210 plekken" in page.said
    assert page.sheet.info.table["Plekken"].tolist()[0] == "210"


def test_a_rung_that_nobody_knows_and_one_beyond_the_ladder_say_so() -> None:
    rows = (
        (NA, "L1", "azc", 100, "beschikbaar", 14, (9000.0, 9000.0)),
        (7, "L2", "hal", 100, "beschikbaar", 14, (4000.0, 4000.0)),
    )
    page = draw_reserve(reserve(rows))
    assert "trede onbekend · 100 plekken" in page.said
    assert "Trede onbekend" in page.said
    assert "Trede 7" in page.said


def test_rows_that_are_not_open_do_not_stand_on_an_open_sheet() -> None:
    with pytest.raises(InputError):
        draw_reserve(reserve(opened=False), imprint=OPEN)


def test_none_and_ten_thousand_places_share_a_sheet_within_its_edges() -> None:
    rows = (
        (2, "L1", "n" * 80, 10_000, "beschikbaar", 14, (9000.0, 9000.0)),
        (2, "L2", "leeg", 0, "te maken", 14, (4000.0, 4000.0)),
    )
    page: Printed = draw_reserve(reserve(rows))
    assert "trede 2 · 10.000 plekken" in page.said
    assert "trede 2 · 0 plekken" in page.said
    assert max(right for _, _, right, _ in page.inks()) <= 200.0 + 1e-3
