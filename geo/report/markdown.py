"""The one Markdown source that every form of the document is made from."""

from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from geo.report.content import Chapter, Content, Picture, Prose, ToFill
from geo.report.escape import Markup, literal
from geo.report.grids import grids
from geo.report.prose import clean_prose
from geo.words import say

_BYTES_TO_SIZE = 24
_WIDEST_CM = 16.5
_HIGHEST_CM = 22.0


def markdown(content: Content) -> str:
    """Write a plan as Markdown.

    Parameters
    ----------
    content
        What the plan says.

    Returns
    -------
    text
        Markdown of pandoc, in which all text from data is escaped; pictures go by the names of `picture_names`.

    Raises
    ------
    MissingToolError
        If the user wrote prose and pandoc cannot be run.
    SourceError
        If a picture cannot be read.
    """
    names = {picture: name for name, picture in picture_names(content)}
    template = _environment().from_string(_template())
    return template.render(
        chapters=[_Drawn.of(chapter) for chapter in content.chapters],
        grids=grids,
        picture=lambda block: names[block],
        prose=_prose,
        raw=Markup,
        rule=_rule,
        to_fill=_to_fill,
        width=_width,
    ).lstrip()


def picture_names(content: Content) -> tuple[tuple[str, Picture], ...]:
    """Give every picture its name in the document, free of anything from data."""
    return tuple((f"figuur-{place:03d}.png", picture) for place, picture in enumerate(content.pictures, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    title: str
    ident: str
    blocks: tuple[tuple[str, object], ...]

    @classmethod
    def of(cls, chapter: Chapter) -> "_Drawn":
        blocks = tuple((type(block).__name__, block) for block in chapter.blocks)
        return cls(title=chapter.title, ident=chapter.ident, blocks=blocks)


def _environment() -> Environment:
    return Environment(
        variable_start_string="<<", variable_end_string=">>",
        block_start_string="<%", block_end_string="%>",
        comment_start_string="<%!", comment_end_string="!%>",
        undefined=StrictUndefined, finalize=_finalize, autoescape=False,  # noqa: S701
        keep_trailing_newline=True,
    )  # fmt: skip


def _finalize(value: object) -> object:
    return value if isinstance(value, Markup) else literal(value)


def _template() -> str:
    return (files("geo.report") / "assets" / "plan.md.j2").read_text(encoding="utf-8")


def _rule(width: int, right: bool) -> Markup:
    dashes = "-" * (4 * width)
    return Markup(f"{dashes}:" if right else f":{dashes}")


def _prose(block: Prose) -> Markup:
    return Markup(clean_prose(block.markdown))


def _to_fill(block: ToFill) -> str:
    return say("unknown.to_fill", what=block.what)


def _width(picture: Picture) -> str:
    head = picture.path.read_bytes()[:_BYTES_TO_SIZE]
    wide, high = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    return f"{min(_WIDEST_CM, _HIGHEST_CM * wide / max(high, 1)):.1f}cm"
