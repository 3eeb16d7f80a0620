"""The peak of the memory, from one stage to the next."""

import json
import subprocess
import sys
from pathlib import Path

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
