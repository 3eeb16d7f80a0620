"""Every rule, with its severity, chapter and source."""

from collections.abc import Iterator, Sequence

import pandas as pd

from geo.analysis.back_planning import LEAD_MONTHS
from geo.analysis.spreidingswet import Durability
from geo.findings import Finding, Rule, Value, found

FORMAT = "Format provinciaal plan flexibilisering asielketen (2020)"
AGENDA = "Uitvoeringsagenda flexibilisering asielketen (2020)"
LADDER = "Handelingsperspectief op- en afschalen (2018)"
DEPENDANCE = "COA, eisen voor gebouwen en terreinen: dependance binnen ca. 7 km"
COA_SIZE = "COA, vastgoed en soorten opvanglocaties (jaar onbekend): bij voorkeur 300 tot 1.500 plekken, ten minste 50"
COA_FLOOR = (
    "COA, eisen voor gebouwen (jaar onbekend): 3.000 m² bvo voor 300 plekken; ondergrens van 7 m² is een eigen keuze"
)
COA_SITE = "COA, eisen voor terreinen (jaar onbekend): meer dan 3 ha"
UNITS = "Eigen keuze: een terrein onder 100 m², of kleiner dan het gebouw, is vaak in hectaren opgegeven"
SAME_SITE = "Eigen keuze: zelfde plaats, zelfde BAG-id, of zelfde naam in dezelfde gemeente"
DOUBLES = "Eigen keuze: zelfde BAG-id, of minder dan 100 m uiteen met een naam die erop lijkt"
DEFINITIONS = "Rijksoverheid, inzet reservecapaciteit asielopvang (2018)"
LEAD_TIME = "COA: openen en sluiten van een azc kost elk 6 tot 9 maanden"
SPREAD = "Spreidingswet, Stb. 2024, 13; rijksoverheid.nl, 31 januari 2024"
METHOD = "Hoe een afstand wordt berekend, R20 t/m R26"
OBLIGATION = "Huisvestingswet 2014, art. 28 en 29, en de monitor van de taakstelling: na maand m is m/6 gerealiseerd"
KEY = "Spreidingswet (Stb. 2024, 13): inwoners en SES-WOA; de formule is afgeleid uit gepubliceerde uitkomsten"
SUMS = "Sluitende sommen over de hoofdstukken: hoofdstuk 7 begint bij 2 en eindigt bij 4"
SQUARES = "CBS, statistische gegevens per vierkant: kleine aantallen zijn onderdrukt"
PRIVACY = "AVG, artikel 5 lid 1 onder c: niet meer persoonsgegevens dan nodig"
REORGANISATION = "Wetten tot gemeentelijke herindeling 2019-2023; codes van het CBS"
PROFILE = "Het profiel van regels voor kandidaatlocaties dat het plan kiest; de bron van elke regel staat erin"
CRITERIA = "Criteria en gewichten van het plan; eigen keuze"
LEAST_FIRST_SHARE = 0.5
"""Share of all weightings in which the first is first at least, for the ranking not to hang on the weights."""
EXPIRY_MONTHS = 24
STALE_MONTHS = 6
HUB_LIMIT_M = 7000.0
_DURABLE = (("months", Durability().months), ("places", Durability().above))
LEAST_PLACES, USUAL_PLACES, MOST_PLACES = 50, 300, 1500
"""Fewest places that COA prefers, fewest of a location of its own, and most."""
FLOOR_M2, LEAST_FLOOR_M2 = 10.0, 7.0
"""Floor area per place: 3.000 m² for 300 places at COA; the lower one is our own choice."""
SITE_M2 = 30_000.0
"""Terrain that COA asks for a new azc."""
HECTARES_M2 = 100.0
"""A terrain below this is no terrain in m²; it may be one in hectares."""
SAME_PLACE_M = 1.0
"""How near each other two candidates are that are at one place."""
NEAR_M = 100.0
"""How near each other two locations are that may be one."""
SHORT_TERM_MONTHS = 24
"""Months that voluntary places last at most: the format knows them for the short term alone. Our reading of it."""

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(code="no_inhabitants", severity="niet toetsbaar", chapter=1, source=FORMAT),
        Rule(code="inhabitants_zero", severity="oranje", chapter=1, source=FORMAT),
        Rule(code="inhabitants_differ", severity="oranje", chapter=1, source=FORMAT),
        Rule(code="inhabitants_not_given", severity="niet toetsbaar", chapter=1, source=FORMAT),
        Rule(code="plan_window", severity="info", chapter=1, source=AGENDA),
        Rule(code="inhabitants_other_year", severity="info", chapter=1, source=FORMAT),
        Rule(code="inhabitants_undated", severity="niet toetsbaar", chapter=1, source=FORMAT),
        Rule(code="text_missing", severity="oranje", chapter=1, source=FORMAT),
        Rule(code="measure_no_lead", severity="oranje", chapter=1, source=FORMAT, gap=True),
        Rule(code="opportunity_no_owner", severity="oranje", chapter=1, source=FORMAT, gap=True),
        Rule(code="obligation_behind", severity="oranje", chapter=1, source=OBLIGATION),
        Rule(code="obligation_untestable", severity="niet toetsbaar", chapter=1, source=OBLIGATION),
        Rule(code="unknown_capacity", severity="oranje", chapter=2, source=FORMAT, gap=True),
        Rule(code="unknown_term", severity="oranje", chapter=2, source=FORMAT, gap=True),
        Rule(code="type_unfamiliar", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="streets_not_given", severity="niet toetsbaar", chapter=2, source=FORMAT, gap=True),
        Rule(code="outside_extract", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="expiring", severity="oranje", chapter=2, source=FORMAT, limits=(("months", EXPIRY_MONTHS),)),
        Rule(code="expired", severity="rood", chapter=2, source=FORMAT),
        Rule(code="capacity_zero", severity="oranje", chapter=2, source=FORMAT),
        Rule(
            code="size_out_of_range",
            severity="oranje",
            chapter=2,
            source=COA_SIZE,
            limits=(("least", LEAST_PLACES), ("most", MOST_PLACES)),
        ),
        Rule(code="size_small", severity="info", chapter=2, source=COA_SIZE, limits=(("least", USUAL_PLACES),)),
        Rule(code="floor_small", severity="info", chapter=2, source=COA_FLOOR, limits=(("least", FLOOR_M2),)),
        Rule(
            code="floor_very_small", severity="oranje", chapter=2, source=COA_FLOOR, limits=(("least", LEAST_FLOOR_M2),)
        ),
        Rule(
            code="site_small",
            severity="info",
            chapter=2,
            source=COA_SITE,
            limits=(("area_m2", SITE_M2), ("least", USUAL_PLACES)),
        ),
        Rule(code="area_unit", severity="oranje", chapter=2, source=UNITS, limits=(("least", HECTARES_M2),)),
        Rule(code="no_municipality", severity="oranje", chapter=2, source=FORMAT),
        Rule(code="new_without_certainty", severity="oranje", chapter=2, source=FORMAT, gap=True),
        Rule(code="possible_double", severity="oranje", chapter=2, source=DOUBLES, limits=(("least", NEAR_M),)),
        Rule(code="mixed_dates", severity="info", chapter=2, source=FORMAT),
        Rule(code="no_need", severity="niet toetsbaar", chapter=2, source=AGENDA),
        Rule(code="need_min_above_max", severity="rood", chapter=2, source=AGENDA),
        Rule(code="need_unknown_region", severity="rood", chapter=2, source=AGENDA),
        Rule(code="scenario_chosen", severity="info", chapter=2, source=AGENDA),
        Rule(code="need_total_rounded", severity="info", chapter=2, source=AGENDA),
        Rule(code="need_total_differs", severity="oranje", chapter=2, source=AGENDA),
        Rule(code="need_total_rest", severity="info", chapter=2, source=AGENDA),
        Rule(code="apportionment_untestable", severity="niet toetsbaar", chapter=2, source=KEY),
        Rule(code="apportionment_score", severity="oranje", chapter=2, source=KEY),
        Rule(code="apportionment_no_weight", severity="niet toetsbaar", chapter=2, source=KEY),
        Rule(code="people_suppressed", severity="info", chapter=2, source=SQUARES),
        Rule(code="snap_sites", severity="info", chapter=2, source=METHOD),
        Rule(code="snap_facilities", severity="info", chapter=2, source=METHOD),
        Rule(code="partition_gap", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partition_double", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partition_outsider", severity="oranje", chapter=3, source=FORMAT),
        Rule(code="partition_invalid", severity="rood", chapter=3, source=FORMAT),
        Rule(code="cross_border", severity="info", chapter=3, source=FORMAT),
        Rule(code="cross_border_no_lead", severity="rood", chapter=3, source=FORMAT, gap=True),
        Rule(code="cross_border_two_leads", severity="rood", chapter=3, source=FORMAT),
        Rule(code="cross_border_untested", severity="niet toetsbaar", chapter=3, source=FORMAT),
        Rule(code="lead_not_member", severity="rood", chapter=3, source=FORMAT),
        Rule(code="lead_untested", severity="niet toetsbaar", chapter=3, source=FORMAT),
        Rule(code="location_two_prts", severity="rood", chapter=3, source=FORMAT),
        Rule(code="partnership_counts_elsewhere", severity="oranje", chapter=3, source=FORMAT),
        Rule(code="partnership_no_agreements", severity="oranje", chapter=3, source=FORMAT, gap=True),
        Rule(code="partnership_no_members", severity="oranje", chapter=3, source=FORMAT, gap=True),
        Rule(code="partnership_no_location", severity="info", chapter=3, source=FORMAT),
        Rule(code="partnership_not_contiguous", severity="info", chapter=3, source=FORMAT),
        Rule(code="partnership_abroad", severity="info", chapter=3, source=FORMAT),
        Rule(code="partnership_no_contact", severity="oranje", chapter=3, source=FORMAT, gap=True),
        Rule(code="mailbox_personal", severity="oranje", chapter=3, source=PRIVACY),
        Rule(code="region_no_inhabitants", severity="niet toetsbaar", chapter=3, source=FORMAT),
        Rule(code="boundaries_ended", severity="oranje", chapter=3, source=REORGANISATION),
        Rule(code="boundaries_not_begun", severity="oranje", chapter=3, source=REORGANISATION),
        Rule(code="regional_unreachable", severity="oranje", chapter=3, source=AGENDA),
        Rule(code="regional_outside", severity="niet toetsbaar", chapter=3, source=AGENDA),
        Rule(code="regional_mean_untested", severity="niet toetsbaar", chapter=3, source=AGENDA),
        Rule(code="invariant_broken", severity="rood", chapter=4, source=SUMS),
        Rule(code="shortage_quarter", severity="rood", chapter=4, source=AGENDA),
        Rule(code="untestable_quarter", severity="niet toetsbaar", chapter=4, source=AGENDA),
        Rule(code="need_not_yet", severity="niet toetsbaar", chapter=4, source=AGENDA),
        Rule(code="no_need_for", severity="niet toetsbaar", chapter=4, source=AGENDA),
        Rule(code="above_need", severity="blauw", chapter=4, source=FORMAT),
        Rule(code="above_need_at_least", severity="blauw", chapter=4, source=FORMAT),
        Rule(code="dispersal_no_task", severity="niet toetsbaar", chapter=4, source=SPREAD),
        Rule(code="dispersal_short", severity="rood", chapter=4, source=SPREAD),
        Rule(code="dispersal_intended", severity="oranje", chapter=4, source=SPREAD),
        Rule(code="dispersal_unstated", severity="niet toetsbaar", chapter=4, source=SPREAD),
        Rule(code="dispersal_untestable", severity="niet toetsbaar", chapter=4, source=SPREAD),
        Rule(code="dispersal_not_durable", severity="oranje", chapter=4, source=SPREAD, limits=_DURABLE),
        Rule(code="dispersal_durable_untestable", severity="niet toetsbaar", chapter=4, source=SPREAD),
        Rule(code="dispersal_amv_short", severity="rood", chapter=4, source=SPREAD),
        Rule(code="no_decision", severity="oranje", chapter=4, source=FORMAT, gap=True),
        Rule(code="no_type", severity="oranje", chapter=4, source=FORMAT, gap=True),
        Rule(code="type_undated", severity="oranje", chapter=4, source=FORMAT, gap=True),
        Rule(code="emergency_typed", severity="oranje", chapter=4, source=FORMAT),
        Rule(code="new_in_portfolio", severity="rood", chapter=4, source=FORMAT),
        Rule(code="ended_without_date", severity="rood", chapter=4, source=FORMAT, gap=True),
        Rule(code="continued_but_ends", severity="rood", chapter=4, source=FORMAT),
        Rule(code="satellite_without_hub", severity="oranje", chapter=4, source=AGENDA, gap=True),
        Rule(code="hub_unknown", severity="rood", chapter=4, source=FORMAT),
        Rule(code="hub_no_gvl", severity="oranje", chapter=4, source=AGENDA),
        Rule(code="hub_ends", severity="oranje", chapter=4, source=AGENDA),
        Rule(code="hub_unreachable", severity="rood", chapter=4, source=DEPENDANCE),
        Rule(code="hub_far", severity="oranje", chapter=4, source=DEPENDANCE, limits=(("limit_m", HUB_LIMIT_M),)),
        Rule(code="hub_untested", severity="niet toetsbaar", chapter=4, source=DEPENDANCE),
        Rule(
            code="candidate_double", severity="oranje", chapter=4, source=SAME_SITE, limits=(("least", SAME_PLACE_M),)
        ),
        Rule(code="no_candidate_left", severity="oranje", chapter=4, source=PROFILE),
        Rule(code="candidates_dropped", severity="info", chapter=4, source=PROFILE),
        Rule(code="candidates_untestable", severity="niet toetsbaar", chapter=4, source=PROFILE),
        Rule(code="criterion_without_spread", severity="oranje", chapter=4, source=CRITERIA),
        Rule(code="criterion_values_missing", severity="oranje", chapter=4, source=CRITERIA),
        Rule(
            code="first_unsure", severity="oranje", chapter=4, source=CRITERIA, limits=(("share", LEAST_FIRST_SHARE),)
        ),
        Rule(code="methods_differ", severity="info", chapter=4, source=CRITERIA),
        Rule(code="agreements_not_given", severity="oranje", chapter=4, source=FORMAT, gap=True),
        Rule(code="agreements_missing", severity="oranje", chapter=4, source=FORMAT, gap=True),
        Rule(code="flexible_agreements_missing", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="no_flexible", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="flexible_half_range", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="flexible_no_range", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="flexible_no_form", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="flexible_no_switch", severity="oranje", chapter=5, source=FORMAT, gap=True),
        Rule(code="flexible_above_capacity", severity="rood", chapter=5, source=FORMAT),
        Rule(code="flexible_ends", severity="oranje", chapter=5, source=FORMAT),
        Rule(code="flexible_full_use", severity="info", chapter=5, source=FORMAT),
        Rule(code="target_group_unfamiliar", severity="info", chapter=5, source=FORMAT),
        Rule(code="no_reserve", severity="oranje", chapter=6, source=LADDER, gap=True),
        Rule(code="scenario_one_way", severity="oranje", chapter=6, source=FORMAT, gap=True),
        Rule(code="scenario_unnamed", severity="niet toetsbaar", chapter=6, source=FORMAT),
        Rule(code="scenario_undescribed", severity="oranje", chapter=6, source=FORMAT, gap=True),
        Rule(code="reserve_no_days", severity="oranje", chapter=6, source=FORMAT, gap=True),
        Rule(code="reserve_twice", severity="oranje", chapter=6, source=FORMAT),
        Rule(code="reserve_direct_needs_agreement", severity="oranje", chapter=6, source=DEFINITIONS),
        Rule(code="reserve_indirect_without_agreement", severity="info", chapter=6, source=DEFINITIONS),
        Rule(code="reserve_differs", severity="oranje", chapter=6, source=FORMAT),
        Rule(code="reserve_in_supply", severity="rood", chapter=6, source=FORMAT),
        Rule(code="stale_forecast", severity="oranje", chapter=6, source=FORMAT, limits=(("months", STALE_MONTHS),)),
        Rule(code="shortage_days", severity="rood", chapter=7, source=FORMAT),
        Rule(code="dip", severity="oranje", chapter=7, source=FORMAT),
        Rule(code="dip_untestable", severity="niet toetsbaar", chapter=7, source=FORMAT),
        Rule(code="national_missing", severity="niet toetsbaar", chapter=7, source=FORMAT),
        Rule(code="national_short", severity="rood", chapter=7, source=FORMAT),
        Rule(code="national_unsigned", severity="rood", chapter=7, source=FORMAT),
        Rule(code="decision_after_opening", severity="rood", chapter=7, source=FORMAT),
        Rule(code="decision_late", severity="oranje", chapter=7, source=LEAD_TIME, limits=(("months", LEAD_MONTHS),)),
        Rule(code="opening_without_decision", severity="oranje", chapter=7, source=FORMAT, gap=True),
        Rule(code="signed_in_future", severity="info", chapter=7, source=FORMAT),
        Rule(code="no_milestones", severity="niet toetsbaar", chapter=7, source=FORMAT),
        Rule(code="milestone_order", severity="oranje", chapter=7, source=FORMAT),
        Rule(code="decision_no_body", severity="oranje", chapter=7, source=FORMAT, gap=True),
        Rule(code="ending_after_end", severity="rood", chapter=7, source=FORMAT),
        Rule(
            code="ending_decided_late",
            severity="oranje",
            chapter=7,
            source=LEAD_TIME,
            limits=(("months", LEAD_MONTHS),),
        ),
        Rule(code="notice_passed", severity="rood", chapter=7, source=FORMAT),
        Rule(code="notice_undecided", severity="oranje", chapter=7, source=FORMAT, gap=True),
        Rule(code="milestone_after_end", severity="info", chapter=7, source=FORMAT),
        Rule(code="milestone_outside", severity="info", chapter=7, source=FORMAT),
        Rule(code="quarters_without_milestone", severity="info", chapter=7, source=FORMAT),
        Rule(code="voluntary_no_reason", severity="oranje", chapter=7, source=FORMAT),
        Rule(
            code="voluntary_long", severity="oranje", chapter=7, source=FORMAT, limits=(("months", SHORT_TERM_MONTHS),)
        ),
        Rule(code="voluntary_beyond", severity="oranje", chapter=7, source=FORMAT),
        Rule(code="action_no_holder", severity="oranje", chapter=8, source=FORMAT, gap=True),
        Rule(code="action_late", severity="oranje", chapter=8, source=FORMAT),
    )
}
"""Every rule by its code; the sentence is ``finding.<code>`` in the word catalogue."""


def breach(code: str, ids: Sequence[object] = (), **parameters: Value) -> Finding:
    """Make a finding of a rule; parameters are plain data."""
    return found(RULES[code], ids=tuple(str(one) for one in ids), parameters=parameters)


def each(code: str, rows: pd.DataFrame) -> Iterator[Finding]:
    """Make a finding of every row of locations."""
    for row in rows[["location_id", "name"]].itertuples(index=False):
        yield breach(code, [row[0]], name=str(row[1]))


def iso(day: pd.Timestamp) -> str:
    """Write a day as plain data."""
    return str(day.date())
