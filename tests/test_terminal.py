"""The language of the terminal, and shared options that may stand anywhere."""

import locale
import pickle

import pytest

from geo.errors import CrsError, Message, SourceError, UsageError
from geo.terminal import error_text, in_language, language, shared_first
from geo.words import LANGUAGES, catalogue


@pytest.mark.parametrize(
    ("words", "ordered"),
    [
        ("run --lang en maps", "--lang=en run maps"),
        ("run maps --debug", "--debug run maps"),
        ("--lang=nl check", "--lang=nl check"),
        ("distances x -o y --to gp", "distances x -o y --to gp"),
        ("run -- --debug", "run -- --debug"),
        ("run --lang", "run --lang"),
        ("", ""),
    ],
)
def test_shared_options_may_stand_anywhere(words: str, ordered: str) -> None:
    assert shared_first(words.split()) == ordered.split()


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        (["--lang=en"], {"LANG": "nl_NL.UTF-8"}, "en"),
        (["--lang=en", "--lang=nl"], {}, "nl"),
        (["--lang=de"], {"LANG": "nl_NL.UTF-8"}, "nl"),
        ([], {"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "nl_NL", "LANG": "nl_NL"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "nl_NL", "LANG": "en_US"}, "nl"),
        ([], {"LANG": "POSIX"}, "en"),
    ],
)
def test_the_language_follows_the_words_and_then_the_system(
    words: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language(words, environment) == expected


@pytest.mark.parametrize(
    ("system", "expected"), [("Dutch_Netherlands.1252", "nl"), ("English_United Kingdom.1252", "en"), ("C", "en")]
)
def test_without_variables_the_locale_of_the_process_counts(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: str
) -> None:
    monkeypatch.setattr(locale, "setlocale", lambda _category: system)
    assert language([], {}) == expected


def test_the_headings_of_the_help_are_translated_and_nothing_else() -> None:
    text = "Usage: geo [OPTIONS]\n\nOptions:\n  --mode <str>  walk.  [default: walk]\n  --help  Show this message and exit."
    assert in_language(text, "en") == text
    assert in_language(text, "nl") == (
        "Gebruik: geo [OPTIES]\n\nOpties:\n  --mode <str>  walk.  [standaard: walk]\n  --help  Toon deze uitleg en stop."
    )


def test_a_message_is_said_in_the_language_of_the_reader_and_survives_a_journey() -> None:
    error = UsageError(Message.of("usage.format", value="uit.pdf", known=".csv"))
    for one in (error, pickle.loads(pickle.dumps(error))):  # noqa: S301
        assert error_text(one, "nl") == "`uit.pdf` moet eindigen op .csv."
        assert error_text(one, "en") == str(one) == "`uit.pdf` must end in .csv."


def test_an_error_in_plain_words_keeps_them_and_its_notes() -> None:
    error = SourceError("`a.pbf` cannot be read")
    error.add_note("of the plan Toets")
    assert error_text(error, "nl") == "`a.pbf` cannot be read\nof the plan Toets"
    assert error_text(CrsError("meters"), "en") == "meters"


@pytest.mark.parametrize("key", [key for key in catalogue() if key.startswith("usage.")])
def test_every_sentence_about_usage_is_one_line(key: str) -> None:
    assert all("\n" not in catalogue()[key][lang] for lang in LANGUAGES)
