"""How much memory the process and its helpers used at the most."""

import sys

if sys.platform != "win32":
    import resource

_KIB_PER_MB = 1000**2 / 1024


def peak_mb() -> float | None:
    """Give the highest memory so far of this process or of one of its helpers.

    Returns
    -------
    peak_mb
        In MB (10⁶ bytes); None on Windows, where the standard library does not tell.
    """
    if sys.platform == "win32":
        return None
    unit = 1000**2 if sys.platform == "darwin" else _KIB_PER_MB
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(used) / unit, 1)
