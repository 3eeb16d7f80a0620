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
    """Give the rank of who has a sum and did not drop out, in the order of rank and id.

    A rank is 1 more than the number of sums that are greater, by more than what counts as equal.
    """
    left = {key: total for key, total in sums.items() if total is not None and key not in dropped}
    found = {key: 1 + sum(other > total + EQUAL for other in left.values()) for key, total in left.items()}
    return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0])))
