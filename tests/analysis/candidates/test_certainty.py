"""How sure the ranking of the five sites is, as tables that belong together."""

import five_sites
import numpy as np
import pytest

from geo.analysis.candidates.certainty import SHARED_RANKS, certainty, with_certainty
from geo.analysis.candidates.ranked import ranked, ranking
from geo.tables.ranking import RANKING
from tests.analysis.candidates import five


@pytest.mark.parametrize("out", [(), ("K3",), five_sites.IDS])
def test_every_table_has_its_columns_and_only_those_that_are_ranked(out: tuple[str, ...]) -> None:
    eligible = five.eligible(*("no" if name in out else "yes" for name in five_sites.IDS))
    inside = ranked(five.scored(), eligible["eligible"])
    found = certainty(five.scored(), inside, weightings=500, seed=1)
    left = [name for name in five_sites.IDS if name not in out]
    assert [tuple(frame.columns) for _, frame in found.tables()] == [table.names for table, _ in found.tables()]
    assert found.ranks["candidate_id"].tolist() == left
    assert len(found.rank_shares) == len(left) * min(SHARED_RANKS, len(left))
    told = {name for _, frame in found.tables() for column in frame if column.endswith("_id") for name in frame[column]}
    assert told <= set(left)
    whole = with_certainty(ranking(five.scored(), eligible), found)[list(RANKING.names)]
    assert whole["candidate_id"].tolist() == list(five_sites.IDS)
    assert whole["rank_low"].isna().tolist() == [name in out for name in five_sites.IDS]
    assert whole["rank_if_best"].isna().tolist() == [name in out for name in five_sites.IDS]
    names = ("rank_low", "rank_high", "rank_if_best", "rank_if_worst", "first_share")
    assert {name: str(whole[name].dtype) for name in names} == {
        "rank_low": "Int64",
        "rank_high": "Int64",
        "rank_if_best": "Int64",
        "rank_if_worst": "Int64",
        "first_share": "Float64",
    }


def test_what_is_said_of_the_five_sites_agrees() -> None:
    found = certainty(five.scored(), np.ones(5, dtype=bool), weightings=2_000, seed=1)
    by_id = found.ranks.set_index("candidate_id")
    assert by_id.loc["K3", "first_share"] + by_id.loc["K2", "first_share"] > 0.5
    assert set(found.toppling["rival_id"]) == {"K1", "K2", "K4", "K5"}
    assert found.sensitivity[["candidate_id", "criterion"]].to_numpy().tolist() == [
        ["K2", "looptijd"],
        ["K4", "winkel"],
    ]
    assert ("K3", "K4") in set(zip(found.pairs["better_id"], found.pairs["worse_id"], strict=True))
