"""Every word has both languages and the same placeholders in each."""

import string

import pytest

from geo.tables.choices import MODE_NAMES
from geo.words import LANGUAGES, catalogue, known, say


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_key_has_both_languages_with_the_same_placeholders(key: str) -> None:
    texts = catalogue()[key]
    assert set(texts) == set(LANGUAGES)
    assert placeholders(texts["nl"]) == placeholders(texts["en"])
    assert all(text.strip() for text in texts.values())


def test_values_are_filled_in() -> None:
    assert say("status.beyond_limit", "nl", limit="5,0 km") == "verder dan 5,0 km"
    assert say("status.beyond_limit", "en", limit="5 km") == "farther than 5 km"


def test_a_missing_key_is_a_bug() -> None:
    assert not known("status.nowhere")
    with pytest.raises(KeyError):
        say("status.nowhere")


def test_every_mode_has_its_words_wherever_one_is_told() -> None:
    assert [key for room in ("mode", "travel", "maps.mode") for key in MODE_NAMES if not known(f"{room}.{key}")] == []
