"""Which findings are gone, new or other than before: matched by what they are about, never by their sentence."""

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.findings import SEVERITIES, Finding, Value
from geo.tables.versions import FINDING_CHANGES

TELLING = frozenset(
    {
        "area", "bucket", "described", "direction", "divided", "invariant", "issue", "milestone", "next_milestone",
        "quarter", "region", "remark", "scenario", "town", "type", "what",
    }
)  # fmt: skip
"""Parameters that tell what a finding is about. The others are numbers, days and lists that may change."""
_DAYS = ("first", "last")
_FIRST = ("new", "severity", "changed", "gone")
"""Order in which changes of one severity are told."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that one side alone has, or that both have with other values."""

    old: Finding | None
    """As it was; None where it is new."""
    new: Finding | None
    """As it is; None where it is gone."""

    @property
    def change(self) -> str:
        """``gone``, ``new``, ``severity`` where it is more or less serious, ``changed`` where a value differs."""
        if self.old is None or self.new is None:
            return "new" if self.old is None else "gone"
        return "changed" if self.old.severity == self.new.severity else "severity"

    @property
    def latest(self) -> Finding:
        """The finding as it is, or as it was where it is gone."""
        found = self.new or self.old
        if found is None:
            msg = "a change has a side"
            raise ValueError(msg)
        return found

    @property
    def newly_red(self) -> bool:
        """Whether it is red now and was not."""
        return self.new is not None and self.new.severity == "rood" and (self.old is None or self.change == "severity")


def finding_changes(old: Iterable[Finding], new: Iterable[Finding]) -> tuple[FindingChange, ...]:
    """Match findings and list those that differ.

    Parameters
    ----------
    old, new
        In any order.

    Returns
    -------
    changes
        The most serious first, and of one severity the new ones. Two findings are the same one where code and `TELLING`
        parameters are equal, and one of the ids, or the first or last day as well; of several that could be, those that
        agree in most go together, each with one other at most. So a finding of which a number changed is ``changed``,
        not gone and new.
    """
    before, after = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    kept = set(before) & set(after)
    left, right = ([one for one in side if one not in kept] for side in (before, after))
    pairs = _paired(sorted(left, key=_text), sorted(right, key=_text))
    taken = {finding for pair in pairs for finding in pair}
    changes = [
        *(FindingChange(*pair) for pair in pairs),
        *(FindingChange(one, None) for one in left if one not in taken),
        *(FindingChange(None, one) for one in right if one not in taken),
    ]
    return tuple(sorted(changes, key=_order))


def _order(one: FindingChange) -> tuple[int, int, int, str, str]:
    found = one.latest
    return SEVERITIES.index(found.severity), _FIRST.index(one.change), found.chapter, found.code, _text(found)


def _text(one: Finding) -> str:
    return json.dumps([one.code, one.ids, one.parameters, one.severity], ensure_ascii=False)


def _paired(old: Sequence[Finding], new: Sequence[Finding]) -> list[tuple[Finding, Finding]]:
    """Pair what is about the same, what agrees in most first."""
    hung: dict[Hashable, list[Finding]] = {}
    for one in new:
        for hook in _hooks(one):
            hung.setdefault(hook, []).append(one)
    could = {(one, other) for one in old for hook in _hooks(one) for other in hung.get(hook, ())}
    free_old, free_new, pairs = set(old), set(new), []
    for one, other in sorted(could, key=lambda pair: _distance(*pair)):
        if one in free_old and other in free_new:
            free_old.remove(one)
            free_new.remove(other)
            pairs.append((one, other))
    return pairs


def _hooks(one: Finding) -> Iterator[Hashable]:
    """Give what another finding must have one of to be the same."""
    said = dict(one.parameters)
    about = (one.code, tuple((name, value) for name, value in one.parameters if name in TELLING))
    yield from ((about, "id", name) for name in one.ids or ("",))
    yield from ((about, name, said[name]) for name in _DAYS if said.get(name) is not None)


def _distance(one: Finding, other: Finding) -> tuple[bool, int, int, str, str]:
    """Order pairs by how little they agree; the same whichever of both is the old one."""
    shared = len(set(one.ids) & set(other.ids))
    agreed = len(set(one.parameters) & set(other.parameters))
    texts = sorted([_text(one), _text(other)])
    return one.ids != other.ids, -shared, -agreed, texts[0], texts[1]


def as_frame(changes: Iterable[FindingChange]) -> pd.DataFrame:
    """Write changes as a table.

    Returns
    -------
    table
        The columns of `geo.tables.versions.FINDING_CHANGES`; parameters as JSON, and empty on the side that has none.
    """
    rows = [
        {
            "change": one.change,
            "code": one.latest.code,
            "chapter": one.latest.chapter,
            **{f"{name}_{side}": value for side, found in _sides(one) for name, value in _cells(found).items()},
        }
        for one in changes
    ]
    return pd.DataFrame(rows, columns=list(FINDING_CHANGES.names)).astype({"chapter": "int64"})


def in_sentences(changes: Iterable[FindingChange], *, lang: str = "nl") -> pd.DataFrame:
    """Write changes as `as_frame` does, with the sentence in the place of the parameters."""
    listed = list(changes)
    frame = as_frame(listed)
    told = {
        f"parameters_{side}": ["" if found is None else found.sentence(lang) for found in column]
        for side, column in (("old", [one.old for one in listed]), ("new", [one.new for one in listed]))
    }
    return frame.assign(**told)


def _sides(one: FindingChange) -> tuple[tuple[str, Finding | None], tuple[str, Finding | None]]:
    return ("old", one.old), ("new", one.new)


def _cells(found: Finding | None) -> dict[str, str]:
    if found is None:
        return {"ids": "", "severity": "", "parameters": ""}
    values: list[tuple[str, Value]] = list(found.parameters)
    return {
        "ids": ";".join(found.ids),
        "severity": found.severity,
        "parameters": json.dumps(values, ensure_ascii=False),
    }
