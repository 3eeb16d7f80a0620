"""Shows how a run goes: a bar on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from geo.figures import format_number
from geo.pipeline import Event
from geo.words import say

_QUIET_SECONDS = 10.0
"""How long a log may be silent while parts of a stage are done."""


class Progress:
    """Prints the events of a run to standard error.

    On a terminal the stage at work has a bar. In a log every stage has a line when it starts and one when it is done,
    and a long one a line now and then. A stage whose results were kept is not told here: the summary lists them.
    """

    def __init__(
        self, lang: str, *, console: Console | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lang = lang
        self._console = console or Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
        self._clock = clock
        self._told_at = 0.0
        self._terminal = self._console.is_terminal
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=self._console, transient=True, disable=not self._terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Start showing."""
        self._bars.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        """Stop showing."""
        self._bars.stop()

    def listen(self, event: Event) -> None:
        """Show one event."""
        if self._terminal:
            self._draw(event)
        elif event.state == "start" or (event.state == "part" and self._has_been_quiet()):
            self._print(event)
        if event.state == "done":
            self._print(event)

    def _draw(self, event: Event) -> None:
        if event.state == "start":
            self._tasks[event.stage] = self._bars.add_task(self._say("bar", event), total=None)
        elif event.state == "part":
            self._bars.update(self._tasks[event.stage], completed=event.done, total=event.total)
        elif event.state == "done":
            self._bars.remove_task(self._tasks.pop(event.stage))

    def _has_been_quiet(self) -> bool:
        return self._clock() - self._told_at >= _QUIET_SECONDS

    def _print(self, event: Event) -> None:
        self._told_at = self._clock()
        self._console.print(self._say(f"stage_{event.state}", event), soft_wrap=True)

    def _say(self, key: str, event: Event) -> str:
        return say(
            f"terminal.{key}",
            self._lang,
            stage=event.stage,
            what=say(f"stage.{event.stage}", self._lang),
            done=event.done,
            total=event.total,
            seconds=format_number(event.seconds, 1, lang=self._lang),
        )
