"""Binds sheets that are written already into one PDF, a page each, with bookmarks."""

from collections.abc import Iterable
from pathlib import Path

import pikepdf


def bind(pages: Iterable[tuple[str, Path]], path: Path, *, title: str) -> None:
    """Put sheets together, the same bytes every time.

    Parameters
    ----------
    pages
        Of each sheet what its bookmark says, and its PDF.
    path
        File to write; its folder exists.
    title
        Title of the document.
    """
    with pikepdf.new() as whole:
        with whole.open_outline() as outline:
            for place, (words, sheet) in enumerate(pages):
                with pikepdf.open(sheet) as single:
                    whole.pages.extend(single.pages)
                outline.root.append(pikepdf.OutlineItem(words, place))
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.Root.Lang = pikepdf.String("nl-NL")
        whole.docinfo["/Title"], whole.docinfo["/Creator"] = title, "geo"
        whole.save(path, deterministic_id=True)
