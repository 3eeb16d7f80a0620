"""Stage: the plan document as DOCX, HTML and PDF."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from geo.errors import Message, MissingToolError
from geo.maps.pictures import write_picture
from geo.report.build import build_content
from geo.report.content import Content
from geo.report.document import write_docx, write_html, write_pdf
from geo.report.results import Sheet
from geo.stages.results import report_input, sheets_of
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file

_FORMS = (("docx", write_docx), ("html", write_html), ("pdf", write_pdf))


def _run(work: Work) -> Made:
    frame = work.frame_of_streets("sheets")
    sheets = () if frame is None else sheets_of(frame, work.outputs.maps)
    with TemporaryDirectory(prefix="geo-") as folder:
        content = build_content(report_input(work, _pictured(sheets, Path(folder))), imprint=work.imprint())
        return _written(work, content)


def _pictured(sheets: Iterable[Sheet], folder: Path) -> tuple[Sheet, ...]:
    """Turn the vectors of maps into pictures that are no larger than a document needs."""
    pictured = tuple(replace(sheet, path=folder / f"{sheet.name}.png") for sheet in sheets)
    for sheet, picture in zip(sheets, pictured, strict=True):
        write_picture(sheet.path, picture.path)
    return pictured


def _written(work: Work, content: Content) -> Made:
    files: list[Path] = []
    missing: list[Message] = []
    for done, (ending, write) in enumerate(_FORMS, start=1):
        path = work.outputs.maps / f"provinciaal-plan-{work.imprint().edition}.{ending}"
        try:
            with whole_file(path) as beside:
                write(content, beside)
            files.append(path)
        except MissingToolError as error:
            missing += [part for part in error.args if isinstance(part, Message)]
        work.advance(done, len(_FORMS))
    return Made(files=tuple(files), missing=tuple(dict.fromkeys(missing)))


STAGE = Stage(
    name="document",
    needs=("portfolio", "coverage", "filling", "factsheets", "candidate_facts", "checks", "attention", "forecasts"),
    uses=("distances", "departures", "route_quality", "completeness", "reach", "maps", "regional_distances"),
    reads=(
        "locations", "candidates", "need", "opportunities", "measures", "contacts", "location_agreements", "milestones",
        "obligations", "texts", "boundaries", "regions", "partnerships", "osm", "addresses",
    ),
    sections=("plan", "input", "distances", "spreidingswet"),
    run=_run,
)  # fmt: skip
