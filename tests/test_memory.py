"""The peak of the memory, from one stage to the next."""

import sys
from pathlib import Path

from geo.memory import peak_mb, reset_peak

BLOCK = 150_000_000


def test_the_peak_holds_what_was_used_since_it_was_forgotten() -> None:
    reset_peak()
    before = peak_mb()
    block = bytearray(BLOCK)
    block[::4096] = b"x" * len(block[::4096])  # touch every page, so that it is really there
    high = peak_mb()
    del block
    reset_peak()
    after = peak_mb()
    if sys.platform == "win32":
        assert before is high is after is None
        return
    assert before is not None
    assert high is not None
    assert after is not None
    assert high - before >= 0.8 * BLOCK / 1e6
    if Path("/proc/self/clear_refs").is_file():
        assert high - after >= 0.8 * BLOCK / 1e6
