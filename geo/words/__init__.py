"""The one catalogue of words: headings, labels and messages, Dutch and English.

The words stand in the TOML files of this folder, one file a subject; each key
has ``nl`` and ``en``. A key that is missing is a bug, never a silent fallback.
"""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("nl", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Read all words.

    Returns
    -------
    words
        From dotted key to the text per language.
    """
    words: dict[str, dict[str, str]] = {}
    for path in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            _flatten(tomllib.loads(path.read_text(encoding="utf-8")), "", words)
    return words


def _flatten(node: dict[str, object], prefix: str, words: dict[str, dict[str, str]]) -> None:
    texts = {lang: text for lang, text in node.items() if isinstance(text, str)}
    if texts:
        if prefix in words:
            msg = f"the word {prefix!r} stands twice in the catalogue"
            raise KeyError(msg)
        words[prefix] = texts
    for name, child in node.items():
        if isinstance(child, dict):
            _flatten(child, f"{prefix}.{name}" if prefix else name, words)


def say(key: str, lang: str = "nl", **values: object) -> str:
    """Give the text of a key in a language, with the values filled in.

    Parameters
    ----------
    key
        Dotted key, for example ``status.beyond_limit``.
    lang
        ``nl`` or ``en``.
    values
        Values for the placeholders in the text.

    Raises
    ------
    KeyError
        If the key or the language is not in the catalogue.
    """
    text = catalogue()[key][lang]
    return text.format(**values) if values else text


def known(key: str) -> bool:
    """Tell whether the catalogue has a key."""
    return key in catalogue()
