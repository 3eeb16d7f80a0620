"""Turns a plan into DOCX, HTML and PDF, all from the same Markdown.

Two runs on the same content give the same bytes: "now" is the reference date of the plan.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from geo.errors import SourceError
from geo.figures import format_date
from geo.imprint import Imprint
from geo.plain_text import plain
from geo.report.chapters.around import edition
from geo.report.content import Content
from geo.report.docx import finished
from geo.report.markdown import markdown, picture_names
from geo.report.pandoc import READER, pandoc
from geo.typesetting import epoch_of, printable, typeset
from geo.words import say


def write_docx(content: Content, path: Path) -> None:
    """Write a plan for Word and LibreOffice.

    Parameters
    ----------
    content
        What the plan says.
    path
        File to write; its folder exists.

    Raises
    ------
    MissingToolError
        If pandoc cannot be run.
    SourceError
        If a picture cannot be read, or pandoc refuses the document.
    """
    with _bench(content) as folder, _asset("reference.docx") as reference:
        arguments = ["--to", "docx", f"--reference-doc={reference}", "--toc", "--toc-depth=2", "-o", "plan.docx"]
        _run(content, markdown(content), arguments, folder)
        marked = finished((folder / "plan.docx").read_bytes(), content)
    path.write_bytes(marked)


def write_html(content: Content, path: Path) -> None:
    """Write a plan as one page that needs no other file and no network; errors as in `write_docx`."""
    css = (files("geo.report") / "assets" / "plan.css").read_text(encoding="utf-8")
    with _bench(content) as folder, _asset("plan.html") as template:
        (folder / "style.txt").write_text(css, encoding="utf-8")
        arguments = [
            "--to", "html5", "--standalone", f"--template={template}", "--toc", "--toc-depth=2",
            "--wrap=none", "--embed-resources", "--variable", f"css-text={css}",
        ]  # fmt: skip
        page = _run(content, markdown(content), arguments, folder)
    path.write_text(page.replace("<th ", '<th scope="col" ').replace("<th>", '<th scope="col">'), encoding="utf-8")


def write_pdf(content: Content, path: Path) -> None:
    """Write a plan as accessible and archivable PDF (PDF/UA-1 and PDF/A-2a).

    Signs that no font has are written as a question mark. Errors as in `write_docx`.
    """
    with _bench(content) as folder, _asset("plan.typ") as template:
        arguments = ["--to", "typst", "--standalone", f"--template={template}"]
        source = folder / "plan.typ"
        source.write_text(_run(content, printable(markdown(content)), arguments, folder), encoding="utf-8")
        made = typeset(source, day=content.imprint.reference_date, standards=("ua-1", "a-2a"))
    path.write_bytes(made)


def _run(content: Content, text: str, arguments: list[str], folder: Path) -> str:
    imprint = content.imprint
    words = {
        "title": imprint.title,
        "pagetitle": imprint.title,
        "author": say("report.author", prt=imprint.prt),
        "subtitle": say(
            "report.subtitle", version=imprint.version, status=imprint.status, date=format_date(imprint.reference_date)
        ),
        "lang": "nl-NL",
        "toc-title": say("report.contents"),
        "skip": say("report.skip"),
        "mark": page_mark(imprint),
    }
    metadata = [part for key, value in words.items() for part in ("--metadata", f"{key}={plain(value)}")]
    quoted = {"title": "title", "author": "author", "subtitle": "subtitle", "mark": "mark", "toc": "toc-title"}
    texts = {name: words[key] for name, key in quoted.items()} | {"prt": imprint.prt}
    metadata += [part for key, text in texts.items() for part in ("--variable", f"typst-{key}={_typst(text)}")]
    with _asset("document.lua") as script:
        fixed = ["--from", READER, f"--lua-filter={script}", "--syntax-highlighting=none", *metadata]
        return pandoc(text, [*fixed, *arguments], folder=folder, epoch=epoch_of(imprint.reference_date))


def _typst(text: str) -> str:
    return printable(plain(text)).replace("\\", "\\\\").replace('"', '\\"')


def page_mark(imprint: Imprint) -> str:
    """Give what every page says of itself, such as ``VERTROUWELIJK · fictief voorbeeld``."""
    return " · ".join([edition(imprint), *([say("edition.fictional")] if imprint.fictional else [])])


@contextmanager
def _bench(content: Content) -> Iterator[Path]:
    with TemporaryDirectory(prefix="geo-") as name:
        folder = Path(name)
        for file, picture in picture_names(content):
            try:
                (folder / file).write_bytes(picture.path.read_bytes())
            except OSError as error:
                msg = f"`{picture.path}` cannot be read: {error.strerror}"
                raise SourceError(msg) from error
        yield folder


@contextmanager
def _asset(name: str) -> Iterator[Path]:
    with ExitStack() as stack:
        yield stack.enter_context(as_file(files("geo.report") / "assets" / name))
