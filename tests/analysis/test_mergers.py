"""Municipal reorganisations of 2019-2023, held against the real code sets and counts of those years."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest

from geo.analysis.mergers import begun_after, end_of, ended_by, origin_of
from geo.tables.mergers import REORGANISATIONS

START = date(2018, 12, 31)


def codes_on(codes: Iterable[str], *, since: date, until: date) -> set[str]:
    """Bring the codes that held on one day to a later one, by the table."""
    found = set(codes)
    for one in REORGANISATIONS:
        if since < one.date <= until and one.old_code in found:
            found = (found - {one.old_code}) | set(one.new_codes)
    return found


@pytest.fixture(scope="module")
def sets(shared: Path) -> dict[int, dict[str, str]]:
    """Names by code of three years."""
    nl = shared / "nl"
    of_2021, of_2023 = gpd.read_file(nl / "gemeenten_2021.gpkg"), gpd.read_file(nl / "gemeenten_2023.gpkg")
    of_2022 = gpd.read_file(nl / "boundaries_2022.gpkg", layer="gemeenten")
    return {
        2021: dict(zip(of_2021["code"], of_2021["areaname"], strict=True)),
        2022: dict(zip(of_2022["GemeentecodeGM"], of_2022["gemeente"], strict=True)),
        2023: dict(zip(of_2023["statcode"], of_2023["statnaam"], strict=True)),
    }


@pytest.fixture(scope="module")
def people(shared: Path) -> dict[int, dict[str, int]]:
    """Inhabitants on 1 January by name, of the municipalities that existed; the file has names alone."""
    found: dict[int, dict[str, int]] = {year: {} for year in range(2018, 2023)}
    with (shared / "nl" / "regionale_kerncijfers_cbs.csv").open(encoding="utf-8-sig") as lines:
        for year, name, number, *_ in list(csv.reader(lines, delimiter=";"))[1:]:
            if int(year) in found and number not in ("", "."):
                found[int(year)][name.removesuffix(" (gemeente)")] = int(number)
    return found


def test_the_table_turns_each_real_code_set_into_the_next(sets: dict[int, dict[str, str]]) -> None:
    new_year = {year: date(year, 1, 1) for year in sets}
    assert [len(sets[year]) for year in (2021, 2022, 2023)] == [352, 345, 342]
    assert codes_on(sets[2021], since=new_year[2021], until=new_year[2022]) == set(sets[2022])
    assert codes_on(sets[2022], since=new_year[2022], until=new_year[2023]) == set(sets[2023])
    assert codes_on(sets[2021], since=new_year[2021], until=new_year[2023]) == set(sets[2023])
    # Weesp went in the course of the year
    counts = [len(codes_on(sets[2022], since=new_year[2022], until=date(2022, 3, day))) for day in (23, 24)]
    assert counts == [345, 344]


def codes_of_2018(codes: set[str]) -> set[str]:
    """Undo the reorganisations up to 2021 by the table: what began goes, what ended comes back."""
    early = [one for one in REORGANISATIONS if one.date.year <= 2021]
    return (codes - {code for one in early if one.begins for code in one.new_codes}) | {one.old_code for one in early}


def test_the_counts_per_day_are_the_published_ones(sets: dict[int, dict[str, str]]) -> None:
    start = codes_of_2018(set(sets[2021]))
    days = [START, date(2019, 1, 1), date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), date(2022, 3, 24)]
    counts = [len(codes_on(start, since=START, until=day)) for day in (*days, date(2023, 1, 1))]
    assert counts == [380, 355, 355, 352, 345, 344, 342]
    assert codes_on(start, since=START, until=date(2021, 1, 1)) == set(sets[2021])


def test_the_names_that_end_and_begin_are_those_of_the_key_figures(people: dict[int, dict[str, int]]) -> None:
    assert [len(people[year]) for year in (2018, 2019, 2020, 2021, 2022)] == [380, 355, 355, 352, 345]
    for year in (2019, 2020, 2021, 2022):
        ours = [one for one in REORGANISATIONS if one.date == date(year, 1, 1)]
        before, after = set(people[year - 1]), set(people[year])
        assert {one.old_name for one in ours} == before - after
        assert {name for one in ours if one.begins for name in one.new_names} == after - before
        assert {name for one in ours for name in one.new_names} <= after


def test_every_code_of_the_table_bears_its_name_in_the_real_sets(sets: dict[int, dict[str, str]]) -> None:
    compared = 0
    for one in REORGANISATIONS:
        if one.date.year >= 2022:
            assert sets[one.date.year - 1 if one.date.month == 1 else 2022][one.old_code] == one.old_name
            compared += 1
        for code, name in zip(one.new_codes, one.new_names, strict=True):
            year = max(2021, one.date.year) if one.date != date(2022, 3, 24) else 2023
            assert sets[year][code] == name
            compared += 1
    # 34 + 4 + 10 + 1 + 3 ended, of which Winsum went to 2 and Haaren to 4; the old names of 2022 and 2023 are 14
    assert compared == 52 + 1 + 3 + 14


def test_the_inhabitants_brought_to_the_next_year_are_near_the_counted_ones(people: dict[int, dict[str, int]]) -> None:
    """A year of births and moves changes less than 4%; a code under the wrong successor would show."""
    of = {one.old_name: one.old_code for one in REORGANISATIONS}
    of |= {name: code for one in REORGANISATIONS for name, code in zip(one.new_names, one.new_codes, strict=True)}
    compared = 0
    for year in (2019, 2021, 2022):
        before, counted = (
            {of.get(name, name): number for name, number in people[when].items()} for when in (year - 1, year)
        )
        ours = [one for one in REORGANISATIONS if one.date == date(year, 1, 1)]
        divided = {code for one in ours if one.kind == "split" for code in one.new_codes}
        for code in {code for one in ours for code in one.new_codes} - divided:
            into = [one for one in ours if code in one.new_codes]
            own = 0 if into[0].begins else before[code]
            assert own + sum(before[one.old_code] for one in into) == pytest.approx(counted[code], rel=0.04)
            compared += 1
    assert compared == 10 + 1 + 4


def test_codes_that_do_not_fit_a_day_are_found_and_invented_ones_never() -> None:
    some = ["GM0363", "GM0457", "GM1980", "GM1992", "GM9101", "GM9191", "West"]
    assert [one.old_code for one in ended_by(some, date(2022, 3, 24))] == ["GM0457"]
    assert ended_by(some, date(2022, 3, 23)) == ()
    assert begun_after(some, date(2021, 12, 31)) == ("GM1980", "GM1992")
    assert begun_after(some, date(2022, 1, 1)) == ("GM1992",)
    assert end_of("GM9101") is None
    assert origin_of("GM9101") == ()
    assert origin_of("GM0363") == ()  # Amsterdam was there before
    assert [one.old_name for one in origin_of("GM1969")] == ["Winsum", "Grootegast", "Leek", "Marum", "Zuidhorn"]
