"""The tables of what the rules and the criteria say of candidate sites, and how sure that is."""

from geo.tables.columns import Column, Table
from geo.tables.profiles import VERDICT_WORDS

ELIGIBILITIES = ("yes", "no", "untestable")
"""Whether a candidate met no hard rule that it fails; ``untestable``: a hard rule could not be tested."""

BOUND_KINDS = ("at_least", "at_most")
"""Whether a bound is the least or the most that is asked."""

_CANDIDATE = Column(name="candidate_id", heading="kandidaat", kind="id", required=True, doc="Candidate site.")


def _score(name: str, heading: str, doc: str) -> Column:
    return Column(name=name, heading=heading, kind="number", decimals=3, doc=doc)


_RANK = "Rank 1 is the best; equal scores share the lower number."

CRITERIA = Table(
    name="criteria",
    title="Criteria en gewichten",
    key=("criterion",),
    columns=(
        Column(name="criterion", heading="criterium", kind="id", required=True, doc="Name in the plan."),
        Column(name="title", heading="omschrijving", required=True, doc="What it asks."),
        Column(name="fact", heading="feit", kind="id", required=True, doc="Fact that it values."),
        Column(name="value", heading="waardering", required=True, doc="How a value becomes a score, in words."),
        Column(name="weight", heading="gewicht", kind="share", decimals=1, required=True, doc="Weight; they add to 1."),
        Column(name="weight_low", heading="gewicht min", kind="share", decimals=1, doc="Least weight looked at."),
        Column(name="weight_high", heading="gewicht max", kind="share", decimals=1, doc="Most weight looked at."),
        _score("spread", "spreiding", "Highest score less the lowest; 0: no help."),
        Column(name="source", heading="bron", doc="Where its value function comes from."),
    ),
)  # fmt: skip

VERDICTS = Table(
    name="verdicts",
    title="Toets aan het profiel",
    key=("candidate_id", "rule"),
    columns=(
        _CANDIDATE,
        Column(name="profile", heading="profiel", required=True, doc="Profile that the rule comes from."),
        Column(name="rule", heading="regel", kind="id", required=True, doc="Rule of the profile."),
        Column(name="title", heading="omschrijving", required=True, doc="What the rule asks."),
        Column(name="hard", heading="knock-out", kind="yes_no", required=True, doc="Whether failing excludes."),
        Column(
            name="verdict", heading="uitkomst", kind="choice", required=True, choices=VERDICT_WORDS, words="verdict",
            doc="What came of it.",
        ),
        Column(name="fact", heading="feit", kind="id", doc="Fact of the alternative that decided."),
        Column(name="value", heading="waarde", kind="number", doc="Its value; empty where there is none."),
        Column(
            name="bound", heading="grens", kind="number",
            doc="Bound that it is held against: the red one where it fails or cannot be tested, else the green one.",
        ),
        Column(
            name="bound_is", heading="soort grens", kind="choice", choices=BOUND_KINDS, words="bound",
            doc="Whether that bound is the least or the most that is asked.",
        ),
        Column(
            name="margin", heading="marge", kind="number",
            doc="How far within the bound in the unit of the fact, negative beyond it; empty where it cannot be told.",
        ),
        Column(
            name="at_least_margin", heading="marge is ondergrens", kind="yes_no", required=True,
            doc="Whether it lies still farther beyond the bound than the margin says.",
        ),
        Column(
            name="alternative", heading="alternatief", kind="count",
            doc="Which alternative of the rule decided, from 1; empty where each asks one fact alone, which tells it.",
        ),
        Column(
            name="also_short", heading="ook buiten de grens", kind="list",
            doc="Facts of the other parts of that alternative that fail too.",
        ),
        Column(
            name="also_untested", heading="ook niet toetsbaar", kind="list",
            doc="Facts of the other parts of that alternative that cannot be tested.",
        ),
        Column(name="basis", heading="bron van de grens", required=True, doc="Where the threshold stands."),
    ),
)  # fmt: skip

SCORES = Table(
    name="scores",
    title="Scores van kandidaatlocaties",
    key=("candidate_id", "criterion"),
    columns=(
        _CANDIDATE,
        Column(name="criterion", heading="criterium", kind="id", required=True, doc="Criterion of the plan."),
        Column(name="value", heading="waarde", kind="number", doc="Value of its fact; empty where there is none."),
        _score("score", "score", "How good it is, 0 to 1; empty where not ranked."),
        _score("score_low", "score min", "Score if what is unknown turns out worst."),
        _score("score_high", "score max", "Score if what is unknown turns out best."),
        _score("part", "bijdrage", "Weight times score."),
        Column(
            name="missing", heading="waarde ontbreekt", kind="yes_no", required=True,
            doc="Whether there is no value, so that the score comes from the rule for missing values.",
        ),
        Column(
            name="uncertain", heading="score onzeker", kind="yes_no", required=True,
            doc="Whether the score can turn out otherwise; then it is what the rule for missing values makes of it.",
        ),
    ),
)  # fmt: skip

RANKING = Table(
    name="ranking",
    title="Rangorde van kandidaatlocaties",
    key=("candidate_id",),
    columns=(
        _CANDIDATE,
        Column(
            name="eligible", heading="knock-outregels", kind="choice", required=True, choices=ELIGIBILITIES,
            words="eligible", doc="Whether it fails a hard rule.",
        ),
        Column(name="failed_rules", heading="valt af op", kind="list", doc="Hard rules that it fails."),
        Column(name="untested_rules", heading="niet toetsbaar", kind="list", doc="Hard rules that cannot be tested."),
        _score("score", "score", "Sum of weight times score; empty where not ranked."),
        Column(name="rank", heading="rang", kind="count", doc=f"{_RANK} Of those that fail no hard rule."),
        Column(name="rank_low", heading="rang op zijn best", kind="count", doc="Best rank over all weightings."),
        Column(name="rank_high", heading="rang op zijn slechtst", kind="count", doc="Worst rank over all weightings."),
        Column(
            name="first_share", heading="aandeel eerste", kind="share", decimals=1,
            doc="Share of all weightings within the bounds in which it is first.",
        ),
        Column(
            name="pareto", heading="door geen ander overtroffen", kind="yes_no",
            doc="Whether no other is at least as good on every criterion and better on one.",
        ),
        Column(name="topsis_rank", heading="rang volgens TOPSIS", kind="count", doc="Rank by another method."),
        Column(name="missing", heading="ontbrekende waarden", kind="count", doc="Criteria without a value."),
        Column(
            name="rank_if_best", heading="rang als alles meevalt", kind="count",
            doc="Rank if all that is unknown of it turns out best at once, the others as they are.",
        ),
        Column(
            name="rank_if_worst", heading="rang als alles tegenvalt", kind="count",
            doc="Rank if all that is unknown of it turns out worst at once, should it fail no hard rule.",
        ),
    ),
)  # fmt: skip

RANK_SHARES = Table(
    name="rank_shares",
    title="Aandeel van elke rang",
    key=("candidate_id", "rank"),
    columns=(
        _CANDIDATE,
        Column(name="rank", heading="rang", kind="count", required=True, doc=_RANK),
        Column(
            name="share", heading="aandeel", kind="share", decimals=1, required=True,
            doc="Share of all weightings within the bounds that give it this rank.",
        ),
    ),
)  # fmt: skip

PAIRS = Table(
    name="pairs",
    title="Volgorde die vaststaat",
    key=("better_id", "worse_id"),
    columns=(
        Column(name="better_id", heading="kandidaat", kind="id", required=True, doc="Always at least as good as …"),
        Column(name="worse_id", heading="altijd boven", kind="id", required=True, doc="… this one."),
        Column(
            name="least_lead", heading="kleinste voorsprong", kind="number", decimals=3, required=True,
            doc="Least lead in score over all weightings within the bounds.",
        ),
    ),
)  # fmt: skip

TOPPLING = Table(
    name="toppling",
    title="Wat de eerste plaats omkeert",
    key=("rival_id",),
    columns=(
        Column(name="winner_id", heading="nu eerste", kind="id", required=True, doc="First by the plan's weights."),
        Column(
            name="rival_id", heading="komt gelijk met de eerste", kind="id", required=True,
            doc="Would come level with it.",
        ),
        Column(
            name="possible", heading="mogelijk", kind="yes_no", required=True,
            doc="Whether any weighting within the bounds brings it level.",
        ),
        Column(
            name="change", heading="verschuiving van gewicht", kind="share", decimals=1,
            doc="Least weight that must move from some criteria to others; empty where none does it.",
        ),
        Column(name="weights", heading="gewichten die veranderen", doc="Criteria whose weight moves, from and to."),
    ),
)  # fmt: skip

SWINGS = Table(
    name="swings",
    title="Gewicht waarbij het omslaat",
    key=("criterion", "rival_id"),
    columns=(
        Column(name="criterion", heading="criterium", kind="id", required=True, doc="Whose weight moves alone."),
        Column(
            name="rival_id", heading="komt gelijk met de eerste", kind="id", required=True,
            doc="Comes level with the winner.",
        ),
        Column(name="weight", heading="gewicht nu", kind="share", decimals=1, required=True, doc="Weight now."),
        Column(
            name="weight_then", heading="gewicht dan", kind="share", decimals=1, required=True,
            doc="Weight at which they are level, the others keeping their proportions.",
        ),
    ),
)  # fmt: skip

SENSITIVITY = Table(
    name="sensitivity",
    title="Invloed van onzekere feiten",
    key=("candidate_id", "criterion"),
    columns=(
        _CANDIDATE,
        Column(name="criterion", heading="criterium", kind="id", required=True, doc="Whose fact is uncertain."),
        Column(name="rank_best", heading="rang bij de beste waarde", kind="count", doc="Rank with score_high."),
        Column(name="rank_worst", heading="rang bij de slechtste waarde", kind="count", doc="Rank with score_low."),
        Column(
            name="winner_changes", heading="eerste plaats verandert", kind="yes_no", required=True,
            doc="Whether another would be first at one of both.",
        ),
    ),
)  # fmt: skip
