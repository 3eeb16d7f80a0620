"""Names in a remark or a cell on a sheet, which must leave room for the map that it is about."""

from collections.abc import Sequence

from geo.figures import format_number
from geo.words import say

_MOST_LISTED = 80


def listed(names: Sequence[str], *, between: str = ", ", most: int = _MOST_LISTED) -> str:
    """Write names one after another; very many are cut, and the table has them all."""
    if len(names) <= most:
        return between.join(names)
    rest = format_number(len(names) - most)
    return say("maps.ground.and_more", listed=between.join(names[:most]), count=rest)
