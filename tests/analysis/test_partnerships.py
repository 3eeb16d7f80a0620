"""Partnerships: leads as people write them, shares per province, loose parts, and each fault one finding."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.analysis.checks import CheckInput, check_plan
from geo.analysis.partnerships import (
    Cooperation,
    crosses,
    lead_words,
    leads_of,
    looks_personal,
    loose_parts,
    members_placed,
    share_table,
)
from geo.analysis.portfolio import portfolio
from geo.analysis.regions import partnership_table
from geo.tables.regions import PARTNERSHIP_SHARES
from tests.analysis.frames import locations
from tests.analysis.plans import NO_MEMBERS, REFERENCE, SOUND, codes, given, sentences, total

NAMES = {"PV1": "Flevoland", "PV2": "Noord-Holland", "PV3": "Fryslân"}
KNOWN = {name: code for code, name in NAMES.items()} | {code: code for code in NAMES} | {"friesland": "PV3"}
SQUARES = {
    "GM1": (0, 0),
    "GM2": (1000, 0),
    "GM3": (2000, 1000),
    "GM4": (3005, 1000),
    "GM5": (9000, 0),
    "GM6": (0, 1000),
}
TOWNS = gpd.GeoDataFrame(
    {
        "code": list(SQUARES),
        "name": ["Een", "Twee", "Drie", "Vier", "Vijf", "Zes"],
        "province_code": ["PV1", "PV1", "PV2", "PV2", "DE-NW", None],
        "inhabitants": pd.array([600, 200, 200, None, 50, 0], dtype="Int64"),
    },
    geometry=[box(x, y, x + 1000, y + 1000) for x, y in SQUARES.values()],
    crs=28992,
)
"""Squares of a kilometre: 2 meets 3 in a point, and 3 and 4 have a sliver of 5 m between them."""


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("PV1", ("PV1",)),
        (" flevoland ", ("PV1",)),
        ("PRT Flevoland", ("PV1",)),
        ("prt noord holland", ("PV2",)),
        ("Provinciale Regietafel Noord-Holland", ("PV2",)),
        ("provincie Friesland", ("PV3",)),
        ("PRT Flevoland en PRT Noord-Holland", ("PV1", "PV2")),
        ("PV1/PV2", ("PV1", "PV2")),
        ("Flevoland, PV1", ("PV1",)),
        ("PRT Atlantis", ("PRT Atlantis",)),
        ("", ()),
        (None, ()),
        (pd.NA, ()),
    ],
)
def test_a_lead_is_read_as_people_write_it(written: object, leads: tuple[str, ...]) -> None:
    assert leads_of(written, KNOWN) == leads


def test_a_lead_is_told_by_the_name_of_its_province() -> None:
    assert lead_words("PV1", KNOWN, NAMES) == "PRT Flevoland"
    assert lead_words(" prt friesland", KNOWN, NAMES) == "PRT Fryslân"
    assert lead_words("PV1/PV2", KNOWN, NAMES) == "PRT Flevoland en PRT Noord-Holland"
    assert lead_words(" PRT Atlantis ", KNOWN, NAMES) == "PRT Atlantis"
    assert (lead_words(None, KNOWN, NAMES), lead_words(pd.NA, KNOWN, NAMES)) == ("", "")


def test_the_national_border_is_no_provincial_one() -> None:
    assert crosses(pd.Series(["PV1", "PV1"])) is False
    assert crosses(pd.Series(["PV1", "PV2"])) is True
    assert crosses(pd.Series(["PV1", "DE-NW"])) is False
    assert crosses(pd.Series(["PV1", None])) is None
    assert crosses(pd.Series([None, None], dtype="object")) is None
    assert crosses(pd.Series([None], dtype="object")) is False
    assert crosses(pd.Series(["DE-NW", None])) is False
    assert crosses(pd.Series(["PV1", "PV2", None])) is True
    assert crosses(pd.Series([], dtype="object")) is False


@pytest.mark.parametrize(
    ("mailbox", "personal"),
    [
        ("jan.jansen@gemeente.example", True),
        ("j.jansen@gemeente.example", True),
        ("J.van.der.Berg@gemeente.example", True),
        ("a.bakker2@regio.example", True),
        ("k.postma@gemeente.example", True),
        ("a.zorgman@gemeente.example", True),
        ("p.raadgever@gemeente.example", True),
        ("m.coaster@gemeente.example", True),
        ("karin.postma@gemeente.example", True),
        ("j.w.de.vries@gemeente.example", True),
        ("jan-willem.devries@gemeente.example", True),
        ("asiel@markerstad.example", False),
        ("opvang.zuid@markerstad.example", False),
        ("noord.vluchtelingen@markerstad.example", False),
        ("vluchtelingenzaken.noord@markerstad.example", False),
        ("team.asiel@markerstad.example", False),
        ("team-asiel.noord@markerstad.example", False),
        ("secretariaat-prt@markerstad.example", False),
        ("asiel.opvang@markerstad.example", False),
        ("team.vluchtelingen@regio.example", False),
        ("info@coa.example", False),
        ("jan.jansen", False),
        ("", False),
        (None, False),
        (pd.NA, False),
    ],
)
def test_a_mailbox_of_a_person_is_told_from_one_of_an_office(mailbox: object, personal: bool) -> None:
    assert looks_personal(mailbox) is personal


def members(**listed: str) -> pd.DataFrame:
    rows = [(key, f"GM{sign}") for key, signs in listed.items() for sign in signs]
    return members_placed(pd.DataFrame(rows, columns=["partnership_id", "municipality_code"]), TOWNS)


def test_municipalities_hang_together_along_a_line_and_not_in_a_point() -> None:
    some = members(AAN="12", PUNT="23", KIER="34", LOS="125", ALLEEN="5", DRIE="1235")
    assert loose_parts(some, TOWNS) == {
        "DRIE": (("GM1", "GM2"), ("GM3",), ("GM5",)),
        "LOS": (("GM1", "GM2"), ("GM5",)),
        "PUNT": (("GM2",), ("GM3",)),
    }
    bent = TOWNS.assign(geometry=TOWNS.geometry.map(lambda shape: shape.union(Point(shape.centroid).buffer(10))))
    assert loose_parts(some, bent) == loose_parts(some, TOWNS)


def test_the_real_provinces_hang_together_but_for_their_islands(shared: Path) -> None:
    """The municipalities of 2022 are those of the land: beyond water lies another part."""
    read = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="gemeenten")
    towns = read.rename(columns={"GemeentecodeGM": "code", "gemeente": "name", "ProvinciecodePV": "province_code"})
    provinces = pd.DataFrame({"partnership_id": towns["province_code"], "municipality_code": towns["code"]})
    parts = loose_parts(members_placed(provinces, towns), towns)
    names = dict(zip(towns["code"], towns["name"], strict=True))
    apart = {key: [{names[code] for code in part} for part in rest] for key, (_, *rest) in parts.items()}
    islands = [{"Ameland"}, {"Schiermonnikoog"}, {"Terschelling"}, {"Vlieland"}]
    assert sorted(apart) == ["PV21", "PV27", "PV28", "PV29"]
    assert sorted(apart["PV21"], key=min) == islands
    assert (apart["PV27"], apart["PV28"]) == ([{"Texel"}], [{"Goeree-Overflakkee"}])
    assert apart["PV29"] == [{"Hulst", "Sluis", "Terneuzen"}]
    assert sum(len(part) for rest in parts.values() for part in rest) == 18 + 45 + 52 + 13


SITES = locations(
    {"location_id": "A", "name": "Aa", "capacity": 100, "municipality_code": "GM1"},
    {"location_id": "B", "name": "Bee", "capacity": None, "municipality_code": "GM2"},
    {"location_id": "N", "name": "Nood", "capacity": 70, "municipality_code": "GM2", "current_type": "noodopvang"},
)


def overview(some: pd.DataFrame, leads: dict[str, str | None], sites: pd.DataFrame = SITES) -> pd.DataFrame:
    deals = pd.DataFrame(
        {"partnership_id": list(leads), "name": list(leads), "kind": "eigen", "lead_prt": leads.values()}
    )
    agreed = pd.DataFrame({"partnership_id": list(leads), "text": "ja"})
    return partnership_table(
        deals, some, municipalities=TOWNS, portfolio=portfolio(sites, reference_date=REFERENCE), agreements=agreed,
        outside={"GM3": "Noord-Holland", "GM4": "Noord-Holland", "GM5": "DE-NW"},
    )  # fmt: skip


def shares(some: pd.DataFrame, table: pd.DataFrame, sites: pd.DataFrame = SITES) -> pd.DataFrame:
    return share_table(
        table, some, municipalities=TOWNS, portfolio=portfolio(sites, reference_date=REFERENCE),
        provinces=KNOWN, names=NAMES, own=("PV1",),
    )  # fmt: skip


def test_the_shares_of_a_partnership_per_province() -> None:
    some = members(OVER="123", BINNEN="12", VIER="14")
    table = overview(some, {"OVER": "PRT Flevoland", "BINNEN": None, "VIER": None})
    found = shares(some, table)
    assert tuple(found.columns) == PARTNERSHIP_SHARES.names
    assert found[["partnership_id", "province"]].to_numpy().tolist() == [
        ["OVER", "Flevoland"], ["OVER", "Noord-Holland"], ["VIER", "Flevoland"], ["VIER", "Noord-Holland"],
    ]  # fmt: skip
    # 600 + 200 of 1.000 and 200 of 1.000; of Vier nobody knows the inhabitants, nor then any share of VIER
    assert found["inhabitants"].fillna(-1).tolist() == [800, 200, 600, -1]
    assert found["share"].fillna(-1).tolist() == [0.8, 0.2, -1, -1]
    # Aa 100; Bee unknown; emergency reception is not regular; the other province's locations are not in this plan
    assert found["places"].fillna(-1).tolist() == [100, -1, 100, -1]
    assert found["unknown"].fillna(-1).tolist() == [1, -1, 0, -1]
    assert found["counts_in"].fillna("").tolist() == ["PRT Flevoland", "PRT Flevoland", "", ""]
    assert table.set_index("partnership_id").loc["OVER", "members"] == ("Een", "Twee", "Drie (Noord-Holland)")


def test_the_places_of_another_province_are_an_unknown_part_of_the_overview() -> None:
    some = members(OVER="1234", BINNEN="12", GRENS="15", WIE="16")
    table = overview(some, dict.fromkeys(("OVER", "BINNEN", "GRENS", "WIE"))).set_index("partnership_id")
    # Bee is unknown; of Drie, Vier and Zes the plan knows no locations; Vijf lies abroad
    assert table["places"].to_dict() == {"OVER": 100, "BINNEN": 100, "GRENS": 100, "WIE": 100}
    assert table["unknown"].to_dict() == {"OVER": 3, "BINNEN": 1, "GRENS": 0, "WIE": 1}


@settings(deadline=None, max_examples=40)
@drawn(
    st.lists(st.tuples(st.sampled_from(["GM1", "GM2"]), st.one_of(st.none(), st.integers(0, 500))), max_size=6),
    st.sets(st.sampled_from("12346"), min_size=1),
)
def test_places_and_inhabitants_are_conserved_over_provinces(
    rows: list[tuple[str, int | None]], signs: set[str]
) -> None:
    sites = locations(*({"location_id": f"L{at}", "capacity": places, "municipality_code": town}
                        for at, (town, places) in enumerate(rows)))  # fmt: skip
    some = members(X="".join(sorted(signs)))
    table = overview(some, {"X": "PV1"}, sites)
    found = shares(some, table, sites)
    if not len(found):
        assert table["cross_province"].iloc[0] is not True
        return
    whole = table.iloc[0]
    lost = found.loc[found["places"].isna(), "members"].map(len).sum()  # one unknown part each in the overview
    assert (found["places"].sum(), found["unknown"].sum() + lost) == (whole["places"], whole["unknown"])
    assert pd.isna(whole["inhabitants"]) or found["inhabitants"].sum() == whole["inhabitants"]
    assert found["members"].map(len).sum() == len(signs)
    assert found["counts_in"].tolist() == ["PRT Flevoland"] * len(found)  # every place in exactly one PRT
    if found["share"].notna().all():
        assert found["share"].sum() == pytest.approx(1)


def asked(some: pd.DataFrame, leads: dict[str, str | None], **changes: Any) -> CheckInput:
    people = [(key, "secretaris", "Regio", f"post@{key.lower()}.example") for key in leads]
    contacts = pd.DataFrame(people, columns=["partnership_id", "function", "organisation", "mailbox"])
    about = Cooperation(
        members=some, provinces=KNOWN, names=NAMES, own=("PV1",), parts=loose_parts(some, TOWNS), contacts=contacts
    )
    sites = locations(
        {**SOUND, "municipality_code": "GM1"},
        {**SOUND, "location_id": "B", "name": "Bee", "capacity": 10, "municipality_code": "GM2"},
    )
    plan = given(sites, total(100))
    about = replace(about, **changes)
    return replace(plan, texts=("03-regios",), partnerships=overview(some, leads), cooperation=about)


def of_chapter_3(plan: CheckInput) -> dict[str, tuple[str, ...]]:
    chapter = {one.code for one in check_plan(plan) if one.chapter == 3}
    return {code: ids for code, ids in codes(plan).items() if code in chapter}


@pytest.mark.parametrize(
    ("listed", "leads", "expected"),
    [
        ({"P": "12"}, {"P": None}, {}),
        ({"P": "23"}, {"P": "PRT Flevoland"}, {"cross_border": ("P",), "partnership_not_contiguous": ("P",)}),
        ({"P": "34"}, {"P": "Noord-Holland"}, {"partnership_no_location": ("P",)}),
        (
            {"P": "123"},
            {"P": "Friesland"},
            {"cross_border": ("P",), "lead_not_member": ("P",), "partnership_not_contiguous": ("P",)},
        ),
        (
            {"P": "123"},
            {"P": "PRT Zuid"},
            {"cross_border": ("P",), "lead_not_member": ("P",), "partnership_not_contiguous": ("P",)},
        ),
        (
            {"P": "123"},
            {"P": "PV2"},
            {
                "cross_border": ("P",),
                "partnership_counts_elsewhere": ("A", "B", "P"),
                "partnership_not_contiguous": ("P",),
            },
        ),
        (
            {"P": "236"},
            {"P": "Friesland"},
            {"cross_border": ("P",), "lead_untested": ("P",), "partnership_not_contiguous": ("P",)},
        ),
        ({"P": "236"}, {"P": "PV1"}, {"cross_border": ("P",), "partnership_not_contiguous": ("P",)}),
        ({"P": "19"}, {"P": "PV1"}, {"cross_border_untested": ("P",)}),
        ({}, {"P": None}, {"partnership_no_members": ("P",)}),
        ({"P": "15"}, {"P": None}, {"partnership_abroad": ("P",), "partnership_not_contiguous": ("P",)}),
        ({"P": "16"}, {"P": None}, {"cross_border_untested": ("P",)}),
    ],
)
def test_each_fault_of_a_partnership_is_one_finding(
    listed: dict[str, str], leads: dict[str, str | None], expected: dict[str, tuple[str, ...]]
) -> None:
    assert of_chapter_3(asked(members(**listed), leads)) == expected


def test_a_location_that_two_tables_claim_is_red() -> None:
    plan = asked(members(P="123", Q="23", R="12"), {"P": "PRT Flevoland", "Q": "Noord-Holland", "R": "Friesland"})
    found = [one for one in check_plan(plan) if one.code == "location_two_prts"]
    # R does not cross the border: only Twee (GM2) is claimed twice
    assert [(one.ids, one.severity) for one in found] == [(("B",), "rood")]
    assert found[0].sentence() == (
        "Bee (B) ligt in verbanden met verschillende trekkers: P (Flevoland), Q (Noord-Holland). "
        "Twee PRT's zouden dezelfde plekken tellen."
    )
    same = asked(members(P="123", Q="23"), {"P": "PRT Flevoland", "Q": "PV1"})
    assert "location_two_prts" not in codes(same)
    unclear = asked(members(P="123", Q="23"), {"P": "PRT Flevoland", "Q": None})
    assert "location_two_prts" not in codes(unclear)


def test_contact_points_are_there_and_are_no_persons() -> None:
    some, leads = members(P="12", Q="12"), {"P": None, "Q": None}
    rows = [("P", "secretaris", "Regio", "j.jansen@regio.example")]
    contacts = pd.DataFrame(rows, columns=["partnership_id", "function", "organisation", "mailbox"])
    plan = asked(some, leads, contacts=contacts)
    assert of_chapter_3(plan) == {"mailbox_personal": ("P",), "partnership_no_contact": ("Q",)}
    said = [one for one in check_plan(plan) if one.code == "mailbox_personal"]
    assert not any("jansen" in text for one in said for text in (one.sentence(), one.remedy(), str(one.parameters)))
    assert of_chapter_3(asked(some, leads, contacts=None)) == {"partnership_no_contact": ("P", "Q")}


def test_a_region_without_inhabitants_is_told_and_divides_nothing() -> None:
    table = pd.DataFrame({"region_id": ["R1", "R2", "R3"], "inhabitants": pd.array([0, None, 5], dtype="Int64")})
    plan = asked(members(P="12"), {"P": None}, regions=table)
    assert of_chapter_3(plan) == {"region_no_inhabitants": ("R1", "R2")}
    assert [one.severity for one in check_plan(plan) if one.chapter == 3] == ["niet toetsbaar"]


def test_boundaries_of_another_day_are_told_per_day_and_invented_codes_never() -> None:
    plan = replace(
        given(locations(SOUND), total()),
        cooperation=Cooperation(
            members=NO_MEMBERS,
            boundary_codes=("GM0363", "GM0457", "GM0788", "GM1980", "GM1982", "GM1992", "GM9101"),
        ),
        texts=("03-regios",),
        municipality_names={"GM0788": "Haaren", "GM1980": "Dijk en Waard", "GM1982": "Land van Cuijk"},
    )
    assert of_chapter_3(plan) == {"boundaries_not_begun": ("GM1980", "GM1982", "GM1992")}
    assert sentences(plan, "boundaries_not_begun")[0] == (
        "De grenzen hebben gemeenten die op de peildatum nog niet bestonden: Dijk en Waard (GM1980), Land van Cuijk "
        "(GM1982). Zij kwamen op 01-01-2022 voort uit Boxmeer (GM0756), Cuijk (GM1684), Grave (GM0786), "
        "Heerhugowaard (GM0398), Langedijk (GM0416), Mill en Sint Hubert (GM0815), Sint Anthonis (GM1702)."
    )
    later = replace(plan, reference_date=pd.Timestamp("2022-03-24"))
    assert of_chapter_3(later)["boundaries_ended"] == ("GM0457", "GM0788")
    weesp, haaren = sentences(later, "boundaries_ended", "en")
    assert weesp.endswith("on the reference date: GM0457. Since 24 March 2022 they are part of Amsterdam (GM0363).")
    assert "date: Haaren (GM0788). Since 1 January 2021 they are part of Boxtel (GM0757), Oisterwijk (GM0824)" in haaren
