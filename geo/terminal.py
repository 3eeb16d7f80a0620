"""The language of the terminal, and in it what the command library says by itself.

Imports nothing heavy: this is on the way of ``geo --help``.
"""

import locale
from collections import deque
from collections.abc import Mapping, Sequence

from geo.errors import GeoError, Message
from geo.words import LANGUAGES, catalogue, known, say

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_DUTCH = ("nl", "dutch")


def shared_first(words: Sequence[str]) -> list[str]:
    """Put the options that every command shares before the command, so that they may stand anywhere.

    Parameters
    ----------
    words
        What was typed after ``geo``; what follows ``--`` stays as it is.
    """
    first, rest, coming = [], [], deque(words)
    while coming:
        word = coming.popleft()
        if word == "--":
            rest += [word, *coming]
            break
        if word == "--lang" and coming:
            first.append(f"--lang={coming.popleft()}")
        elif word == "--debug" or word.startswith("--lang="):
            first.append(word)
        else:
            rest.append(word)
    return [*first, *rest]


def language(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Choose the language: that of ``--lang``, else Dutch where the system speaks Dutch and English elsewhere.

    Parameters
    ----------
    words
        What was typed, as `shared_first` orders it.
    environment
        Environment variables; the first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set counts. Where none is,
        as on Windows, the locale of the process does.
    """
    asked = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    if asked and asked[-1] in LANGUAGES:
        return asked[-1]
    told = (environment.get(name) for name in _VARIABLES)
    system = next(filter(None, told), None) or locale.setlocale(locale.LC_CTYPE)
    return "nl" if system.lower().startswith(_DUTCH) else "en"


def in_language(help_text: str, lang: str) -> str:
    """Give the headings of the help in a language; the texts of our own are in it already."""
    for key, texts in catalogue().items():
        if key.startswith("help.typer."):
            help_text = help_text.replace(texts["en"], texts[lang])
    return help_text


def usage_text(error: Exception, lang: str) -> str:
    """Say in one paragraph what is wrong with the words that were typed, and where to look.

    Parameters
    ----------
    error
        Error of the command library.
    lang
        Language.
    """
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error)
    key = f"usage.{kind}"
    said = say(key if known(key) else "usage.other", lang, **_named(error))
    context = getattr(error, "ctx", None)
    return f"{said} {say('usage.help', lang, command=context.command_path)}" if context else said


def _named(error: Exception) -> dict[str, str]:
    """Give the option or argument that an error is about, and the ones that were perhaps meant."""
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (param.get_error_hint() if param else "")
    name = getattr(error, "option_name", "") or str(hint).strip("'")
    near = ", ".join(getattr(error, "possibilities", None) or ())
    return {"name": name, "near": f" ({near}?)" if near else ""}


def error_text(error: GeoError, lang: str) -> str:
    """Say an error of ours, with what was noted on its way, each on a line."""
    said = [part.sentence(lang) for part in error.args if isinstance(part, Message)] or [str(error)]
    return "\n".join([*said, *getattr(error, "__notes__", [])])
