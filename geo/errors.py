"""The errors that users may meet, all under one root.

    GeoError
    ├── UsageError          (ValueError)    the command was called wrongly
    ├── InputError          (ValueError)    a plan or a file cannot be used as it is
    │   ├── FaultsError                     every fault of every file, collected
    │   └── CrsError                        coordinates that cannot be what they say
    ├── NetworkError        (ValueError)    a street network that cannot answer
    ├── SourceError         (OSError)       a source that failed or is missing
    │   └── OutputLockedError               an output is open in another program
    ├── MissingToolError    (ImportError)   an optional tool that is not installed
    └── SolveError          (RuntimeError)  an optimisation without an answer
        └── InfeasibleError                 no plan meets all the demands

Every class says with which code the command ends. None has an ``__init__`` of
its own, so that errors travel between processes; the place is added at the
border with ``add_note``.
"""

from dataclasses import dataclass

from geo.words import say


class GeoError(Exception):
    """Root of all errors that a user can do something about."""

    exit_code = 3


class UsageError(GeoError, ValueError):
    """The command or a function was called in a way that has no meaning."""

    exit_code = 2


class InputError(GeoError, ValueError):
    """A plan or an input file cannot be used as it is."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place of one input file."""

    file: str
    """Path of the file as the plan names it."""
    row: int
    """Row as a spreadsheet shows it, the heading being row 1; 0 for the whole file."""
    column: str
    """Column name as the file writes it; empty for the whole row."""
    code: str
    """Kind of fault, a key of the word catalogue (``fault.<code>``)."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Values that the sentence needs, by name."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what is wrong and what to do, in one line."""
        values = dict(self.parameters)
        wrong = say(f"fault.{self.code}", lang, **values)
        remedy = say(f"fault.{self.code}.remedy", lang, **values)
        return f"{self.place(lang)}: {wrong} {remedy}"

    def place(self, lang: str = "nl") -> str:
        """Name file, row and column."""
        parts = [self.file]
        if self.row:
            parts.append(say("fault.row", lang, row=self.row))
        if self.column:
            parts.append(say("fault.column", lang, column=self.column))
        return ", ".join(parts)


class FaultsError(InputError):
    """All faults found in all files; the arguments are `Fault` values."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, sorted by file, row and column."""
        return tuple(sorted(fault for fault in self.args if isinstance(fault, Fault)))

    def __str__(self) -> str:
        """List every fault on a line of its own."""
        return "\n".join(fault.sentence() for fault in self.faults)


class CrsError(InputError):
    """Coordinates that cannot be what their reference system says."""


class NetworkError(GeoError, ValueError):
    """A street network that cannot answer the question."""


class SourceError(GeoError, OSError):
    """A source that failed, is damaged or is missing."""

    exit_code = 4


class OutputLockedError(SourceError):
    """An output file is open in another program."""


class MissingToolError(GeoError, ImportError):
    """An optional tool that this step needs is not installed."""

    exit_code = 4


class SolveError(GeoError, RuntimeError):
    """An optimisation that ended without an answer."""

    exit_code = 5


class InfeasibleError(SolveError):
    """No plan meets all the demands at once."""
