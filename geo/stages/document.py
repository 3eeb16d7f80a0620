"""Stage: the plan document as DOCX, HTML and PDF."""

from pathlib import Path

from geo.errors import Message, MissingToolError
from geo.report.build import build_content
from geo.report.document import write_docx, write_html, write_pdf
from geo.stages.results import report_input, sheets_of
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file

_FORMS = (("docx", write_docx), ("html", write_html), ("pdf", write_pdf))


def _run(work: Work) -> Made:
    frame, imprint = work.frame_of_streets("sheets"), work.imprint()
    sheets = () if frame is None else sheets_of(frame, work.outputs.maps)
    content = build_content(report_input(work, sheets), imprint=imprint)
    files: list[Path] = []
    missing: list[Message] = []
    for done, (ending, write) in enumerate(_FORMS, start=1):
        path = work.outputs.maps / f"provinciaal-plan-{imprint.edition}.{ending}"
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
