"""Letters that the font of the sheets lacks are told once, with the name and the sheet that they stand in."""

from pathlib import Path

import pandas as pd

from geo.maps.print_run import Drawn
from geo.maps.sheets import SheetInfo
from geo.stages.maps import letters_missing


def _drawn(number: str, *names: str) -> Drawn:
    table = pd.DataFrame({"Naam": names})
    info = SheetInfo(number=number, title="Kaart", name=number, alt_text="", table=table, scale=1, unplaced=())
    return Drawn(info=info, files=(Path("a.pdf"),))


def test_nothing_is_said_of_letters_that_the_font_has() -> None:
    assert letters_missing([_drawn("Kaart 2", "'s-Hertogenbosch", "Cafe\u0301 Ľubľana", "a\u202eb")]) == ()


def test_a_name_with_other_letters_is_told_once_with_its_first_sheet() -> None:
    (said,) = letters_missing([_drawn("Kaart 2", "azc 中文"), _drawn("Kaart 4a", "azc 中文", "huis \U0001f3e0")])
    sentence = said.sentence("nl")
    assert "中 文 in `azc 中文` (Kaart 2)" in sentence
    assert "\U0001f3e0 in `huis \U0001f3e0` (Kaart 4a)" in sentence
    assert sentence.count("azc") == 1
    assert "(2)" in sentence


def test_very_many_names_are_counted_and_the_first_are_told() -> None:
    (said,) = letters_missing([_drawn("Kaart 2", *(f"中 {at}" for at in range(40)))])
    sentence = said.sentence("en")
    assert "(40)" in sentence
    assert sentence.count("中 in") == 6
