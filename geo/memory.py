"""How much memory the process used at the most, and giving back what it does not use."""

import ctypes
import gc
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import resource

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET = "5"
"""What the kernel takes as the order to forget the highest memory so far (proc(5))."""
_KIB_PER_MB = 1000**2 / 1024


def reset_peak() -> None:
    """Forget the highest memory so far, where the system can; elsewhere `peak_mb` counts from the start."""
    with suppress(OSError):
        _CLEAR.write_text(_RESET, encoding="ascii")


def give_back() -> None:
    """Give the system back what the process used and does not any more, where the C library can (malloc_trim(3))."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library than glibc
            ctypes.CDLL(None).malloc_trim(0)


def peak_mb() -> float | None:
    """Give the highest memory of this process since `reset_peak`, without the programs that it called.

    Returns
    -------
    peak_mb
        In MB (10⁶ bytes); None on Windows, where the standard library does not tell.
    """
    if sys.platform == "win32":
        return None
    if _STATUS.is_file():
        lines = _STATUS.read_text(encoding="ascii").splitlines()
        kib = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
        return round(kib / _KIB_PER_MB, 1)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (1000**2 if sys.platform == "darwin" else _KIB_PER_MB), 1)
