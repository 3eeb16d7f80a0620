"""The list of software of others in our pages: a section a package, kept by whoever lays that package down."""

import re
from collections.abc import Mapping
from pathlib import Path

LICENCES = Path(__file__).parents[1] / "geo" / "maps" / "assets" / "LICENSES.md"
_HEADING = (
    "# Software of others in the pages\n\nWritten by `scripts/vendor_assets.py` and `scripts/bundle_explorer.py`.\n"
)


def section(name: str, version: str, licence: str, where: str, text: str) -> str:
    """Write the section of a package: its licence, where it went, and the words of the licence."""
    words = "\n".join(text.strip().splitlines())
    return f"## {name} {version}\n\n{licence}; {where}\n\n```text\n{words}\n```\n"


def write_licences(sections: Mapping[str, str]) -> None:
    """Put the sections of some packages in the list, in the place of what it said of them; the others stay."""
    found = re.split(r"^(?=## )", LICENCES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    kept = {part.split(" ")[1]: f"{part.strip()}\n" for part in found}
    every = kept | dict(sections)
    text = "\n".join([_HEADING, *(every[name] for name in sorted(every, key=lambda name: name.lstrip("@")))])
    LICENCES.write_text(text, encoding="utf-8", newline="\n")
