"""Takes the keys of a TOML file one by one, and tells what is wrong with each."""

import math
from collections.abc import Mapping
from typing import Any

from geo.errors import Fault
from geo.sources.cells import suggestion
from geo.sources.toml_files import shown_value

_LEAST_ALIKE = 0.6


class Keys:
    """A table of a file, of which each key is asked for once; what nobody asked for is unknown."""

    def __init__(self, file: str, place: str, values: Mapping[str, Any], faults: list[Fault]) -> None:
        self._file = file
        self._place = place
        self._values = values
        self._faults = faults
        self._asked: list[str] = []

    def place(self, key: str = "") -> str:
        """Give the place of a key as messages name it."""
        return ".".join(filter(None, (self._place, key)))

    def fault(self, key: str, code: str, **values: object) -> None:
        """Tell what is wrong with a key."""
        told = tuple((name, shown_value(value)) for name, value in values.items())
        self._faults.append(Fault(self._file, 0, self.place(key), code, told))

    def text(self, key: str) -> str:
        """Give a text that must be there; empty where it is not."""
        value = self._taken(key, required=True)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, "must_be_text", value=value)
            return ""
        if not value.strip():
            self.fault(key, "missing_value")
        return value.strip()

    def number(self, key: str) -> float | None:
        """Give a number; None where there is none."""
        value = self._taken(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(key, "must_be_number", value=value)
            return None
        return float(value)

    def flag(self, key: str) -> bool:
        """Give a yes or no that must be there; no where it is not."""
        value = self._taken(key, required=True)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "must_be_true_or_false", value=value)
        return value is True

    def table(self, key: str) -> "Keys | None":
        """Give a table that must be there; None where it is not."""
        value = self._taken(key, required=True)
        if value is not None and not isinstance(value, dict):
            self.fault(key, "must_be_table", value=value)
        return self._below(key, value) if isinstance(value, dict) else None

    def tables(self, key: str, *, name_by: str = "", required: bool = False) -> "list[Keys]":
        """Give the tables of a list; none where there is no list.

        Parameters
        ----------
        key
            Key of the list.
        required
            Whether it must be there, with something in it.
        name_by
            Key by which messages name a table where that tells it from the others; else its number, from 1 on.
        """
        value = self._taken(key, required=required)
        if value is None:
            return []
        if value == [] and required:
            self.fault(key, "must_not_be_empty")
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fault(key, "must_be_tables", value=value, name=self.place(key))
            return []
        names = [one.get(name_by) for one in value]
        own = [isinstance(name, str) and name.strip() != "" and names.count(name) == 1 for name in names]
        told = [name if is_own else number for number, (name, is_own) in enumerate(zip(names, own, strict=True), 1)]
        return [self._below(f"{key}.{name}", one) for name, one in zip(told, value, strict=True)]

    @property
    def told(self) -> int:
        """How many faults of the file were told until now."""
        return len(self._faults)

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return key in self._values

    def end(self) -> None:
        """Tell which keys nobody asked for, each with the one that was probably meant."""
        for key in self._values:
            if key not in self._asked:
                near = suggestion(key, self._asked, least=_LEAST_ALIKE)
                if near:
                    self.fault(key, "unknown_key_near", near=near)
                else:
                    self.fault(key, "unknown_key")

    def _taken(self, key: str, *, required: bool = False) -> Any:
        self._asked.append(key)
        if required and key not in self._values:
            self.fault(key, "profile_missing_key")
        return self._values.get(key)

    def _below(self, name: str, values: Mapping[str, Any]) -> "Keys":
        return Keys(self._file, self.place(name), values, self._faults)
