"""The contact sheet of a run: the maps that lie there, whether this run drew them or an earlier one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from geo.errors import Message, UsageError
from geo.maps.contact_sheet import Thumb, write_contact_sheets
from geo.pipeline import RunReport
from geo.plan import Plan
from geo.stages.check import read_inputs
from geo.stages.imprint import imprint_of
from geo.stages.order import planned_of
from geo.store import load_frame, write_bytes
from geo.words import say

DRAWN = {"maps": "sheets", "candidate_sheets": "fact_sheets"}
"""Of the stages that draw, the result that lists their sheets."""


def require_maps(plan: Plan, stages: Iterable[str]) -> None:
    """Refuse to show maps of a run that draws none.

    Raises
    ------
    UsageError
        If none of the stages of the run draws.
    """
    if not any(stage.name in DRAWN for stage in planned_of(plan, stages)):
        raise UsageError(Message.of("usage.preview", stages=", ".join(DRAWN)))


def write_preview(plan: Plan, report: RunReport) -> tuple[Path, ...]:
    """Write the contact sheet of a run.

    Parameters
    ----------
    plan
        The plan.
    report
        What the run gave.

    Returns
    -------
    files
        The files; none where there is no map.
    """
    thumbs = tuple(_thumbs(report))
    if not thumbs:
        return ()
    imprint = imprint_of(plan, read_inputs(plan), None)
    with TemporaryDirectory(prefix="geo-") as folder:
        made = write_contact_sheets(thumbs, Path(folder), imprint=imprint)
        return tuple(write_bytes(report.outputs.maps / path.name, path.read_bytes()) for path in made)


def preview_told(files: Iterable[Path], *, here: Path, lang: str) -> str:
    """Tell where the contact sheet is, from a folder; or that there is none."""
    names = [str(path.relative_to(here) if path.is_relative_to(here) else path) for path in files]
    return say("preview.wrote", lang, files=", ".join(names)) if names else say("preview.none", lang)


def _thumbs(report: RunReport) -> Iterator[Thumb]:
    there = {*report.ran, *report.kept}
    for stage, result in DRAWN.items():
        path = report.outputs.processed / ".cache" / f"{result}.parquet"
        if stage in there and path.is_file():
            for row in load_frame(path).to_dict("records"):
                pdf = report.outputs.maps / f"{row['name']}.pdf"
                number = " · ".join(str(row[part]) for part in ("number", "size") if part in row)
                yield Thumb(number=number, title=str(row["title"]), pdf=pdf)
