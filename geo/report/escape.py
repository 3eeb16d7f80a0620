"""Text from data is data: written so that no format reads it as markup."""

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"\s+")


class Markup(str):
    """Markdown that this package wrote or cleaned, which is not escaped again."""

    __slots__ = ()


def plain(text: str) -> str:
    """Turn control, bidirectional and zero-width characters into a space, and all white space into one.

    Parameters
    ----------
    text
        Text from a data file.

    Returns
    -------
    clean
        One line of visible characters, composed (NFC).
    """
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def literal(text: object) -> Markup:
    r"""Write a value as Markdown that reads as exactly its own text.

    Parameters
    ----------
    text
        Any value; `Markup` is left as it is.

    Returns
    -------
    markdown
        The text with every ASCII punctuation mark escaped, such as ``a\_b``.
    """
    if isinstance(text, Markup):
        return text
    return Markup(_PUNCTUATION.sub(r"\\\1", plain(str(text))))
