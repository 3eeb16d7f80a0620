"""A sheet of paper in millimetres, origin upper left: lines, areas, marks and real text with a halo."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.contrast import contrast
from geo.maps import style
from geo.maps.outlines import area_path
from geo.maps.paper_size import A4, PaperSize
from geo.maps.shapes import outline
from geo.maps.style import POINTS_PER_MM, DotStyle, MarkStyle, Weight

_BREAK = re.compile(
    r"(?<!€)(?<!≥)(?<!\(\w\))(?<!\(\w\w\)) "
    r"(?!(?<=\d )(?:km|m²|mm|m|ha|min|dB|plekken|locaties|locatie|onbekend|maanden|dagen)(?!\w)|(?<=\de )kw)"
)
"""Where a line may break: not between a number and its unit, nor after the sign of a footnote."""
_SIGN_ROOM = 0.72
"""Width that a sign may take in a mark, as a part of the root of the area that is free."""
_SIGNLESS = frozenset({"crossed", "unknown", "split", "half"})
"""Fills with a drawing of their own in the middle."""
_RIM_MM = 0.68
"""What the wide line of an open mark takes from the root of its area."""
_CLOSE_OUTLINE = np.uint8(Outline.CLOSEPOLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """How a text is set."""

    size_pt: float = style.TEXT_PT
    """Size of the letter."""
    weight: Weight = "regular"
    """Weight and slope."""
    colour: str = style.INK
    """Ink."""
    halo: str = ""
    """Colour of the halo; empty for none."""

    def width_mm(self, text: str) -> float:
        """Measure a line of text."""
        return style.text_width_mm(style.clean(text, self.weight), self.size_pt, self.weight)

    @property
    def height_mm(self) -> float:
        """Height of a line."""
        return style.line_height_mm(self.size_pt)

    def wrap(self, text: str, width_mm: float) -> tuple[str, ...]:
        """Break a text into lines that fit a width; a word that is too long is broken inside."""
        return _wrapped(self, text, width_mm)


@lru_cache(maxsize=4096)
def _wrapped(letter: Letter, text: str, width_mm: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in _BREAK.split(style.clean(text, letter.weight)):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and letter.width_mm(joined) <= width_mm:
            lines[-1] = joined
        elif letter.width_mm(word) <= width_mm:
            lines.append(word)
        else:
            lines += _pieces(letter, word, width_mm)
    return tuple(lines)


def _pieces(letter: Letter, word: str, width_mm: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and letter.width_mm(pieces[-1] + sign) > width_mm:
            pieces.append("")
        pieces[-1] += sign
    return pieces


class Paper:
    """A page to draw on, in millimetres from its upper left corner."""

    def __init__(self, size: PaperSize = A4) -> None:
        self.size = size
        width, height = size.width_mm, size.height_mm
        self.figure = Figure(figsize=(width / 25.4, height / 25.4), facecolor=style.PAPER)
        self.axes: Axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=10)
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_autoscale_on(False)
        self.axes.set_axis_off()

    def map_axes(self, box_mm: tuple[float, float, float, float], limits: tuple[float, float, float, float]) -> Axes:
        """Add axes for a map: a box (left, top, width, height) on paper and its limits in metres."""
        left, top, width, height = box_mm
        page_w, page_h = self.size.width_mm, self.size.height_mm
        place = (left / page_w, 1 - (top + height) / page_h, width / page_w, height / page_h)
        axes: Axes = self.figure.add_axes(place, zorder=1)
        axes.set_xlim(limits[0], limits[2])
        axes.set_ylim(limits[1], limits[3])
        axes.set_autoscale_on(False)
        axes.set_axis_off()
        return axes

    def picture(self, box_mm: tuple[float, float, float, float], picture: NDArray[np.float64]) -> None:
        """Set a picture in a box (left, top, width, height), dot for dot."""
        left, top, width, height = box_mm
        page_w, page_h = self.size.width_mm, self.size.height_mm
        place = (left / page_w, 1 - (top + height) / page_h, width / page_w, height / page_h)
        axes = self.figure.add_axes(place, zorder=11)
        axes.imshow(picture, aspect="auto", interpolation="none")
        axes.set_axis_off()

    def text(
        self,
        at: tuple[float, float],
        text: str,
        letter: Letter,
        *,
        align: str = "left",
        baseline: bool = True,
        angle: float = 0.0,
        order: float = 5.0,
    ) -> None:
        """Set a line of text at a point of its base line, or at its middle height."""
        content = style.clean(text, letter.weight)
        if not content:
            return
        if letter.halo:
            self._text(at, content, letter, align, baseline, angle, order - 0.5, halo=True)
        self._text(at, content, letter, align, baseline, angle, order, halo=False)

    def _text(  # noqa: PLR0913, PLR0917
        self,
        at: tuple[float, float],
        text: str,
        letter: Letter,
        align: str,
        baseline: bool,
        angle: float,
        order: float,
        *,
        halo: bool,
    ) -> None:
        # A text with path effects becomes outlines in the PDF, so the halo is a copy beneath the real text.
        width = 2 * style.HALO_MM * POINTS_PER_MM
        effects = [Stroke(linewidth=width, foreground=letter.halo, joinstyle="round")] if halo else []
        self.axes.text(
            *at,
            text,
            fontproperties=style.font(letter.weight),
            fontsize=letter.size_pt,
            color=letter.colour,
            ha=align,
            va="baseline" if baseline else "center_baseline",
            rotation=angle,
            rotation_mode="anchor",
            path_effects=effects,
            parse_math=False,
            zorder=order,
            gid="halo" if halo else "text",
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = style.INK,
        width_mm: float = 0.2,
        dash: tuple[float, ...] = (),
        order: float = 3.0,
    ) -> None:
        """Draw a line; dashes in millimetres."""
        pattern = (0.0, tuple(part / width_mm for part in dash)) if dash else "solid"
        xs, ys = zip(*points, strict=True)
        self.axes.plot(
            xs, ys, color=colour, linewidth=width_mm * POINTS_PER_MM, linestyle=pattern,
            solid_capstyle="butt", dash_capstyle="butt", scalex=False, scaley=False, zorder=order,
        )  # fmt: skip

    def area(
        self,
        corners: NDArray[np.float64] | Sequence[tuple[float, float]],
        *,
        fill: str | None,
        edge: str | None = None,
        width_mm: float = 0.2,
        hatch: str = "",
        order: float = 2.0,
    ) -> None:
        """Draw a closed outline."""
        points = np.asarray(corners, dtype=np.float64)
        codes = np.full(len(points) + 1, Outline.LINETO, dtype=np.uint8)
        codes[0], codes[-1] = Outline.MOVETO, _CLOSE_OUTLINE
        path = Outline(np.vstack([points, points[:1]]), codes)
        self.add(path, fill=fill, edge=edge, width_mm=width_mm, hatch=hatch, order=order)

    def add(
        self,
        path: Outline,
        *,
        fill: str | None,
        edge: str | None,
        width_mm: float,
        hatch: str,
        order: float,
        alpha: float = 1.0,
    ) -> None:
        """Draw a path."""
        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, alpha) if fill else "none",
            # The lines of a hatch are as opaque as the edge in some programs that show a PDF, so it must not be "none".
            edgecolor=edge or (style.HATCH if hatch else "none"),
            linewidth=width_mm * POINTS_PER_MM if edge else 0.0,
            joinstyle="miter",
            zorder=order,
        )
        if hatch:
            patch.set_hatch(hatch)
            patch.set_hatchcolor(style.HATCH)
            patch.set_hatch_linewidth(0.5)
        self.axes.add_artist(patch)

    def shape(self, shape: BaseGeometry, *, fill: str, order: float, alpha: float = 1.0) -> None:
        """Fill polygons given in millimetres."""
        self.add(area_path(np.array([shape])), fill=fill, edge=None, width_mm=0, hatch="", order=order, alpha=alpha)

    def stroke(
        self, path: Outline, *, colour: str, width_mm: float, dash: tuple[float, ...] = (), order: float = 3.0
    ) -> None:
        """Draw along a path given in millimetres; dashes in millimetres."""
        patch = PathPatch(
            path,
            facecolor="none",
            edgecolor=colour,
            linewidth=width_mm * POINTS_PER_MM,
            linestyle=(0.0, tuple(part / width_mm for part in dash)) if dash else "solid",
            capstyle="butt" if dash else "round",
            joinstyle="round",
            zorder=order,
        )
        self.axes.add_artist(patch)

    def box(self, box_mm: tuple[float, float, float, float], **options: object) -> None:
        """Draw a rectangle (left, top, width, height)."""
        left, top, width, height = box_mm
        right, bottom = left + width, top + height
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], **options)  # type: ignore[arg-type]

    def mark(self, at: tuple[float, float], mark: MarkStyle, area_mm2: float, *, order: float = 4.0) -> None:
        """Draw a mark of a given area around a point, with a dark keyline and a white halo."""
        unit = outline(mark.shape) * np.sqrt(area_mm2)
        corners = unit + np.asarray(at)
        width = style.KEYLINE_MM
        self.area(corners, fill=style.PAPER, edge=style.PAPER, width_mm=4 * width, order=order - 0.2)
        full = {"full": mark.colour, "split": style.tint(mark.colour)}.get(mark.fill, style.PAPER)
        self.area(corners, fill=full, edge=style.INK, width_mm=width, order=order)
        if mark.fill in {"open", "unknown"}:
            self.area(corners, fill=None, edge=mark.colour, width_mm=3.5 * width, order=order)
            self.area(corners, fill=None, edge=style.INK, width_mm=width, order=order + 0.01)
        if mark.fill == "half":
            self._half(corners, at, mark.colour, order)
        elif mark.fill == "crossed":
            self._cross(unit, at, order)
        elif mark.fill == "split" and mark.part > 0:
            inner = unit * np.sqrt(mark.part) + np.asarray(at)
            self.area(inner, fill=mark.colour, edge=style.INK, width_mm=width / 2, order=order + 0.01)
        elif mark.fill == "unknown":
            letter = Letter(size_pt=max(5.5, 4.2 * np.sqrt(area_mm2) ** 0.5), weight="semibold")
            self.text((at[0], at[1] + 0.28 * letter.height_mm), "?", letter, align="center", order=order + 0.1)

        if sign_fits(mark, area_mm2):
            self._sign(mark, at, area_mm2, order)

    def _sign(self, mark: MarkStyle, at: tuple[float, float], area_mm2: float, order: float) -> None:
        """Set a sign in white or in ink, whichever stands out most against the fill."""
        letter, under = sign_letter(mark, area_mm2), mark.colour if mark.fill == "full" else style.PAPER
        ink = replace(letter, colour=max((style.PAPER, style.INK), key=lambda one: contrast(one, under)))
        self.text((at[0], at[1] + 0.28 * letter.height_mm), mark.sign, ink, align="center", order=order + 0.1)

    def dot(self, at: tuple[float, float], dot: DotStyle, *, order: float = 2.6) -> None:
        """Draw a small sign of the ground around a point."""
        corners = outline(dot.shape) * np.sqrt(dot.area_mm2) + np.asarray(at)
        self.area(corners, fill=dot.fill, edge=dot.edge, width_mm=dot.edge_mm, order=order)

    def _half(self, corners: NDArray[np.float64], at: tuple[float, float], colour: str, order: float) -> None:
        left = np.minimum(corners, np.array([at[0], np.inf]))
        self.area(left, fill=colour, edge=None, order=order + 0.01)
        self.area(corners, fill=None, edge=style.INK, width_mm=style.KEYLINE_MM, order=order + 0.02)

    def _cross(self, unit: NDArray[np.float64], at: tuple[float, float], order: float) -> None:
        reach = 0.34 * float(np.abs(unit).max())
        for sign in (1, -1):
            ends = [(at[0] - reach, at[1] - sign * reach), (at[0] + reach, at[1] + sign * reach)]
            self.line(ends, colour=style.INK, width_mm=0.4, order=order + 0.1)


def sign_fits(mark: MarkStyle, area_mm2: float) -> bool:
    """Tell whether a mark of a given area has a sign, and can hold it."""
    drawn = bool(mark.sign) and mark.fill not in _SIGNLESS
    return drawn and sign_letter(mark, area_mm2).width_mm(mark.sign) <= _SIGN_ROOM * _clear_mm(mark, area_mm2)


def sign_letter(mark: MarkStyle, area_mm2: float) -> Letter:
    """Choose the size of the sign of a mark; one that is no number is thin, and larger."""
    each, least, most = (1.9, 5.5, 9.0) if mark.sign.isdecimal() else (2.9, 7.0, 13.0)
    return Letter(size_pt=float(np.clip(each * _clear_mm(mark, area_mm2), least, most)), weight="semibold")


def _clear_mm(mark: MarkStyle, area_mm2: float) -> float:
    """Give the root of the area in which a sign can stand."""
    return float(np.sqrt(area_mm2)) - (_RIM_MM if mark.fill == "open" else 0.0)


@lru_cache(maxsize=4)
def read_picture(png: bytes) -> NDArray[np.float64]:
    """Read a PNG as rows of dots."""
    return np.asarray(imread(io.BytesIO(png), format="png"), dtype=np.float64)


def mark_box(at: tuple[float, float], mark: MarkStyle, area_mm2: float) -> tuple[float, float, float, float]:
    """Give the box of a mark with its keyline: left, top, right, bottom in millimetres."""
    corners = outline(mark.shape) * np.sqrt(area_mm2) + np.asarray(at)
    low, high = corners.min(axis=0) - style.KEYLINE_MM, corners.max(axis=0) + style.KEYLINE_MM
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
