"""Plans with candidates that were judged, each by what is remarkable about them."""

from dataclasses import replace

import pandas as pd

from geo.analysis.checks import CheckInput, Judged
from geo.tables.ranking import CRITERIA, RANKING, SCORES, VERDICTS
from tests.analysis.frames import locations
from tests.analysis.plans import SOUND, given, total

NAMES = {"K1": "Een", "K2": "Twee", "K3": "Drie"}


def judged(
    *,
    eligible: tuple[str, ...] = ("yes", "yes", "yes"),
    first_share: tuple[float, ...] = (0.7, 0.3, 0.0),
    topsis: tuple[int, ...] = (1, 2, 3),
    scores: tuple[float, ...] = (0.9, 0.5, 0.1),
    missing: tuple[bool, ...] = (False, False, False),
) -> Judged:
    ids = list(NAMES)
    out = [one == "no" for one in eligible]
    ranked = [None if gone else place for gone, place in zip(out, (1, 2, 3), strict=True)]
    ranking = pd.DataFrame(
        {
            "candidate_id": ids,
            "eligible": eligible,
            "rank": pd.array(ranked, dtype="Int64"),
            "first_share": first_share,
            "topsis_rank": pd.array(
                [None if gone else place for gone, place in zip(out, topsis, strict=True)], "Int64"
            ),
        }
    ).reindex(columns=list(RANKING.names))
    words = {"yes": "meets", "no": "fails", "untestable": "untestable"}
    verdicts = pd.DataFrame(
        {
            "candidate_id": ids,
            "profile": "standaard",
            "rule": "halte",
            "title": "halte op loopafstand",
            "hard": True,
            "verdict": [words[one] for one in eligible],
        }
    ).reindex(columns=list(VERDICTS.names))
    criteria = pd.DataFrame({"criterion": ["rust"], "title": ["rust"], "weight": [1.0]})
    cells = {"candidate_id": ids, "criterion": "rust", "score": scores, "missing": missing}
    return Judged(
        names=NAMES,
        verdicts=verdicts,
        criteria=criteria.reindex(columns=list(CRITERIA.names)),
        scores=pd.DataFrame(cells).reindex(columns=list(SCORES.names)),
        ranking=ranking,
    )


def with_judged(one: Judged) -> CheckInput:
    return replace(given(locations(SOUND), total()), judged=one)


def judgements() -> dict[str, CheckInput]:
    return {
        "candidates all gone": with_judged(judged(eligible=("no", "no", "no"))),
        "candidates unsure": with_judged(
            judged(
                eligible=("yes", "untestable", "no"),
                first_share=(0.4, 0.6, 0.0),
                topsis=(2, 1, 3),
                missing=(False, True, False),
            )
        ),
        "candidates alike": with_judged(judged(scores=(0.5, 0.5, 0.5))),
    }
