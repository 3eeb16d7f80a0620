"""Days counted back from openings and endings, and kinds of milestones, by hand."""

import pandas as pd
import pytest

from geo.analysis.back_planning import about_end, back_planning, kinds_of, months_before_end
from geo.tables.time_path import BACK_PLANNING
from tests.analysis.frames import locations

TODAY, LAST = pd.Timestamp("2020-09-01"), pd.Timestamp("2023-12-31")


def milestones(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["subject_id", "kind", "date"])
    return frame.assign(
        date=pd.to_datetime(frame["date"]), milestone=frame["kind"] + " " + frame["subject_id"], body=None
    )


def planned(sites: pd.DataFrame, given: pd.DataFrame | None = None) -> pd.DataFrame:
    table = back_planning(sites, given, reference_date=TODAY, last=LAST)
    assert tuple(table.columns) == BACK_PLANNING.names
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("day", "aim", "latest", "milestone_date")}
    return table.assign(**days)


def test_a_new_location_asks_a_decision_a_signature_and_a_permit() -> None:
    table = planned(locations({"location_id": "N", "name": "En", "agreement_start": "2022-05-01", "decision": "nieuw"}))
    assert table[["event", "day", "step", "aim", "latest", "assumed", "status"]].to_numpy().tolist() == [
        ["open", "2022-05-01", "council", "2021-08-01", "2021-11-01", False, "open"],
        ["open", "2022-05-01", "signing", "2021-11-01", "2022-04-30", True, "open"],
        ["open", "2022-05-01", "permit", "2021-11-01", "2022-04-30", True, "open"],
    ]
    assert table["milestone"].isna().all()


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2021-08-01", "in_time"),
        ("2021-08-02", "late"),
        ("2021-11-01", "late"),  # a Monday; a Sunday would not move either
        ("2021-11-02", "too_late"),
    ],
)
def test_a_decision_is_in_time_up_to_its_day(day: str, status: str) -> None:
    sites = locations({"location_id": "N", "agreement_start": "2022-05-01", "decision": "nieuw"})
    given = milestones(
        ("N", "besluit raad", day), ("N", "besluit raad", "2023-01-01"), ("M", "besluit raad", "2020-10-01")
    )
    row = planned(sites, given).iloc[0]
    assert (row["step"], row["milestone_date"], row["status"]) == ("council", day, status)


def test_days_that_passed_without_a_milestone_are_told() -> None:
    sites = locations({"location_id": "N", "agreement_start": "2021-02-28", "decision": "nieuw"})
    # six months before 28 February is 28 August, four days before the reference date
    row = planned(sites).iloc[0]
    assert (row["latest"], bool(row["passed"]), row["status"]) == ("2020-08-28", True, "passed")
    later = planned(locations({"location_id": "N", "agreement_start": "2021-03-01", "decision": "nieuw"})).iloc[0]
    assert (later["latest"], bool(later["passed"]), later["status"]) == ("2020-09-01", False, "open")


def test_a_signature_of_the_location_itself_counts() -> None:
    sites = locations({"location_id": "N", "agreement_start": "2022-05-01", "signed_on": "2021-07-01"})
    rows = planned(sites).set_index("step")
    assert rows.loc["signing", ["milestone_date", "status"]].tolist() == ["2021-07-01", "in_time"]
    # an earlier milestone goes first
    rows = planned(sites, milestones(("N", "ondertekening", "2021-06-01"))).set_index("step")
    assert rows.loc["signing", ["milestone", "milestone_date"]].tolist() == ["ondertekening N", "2021-06-01"]


def test_notice_is_given_by_its_date_or_else_six_months_before() -> None:
    ending = {"decision": "beeindigen", "type": None, "agreement_end": "2021-12-31"}
    sites = locations(
        {**ending, "location_id": "A"}, {**ending, "location_id": "B", "notice_date": "2021-03-15"},
        {**ending, "location_id": "C", "agreement_end": "2024-01-01"}, {**ending, "location_id": "D", "agreement_end": None},
        {**ending, "location_id": "E", "decision": "omvormen", "agreement_end": "2024-01-01"},
    )  # fmt: skip
    table = planned(
        sites,
        milestones(
            ("A", "Raadsbesluit sluiting", "2021-06-30"),
            ("A", "besluit raad", "2020-10-01"),
            ("B", "beëindiging", "2021-12-31"),
        ),
    )
    assert table[["location_id", "step", "aim", "latest", "assumed", "status"]].to_numpy().tolist() == [
        ["A", "notice", "2021-03-31", "2021-06-30", True, "late"],
        ["B", "notice", "2021-03-15", "2021-03-15", False, "open"],  # the end itself is no notice
    ]


def test_a_location_that_goes_on_while_its_agreement_ends_asks_a_decision_on_extension() -> None:
    lapse = {"agreement_end": "2022-12-31"}
    sites = locations(
        {**lapse, "location_id": "A"}, {**lapse, "location_id": "B", "notice_date": "2022-03-31"},
        {**lapse, "location_id": "C"}, {**lapse, "location_id": "D", "agreement_end": "2020-08-31"},
    )  # fmt: skip
    given = milestones(
        ("A", "besluit college", "2021-01-01"),
        ("B", "besluit college", "2022-04-01"),
        ("C", "besluit raad", "2022-01-01"),
    ).assign(decision=["kap", "verlengen", "niet verlengen"])
    shown = ["location_id", "event", "step", "aim", "latest", "assumed", "milestone_date", "status"]
    assert planned(sites, given)[shown].fillna("").to_numpy().tolist() == [
        ["A", "lapse", "extension", "2022-03-31", "2022-06-30", True, "", "open"],
        ["B", "lapse", "extension", "2022-03-31", "2022-03-31", False, "2022-04-01", "too_late"],
        ["C", "lapse", "extension", "2022-03-31", "2022-06-30", True, "2022-01-01", "in_time"],
    ]


@pytest.mark.parametrize(
    ("start", "aim", "latest", "status"),
    [
        ("2020-05-01", None, None, "short_term"),  # to 31-10-2020: six months before is the day before it began
        ("2020-04-30", "2020-04-30", "2020-04-30", "passed"),
        ("2020-03-01", "2020-03-01", "2020-04-30", "passed"),
        (None, "2020-01-31", "2020-04-30", "passed"),
    ],
)
def test_no_latest_day_lies_before_the_agreement(
    start: str | None, aim: str | None, latest: str | None, status: str
) -> None:
    site = {"decision": "beeindigen", "type": None, "current_type": "noodopvang", "agreement_end": "2020-10-31"}
    table = planned(locations({**site, "location_id": "E", "agreement_start": start}))
    assert table[["aim", "latest", "status"]].astype("object").where(
        table[["aim", "latest", "status"]].notna(), None
    ).to_numpy().tolist() == [[aim, latest, status]]
    assert table["passed"].tolist() == [status == "passed"]


def test_what_is_open_already_or_opens_after_the_horizon_is_left_out() -> None:
    sites = locations(
        {"location_id": "A", "agreement_start": "2020-09-01"}, {"location_id": "B", "agreement_start": "2024-01-01"},
        {"location_id": "C", "agreement_start": None},
    )  # fmt: skip
    assert planned(sites).empty


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        ("2021-12-31", 6, "2021-06-30"),
        ("2021-12-30", 6, "2021-06-29"),
        ("2021-08-31", 6, "2021-02-28"),
        ("2021-02-28", 9, "2020-05-31"),
    ],
)
def test_months_before_an_end_that_is_included(end: str, months: int, expected: str) -> None:
    assert months_before_end(pd.Timestamp(end), months) == pd.Timestamp(expected)


@pytest.mark.parametrize(
    ("kind", "milestone", "decision", "expected"),
    [
        ("opzegging", "x", None, True),
        ("beëindiging", "x", None, True),
        ("besluit raad", "x", None, False),
        ("besluit raad", "Raadsbesluit verlengen huur", "instemmen", False),
        ("besluit raad", "Sluiting azc", None, True),
        ("besluit raad", "x", "Beëindigen van de opvang", True),
        ("besluit raad tot BEËINDIGEN", "x", None, True),
        ("besluit college", "x", "overeenkomst opzeggen", True),
        ("besluit college", "x", "niet op te zeggen", False),
        ("besluit college", "x", "azc niet te sluiten", False),
        ("besluit college", "x", "azc niet sluiten", False),
        ("besluit college", "x", "sluiten van de bestuursovereenkomst", False),  # concluded, not closed
        ("besluit college", "besluiten over de aansluiting", None, False),
        ("evaluatie", "x", "sluiten", False),  # nobody decides it
    ],
)
def test_a_decision_is_about_the_end_where_it_says_so(
    kind: str, milestone: str, decision: str | None, expected: bool
) -> None:
    frame = pd.DataFrame({"kind": [kind], "milestone": [milestone], "decision": [decision], "body": [None]})
    assert about_end(frame).tolist() == [expected]


@pytest.mark.parametrize(
    ("kind", "milestone", "body", "expected"),
    [
        ("besluit raad", "x", None, "council"),
        ("Raadsbesluit", "x", None, "council"),
        ("besluit", "x", "Gemeenteraad Aa", "council"),
        ("besluit", "x", "College van B en W", "college"),
        ("besluit college", "x", "gemeenteraad", "college"),
        ("besluit", "x", "PRT", "decision"),
        (None, "Collegebesluit locatie", None, "college"),
        ("ondertekening", "x", None, "signing"),
        ("getekend", "x", None, "signing"),
        ("omgevingsvergunning", "x", None, "permit"),
        ("Opening", "x", "COA", "opening"),
        ("opzegtermijn", "x", None, "notice"),
        ("beëindiging", "x", None, "ending"),
        ("BEEINDIGING", "x", None, "ending"),
        ("PRT", "besluit", None, ""),
    ],
)
def test_kinds_are_known_by_their_words(kind: str | None, milestone: str, body: str | None, expected: str) -> None:
    frame = pd.DataFrame({"kind": [kind], "milestone": [milestone], "body": [body]})
    assert kinds_of(frame).tolist() == [expected]
