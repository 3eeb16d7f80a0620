"""Text from data is data: written so that no format reads it as markup."""

import re

from geo.plain_text import plain

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Markup(str):
    """Markdown that this package wrote or cleaned, which is not escaped again."""

    __slots__ = ()


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
