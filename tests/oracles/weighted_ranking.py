"""Ranks by a weighted sum, worked out the slow and plain way."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

EQUAL = Fraction(1, 10**12)


def weighted_sums(scores: Mapping[str, Sequence[float | None]], weights: Sequence[float]) -> dict[str, Fraction | None]:
    """Give the sum of weight times score by exact fractions, the weights made to add to 1; None with a score missing."""
    exact = [Fraction(weight) for weight in weights]
    total = sum(exact)
    return {
        key: None
        if any(one is None for one in row)
        else sum(
            (weight * Fraction(one) for weight, one in zip(exact, row, strict=True) if one is not None), Fraction()
        )
        / total
        for key, row in scores.items()
    }


def ranks(sums: Mapping[str, Fraction | None], dropped: set[str]) -> dict[str, int]:
    """Give the rank of who has a sum and did not drop out.

    A group starts at the best that is left and takes in all that are within 1e-12 of it; a group shares the rank of
    its first place, and is listed by id.
    """
    left = sorted((-total, key) for key, total in sums.items() if total is not None and key not in dropped)
    found: dict[str, int] = {}
    while left:
        best = left[0][0]
        group = sorted(key for total, key in left if total - best <= EQUAL)
        found |= dict.fromkeys(group, len(found) + 1)
        left = [entry for entry in left if entry[1] not in found]
    return found
