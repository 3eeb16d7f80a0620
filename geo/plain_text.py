"""Text as it is set: from data as one line of what can be seen, and with a capital at its beginning."""

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"\s+")


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


def capital(text: str) -> str:
    """Begin a text with a capital, and leave the rest of it as it is."""
    return text[:1].upper() + text[1:]
