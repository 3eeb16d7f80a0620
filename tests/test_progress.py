"""How a run shows that it is at work: plain lines in a log, a bar on a terminal."""

import io
import re
from collections.abc import Iterable

import pytest
from rich.console import Console

import geo.stages as rooms
from geo.pipeline import Event
from geo.progress import Progress
from geo.words import LANGUAGES, known, say

EVENTS = (
    Event("extract", "kept"),
    Event("maps", "start"),
    Event("maps", "part", 1, 18),
    Event("maps", "part", 2, 18),
    Event("maps", "part", 18, 18),
    Event("maps", "done", seconds=1026.25),
)


def shown(lang: str, *, terminal: bool, moments: Iterable[float] = ()) -> str:
    """Give what the events print; each look at the clock takes the next moment, and later ones stand still."""
    file, clock = io.StringIO(), iter(moments)
    console = Console(file=file, force_terminal=terminal, width=80, highlight=False, markup=False, emoji=False)
    with Progress(lang, console=console, clock=lambda: next(clock, 1000.0)) as progress:
        for event in EVENTS:
            progress.listen(event)
    return file.getvalue()


def test_a_log_tells_what_begins_and_what_is_done() -> None:
    assert shown("nl", terminal=False).splitlines() == [
        "maps: kaartbladen tekenen …",
        "maps: klaar in 1.026,3 s",
    ]
    assert shown("en", terminal=False).splitlines()[-1] == "maps: done in 1,026.3 s"


def test_a_log_that_was_silent_for_ten_seconds_tells_how_far_a_stage_is() -> None:
    # Moments of: the start, the first part (5 s later), the second (10 s), its line, the third (12 s), the end.
    moments = (100.0, 105.0, 110.0, 110.0, 112.0, 113.0)
    assert shown("nl", terminal=False, moments=moments).splitlines() == [
        "maps: kaartbladen tekenen …",
        "maps: 2 van 18",
        "maps: klaar in 1.026,3 s",
    ]


def test_a_terminal_has_a_bar_and_keeps_a_line_of_what_is_done() -> None:
    raw = shown("nl", terminal=True)
    assert "\x1b[" in raw
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\n", raw).splitlines()]
    assert "maps: klaar in 1.026,3 s" in lines
    assert not [line for line in lines if "van 18" in line], "the bar tells how far it is"


def test_a_log_holds_no_codes_for_a_terminal() -> None:
    assert "\x1b" not in shown("nl", terminal=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_says_what_it_does(lang: str) -> None:
    for stage in rooms.STAGES:
        assert known(f"stage.{stage.name}"), stage.name
        assert say(f"stage.{stage.name}", lang)
