"""The search over land once more, piece by piece and rule by rule. Nothing of `geo`, no frames, no arrays."""

from collections.abc import Sequence

Ruled = tuple[str, bool, Sequence[str]]
"""Name of a rule, whether it is hard, and what came of it for each piece of land."""


def outcomes(rules: Sequence[Ruled], count: int) -> list[tuple[str, str]]:
    """Give of each piece whether it passes, and the rule on which it falls or which cannot be tested."""
    found = []
    for piece in range(count):
        answer = ("yes", "") if any(hard for _, hard, _ in rules) else ("untestable", "")
        for name, hard, verdicts in rules:
            if hard and verdicts[piece] == "untestable" and answer == ("yes", ""):
                answer = ("untestable", name)
            if hard and verdicts[piece] == "fails":
                answer = ("no", name)
                break
        found.append(answer)
    return found


def counted(rules: Sequence[Ruled], count: int) -> dict[str, tuple[int, int, int, int]]:
    """Give of each rule how many pieces fall on it first, fail it, cannot be tested by it and meet it."""
    fell = [name for word, name in outcomes(rules, count) if word == "no"]
    return {
        name: (
            sum(one == name for one in fell),
            sum(one == "fails" for one in verdicts),
            sum(one == "untestable" for one in verdicts),
            sum(one in {"meets", "attention"} for one in verdicts),
        )
        for name, _, verdicts in rules
    }
