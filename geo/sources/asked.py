"""What a user names on the command line: modes, weights and categories, in their words or in ours."""

from geo.errors import Message, UsageError
from geo.sources.cells import choice_words, meant, near_choice
from geo.tables.columns import Column
from geo.tables.inputs import CATEGORY, MODE, WEIGHT


def asked_mode(word: str) -> str:
    """Give the mode that a word means.

    Raises
    ------
    UsageError
        If it means none.
    """
    return _asked(word, MODE)


def asked_weight(word: str) -> str:
    """Give the weight that a word means.

    Raises
    ------
    UsageError
        If it means none.
    """
    return _asked(word, WEIGHT)


def asked_category(word: str) -> str:
    """Give the category that a word means.

    Raises
    ------
    UsageError
        If it means none, with the one that looks like it.
    """
    found = meant(word, CATEGORY)
    if found is not None:
        return found
    words, near = choice_words(CATEGORY), near_choice(word, CATEGORY)
    known = "; ".join(words.values())
    if near:
        raise UsageError(Message.of("usage.category_near", value=word, near=words[near], known=known))
    raise UsageError(Message.of("usage.category", value=word, known=known))


def _asked(word: str, column: Column) -> str:
    """Give the choice that a word means; the message of what means none bears the name of the column."""
    found = meant(word, column)
    if found is None:
        raise UsageError(Message.of(f"usage.{column.name}", value=word, known="; ".join(choice_words(column).values())))
    return found
