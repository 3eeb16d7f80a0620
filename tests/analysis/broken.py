"""Plans that break every rule between them: a new rule belongs in one of these."""

from dataclasses import replace

import pandas as pd

from geo.analysis.checks import CheckInput
from geo.analysis.partnerships import Cooperation
from geo.analysis.regions import Partition
from geo.analysis.spreidingswet import Durability, spreidingswet_table
from geo.tables.provinces import PROVINCES
from tests.analysis.counted import counted
from tests.analysis.frames import candidates, locations, need, steps
from tests.analysis.judged import judgements
from tests.analysis.plans import NO_MEMBERS, PROVINCE, REGION, SOUND, TOWNS, given, total

_HUB = {**SOUND, "location_id": "H", "name": "Ha", "type": "gvl"}
_SATELLITE = {**SOUND, "type": "satelliet", "hub_id": "H", "name": "Es"}
_ENDING = {**SOUND, "agreement_end": "2021-12-30", "decision": "beeindigen", "type": None}
_LATER = {**SOUND, "decision": "nieuw", "agreement_start": "2022-05-01"}


def plans() -> dict[str, CheckInput]:
    """Make the plans, each by what is wrong with it."""
    return {
        "locations": _locations(),
        "hubs": _hubs(),
        "streets": _streets(),
        "need": _need(),
        "nothing given": _bare(),
        "no streets": replace(given(locations(SOUND), total()), streets="not_given"),
        "too few and too many": _coverage(),
        "too many at least": given(
            locations({**SOUND, "capacity": 300}, {**SOUND, "location_id": "U", "capacity": None}), total(100)
        ),
        "unknown today": given(
            locations(SOUND, {**SOUND, "location_id": "U", "capacity": None}),
            need({"bucket": "totaal", "due": "2023-12-31", "places_min": 50}),
        ),
        "areas and doubles": _sites(),
        "candidates": replace(
            given(locations(SOUND), total()),
            candidates=candidates(
                {"location_id": "K1", "name": "De Hoeve"}, {"location_id": "K2", "name": "de  hoeve"}
            ),
        ),
        "sums": _sums(),
        "regions": _regions(),
        "partnerships": _partnerships(),
        "boundaries": replace(
            given(locations(SOUND), total()),
            cooperation=Cooperation(members=NO_MEMBERS, boundary_codes=("GM0009", "GM1980")),
        ),
        "regional": _regional(),
        "national": replace(given(locations(_ENDING), total()), national=_figures()),
        "agreements": _agreements(),
        "time path": _time_path(),
        "printed totals": _printed_totals(),
        **{f"spreidingswet, {asked} places": _spreidingswet(asked) for asked in (100, 250, 400, 600, 900)},
        "front": _front(),
        "inhabitants": _inhabitants(),
        "flexible": _flexible(),
        "reserve": _reserve(),
        "scenarios in one text": replace(given(locations(SOUND), total()), texts=("06-scenario",)),
        "milestones": _milestones(),
        **judgements(),
    }


def _locations() -> CheckInput:
    changes: tuple[dict[str, object], ...] = (
        {"capacity": None}, {"agreement_end": None}, {"current_type": "hotel"}, {"agreement_end": "2022-08-30"},
        {"agreement_end": "2020-08-31"}, {"decision": None}, {"type": None}, {"decision": "omvormen"},
        {"decision": "nieuw"}, {"decision": "beeindigen", "agreement_end": None}, {"agreement_end": "2023-12-30"},
        {"current_type": "noodopvang"}, {"type": "satelliet"}, {"type": "satelliet", "hub_id": "elders"},
    )  # fmt: skip
    sites = locations(*({**SOUND, "location_id": f"A{place}", **change} for place, change in enumerate(changes)))
    return given(sites, total())


def _sites() -> CheckInput:
    large = {**SOUND, "capacity": 400, "bag_id": "0166010000000001"}
    new = {**large, "decision": "nieuw", "bag_id": None, "certainty": None, "site_area_m2": 20_000.0}
    changes: tuple[dict[str, object], ...] = (
        {**large, "source_date": "2020-07-01"}, {**large, "source_date": "2020-09-01"}, new, {"capacity": 0},
        {"capacity": 20}, {"floor_area_m2": 800.0}, {"floor_area_m2": 600.0}, {"site_area_m2": 4.0},
        {"municipality_code": None},
    )  # fmt: skip
    sites = locations(*({**SOUND, **change, "location_id": f"A{place}"} for place, change in enumerate(changes)))
    empty = TOWNS.assign(inhabitants=pd.array([0], dtype="Int64"))
    return replace(given(sites, total()), municipality_names={"GM1": "Een"}, municipalities=empty)


def _sums() -> CheckInput:
    """Lose the flexible location of chapter 5."""
    sites = locations(SOUND)
    counts = counted(sites, steps(), total())
    return replace(given(sites, total()), counted=replace(counts, flexible=counts.flexible.iloc[:0]))


def _hubs() -> CheckInput:
    ends = {**_HUB, "location_id": "E", "decision": "beeindigen"}
    ids, to = ("A", "B", "C", "D", "F", "I", "K", "L"), ("H", "H", "H", "E", "A", "I", "L", "K")
    sites = locations(
        *({**_SATELLITE, "location_id": one, "hub_id": hub} for one, hub in zip(ids, to, strict=True)), _HUB, ends
    )
    far = {"location_id": ["A", "B"], "distance_m": pd.array([7001.0, None], dtype="Float64")}
    return replace(given(sites, total(700)), hub_distances=pd.DataFrame(far))


def _streets() -> CheckInput:
    feet = pd.DataFrame(
        [("B", "location", "walk", ("far",), "Bee"), ("n1", "facility", "walk", ("far",), "Winkel")],
        columns=["place_id", "kind", "mode", "status", "name"],
    )
    outside = pd.DataFrame({"location_id": ["Z"], "name": ["Ver"]})
    return replace(given(locations(SOUND), total()), snaps=feet, outside=outside, areas_without_number=1)


def _need() -> CheckInput:
    usual = {"due": "2021-12-31", "forecast_date": "2020-03-01"}
    demand = need(
        {**usual, "bucket": "totaal", "places_min": 200, "places_max": 100, "scenario": "midden"},
        {**usual, "bucket": "regionaal", "places_min": 10, "region_id": "R7", "scenario": "midden"},
    )
    return given(locations(SOUND), demand, (REGION, PROVINCE))


def _bare() -> CheckInput:
    sites = locations({**SOUND, "flexible_form": None})
    return replace(given(sites, need()), municipalities=None, texts=("06-hoger",))


def _coverage() -> CheckInput:
    # 100 places where 50 to 80 are asked, and none from 2022 on; B may stand or not, where 100 to 120 are asked
    demand = need(
        {"bucket": "totaal", "due": "2020-01-01", "places_min": 50, "places_max": 80},
        {"bucket": "gvl_satelliet", "due": "2020-01-01", "places_min": 100, "places_max": 120},
    )
    sites = locations(
        {**SOUND, "agreement_end": "2021-12-31"},
        {**SOUND, "location_id": "B", "type": "gvl", "capacity": None, "agreement_start": "2023-01-01"},
    )
    return given(sites, demand)


def _regions() -> CheckInput:
    deals = pd.DataFrame(
        {
            "partnership_id": ["P", "Q", "R", "S"],
            "name": ["p", "q", "r", "s"],
            "lead_prt": [None, "PV1", "PV1 en PV2", None],
            "cross_province": [True, True, True, False],
            "agreements": ["ja", "ja", "ja", None],
        }
    )
    gaps = Partition(gaps=("GM2",), doubles=("GM3",), outsiders=("GM9",), invalid=("GM77",))
    lost = TOWNS.assign(inhabitants=pd.array([None], dtype="Int64"))
    return replace(given(locations(SOUND), total()), partition=gaps, partnerships=deals, municipalities=lost)


def _partnerships() -> CheckInput:
    # A lies in GM1: P counts it elsewhere, and Q in its own province
    pairs = {"P": ("GM1", "GM3"), "Q": ("GM1", "GM3"), "L": ("GM1", "GM3"), "U": ("GM1", "GM6"), "F": ("GM1", "GM5"),
             "W": ("GM3",), "X": ("GM1", "GM3", "GM6")}  # fmt: skip
    homes = {"GM1": "PV1", "GM3": "PV2", "GM5": "DE-NW", "GM6": None}
    rows = [(key, code, homes[code]) for key, codes in pairs.items() for code in codes]
    deals = pd.DataFrame(
        {
            "partnership_id": [*pairs, "N"],
            "name": [*pairs, "N"],
            "lead_prt": ["PV2", "PV1", "PV3", None, None, None, "PV3", None],
            "cross_province": pd.Series([True, True, True, None, False, False, True, False], dtype="object"),
            "agreements": "ja",
        }
    )
    about = Cooperation(
        members=pd.DataFrame(rows, columns=["partnership_id", "municipality_code", "province_code"]),
        provinces={"PV1": "PV1", "PV2": "PV2"},
        own=("PV1",),
        parts={"P": (("GM1",), ("GM3",))},
        contacts=pd.DataFrame({"partnership_id": ["P"], "function": ["secretaris"], "mailbox": ["j.jansen@p.example"]}),
        regions=pd.DataFrame({"region_id": ["R1"], "inhabitants": [0]}),
    )
    return replace(given(locations(SOUND), total()), partnerships=deals, cooperation=about)


def _regional() -> CheckInput:
    found = pd.DataFrame(
        {
            "location_id": ["A", "A"],
            "name": ["Aa", "Aa"],
            "municipality_code": ["GM1", "GM2"],
            "status": ["unreachable", "outside"],
        }
    )
    means = pd.DataFrame({"location_id": ["A"], "name": ["Aa"], "max_m": [5.0], "mean_m": [None]})
    return replace(
        given(locations(SOUND), total()), cooperation=Cooperation(members=NO_MEMBERS, distances=found, reach=means)
    )


def _figures() -> pd.DataFrame:
    """Give national figures of a shortage with more ended than signed."""
    return pd.DataFrame({"quarter": ["2021-Q4"], "supply": [900], "need": [1000], "signed": [100], "ended": [200]})


def _agreements() -> CheckInput:
    nothing = pd.DataFrame(columns=["location_id", "chapter", "topic", "text"])
    days = pd.to_datetime(pd.Series([None, "2020-08-31"]))
    issue = pd.DataFrame({"issue": ["Huur", "Zorg"], "holder": [None, "COA"], "due": days, "status": "open"})
    extra = pd.DataFrame({"places": [5], "from": [pd.Timestamp("2021-01-01")], "until": [pd.NaT], "reason": [None]})
    return replace(given(locations(SOUND), total()), location_agreements=nothing, actions=issue, voluntary=extra)


def _time_path() -> CheckInput:
    days = {"A": "2022-06-15", "B": "2022-04-01"}
    sites = locations(*({**_LATER, "location_id": one} for one in "ABC"))
    rows = pd.DataFrame(
        [(pd.Timestamp(day), "Besluit", one, "besluit raad") for one, day in days.items()],
        columns=["date", "milestone", "subject_id", "kind"],
    )
    return replace(given(sites, total()), milestones=rows)


def _printed_totals() -> CheckInput:
    # twelve provinces of 10 places each, and eleven of them in the last forecast
    usual = {"bucket": "totaal", "due": "2020-01-01"}
    rows = [
        {**usual, "forecast_id": name, "forecast_date": day, "province": code, "places_min": 10}
        for name, day in (("A", "2020-01-01"), ("B", "2020-02-01"), ("C", "2020-03-01"))
        for code in list(PROVINCES)[name == "C" :]
    ]
    printed = (("A", "2020-01-01", 122), ("B", "2020-02-01", 150), ("C", "2020-03-01", 120))
    wholes = [
        {**usual, "forecast_id": name, "forecast_date": day, "province": "NL", "places_min": places}
        for name, day, places in printed
    ]
    return given(locations(SOUND), need(*rows, *wholes))


def _spreidingswet(asked: int) -> CheckInput:
    # sure and durable: 150; intended: 300 for a short time; undecided: 100; unknown: at most 200
    site = {**SOUND, "capacity": 150, "amv_places": 5}
    brief = {"capacity": 300, "agreement_start": "2021-01-01", "agreement_end": "2021-12-31", "certainty": "voornemen"}
    sites = locations(
        site,
        {**site, **brief, "location_id": "B"},
        {**site, "location_id": "C", "capacity": 100, "certainty": None},
        {**site, "location_id": "D", "capacity": 200, "agreement_end": None, "certainty": "voornemen"},
    )
    usual = {"due": "2021-07-01"}
    demand = need({**usual, "bucket": "totaal", "places_min": asked}, {**usual, "bucket": "amv", "places_min": asked})
    checked = given(sites, demand)
    states = dict(zip(sites["location_id"], sites["certainty"].fillna(""), strict=True))
    days = [pd.Timestamp("2021-06-30"), pd.Timestamp("2021-07-01")]
    table = spreidingswet_table(
        checked.supply, demand, states, areas=(PROVINCE,), days=days, durability=Durability()
    )  # fmt: skip
    return replace(checked, spreidingswet=table)


def _front() -> CheckInput:
    numbers = {"half_year": "2e halfjaar 2020", "corrected": 50, "realised": 10, "share": 0.2, "expected": 1 / 3}
    behind = {**numbers, "code": "GM1", "name": "Een", "level": "municipality", "status": "behind"}
    unknown = {**behind, "code": "GM2", "status": "untestable"}
    return replace(
        given(locations(SOUND), total()),
        first=pd.Timestamp("2020-01-01"),
        reference_date=pd.Timestamp("2021-07-02"),
        inhabitants_date=pd.Timestamp("2019-01-01"),
        province_inhabitants={"PV1": 1007},
        measures=pd.DataFrame({"measure": ["Taal"], "lead": [None]}),
        opportunities=pd.DataFrame({"opportunity": ["Leegstand"], "owner": [None]}),
        obligations=pd.DataFrame([behind, unknown]),
    )


def _inhabitants() -> CheckInput:
    """Give no inhabitants where the scores are whole, and a score that leaves no weight and one that nobody gave."""
    towns = pd.DataFrame({"code": ["GM1", "GM2"], "inhabitants": pd.array([0, 0], dtype="Int64")})
    scores = pd.DataFrame({"municipality_code": ["GM1", "GM2"], "score": [-1.0, None], "year": [2019, 2019]})
    return replace(given(locations(SOUND), total()), municipalities=towns, ses=scores)


def _flexible() -> CheckInput:
    whole = {"places_min": 50, "places_max": 90, "switch_days": 30, "target_groups": ("studenten",)}
    changes: tuple[dict[str, object], ...] = (
        {"places_max": None}, {"places_min": None, "places_max": None}, {"flexible_form": None}, {"switch_days": None},
        {"places_max": 101}, {"decision": "beeindigen", "type": None}, {"target_groups": ("krakers",)},
    )  # fmt: skip
    rows = ({**SOUND, **whole, "location_id": f"F{place}", **change} for place, change in enumerate(changes))
    return given(locations(*rows), total())


def _reserve() -> CheckInput:
    usual = {"location_id": None, "rung": 3, "kind": "indirect", "places": 60, "days": 9, "agreement_needed": True}
    rows = (
        {"name": "a", "days": None}, {"name": "b"}, {"name": "c"}, {"name": "C", "rung": 4},
        {"name": "d", "kind": "direct"}, {"name": "e", "agreement_needed": False},
        {"name": "Aa", "location_id": "A", "rung": 2}, {"name": "En", "location_id": "N", "rung": 2},
    )  # fmt: skip
    sites = locations({**SOUND, "reserve_capacity": 80}, {**_LATER, "location_id": "N", "name": "En"})
    return replace(given(sites, total()), reserve=pd.DataFrame([{**usual, **row} for row in rows]))


def _milestones() -> CheckInput:
    notice = ("2020-08-31", "2021-03-31")
    ending = ({**_ENDING, "location_id": name, "notice_date": day} for name, day in zip("DE", notice, strict=True))
    later = {**_LATER, "location_id": "N", "decision": "nieuw", "signed_on": "2021-01-15"}
    rows = (
        ("2021-02-02", "besluit college", "N", None), ("2021-02-01", "besluit raad", "N", "raad"),
        ("2021-11-02", "opzegging", "D", "COA"), ("2022-01-02", "beëindiging", "E", "COA"),
        ("2022-01-02", "evaluatie", "E", "COA"), ("2024-01-01", "evaluatie", None, "PRT"),
    )  # fmt: skip
    stones = pd.DataFrame(rows, columns=["date", "kind", "subject_id", "body"])
    stones = stones.assign(date=pd.to_datetime(stones["date"]), milestone=stones["kind"])
    spans = (("2021-01-01", "2023-06-30"), ("2023-06-01", "2024-01-31"))
    extra = pd.DataFrame([{"places": 5, "from": one, "until": other, "reason": "werk"} for one, other in spans])
    dated = {name: pd.to_datetime(extra[name]) for name in ("from", "until")}
    asked = given(locations(SOUND, later, *ending), total())
    return replace(asked, milestones=stones, voluntary=extra.assign(**dated))
