"""Networks that are kept between runs: built once for an extract, then mapped into memory.

The file of a value begins with a line of JSON that says where each array lies; the arrays follow, each from a multiple
of 64 bytes on. They are found by the fields of the dataclasses that hold them, whichever those are. A mapping is
private: its pages come from the file as they are read, and nothing that is written to an array goes back.
"""

import hashlib
import json
import mmap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import Message, OutputLockedError
from geo.extract import Streets
from geo.network.build import Network, build
from geo.network.modes import MODES
from geo.store import fingerprint, load_record, source_fingerprint, whole_file

Array = NDArray[Any]
Value = TypeVar("Value")
Useless = Literal["stale", "damaged"]
"""Why a file is of no use: it was made of something else, or it is not whole."""
_ALIGNED = 64
_DIGEST = 64
"""Length of a SHA-256 in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The networks of one extract, each built when first asked for and kept from then on."""

    folder: Path
    """Where they are kept."""
    key: str
    """Fingerprint of the extract and of this package, whose rules make networks of it."""
    crs: CRS
    """Metric reference system of the plan."""
    streets: Callable[[], Streets]
    """Gives the streets of the extract, where a network must be built."""
    tell: Callable[[Message], None]
    """Told why a network is built again."""

    def of(self, mode: str, country: BaseGeometry | None = None) -> Network:
        """Give the network of a mode: the one that is kept if it is still right and whole, else one built anew.

        Parameters
        ----------
        mode
            ``walk``, ``bike``, ``car`` or ``cbs_car``.
        country
            Area in degrees on WGS84 that a domestic mode keeps to; None where it is not known.
        """
        area = country if MODES[mode].domestic else None
        parts = [self.key, mode, self.crs.to_wkt(), "" if area is None else area.wkb_hex]
        path, key = self.folder / f"{mode}.network", fingerprint(parts)
        given = {"mode": MODES[mode], "crs": self.crs}
        if path.is_file():
            found = load_value(Network, path, key, given)
            if isinstance(found, Network):
                return found
            self.tell(Message.of(f"terminal.network_{found}", path=path))
        network = build(self.streets(), mode, crs=self.crs, area=area)
        try:
            save_value(network, path, key, given)
        except OutputLockedError as error:
            self.tell(Message.of("terminal.network_held", path=path, reason=error))
        return network


def networks_in(
    cache: Path, crs: CRS, streets: Callable[[], Streets], tell: Callable[[Message], None]
) -> Networks:  # fmt: skip
    """Give the networks of the extract that a run left in its cache.

    Parameters
    ----------
    cache
        Folder of the results of stages, with that of ``extract``.
    crs
        Metric reference system of the plan.
    streets
        Gives the streets of that extract.
    tell
        Told why a network is built again.
    """
    record = load_record(cache / "extract.json")
    if record is None:
        msg = f"no extract was made in {cache}"
        raise AssertionError(msg)
    digests = {Path(name).name: digest for name, digest in record.files.items()}
    key = fingerprint([source_fingerprint(), digests])
    return Networks(folder=cache / "networks", key=key, crs=crs, streets=streets, tell=tell)


def save_value(value: object, path: Path, key: str, given: Mapping[str, object]) -> None:
    """Write the arrays of a dataclass, and of the dataclasses in it, as one file.

    Parameters
    ----------
    value
        The dataclass.
    path
        File to write.
    key
        Fingerprint of all that the value came from.
    given
        Fields that are no arrays, by name; they are given again to who reads the file, and not written.

    Raises
    ------
    TypeError
        If there is a field that is neither an array, nor a dataclass, nor given.
    """
    arrays, places, end = dict(_arrays_of(value, given)), {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, end)
        end += _padded(array.nbytes)
    digest = hashlib.sha256()
    for array in arrays.values():
        digest.update(_bytes_of(array))
    about = json.dumps({"key": key, "arrays": places, "size": end, "digest": digest.hexdigest()}).encode()
    head = hashlib.sha256(about).hexdigest().encode() + about + b"\n"
    with whole_file(path) as beside, beside.open("wb") as file:
        file.write(head.ljust(_padded(len(head)), b"\n"))
        for array in arrays.values():
            file.write(_bytes_of(array))


def load_value(kind: type[Value], path: Path, key: str, given: Mapping[str, object]) -> Value | Useless:
    """Map a file that `save_value` wrote into memory; or tell why it is of no use.

    Parameters
    ----------
    kind
        Class of the value.
    path
        File to read.
    key
        Fingerprint that it must have; with another it is ``stale``.
    given
        Fields that are no arrays.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError):
        return "damaged"
    line = mapped.readline()
    digest, about = line[:_DIGEST], line[_DIGEST:].rstrip(b"\n")
    if hashlib.sha256(about).hexdigest().encode() != digest:
        return "damaged"
    found, begin = json.loads(about), _padded(len(line))
    if found["key"] != key:
        return "stale"
    if len(mapped) != begin + found["size"] or _digest_from(mapped, begin) != found["digest"]:
        return "damaged"
    arrays = {
        name: np.ndarray(tuple(shape), np.dtype(kind_of), buffer=mapped, offset=begin + place)
        for name, (kind_of, shape, place) in found["arrays"].items()
    }
    parts = _put_together(kind, arrays, given)
    return "damaged" if parts is None else parts


def _arrays_of(value: Any, given: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Array]]:
    for field in fields(value):
        name, part = prefix + field.name, getattr(value, field.name)
        if name in given:
            continue
        if isinstance(part, np.ndarray) and not part.dtype.hasobject:
            yield name, part
        elif is_dataclass(part):
            yield from _arrays_of(part, given, f"{name}.")
        else:
            msg = f"`{name}` is neither an array of numbers nor a dataclass of them"
            raise TypeError(msg)


def _put_together(
    kind: type[Value], arrays: Mapping[str, Array], given: Mapping[str, object], prefix: str = ""
) -> Value | None:
    """Make a dataclass of its arrays; None where one is missing."""
    whole = {**arrays, **given}
    parts: dict[str, object] = {}
    for name, hint in get_type_hints(kind).items():
        part = whole.get(prefix + name)
        if part is None and is_dataclass(hint) and isinstance(hint, type):
            part = _put_together(hint, arrays, given, f"{prefix}{name}.")
        if part is None:
            return None
        parts[name] = part
    return kind(**parts)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _bytes_of(array: Array) -> bytes:
    return array.tobytes().ljust(_padded(array.nbytes), b"\0")


def _digest_from(mapped: mmap.mmap, begin: int) -> str:
    with memoryview(mapped) as whole, whole[begin:] as arrays:
        return hashlib.sha256(arrays).hexdigest()
