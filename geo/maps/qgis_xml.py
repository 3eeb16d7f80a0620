"""The XML in which QGIS keeps styles and projects, and the expressions in it: what the rooms about QGIS share."""

import re
from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, tostring

from matplotlib.colors import to_rgb

from geo.words import say

QGIS_VERSION = "3.22.0"
"""What is written is read by this version of QGIS and later ones."""
_UNREADABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold."""
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_EXPRESSION_TYPE = "3"
_SLOT = "\x00"


def node(tag: str, attributes: Mapping[str, object] | None = None, *children: Element, text: str = "") -> Element:
    """Make an element; names from data stay text, whatever they hold."""
    made = Element(tag, {name: plain(str(value)) for name, value in (attributes or {}).items()})
    made.text = plain(text) or None
    made.extend(children)
    return made


def plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _UNREADABLE.sub("", text)


def told(text: str) -> str:
    """Make text from data fit for a title or legend, where QGIS reckons what stands between ``[%`` and ``%]``."""
    return plain(text).replace("[%", "[ %")


def document(root: Element) -> str:
    """Write a whole document, the same text every time."""
    return _DOCTYPE + tostring(root, encoding="unicode")


def options(values: Mapping[str, str], *, kinds: Mapping[str, str] | None = None) -> Element:
    """Write the settings of a part; text, unless its kind is told."""
    told_kinds = kinds or {}
    listed = [_option(name, value, told_kinds.get(name, "QString")) for name, value in values.items()]
    return node("Option", {"type": "Map"}, *listed)


def _option(name: str, value: str, kind: str = "QString") -> Element:
    return node("Option", {"name": name, "type": kind, "value": value})


def reckoned(expressions: Mapping[str, str], *, tag: str = "data_defined_properties") -> Element:
    """Write the settings that QGIS reckons from the fields of each row, as expressions by their names."""
    each = [
        node(
            "Option",
            {"name": name, "type": "Map"},
            _option("active", "true", "bool"),
            _option("expression", expression),
            _option("type", _EXPRESSION_TYPE, "int"),
        )
        for name, expression in expressions.items()
    ]
    properties = node("Option", {"name": "properties", "type": "Map"}, *each)
    return node(
        tag, None, node("Option", {"type": "Map"}, _option("name", ""), properties, _option("type", "collection"))
    )


def colour(ink: str, opacity: float = 1.0) -> str:
    """Write a colour as QGIS does; ``none`` is wholly transparent."""
    if ink == "none":
        return "0,0,0,0"
    return ",".join(str(round(255 * part)) for part in (*to_rgb(ink), opacity))


def key_of(*parts: str) -> str:
    """Give a key that is the same in every run, and longer than the ten signs that QGIS asks of one."""
    return str(uuid5(NAMESPACE_URL, "geo:" + "/".join(parts)))


def field(name: str) -> str:
    """Name a field in an expression."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write text in an expression."""
    escaped = plain(text).replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"'{escaped}'"


def joined(parts: Iterable[str]) -> str:
    """Join texts in an expression."""
    return " || ".join(part for part in parts if part != "''")


def either(cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    """Choose between expressions by conditions."""
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in cases)
    return f"(CASE {whens} ELSE {otherwise} END)"


def phrase(key: str, **expressions: str) -> str:
    """Put words from the catalogue around expressions."""
    slots = {name: f"{_SLOT}{name}{_SLOT}" for name in expressions}
    pieces = say(key, **slots).split(_SLOT) if slots else [say(key)]
    return joined(expressions[piece] if at % 2 else literal(piece) for at, piece in enumerate(pieces))


def whole_number(expression: str, *, signed: bool = False) -> str:
    """Write a number in an expression as ``1.400``; ``format_number`` of QGIS would follow the reader's settings."""
    digits = rf"regexp_replace(to_string(round(abs({expression}))), '(\\d)(?=(\\d{{3}})+$)', '\\1.')"
    minus = f"{expression} < 0", literal("−")
    plus = ((f"{expression} > 0", literal("+")),) if signed else ()
    return joined([either([minus, *plus], "''"), digits])


def day(expression: str) -> str:
    """Write a day in an expression as ``31-12-2022``."""
    return f"format_date({expression}, 'dd-MM-yyyy')"


def decimal_number(expression: str) -> str:
    """Write a number in an expression with one decimal, as ``11,6``."""
    whole = rf"regexp_replace(to_string(round({expression}, 1)), '^([^.]*)$', '\\1.0')"
    return f"replace({whole}, '.', ',')"
