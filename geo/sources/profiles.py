"""Reads profiles of rules: those that the package has, and those of the user's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from geo.errors import Fault, Note
from geo.sources.cells import suggestion
from geo.sources.raw import FileSpec, UnreadableError, opening, require_file
from geo.sources.toml_files import parse_toml
from geo.sources.toml_keys import Keys
from geo.tables.fact_names import could_be_fact, layer_of
from geo.tables.profiles import Profile, Rule, Test

ENDING = ".toml"
_GREEN = ("good_at_most", "good_at_least")
_BOUNDS = ("at_most", "at_least", *_GREEN)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_LEAST_ALIKE, _LAYER_ALIKE = 0.6, 0.7
_FOLDER = files("geo") / "profiles"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProfile:
    """A profile as read."""

    profile: Profile | None
    """The profile; None where it is faulty."""
    faults: tuple[Fault, ...] = ()
    """All that is wrong."""
    notes: tuple[Note, ...] = ()
    """What was noticed but is not wrong."""


def shipped_profiles() -> tuple[str, ...]:
    """List the profiles that the package has, by name."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


def is_own_profile(name: str) -> bool:
    """Tell whether a plan means a file of its own by this, and not a profile that the package has."""
    return name.endswith(ENDING) or "/" in name or "\\" in name


def no_such_profile(file: str, key: str, name: str) -> Fault:
    """Tell that the package has no profile of a name that a plan gives under a key."""
    known = list(shipped_profiles())
    values = {"value": name, "known": ", ".join(known), "hint": suggestion(name, known, least=_LEAST_ALIKE)}
    return Fault(file, 0, key, "unknown_profile", tuple(values.items()))


@cache
def shipped_profile(name: str) -> Profile:
    """Read a profile that the package has.

    Parameters
    ----------
    name
        One of `shipped_profiles`.

    Raises
    ------
    UnreadableError
        If its file was changed and is now faulty.
    """
    file = f"{name}{ENDING}"
    read = _read((_FOLDER / file).read_bytes(), file, known=())
    if read.profile is None:
        raise UnreadableError(*read.faults)
    return read.profile


def read_profile(spec: FileSpec, *, known: Sequence[str]) -> ReadProfile:
    """Read a profile of the user's own.

    Parameters
    ----------
    spec
        The file.
    known
        Facts that the plan has; empty where that is not known, and then any fact will do. What is none of these is a
        fault, but only a note where another plan could have it: with a category, a mode or a layer more.

    Raises
    ------
    UnreadableError
        If the file is not there or is not TOML.
    """
    require_file(spec)
    with opening(spec):
        content = spec.path.read_bytes()
    return _read(content, spec.shown, known=known)


def _read(content: bytes, shown: str, *, known: Sequence[str]) -> ReadProfile:
    values, faults = parse_toml(content, shown)
    parts = _Parts(Keys(shown, "", values, faults))
    profile = parts.profile()
    remarks = [strange_fact(shown, place, fact, known) for place, fact in parts.asked if known and fact not in known]
    faults += [one for one in remarks if not isinstance(one, Note)]
    notes = tuple(one for one in remarks if isinstance(one, Note))
    return ReadProfile(profile=None if faults else profile, faults=tuple(faults), notes=notes)


def strange_fact(
    file: str, place: str, fact: str, known: Sequence[str], *, absent: str = "profile_fact_absent"
) -> Fault:
    """Tell that a plan does not have a fact: not at all, or not with the categories, modes and layers that it has.

    Parameters
    ----------
    file, place
        File and key that ask for it.
    fact
        The fact.
    known
        Facts that the plan has.
    absent
        Code of the note where another plan could have it.

    Returns
    -------
    fault
        A `geo.errors.Note` where another plan could have it.
    """
    layer, layers = layer_of(fact), sorted({layer_of(name) for name in known} - {""})
    other_layer = layer != "" and not suggestion(layer, layers, least=_LAYER_ALIKE)
    if could_be_fact(fact) or other_layer:
        return Note(file, 0, place, absent, (("value", fact),))
    near = suggestion(fact, sorted(known), least=_LEAST_ALIKE)
    return Fault(file, 0, place, "profile_unknown_fact", (("value", fact), ("hint", near)))


class _Parts:
    """The parts of a profile, as its file has them."""

    def __init__(self, top: Keys) -> None:
        self._top = top
        self.asked: list[tuple[str, str]] = []
        """The place and the name of each fact that is asked for."""

    def profile(self) -> Profile:
        """Read the whole; what is wrong is told to the keys."""
        about, told = self._top.table("profile"), self._top.told
        listed = self._top.tables("rule", name_by="id")
        rules = tuple(self._rule(keys) for keys in listed)
        ids = [rule.id for rule in rules]
        for at, name in enumerate(ids):
            if name in ids[:at]:
                self._top.fault(f"rule.{at + 1}.id", "stands_twice", value=name)
        if not listed and self._top.told == told:
            self._top.fault("rule", "profile_no_rules")
        self._top.end()
        said = {name: "" if about is None else about.text(name) for name in ("id", "title", "date", "source")}
        if about is not None:
            _require_name(about, said["id"])
            about.end()
        return Profile(**said, rules=rules)

    def _rule(self, keys: Keys) -> Rule:
        told, listed = keys.told, keys.tables("test", required=True)
        rule = Rule(
            id=keys.text("id"),
            title=keys.text("title"),
            source=keys.text("source"),
            hard=keys.flag("hard"),
            tests=tuple(self._test(one, alone=len(listed) == 1) for one in listed),
        )
        _require_name(keys, rule.id)
        keys.end()
        if rule.hard and keys.told == told and not all(test.can_fail for test in rule.tests):
            keys.fault("hard", "profile_cannot_fail")
        return rule

    def _test(self, keys: Keys, *, alone: bool) -> Test:
        """Read an alternative; one without bound may only stand alone."""
        together = keys.tables("also")
        test = replace(
            self._ask(keys, bare=alone and not together),
            also=tuple(self._ask(part, bare=False) for part in together),
        )
        for part in (keys, *together):
            part.end()
        return test

    def _ask(self, keys: Keys, *, bare: bool) -> Test:
        """Read what is asked of a fact, with or without bound."""
        test = Test(
            fact=keys.text("fact"),
            at_most=keys.number("at_most"),
            at_least=keys.number("at_least"),
            good_at_most=keys.number("good_at_most"),
            good_at_least=keys.number("good_at_least"),
        )
        if not bare and not any(keys.has(name) for name in _BOUNDS):
            keys.fault("", "profile_no_bound")
        if test.fact:
            self.asked.append((keys.place("fact"), test.fact))
        _require_agreement(keys, test)
        return test


def _require_name(keys: Keys, name: str) -> None:
    """Refuse a name that cannot stand in a list of names."""
    if name and _NAME.fullmatch(name) is None:
        keys.fault("id", "profile_name", value=name)


def _require_agreement(keys: Keys, test: Test) -> None:
    """Refuse bounds between which nothing lies, and green bounds outside the red ones."""
    (least, most), (good_least, good_most) = test.red, test.green
    if least > most:
        keys.fault("at_least", "profile_bounds_cross", least=_number(least), most=_number(most))
        return
    outside = [name for name in _GREEN if (value := getattr(test, name)) is not None and not least <= value <= most]
    for name in outside:
        value = getattr(test, name)
        bound = most if value > most else least
        keys.fault(name, "profile_green_outside", value=_number(value), bound=_number(bound))
    if not outside and good_least > good_most:
        keys.fault("good_at_least", "profile_green_cross", least=_number(good_least), most=_number(good_most))


def _number(value: float) -> str:
    return f"{value:g}"
