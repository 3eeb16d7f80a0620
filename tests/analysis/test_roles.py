"""Who has which role at a location: parties are known by their words, their name or their role."""

import pandas as pd
import pytest

from geo.analysis.roles import Surroundings, companions, open_topics, parties_in, role_matrix
from geo.tables.factsheets import PARTIES, ROLE_MATRIX
from tests.analysis.frames import locations

TOWNS = {"GM1": "Kampen", "GM2": "Zwolle", "GM3": "Aa en Hunze", "GM4": "Utrecht", "GM5": "Verweg"}
TOGETHER = {"GM1": frozenset({"GM2", "GM3"})}
AROUND = Surroundings(municipalities=TOWNS, provinces=("Overijssel", "Utrecht"), together=TOGETHER)
SITE = {"location_id": "A", "municipality_code": "GM1", "ownership": "Stichting Het Veer"}


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("COA", "eigenaar", ["coa"]),
        ("Centraal Orgaan opvang asielzoekers", "", ["coa"]),
        ("Kampen", "regie", ["host"]),
        ("gemeente Kampen", "verhuurder", ["host"]),
        ("GM1", "", ["host"]),
        ("Gastgemeente", "", ["host"]),
        ("gemeente", "", ["host"]),
        ("Zwolle", "", ["region"]),
        ("Aa en Hunze", "", ["region"]),
        ("regiogemeenten", "", ["region"]),
        ("Gemeente Verweg", "regie", ["other"]),  # works with nobody here
        ("Utrecht", "", ["other"]),  # the municipality goes before the province
        ("provincie Utrecht", "", ["province"]),
        ("Overijssel", "", ["province"]),
        ("VluchtelingenWerk Oost-Nederland", "begeleiding", ["refugee_council"]),
        ("Woonstichting De Vaart", "", ["owner"]),
        ("Rijksvastgoedbedrijf", "", ["owner"]),
        ("particulier", "", ["owner"]),
        ("Stichting Het Veer", "", ["owner"]),  # the owner of the location
        ("De Boer BV", "verhuurder", ["owner"]),
        ("Nidos", "voogd", ["other"]),
        ("Welzijn IJssel", "regiogemeente", ["region"]),
        ("", "", ["other"]),
        ("COA en gemeente Kampen", "beheer", ["coa", "host"]),
        ("COA, Zwolle; VluchtelingenWerk", "", ["coa", "region", "refugee_council"]),
        ("COA en Nidos", "", ["coa", "other"]),
        ("Nidos en Kampen", "", ["other", "host"]),
        ("Woonstichting Groen en Doen", "", ["owner"]),  # one name
        ("Jansen en Zonen", "", ["other"]),
    ],
)
def test_a_party_is_known(text: str, role: str, expected: list[str]) -> None:
    assert [column for column, _ in parties_in(text, role, SITE, AROUND)] == expected


def agreed(*rows: tuple[str, int, str, str | None, str | None, str | None, str | None]) -> pd.DataFrame:
    names = ["location_id", "chapter", "topic", "party", "role", "text", "status"]
    return pd.DataFrame(rows, columns=names).astype({name: "str" for name in names if name != "chapter"})


SITES = locations(
    {"location_id": "B", "name": "Be", "type": "satelliet"},
    {"location_id": "A", "name": "Aa"},
    {"location_id": "G", "name": "Ge", "type": "gvl"},
    {"location_id": "H", "name": "Ha", "type": "gvl"},
    {"location_id": "E", "name": "Ee", "decision": "beeindigen"},
)
TABLE = agreed(
    ("A", 4, "Eigendom en beheer", "COA", "eigenaar", "x", "vastgesteld"),
    ("A", 4, "beheer", "Kampen", "regie", "y", "concept"),
    ("A", 4, "beheer", "COA", "eigenaar", "nog eens", "concept"),
    ("A", 4, "financiën", "COA", "betaler", None, "concept"),
    ("A", 5, "diensten", "COA", "uitvoerder", "van hoofdstuk 5", None),
    ("G", 4, "activiteiten", "Nidos", None, "x", None),
    ("E", 4, "beheer", "COA", "eigenaar", "x", None),
)


def test_the_matrix_sets_the_parties_of_each_topic_side_by_side() -> None:
    table = role_matrix(SITES, TABLE, AROUND)
    assert list(table.columns) == list(ROLE_MATRIX.names)
    # A and B are to be described, G has an agreement, H has none and E ends
    assert table["location_id"].tolist() == ["A"] * 3 + ["B"] * 3 + ["G"] * 3
    assert table["topic"].tolist() == ["ownership", "services", "finance"] * 3
    rows = table.set_index(["location_id", "topic"])
    assert rows.loc[("A", "ownership"), ["coa", "host"]].tolist() == ["eigenaar", "Kampen (regie)"]
    assert rows.loc[("A", "ownership"), "status"] == "vastgesteld, concept"
    assert rows.loc[("A", "finance"), "coa"] == "betaler, nog geen afspraak"
    assert rows.loc[("G", "services"), "other"] == "Nidos"
    assert rows["agreed"].tolist() == [True, False, False, False, False, False, False, True, False]
    assert rows.loc[("B", "ownership"), list(PARTIES)].isna().all()
    assert open_topics(table) == {
        "A": ["services", "finance"], "B": ["ownership", "services", "finance"], "G": ["ownership", "finance"],
    }  # fmt: skip


def test_the_order_of_the_rows_changes_nothing() -> None:
    turned = role_matrix(SITES.iloc[::-1].reset_index(drop=True), TABLE, AROUND)
    pd.testing.assert_frame_equal(turned, role_matrix(SITES, TABLE, AROUND))


def test_without_agreements_every_topic_is_open() -> None:
    table = role_matrix(SITES, None, AROUND)
    assert (table["location_id"].tolist(), table["agreed"].any()) == (["A"] * 3 + ["B"] * 3, False)
    assert role_matrix(SITES.iloc[:0], None, AROUND).empty


def test_companions_share_a_region_or_a_partnership() -> None:
    regions = pd.DataFrame({"region_id": ["R1", "R1", "R2"], "municipality_code": ["GM1", "GM2", "GM3"]})
    members = pd.DataFrame({"partnership_id": ["S", "S"], "municipality_code": ["GM1", "GM3"]})
    assert companions((regions, "region_id"), (members, "partnership_id")) == {
        "GM1": {"GM2", "GM3"}, "GM2": {"GM1"}, "GM3": {"GM1"},
    }  # fmt: skip
