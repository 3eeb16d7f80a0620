"""Within which ranks the pairs that no weighting reverses keep each candidate, by counting them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def limits(table: pd.DataFrame, ids: Iterable[object]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the best and the worst rank of each candidate: who always beats it, and whom it never comes below."""
    names = [str(one) for one in ids]
    ahead = table[table["least_lead"] > 0]
    low = [1 + int((ahead["worse_id"] == name).sum()) for name in names]
    high = [len(names) - int((table["better_id"] == name).sum()) for name in names]
    return np.array(low, dtype=np.int64), np.array(high, dtype=np.int64)
