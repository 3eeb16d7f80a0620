"""The peak of the memory, from one stage to the next."""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from geo.memory import give_back

BLOCK = 150_000_000
USED = f"""
import json
from geo.memory import peak_mb, reset_peak
reset_peak()
before = peak_mb()
block = bytearray({BLOCK})
block[::4096] = b"x" * len(block[::4096])  # touch every page, so that it is really there
high = peak_mb()
del block
reset_peak()
print(json.dumps([before, high, peak_mb()]))
"""


def test_the_peak_holds_what_was_used_since_it_was_forgotten() -> None:
    # a process of its own: one that is large already takes the block from memory that it has
    done = subprocess.run([sys.executable, "-c", USED], capture_output=True, text=True, check=True)
    before, high, after = json.loads(done.stdout)
    if sys.platform == "win32":
        assert before is high is after is None
        return
    assert before is not None
    assert high is not None
    assert after is not None
    assert high - before >= 0.8 * BLOCK / 1e6
    if Path("/proc/self/clear_refs").is_file():
        assert high - after >= 0.8 * BLOCK / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="only there does the C library keep and give back what is freed")
def test_what_is_not_used_any_more_is_given_back() -> None:
    kept = [bytes(2000) for _ in range(100_000)]
    pins = kept[::1000]  # the C library alone gives back what lies at the end
    del kept
    before = psutil.Process().memory_info().rss
    give_back()
    assert psutil.Process().memory_info().rss < before - 100e6
    assert len(pins) == 100
