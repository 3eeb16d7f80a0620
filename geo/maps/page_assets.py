"""What the page carries along, and the proof that it needs nothing else."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_LOADING = {"src", "srcset", "href", "data", "action", "formaction", "poster", "background", "xlink:href", "ping"}
_UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def read_asset(name: str) -> str:
    """Read a text that the package carries."""
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def script_asset(name: str) -> str:
    """Read a script for use inside a page: no pointer to its source, no sequence that would end it."""
    script = _SOURCE_MAP.sub("", read_asset(name))
    if "</script" in script.lower() or "<!--" in script:
        msg = f"{name} cannot stand inside a page: it holds a sequence that ends or hides a script"
        raise ValueError(msg)
    return script.strip() + "\n"


def style_asset(name: str) -> str:
    """Read a style sheet and put its pictures inside it.

    Raises
    ------
    ValueError
        If it names a picture that the package does not carry.
    """
    return _URL.sub(_inside, read_asset(name))


def _inside(match: re.Match[str]) -> str:
    target = match[1]
    if target.startswith(("#", "data:")):
        return match[0]
    picture = files(__package__) / "assets" / target.rpartition("/")[2]
    if not target.endswith(".png") or not picture.is_file():
        msg = f"the style sheet asks for {target}, which the page does not carry"
        raise ValueError(msg)
    return f"url(data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()})"


def script_json(value: Any) -> str:
    """Write a value as JSON that can stand in a script element, whatever the texts in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return "".join(_UNSAFE_IN_SCRIPT.get(sign, sign) for sign in text) if _risky(text) else text


def _risky(text: str) -> bool:
    return any(sign in text for sign in _UNSAFE_IN_SCRIPT)


def script_hash(script: str) -> str:
    """Give the source expression by which a policy allows exactly this script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode()}'"


class _Loads(HTMLParser):
    """Collects all that a browser would fetch for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._styling = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of an element."""
        self._styling = tag == "style"
        for name, value in attrs:
            if name in _LOADING and value and not value.startswith(("#", "data:")):
                self.found.append(f"<{tag} {name}={value}>")
            elif name == "style" and value:
                self._look(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._styling = self._styling and tag != "style"

    def handle_data(self, data: str) -> None:
        """Look at the text of a style sheet."""
        if self._styling:
            self._look(data)

    def _look(self, style: str) -> None:
        self.found += [f"url({url})" for url in _URL.findall(style) if not url.startswith(("#", "data:"))]
        self.found += ["@import"] if "@import" in style else []


def loads_of(page: str) -> list[str]:
    """List what a browser would fetch for a page, with the element or style that asks for it."""
    loads = _Loads()
    loads.feed(page)
    loads.close()
    return loads.found


def refuse_loads(page: str) -> None:
    """Refuse a page that would fetch anything.

    Raises
    ------
    ValueError
        With all that it would fetch.
    """
    found = loads_of(page)
    if found:
        msg = f"the page would fetch what it should carry: {', '.join(found)}"
        raise ValueError(msg)
