"""Dividing whole places over weights by largest remainder, and what rounding does.

Weights are inhabitants, or inhabitants × (1 + SES-WOA). The second was deduced from published figures of the
Spreidingswet and is not quoted from it; both give an indication of our own, never the need that the LRT gives.
All arithmetic is exact, so that equal remainders are seen as equal.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from geo.errors import InputError

KEYS = ("inhabitants", "inhabitants_ses")
"""Keys by which is divided: inhabitants, and inhabitants × (1 + SES-WOA)."""
_HALF = Fraction(1, 2)


def apportion(total: int, weights: Mapping[str, Fraction | int]) -> pd.DataFrame:
    """Divide whole places in proportion to weights, by largest remainder.

    Every part gets the whole places of its exact share; what is left goes one by one to the largest remainders, of
    equal ones to the lowest code first.

    Parameters
    ----------
    total
        Places to divide, 0 or more.
    weights
        Weight per code, 0 or more; at least one is above 0. Whose weight is unknown cannot be left out: ask for nothing
        then.

    Returns
    -------
    shares
        ``exact`` (the exact share, as a number), ``floor`` (its whole places), ``places`` and ``up`` (whether it got a
        place for its remainder), with the code as index, sorted. The places add up to the total, and each is less than
        1 away from its exact share.

    Raises
    ------
    InputError
        If the total or a weight is negative, or no weight is above 0.
    """
    shares = _exact(total, weights)
    floors = {code: math.floor(share) for code, share in shares.items()}
    left = total - sum(floors.values())
    first = sorted(shares, key=lambda code: (floors[code] - shares[code], code))[:left]
    rows = {code: (float(shares[code]), floors[code], floors[code] + (code in first), code in first) for code in shares}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["exact", "floor", "places", "up"])
    return table.astype({"exact": "Float64", "floor": "Int64", "places": "Int64", "up": "boolean"})


def _exact(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, Fraction]:
    whole = sum(weights.values(), Fraction(0))
    if total < 0:
        msg = f"{total} places cannot be divided: the total is negative"
        raise InputError(msg)
    if any(weight < 0 for weight in weights.values()):
        worst = min(sorted(weights), key=lambda code: weights[code])
        msg = f"places cannot be divided: the weight of {worst} is negative"
        raise InputError(msg)
    if whole == 0:
        msg = f"{total} places cannot be divided: no weight is above 0"
        raise InputError(msg)
    return {code: total * Fraction(weights[code]) / whole for code in sorted(weights)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """What other ways of rounding do to a total that is divided."""

    total: int
    """Places that were divided."""
    floors: int
    """Sum of the whole places of all shares."""
    left: int
    """Places that the largest remainders got, one each."""
    nearest: int
    """Sum if each share is rounded to the nearest whole number, halves up."""
    up: int
    """Sum if each share is rounded up."""

    @property
    def nearest_over(self) -> int:
        """How many places too many rounding to the nearest gives; below 0 too few."""
        return self.nearest - self.total

    @property
    def up_over(self) -> int:
        """How many places too many rounding up gives."""
        return self.up - self.total


def rounding(total: int, weights: Mapping[str, Fraction | int]) -> Rounding:
    """Tell what rounding each share by itself would do, beside the largest remainder which keeps the total.

    Parameters
    ----------
    total, weights
        As for `apportion`.
    """
    shares = _exact(total, weights).values()
    floors = sum(math.floor(share) for share in shares)
    return Rounding(
        total=total,
        floors=floors,
        left=total - floors,
        nearest=sum(math.floor(share + _HALF) for share in shares),
        up=sum(math.ceil(share) for share in shares),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key by which places are divided over municipalities."""

    name: str
    """One of `KEYS`."""
    weights: Mapping[str, Fraction]
    """Weight per municipality; of use only where the key is `usable`."""
    unknown: tuple[str, ...] = ()
    """Municipalities whose inhabitants or score nobody gave: with one of them the whole cannot be tested."""
    wrong: tuple[str, ...] = ()
    """Municipalities with a score of −1 or less, which would leave them no weight or a negative one."""
    year: int | None = None
    """Year of the scores; None where there are none, or nobody gave it."""

    @property
    def empty(self) -> bool:
        """Whether all is known and yet no municipality has any weight."""
        return not self.unknown and not self.wrong and not any(self.weights.values())

    @property
    def usable(self) -> bool:
        """Whether places can be divided by it."""
        return not self.unknown and not self.wrong and not self.empty


def keys_of(municipalities: pd.DataFrame, ses: pd.DataFrame | None = None) -> tuple[Key, ...]:
    """Give the keys by which places can be divided over municipalities.

    Parameters
    ----------
    municipalities
        ``code, inhabitants``, of one province. A number below 0 says nothing (CBS writes missing so): it is unknown.
        So is 0 beside municipalities that have inhabitants: a share of 0 places would be told as if it were meant.
    ses
        ``municipality_code, score, year``: SES-WOA of CBS, of which the newest year counts alone; 0 is the national
        mean. Missing is unknown (CBS suppresses small ones). None where it was not given.

    Returns
    -------
    keys
        By inhabitants and, where scores were given, by inhabitants × (1 + SES-WOA).
    """
    people = dict(zip(municipalities["code"].astype(str), municipalities["inhabitants"], strict=True))
    known = {code: Fraction(int(number)) for code, number in people.items() if pd.notna(number) and number >= 0}
    if any(known.values()):  # of all others someone lives there: 0 is then a number that nobody filled in
        known = {code: number for code, number in known.items() if number}
    lost = tuple(sorted(set(people) - set(known)))
    plain = Key(name=KEYS[0], weights=known, unknown=lost)
    if ses is None:
        return (plain,)
    year = ses["year"].max()
    scores = _newest(ses)
    unknown = sorted({*lost, *(code for code in people if code not in scores)})
    wrong = sorted(code for code in people if scores.get(code, Fraction(0)) <= -1)
    weights = {code: number * (1 + scores[code]) for code, number in known.items() if code in scores}
    second = Key(
        name=KEYS[1],
        weights=weights,
        unknown=tuple(unknown),
        wrong=tuple(wrong),
        year=None if pd.isna(year) else int(year),
    )
    return (plain, second)


def _newest(ses: pd.DataFrame) -> dict[str, Fraction]:
    """Give the known scores of the newest year; rows without a year count as the oldest."""
    year = ses["year"].fillna(0)
    rows = ses[(year == year.max()) & ses["score"].notna()] if len(ses) else ses
    return {
        str(code): Fraction(str(float(score)))
        for code, score in zip(rows["municipality_code"], rows["score"], strict=True)
    }


def summed(weights: Mapping[str, Fraction], group_of: Mapping[str, str]) -> dict[str, Fraction]:
    """Add up weights of municipalities by group; who is in none stands under the empty code."""
    groups: dict[str, Fraction] = {}
    for code, weight in weights.items():
        group = group_of.get(code, "")
        groups[group] = groups.get(group, Fraction(0)) + weight
    return groups


def over(sides: Iterable[Rounding]) -> int:
    """Give how many places too many rounding each share up gives at most."""
    return max((side.up_over for side in sides), default=0)
