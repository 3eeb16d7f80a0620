"""Profiles of rules as people write them: what is wrong is told at once, with file, key and remedy."""

from pathlib import Path

import pytest

from geo.errors import Fault
from geo.sources.profiles import ReadProfile, is_own_profile, read_profile, shipped_profile, shipped_profiles
from geo.sources.raw import FileSpec, UnreadableError
from geo.tables.fact_names import could_be_fact, fact_names, layer_of
from geo.tables.profiles import Profile, Rule
from geo.tables.profiles import Test as Ask
from geo.words import known as is_word

HEAD = '[profile]\nid = "eigen"\ntitle = "Eigen profiel"\ndate = "2024"\nsource = "Raad van Kolkdorp"\n'
RULE = '\n[[rule]]\nid = "{id}"\ntitle = "Wat {id} vraagt"\nsource = "eigen keuze"\nhard = {hard}\n'
KNOWN = (
    *fact_names(modes=("walk", "car"), categories=("gp", "bus_stop"), catchments_m=(1000.0,), layers=("nature",)),
    "draagvlak",
)


def rule(name: str, *tests: str, hard: bool = False) -> str:
    told = "".join(f"[[rule.test]]\n{test}\n" for test in tests)
    return RULE.format(id=name, hard=str(hard).lower()) + told


GOOD = rule("zorg", 'fact = "walk_gp_m"\nat_most = 2000', hard=True)


def read(folder: Path, text: str, known: tuple[str, ...] = KNOWN) -> ReadProfile:
    path = folder / "eigen.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile(FileSpec(path=path, shown="eigen.toml", key="candidates.profile"), known=known)


def places(read: ReadProfile) -> set[tuple[str, str]]:
    assert read.profile is None
    assert {fault.file for fault in read.faults} == {"eigen.toml"}
    return {(fault.column, fault.code) for fault in read.faults}


def test_a_profile_is_read_as_it_is_written(tmp_path: Path) -> None:
    text = HEAD + rule(
        "ruimte",
        'fact = "floor_area_m2"\nat_least = 3000',
        'fact = "floor_area_m2"\nat_least = 1500\nat_most = 4500.5\nalso = [{ fact = "car_reception_m", at_most = 7000 }]',
        hard=True,
    ) + rule("ov", 'fact = "walk_bus_stop_m"\ngood_at_most = 500\nat_most = 1000') + rule("water", 'fact = "open_water_distance_m"')  # fmt: skip
    found = read(tmp_path, text)
    assert (found.faults, found.notes) == ((), ())
    assert found.profile == Profile(
        id="eigen", title="Eigen profiel", date="2024", source="Raad van Kolkdorp",
        rules=(
            Rule(id="ruimte", title="Wat ruimte vraagt", source="eigen keuze", hard=True, tests=(
                Ask(fact="floor_area_m2", at_least=3000.0),
                Ask(fact="floor_area_m2", at_least=1500.0, at_most=4500.5, also=(Ask(fact="car_reception_m", at_most=7000.0),)),
            )),
            Rule(id="ov", title="Wat ov vraagt", source="eigen keuze", hard=False, tests=(
                Ask(fact="walk_bus_stop_m", good_at_most=500.0, at_most=1000.0),
            )),
            Rule(id="water", title="Wat water vraagt", source="eigen keuze", hard=False, tests=(Ask(fact="open_water_distance_m"),)),
        ),
    )  # fmt: skip
    assert found.profile is not None
    assert [one.reported for one in found.profile.rules] == [False, False, True]
    assert found.profile.named == "Eigen profiel (2024)"
    assert found.profile.facts == ("floor_area_m2", "car_reception_m", "walk_bus_stop_m", "open_water_distance_m")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# nog leeg", {("profile", "profile_missing_key"), ("rule", "profile_no_rules")}),
        (HEAD, {("rule", "profile_no_rules")}),
        (HEAD + "rule = []", {("profile.rule", "unknown_key"), ("rule", "profile_no_rules")}),
        (HEAD.replace('date = "2024"\n', ""), {("profile.date", "profile_missing_key"), ("rule", "profile_no_rules")}),
        (HEAD.replace('"2024"', "2024-01-01") + GOOD, {("profile.date", "must_be_text")}),
        (HEAD.replace('"2024"', '" "') + GOOD, {("profile.date", "missing_value")}),
        (HEAD.replace("title", "titel") + GOOD, {("profile.titel", "unknown_key_near"), ("profile.title", "profile_missing_key")}),
        (HEAD.replace('"eigen"', '"eigen;mooi"') + GOOD, {("profile.id", "profile_name")}),
        (HEAD + GOOD + GOOD, {("rule.2.id", "stands_twice")}),
        (HEAD + rule("a b", 'fact = "walk_gp_m"'), {("rule.a b.id", "profile_name")}),
        (HEAD + GOOD.replace("[[rule]]", "[rule]").replace("[[rule.test]]", "[rule.test]"), {("rule", "must_be_tables")}),
        (HEAD + RULE.format(id="zorg", hard="true"), {("rule.zorg.test", "profile_missing_key")}),
        (HEAD + RULE.format(id="zorg", hard="true") + "test = []", {("rule.zorg.test", "must_not_be_empty")}),
        (HEAD + RULE.format(id="zorg", hard='"ja"') + 'test = [{ fact = "walk_gp_m", at_most = 1 }]', {("rule.zorg.hard", "must_be_true_or_false")}),
        (HEAD + rule("zorg", "at_most = 2000"), {("rule.zorg.test.1.fact", "profile_missing_key")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = "2 km"', hard=True), {("rule.zorg.test.1.at_most", "must_be_number")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = true'), {("rule.zorg.test.1.at_most", "must_be_number")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = nan'), {("rule.zorg.test.1.at_most", "must_be_number")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_moost = 2000'), {("rule.zorg.test.1.at_moost", "unknown_key_near")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = 1000\nat_least = 2000'), {("rule.zorg.test.1.at_least", "profile_bounds_cross")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = 1000\ngood_at_most = 1001'), {("rule.zorg.test.1.good_at_most", "profile_green_outside")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_least = 50\ngood_at_least = 49'), {("rule.zorg.test.1.good_at_least", "profile_green_outside")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_least = 50\ngood_at_most = 49'), {("rule.zorg.test.1.good_at_most", "profile_green_outside")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\ngood_at_least = 6\ngood_at_most = 5'), {("rule.zorg.test.1.good_at_least", "profile_green_cross")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"', 'fact = "walk_bus_stop_m"\nat_most = 1'), {("rule.zorg.test.1", "profile_no_bound")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = 1\nalso = [{ fact = "capacity" }]'), {("rule.zorg.test.1.also.1", "profile_no_bound")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = 1\nalso = [{ fact = "capacity", at_least = 1, also = [] }]'), {("rule.zorg.test.1.also.1.also", "unknown_key")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\nat_most = 1\nalso = 3'), {("rule.zorg.test.1.also", "must_be_tables")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"', hard=True), {("rule.zorg.hard", "profile_cannot_fail")}),
        (HEAD + rule("zorg", 'fact = "walk_gp_m"\ngood_at_most = 1', hard=True), {("rule.zorg.hard", "profile_cannot_fail")}),
        (HEAD + rule("zorg", 'fact = "walk_gpp_m"\nat_most = 1'), {("rule.zorg.test.1.fact", "profile_unknown_fact")}),
        (HEAD + rule("zorg", 'fact = "natuur_inside_share"\nat_most = 1'), {("rule.zorg.test.1.fact", "profile_unknown_fact")}),
        ("[rules]\n" + HEAD + GOOD, {("rules", "unknown_key_near")}),
        ("profile = 3\n" + GOOD, {("profile", "must_be_table")}),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_own_place(tmp_path: Path, text: str, told: set[tuple[str, str]]) -> None:
    assert places(read(tmp_path, text)) == told


def test_all_mistakes_are_told_at_once_in_sentences_that_help(tmp_path: Path) -> None:
    text = HEAD.replace('source = "Raad van Kolkdorp"\n', "bron = 1\n") + rule(
        "zorg", 'fact = "walk_gps_m"\nat_most = 1000\ngood_at_most = 2000', 'fact = "draagvlakk"'
    )
    found = read(tmp_path, text)
    sentences = {fault.sentence() for fault in found.faults}
    assert sentences == {
        "eigen.toml, sleutel profile.bron: deze sleutel bestaat niet. Haal haar weg.",
        "eigen.toml, sleutel profile.source: deze sleutel ontbreekt. Voeg haar toe; docs/profielen.md zegt wat elke sleutel is.",
        "eigen.toml, sleutel rule.zorg.test.1.good_at_most: de groene grens 2000 ligt buiten de rode grens 1000. Maak de groene grens strenger dan de rode, of haal haar weg.",
        "eigen.toml, sleutel rule.zorg.test.2: deze test heeft geen grens, maar staat niet alleen in zijn regel. Geef haar een grens (at_most, at_least), of maak er een eigen regel van: die wordt dan alleen vermeld.",
        "eigen.toml, sleutel rule.zorg.test.1.fact: `walk_gps_m` is geen feit van dit plan. Bedoelt u `walk_gp_m`? Kies een feit uit docs/profielen.md, of geef de lijst van kandidaten een kolom van deze naam.",
        "eigen.toml, sleutel rule.zorg.test.2.fact: `draagvlakk` is geen feit van dit plan. Bedoelt u `draagvlak`? Kies een feit uit docs/profielen.md, of geef de lijst van kandidaten een kolom van deze naam.",
    }  # fmt: skip
    assert all(is_word(f"fault.{fault.code}.remedy") for fault in found.faults)


@pytest.mark.parametrize(
    "fact",
    ["walk_hospital_m", "bike_gp_minutes", "walk_sports_unlit_share", "people_500_m", "bike_reception_m", "industry_inside_share", "flood_max"],
)  # fmt: skip
def test_what_another_plan_could_know_is_noted_and_not_a_fault(tmp_path: Path, fact: str) -> None:
    found = read(tmp_path, HEAD + rule("zorg", f'fact = "{fact}"\nat_most = 1'))
    assert (found.faults, [(note.column, note.code) for note in found.notes]) == (
        (), [("rule.zorg.test.1.fact", "profile_fact_absent")],
    )  # fmt: skip
    assert found.profile is not None


def test_where_the_facts_are_not_known_any_will_do(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + rule("zorg", 'fact = "wat_dan_ook"\nat_most = 1'), known=())
    assert (found.faults, found.notes, found.profile is None) == ((), (), False)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"[profile\nid = 1", "not_toml", 1),
        (b'[profile]\nid = "a"\nid = "b"\n', "toml_twice", 3),
        (b"", "empty_file", 0),
    ],
)
def test_what_is_no_toml_is_told_by_its_row(tmp_path: Path, content: bytes, code: str, row: int) -> None:
    path = tmp_path / "eigen.toml"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        read_profile(FileSpec(path=path, shown="eigen.toml"), known=())
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [(code, row)]


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_profile(FileSpec(path=tmp_path / "weg.toml", shown="weg.toml"), known=())
    assert caught.value.faults == (Fault("weg.toml", 0, "", "missing_file"),)


def test_text_of_another_encoding_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_bytes((HEAD.replace("Raad", "Coördinatie") + GOOD).encode("cp1252"))
    found = read_profile(FileSpec(path=path, shown="eigen.toml"), known=KNOWN)
    assert [(fault.code, fault.row) for fault in found.faults] == [("encoding", 5)]


def test_a_name_with_an_ending_or_a_folder_is_a_file() -> None:
    assert [is_own_profile(name) for name in ("standaard", "eigen.toml", "profielen/eigen.toml", "profielen\\eigen", "coa-later")] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_the_facts_of_a_plan_have_the_names_that_all_agree_on() -> None:
    names = fact_names(modes=("walk", "bike"), categories=("gp",), catchments_m=(1000.0, 2500.0), layers=("flood",))
    assert len(set(names)) == len(names)
    assert {
        "walk_gp_m", "walk_gp_minutes", "bike_gp_m", "bike_gp_minutes", "walk_hub_m", "bike_reception_m",
        "walk_gp_exposed_share", "walk_gp_unlit_share", "people_1000_m", "people_2500_m", "flood_mean", "flood_max",
        "flood_share_above", "flood_inside_share", "flood_distance_m", "capacity", "departures_per_hour",
        "region_balance_with", "open_water_width_m",
    } <= set(names)  # fmt: skip
    assert not {"bike_gp_exposed_share", "car_gp_m"} & set(names)
    assert not any("exposed" in name for name in fact_names(modes=("bike",), categories=("gp",)))
    assert [could_be_fact(name) for name in ("car_gp_m", "people_750_m", "people_x_m", "vliegen_gp_m", "draagvlak")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [layer_of(name) for name in ("flood_share_above", "natura2000_inside_share", "capacity", "walk_gp_m")] == [
        "flood", "natura2000", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("name", shipped_profiles())
def test_what_the_package_has_is_sound(name: str) -> None:
    profile = shipped_profile(name)
    assert profile.id == name
    makers = ("COA, ", "EASO, ", "Stb. ", "Provincie ", "eigen keuze: ", "geen norm gevonden")
    assert [rule.id for rule in profile.rules if not rule.source.startswith(makers)] == []
    assert "geschikt" not in " ".join((profile.title, *(rule.title + rule.source for rule in profile.rules)))
