"""Shows how a run goes: a bar on a terminal, plain lines in a log."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from geo.pipeline import Event
from geo.words import say


class Progress:
    """Prints the events of a run."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
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
        if event.state == "start":
            self._tasks[event.stage] = self._bars.add_task(event.stage, total=None)
        elif event.state == "part":
            self._bars.update(self._tasks[event.stage], completed=event.done, total=event.total)
        if event.state in {"done", "kept"}:
            task = self._tasks.pop(event.stage, None)
            if task is not None:
                self._bars.remove_task(task)
            self._print(event)

    def _print(self, event: Event) -> None:
        seconds = f"{event.seconds:.1f}"
        text = say(f"terminal.stage_{event.state}", self._lang, stage=event.stage, seconds=seconds)
        self._console.print(text, soft_wrap=True)
