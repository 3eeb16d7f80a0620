"""All candidates on one sheet: the verdict is the fill, the rank stands in the mark, and nobody is called fit."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from geo.errors import InputError
from geo.maps import style
from tests.maps.builders import OPEN
from tests.maps.theme_examples import candidates, draw_candidates, existing, printed

NA = pd.NA
MAP_END_MM = 120.0
"""Above this the sheets of this file show map alone."""


def test_the_table_stands_in_the_order_of_the_ranks_with_verdict_and_span() -> None:
    table = printed("candidates").sheet.info.table
    assert table["Rang"].tolist() == ["1", "2", "3", "–"]
    assert table["Min–max"].tolist() == ["1–3", "1–4", "2–4", "–"]
    assert table["Nr"].tolist() == ["K2", "K1", "K4", "K3"]
    assert table["Plekken"].tolist() == ["700", "350", "50", "onbekend"]
    assert table["Uitkomst"].tolist() == ["nader onderzoek nodig"] * 2 + ["niet toetsbaar", "valt af"]


def test_the_rank_stands_in_the_mark_and_what_drops_out_has_none() -> None:
    page = printed("candidates")
    assert [word for word in page.words_on_map() if word.isdecimal() and len(word) == 1] == ["1", "2", "3"]


def test_a_rank_that_does_not_fit_its_mark_stands_beside_it() -> None:
    page = draw_candidates(candidates((("K9", "Kazerne", 100, "yes", 120, 90, 150, (9000.0, 9000.0)),)))
    assert "K9 Kazerne rang 120 · 100 plekken" in page.said
    assert "rang" not in printed("candidates").words_on_map()
    open_mark = draw_candidates(candidates((("K9", "Haven", 100, "untestable", 13, 9, 15, (9000.0, 9000.0)),)))
    assert "13" in open_mark.words_on_map()


def test_the_verdicts_are_told_by_fill_in_words_of_the_screening() -> None:
    page = printed("candidates")
    assert "4 kandidaten: nader onderzoek nodig 2, niet toetsbaar 1, valt af 1" in page.said
    for words in ("Nader onderzoek nodig", "Niet toetsbaar", "Valt af", "Getal in het teken: rang"):
        assert words in page.said
    assert "geschikt" not in page.said.lower()
    fills = [mark.fill for mark in style.VERDICT_MARKS.values()]
    assert len(set(fills)) == len(fills)


def test_existing_locations_are_quiet_marks_without_a_label() -> None:
    page = printed("candidates")
    assert len([box for box in page.boxes(style.QUIET.colour) if box[3] < page.map_bottom]) == 2
    assert "De Beemd" not in page.said
    assert "Bestaande of geplande" in page.said
    assert "Bestaande of geplande" not in draw_candidates(places=existing().iloc[:0]).said


def test_a_candidate_lies_upon_a_quiet_mark_in_the_same_spot() -> None:
    page = draw_candidates(places=existing().iloc[:1].set_geometry(candidates().geometry.iloc[:1].to_numpy()))
    patches = [each for each in page.sheet.figure.axes[0].get_children() if isinstance(each, PathPatch)]
    order = {colour: max(each.get_zorder() for each in patches if to_hex(each.get_facecolor()) == colour and _near(each))
             for colour in (style.QUIET.colour, style.BLUE)}  # fmt: skip
    assert order[style.QUIET.colour] < order[style.BLUE]


def _near(patch: PathPatch) -> bool:
    """Tell whether a drawing stands on the map, not in the legend."""
    return bool(patch.get_path().get_extents().y1 < MAP_END_MM)


def test_a_verdict_that_nobody_has_is_not_in_the_legend() -> None:
    said = draw_candidates(candidates().iloc[:2]).said
    assert "Valt af" not in said
    assert "Niet toetsbaar" not in said
    assert "2 kandidaten: nader onderzoek nodig 2" in said


def test_confidential_candidates_and_locations_do_not_stand_on_an_open_sheet() -> None:
    with pytest.raises(InputError):
        draw_candidates(candidates(opened=False), imprint=OPEN)
    with pytest.raises(InputError):
        draw_candidates(places=existing(opened=False), imprint=OPEN)
    assert "VERTROUWELIJK" in draw_candidates(candidates(opened=False)).said


def test_long_names_and_unknown_places_stay_within_the_sheet() -> None:
    rows = (("K1", "n" * 80, NA, "yes", 1, 1, 1, (19_500.0, 19_500.0)), ("K2", "nergens", 10, "no", NA, NA, NA, None))
    page = draw_candidates(candidates(rows))
    assert max(right for _, _, right, _ in page.inks()) <= 200.0 + 1e-3
    assert "Niet op de kaart: nergens." in page.said
