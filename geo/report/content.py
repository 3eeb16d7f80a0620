"""What a plan document says, before it has a form: chapters of blocks."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.figures import Figure
from geo.imprint import Imprint
from geo.tables.columns import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a chapter."""

    text: str
    """Its words, the number included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A sentence of the tool, or a text from data; read literally."""

    text: str
    """The words."""
    italic: bool = False
    """True for an explanation that belongs to the format, not to the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A sentence with computed figures in it."""

    label: str
    """Key of the sentence in the word catalogue."""
    text: str
    """The sentence, its figures written in Dutch."""
    figures: tuple[tuple[str, Figure], ...]
    """The figures by their name in the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]
    """The texts, read literally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Text that the user wrote, as Markdown."""

    markdown: str
    """As the user wrote it; cleaned when it is rendered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table with its caption."""

    number: str
    """Number as in the format, for example ``2.1``; empty for an unnumbered table."""
    caption: str
    """What the table shows."""
    table: Table
    """The columns, with Dutch headings."""
    frame: pd.DataFrame
    """The rows."""
    landscape: bool = False
    """Whether the table stands on a page of its own, turned."""
    note: str = ""
    """What the marks in the table mean, and the like."""
    unknown: str = ""
    """What stands for an unknown number; ``onbekend`` without, which a narrow column breaks."""
    whole: int = 0
    """How many rows, counted from the first, may not be left out of a long table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A map or chart."""

    caption: str
    """What stands beneath it."""
    path: Path
    """The PNG file."""
    alt: str
    """What it shows, for those who cannot see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFill:
    """Something that the plan needs and nobody gave."""

    what: str
    """What is missing."""
    where: str
    """The chapter that it is missing from."""


Block = Heading | Paragraph | Fact | Bullets | Prose | TableBlock | Picture | ToFill


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter, or a part before or after the eight chapters."""

    ident: str
    """Anchor, for example ``hoofdstuk-2``."""
    title: str
    """Title, the number included."""
    blocks: tuple[Block, ...]
    """What it holds, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole plan document."""

    imprint: Imprint
    """What stands on the title page and on every page."""
    chapters: tuple[Chapter, ...]
    """Reading guide, the eight chapters, completeness page and annexes."""

    @property
    def to_fill(self) -> tuple[ToFill, ...]:
        """Everything that nobody gave, in order."""
        return tuple(block for chapter in self.chapters for block in chapter.blocks if isinstance(block, ToFill))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in order."""
        return tuple(block for chapter in self.chapters for block in chapter.blocks if isinstance(block, Picture))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The sentences with computed figures, in order."""
        return tuple(block for chapter in self.chapters for block in chapter.blocks if isinstance(block, Fact))
