"""When two numbers of two versions are one."""

import pandas as pd


def same_values(old: pd.Series, new: pd.Series) -> pd.Series:
    """Tell row by row whether the values are equal; two that are both missing are."""
    return (old == new).fillna(value=False) | (old.isna() & new.isna())
