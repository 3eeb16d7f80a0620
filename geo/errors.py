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
border with ``add_note``. Their argument is a `Message`, which is told in the
reader's language.
"""

from dataclasses import dataclass

from geo.words import say


class GeoError(Exception):
    """Root of all errors that a user can do something about."""

    exit_code = 3

    def sentence(self, lang: str = "nl") -> str:
        """Say what is wrong, in a language; what was given as plain text stays as it is."""
        return " ".join(part.sentence(lang) if isinstance(part, Message) else str(part) for part in self.args)


class UsageError(GeoError, ValueError):
    """The command or a function was called in a way that has no meaning."""

    exit_code = 2


class InputError(GeoError, ValueError):
    """A plan or an input file cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Message:
    """What an error says, a key of the word catalogue with its values; the reader's language is chosen late."""

    key: str
    """Key of the word catalogue."""
    values: tuple[tuple[str, str], ...] = ()
    """Values that the sentence needs, by name."""

    @classmethod
    def of(cls, key: str, **values: object) -> "Message":
        """Make a message of a key and its values."""
        return cls(key, tuple((name, str(value)) for name, value in values.items()))

    def sentence(self, lang: str = "nl") -> str:
        """Say what is wrong and what to do, in one line."""
        return say(self.key, lang, **dict(self.values))

    def __str__(self) -> str:
        """Say it in English, the language of the code."""
        return self.sentence("en")


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
    """Values that the sentence needs, by name; ``hint`` is what was probably meant, ``remedy`` the key of another
    remedy than the usual one."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what is wrong and what to do, in one line."""
        values = dict(self.parameters)
        wrong = say(f"fault.{self.code}", lang, **values)
        remedy = say(f"fault.{self.code}.{values.get('remedy', 'remedy')}", lang, **values)
        hint = f"{say('fault.hint', lang, hint=values['hint'])} " if values.get("hint") else ""
        return f"{self.place(lang)}: {wrong} {hint}{remedy}"

    def place(self, lang: str = "nl") -> str:
        """Name file, row and column; of the plan, the key."""
        parts = [self.file]
        if self.row:
            parts.append(say("fault.row", lang, row=self.row))
        if self.column and self.file.endswith(".toml"):
            parts.append(say("fault.key", lang, name=self.column))
        elif self.column:
            parts.append(say("fault.column", lang, column=self.column))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Note(Fault):
    """What was noticed or mended in one place of one input file, but is not wrong."""


class FaultsError(InputError):
    """All faults found in all files; the arguments are `Fault` values, and the notes that were made beside them."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, sorted by file, row and column."""
        return tuple(sorted(each for each in self.args if isinstance(each, Fault) and not isinstance(each, Note)))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noticed beside the faults, sorted by file, row and column."""
        return tuple(sorted(each for each in self.args if isinstance(each, Note)))

    def sentence(self, lang: str = "nl") -> str:
        """List every fault on a line of its own."""
        return "\n".join(fault.sentence(lang) for fault in self.faults)

    def __str__(self) -> str:
        """List every fault, in Dutch."""
        return self.sentence()


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
