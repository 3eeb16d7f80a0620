"""The obligation of municipalities to house permit holders, in one half year."""

import re

import pandas as pd

_YEAR = re.compile(r"\d{4}")
_SECOND = re.compile(r"2|II", re.IGNORECASE)
_FIRST_OF_SECOND = 7


def obligations_of(obligations: pd.DataFrame, codes: pd.Series, reference_date: pd.Timestamp | None) -> pd.DataFrame:
    """Give the obligation of each municipality, with its arrears.

    Parameters
    ----------
    obligations
        ``municipality_code, half_year, obligation, arrears``, as read. Arrears above 0 are behind, below 0 ahead.
    codes
        Codes of the municipalities.
    reference_date
        Chooses the half year: the last one that has begun by then; the last of all without a day, or where none has.

    Returns
    -------
    owed
        ``half_year, obligation, arrears, corrected``, with the index of `codes`. Corrected is obligation plus arrears,
        missing where one of them is: no arrears given is not none.
    """
    day = pd.Timestamp.max if reference_date is None else reference_date
    order = obligations["half_year"].map(_begin)
    begun = order[order <= day]
    chosen = begun.max() if len(begun) else order.max()
    rows = obligations[order == chosen].drop_duplicates("municipality_code", keep="last").set_index("municipality_code")
    owed = rows.reindex(codes)[["half_year", "obligation", "arrears"]].set_axis(codes.index)
    numbers = owed.astype({"obligation": "Int64", "arrears": "Float64"}).assign(
        arrears=owed["arrears"].astype("Float64").round().astype("Int64")
    )
    return numbers.assign(corrected=numbers["obligation"] + numbers["arrears"])


def _begin(half_year: object) -> pd.Timestamp:
    """Give the first day of a half year such as ``2020-2``, ``2020-II`` or ``2e halfjaar 2020``."""
    text = str(half_year)
    year = _YEAR.search(text)
    if year is None:
        return pd.Timestamp.min
    second = _SECOND.search(_YEAR.sub("", text, count=1))
    return pd.Timestamp(int(year[0]), _FIRST_OF_SECOND if second else 1, 1)
