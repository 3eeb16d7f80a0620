"""The invented portfolio: locations and candidates, with every awkward situation in it.

Gaps on purpose: ML08 has no end that anyone knows; of ML11 neither the capacity, nor the places for unaccompanied
minors, nor the hub is known; ML14 continues though its agreement ends within the horizon without an option to extend.
All other locations say how many places they have for unaccompanied minors, mostly none.
"""

from markerwaard.layers import spot

LOCATION_HEADINGS = (
    "Locatie-ID", "Naam", "X", "Y", "Lengtegraad", "Breedtegraad", "Postcode", "Huisnummer", "BAG-ID", "Huidig type",
    "Type locatie", "Vervolg", "Status besluitvorming", "Capaciteit", "Reservecapaciteit", "Amv-plekken", "Looptijd",
    "Overeenkomst van", "Overeenkomst t/m", "Getekend op", "Verlengingsoptie", "Uiterste opzegdatum", "Type voorzieningen",
    "Oppervlakte terrein", "Bvo", "Eigendom", "Contractvorm", "Flexibele vorm", "Doelgroepen", "Plekken asiel min",
    "Plekken asiel max", "Omschakeltijd", "Hoofdlocatie", "Openbaarheid", "Openbaarheid tot", "Openbaarheid grond",
    "Bron", "Peildatum",
)  # fmt: skip


def _place(town: str, east_m: float, north_m: float) -> dict[str, str]:
    point = spot(town, east_m, north_m)
    return {"X": f"{point.x:.0f}", "Y": f"{point.y:.0f}"}


def _row(identity: str, name: str, place: dict[str, str], **values: object) -> dict[str, str]:
    """Write a location; keyword names are headings with underscores."""
    row = {"Locatie-ID": identity, "Naam": name, "Bron": "COA, locatielijst", "Peildatum": "01-09-2020"} | place
    names = {
        heading.replace(" ", "_").replace("/", "_").replace("-", "_").lower(): heading for heading in LOCATION_HEADINGS
    }
    return row | {names[key]: str(value) for key, value in values.items()}


OPEN = {"openbaarheid": "openbaar"}


def locations() -> list[dict[str, str]]:
    """List the locations; each comment below names the situation that one is there for."""
    return sorted([*_staying(), *_ending(), *_opening()], key=lambda row: row["Locatie-ID"])


def _staying() -> list[dict[str, str]]:
    """List those that continue or convert."""
    return [
        # A large azc that becomes the GVL; regular and reserve on one site, on-site facilities.
        _row("ML01", "azc Markerstad-West", _place("Markerstad", -1_450, -350), huidig_type="azc", type_locatie="gvl", vervolg="omvormen",
             status_besluitvorming="vastgesteld", capaciteit=650, reservecapaciteit=200, amv_plekken=40, looptijd="bepaald",
             overeenkomst_van="01-03-2014", overeenkomst_t_m="28-02-2029", getekend_op="12-11-2013", type_voorzieningen="gp, playground",
             oppervlakte_terrein="62.000", bvo="9.100", eigendom="COA", contractvorm="eigendom", **OPEN),
        # Steps down inside its agreement.
        _row("ML02", "azc Zuiderhaven", _place("Zuiderhaven", 820, -560), huidig_type="azc", type_locatie="regionaal", vervolg="voortzetten",
             status_besluitvorming="bestaand", capaciteit=500, reservecapaciteit=0, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-01-2016",
             overeenkomst_t_m="31-12-2026", type_voorzieningen="childcare", oppervlakte_terrein="41.000", bvo="6.200", eigendom="gemeente",
             contractvorm="huur", **OPEN),
        # Agreement without an end that anyone knows.
        _row("ML08", "azc Kolkdorp", _place("Kolkdorp", 260, 210), huidig_type="azc", type_locatie="regionaal", vervolg="voortzetten",
             status_besluitvorming="bestaand", capaciteit=180, amv_plekken=0, looptijd="onbekend", overeenkomst_van="01-09-2015", bvo="1.900",
             eigendom="onbekend", openbaarheid="vertrouwelijk", openbaarheid_grond="Woo art. 5.1 lid 2 onder e"),
        # Indefinite is not unknown.
        _row("ML09", "kleinschalige opvang De Sluis", _place("Rietbroek", -150, -140), huidig_type="azc", type_locatie="satelliet",
             vervolg="voortzetten", status_besluitvorming="bestaand", capaciteit=90, amv_plekken=0, looptijd="onbepaald", overeenkomst_van="01-04-2018",
             hoofdlocatie="ML01", bvo="1.150", eigendom="COA", contractvorm="erfpacht", **OPEN),
        # By longitude and latitude; for unaccompanied minors; told by another source on another day; continues, but ends.
        _row("ML14", "kleinschalige wooneenheid Luwte", {"Lengtegraad": "5,222010", "Breedtegraad": "52,516870"}, huidig_type="amv",
             type_locatie="satelliet", vervolg="voortzetten", status_besluitvorming="bestaand", capaciteit=20, amv_plekken=20,
             looptijd="bepaald", overeenkomst_van="01-01-2019", overeenkomst_t_m="31-12-2022", hoofdlocatie="ML02", bvo="520",
             bron="gemeente Kolkdorp, opgave", peildatum="01-07-2020",
             eigendom="corporatie", contractvorm="huur", openbaarheid="vertrouwelijk", openbaarheid_grond="Woo art. 5.1 lid 2 onder e"),
        # By postcode and house number, found in the extract; with a BAG id that nobody has.
        _row("ML15", "azc Koogdijk", {"Postcode": "{postcode}", "Huisnummer": "{huisnummer}", "BAG-ID": "9103010000004711"}, huidig_type="azc",
             type_locatie="gvl", vervolg="voortzetten", status_besluitvorming="bestaand", capaciteit=420, reservecapaciteit=80, amv_plekken=0,
             looptijd="bepaald", overeenkomst_van="01-06-2015", overeenkomst_t_m="31-05-2025", verlengingsoptie=60, uiterste_opzegdatum="31-05-2024", bvo="5.200",
             oppervlakte_terrein="33.500", eigendom="Rijksvastgoedbedrijf", contractvorm="huur", **OPEN),
    ]  # fmt: skip


def _ending() -> list[dict[str, str]]:
    """List those that end."""
    return [
        # Ends on the last day of a quarter: counts in 2021-Q4.
        _row("ML03", "azc Noorderkoog", _place("Noorderkoog", -560, 420), huidig_type="azc", vervolg="beeindigen", status_besluitvorming="bestaand",
             capaciteit=300, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-01-2017", overeenkomst_t_m="31-12-2021", bvo="3.400", eigendom="corporatie",
             contractvorm="huur", **OPEN),
        # Ends a day earlier: does not count in 2021-Q4.
        _row("ML04", "gezinslocatie Oosterdiep", _place("Oosterdiep", 430, -480), huidig_type="gl", vervolg="beeindigen", status_besluitvorming="bestaand",
             capaciteit=240, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-07-2016", overeenkomst_t_m="30-12-2021", bvo="2.900", eigendom="COA",
             contractvorm="eigendom", **OPEN),
        # The hidden dip: this one closes on 31 January 2022, ML06 opens on 15 March. Less than 10 m² a place.
        _row("ML05", "azc Westerwoud", _place("Westerwoud", -330, -260), huidig_type="azc", vervolg="beeindigen", status_besluitvorming="bestaand",
             capaciteit=300, amv_plekken=10, looptijd="bepaald", overeenkomst_van="01-02-2012", overeenkomst_t_m="31-01-2022", bvo="2.700", eigendom="particulier",
             contractvorm="huur", **OPEN),
        # Emergency reception: never in the regular total.
        _row("ML07", "noodopvang Expohal", _place("Markerstad", 1_250, 1_050), huidig_type="noodopvang", vervolg="beeindigen",
             status_besluitvorming="bestaand", capaciteit=180, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-05-2020", overeenkomst_t_m="31-10-2020",
             eigendom="gemeente", contractvorm="bruikleen", openbaarheid="vertrouwelijk", openbaarheid_grond="Woo art. 5.1 lid 2 onder b"),
    ]  # fmt: skip


def _opening() -> list[dict[str, str]]:
    """List those that are new."""
    return [
        _row("ML06", "regionale opvang Stationskwartier", _place("Markerstad", 700, 420), type_locatie="regionaal", vervolg="nieuw",
             status_besluitvorming="vastgesteld", capaciteit=300, amv_plekken=0, looptijd="bepaald", overeenkomst_van="15-03-2022", overeenkomst_t_m="14-03-2032",
             getekend_op="01-07-2021", bvo="3.600", eigendom="corporatie", contractvorm="huur", **OPEN),
        # A satellite whose hub lies far beyond reach, on the island.
        _row("ML10", "satelliet Eilandsoord", _place("Eilandsoord", 60, 40), type_locatie="satelliet", vervolg="nieuw",
             status_besluitvorming="voornemen", capaciteit=60, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-07-2022", overeenkomst_t_m="30-06-2027",
             hoofdlocatie="ML01", bvo="780", eigendom="particulier", openbaarheid="vertrouwelijk", openbaarheid_grond="Woo art. 5.1 lid 2 onder b"),
        # Capacity that nobody knows yet.
        _row("ML11", "zoeklocatie Noorderkoog-Oost", _place("Noorderkoog", 620, -300), type_locatie="satelliet", vervolg="nieuw",
             status_besluitvorming="zoeklocatie", looptijd="bepaald", overeenkomst_van="01-01-2023", overeenkomst_t_m="01-01-2033",
             openbaarheid="geheim", openbaarheid_tot="01-01-2022", openbaarheid_grond="Gemeentewet art. 87"),
        # Flexible: between 120 and 300 places for asylum seekers, students in the others.
        _row("ML12", "flexwonen Vaartzicht", _place("Oosterdiep", -420, 380), type_locatie="regionaal", vervolg="nieuw",
             status_besluitvorming="vastgesteld", capaciteit=300, amv_plekken=0, looptijd="bepaald", overeenkomst_van="01-10-2021", overeenkomst_t_m="30-09-2036",
             flexibele_vorm="uitwisselbaar", doelgroepen="studenten, spoedzoekers", plekken_asiel_min=120, plekken_asiel_max=300,
             omschakeltijd=90, bvo="8.400", eigendom="corporatie", contractvorm="eigendom", **OPEN),
        # The two-quarter dip: 300 close on 31 January 2022 (ML05); these 300 open on 1 May 2022.
        _row("ML13", "regionale opvang Havenkwartier", _place("Zuiderhaven", -700, 480), type_locatie="regionaal", vervolg="nieuw",
             status_besluitvorming="voornemen", capaciteit=300, amv_plekken=15, looptijd="bepaald", overeenkomst_van="01-05-2022", overeenkomst_t_m="30-04-2032",
             bvo="4.000", eigendom="gemeente", contractvorm="erfpacht", openbaarheid="vertrouwelijk", openbaarheid_grond="Woo art. 5.1 lid 2 onder i"),
    ]  # fmt: skip


CANDIDATE_HEADINGS = (
    "nr", "locatie", "x_rd", "y_rd", "type locatie", "capaciteit", "flexibele vorm", "plekken asiel min",
    "plekken asiel max", "looptijd", "overeenkomst van", "overeenkomst t/m", "bvo", "oppervlakte terrein",
    "type voorzieningen", "hoofdlocatie", "eigendom", "openbaarheid", "openbaarheid grond", "openbaarheid tot",
    "beschikbaar van", "beschikbaar t/m", "kosten opening", "kosten per jaar", "draagvlak", "bouwrijp",
)  # fmt: skip
_CANDIDATES = (
    ("MK01", "Oude veiling", "Markerstad", -900, 1_250, "regionaal", 350, "geheim", 1.9, 2.4, "4", "ja"),
    ("MK02", "Sportveld Zuid", "Markerstad", 350, -1_520, "regionaal", 300, "geheim", 2.6, 2.1, "2", "nee"),
    ("MK03", "Kantoor Ringweg", "Markerstad", 1_500, -700, "gvl", 600, "vertrouwelijk", 3.4, 3.9, "3", "ja"),
    ("MK04", "Haventerrein", "Zuiderhaven", -950, -200, "gvl", 500, "geheim", 4.1, 3.3, "3", "ja"),
    ("MK05", "Kloosterhof", "Zuiderhaven", 300, 700, "satelliet", 120, "vertrouwelijk", 0.9, 0.8, "5", "ja"),
    ("MK06", "Weiland Noord", "Noorderkoog", 900, 900, "regionaal", 400, "geheim", 3.8, 2.7, "1", "nee"),
    ("MK07", "Voormalige school", "Noorderkoog", 120, -260, "satelliet", 90, "vertrouwelijk", 0.5, 0.6, "4", "ja"),
    ("MK08", "Fabriekslaan", "Oosterdiep", 720, 380, "regionaal", 300, "geheim", 2.2, 2.2, "2", "ja"),
    ("MK09", "Camping De Plas", "Oosterdiep", -1_450, -1_300, "satelliet", 150, "geheim", 1.1, 1.4, "2", "ja"),
    ("MK10", "Kazerneterrein", "Westerwoud", 500, 560, "gvl", 700, "vertrouwelijk", 5.2, 4.4, "3", "ja"),
    ("MK11", "Dijkweg", "Kolkdorp", 560, 60, "satelliet", 80, "geheim", 0.7, 0.6, "3", "ja"),
    ("MK12", "Zorgcentrum Luwte", "Luwte", 130, 90, "satelliet", 110, "vertrouwelijk", 0.8, 0.9, "4", "ja"),
    ("MK13", "Veerhaven", "Eilandsoord", -60, -50, "satelliet", 50, "geheim", 0.6, 0.5, "2", "ja"),
    # Sixty metres from the motorway, where nobody may walk; the nearest street of another class is 400 m away.
    ("MK14", "Zichtlocatie A66", "Markerstad", -2_815, 500, "gvl", 450, "vertrouwelijk", 3.0, 3.1, "3", "nee"),
    # On a canal without a bridge: the language school across it is close, and kilometres away.
    ("MK15", "Tochtzicht", "Kolkdorp", 962, 615, "satelliet", 60, "geheim", 0.5, 0.5, "3", "ja"),
    # Inside the nature area.
    (
        "MK16",
        "Bezoekerscentrum Markerplassen",
        "Oosterdiep",
        -300,
        -3_400,
        "regionaal",
        150,
        "geheim",
        1.6,
        1.2,
        "1",
        "nee",
    ),
)
"""Number, name, town, metres east and north of it, type, places, openness, millions to open and a year, support, ready."""
_FLOOR_M2_PER_PLACE = {
    "MK01": 12, "MK03": 9.5, "MK04": 6.8, "MK05": 20, "MK06": 10, "MK07": 15, "MK08": 11, "MK09": 8, "MK10": 10.5,
    "MK11": 9, "MK12": 15, "MK13": 12, "MK14": 11, "MK15": 9, "MK16": 14,
}  # fmt: skip
"""Floor area for each place that a candidate was drawn for; without one nobody knows it."""
_SITE_M2_PER_PLACE = {"MK02": 150, "MK03": 20, "MK06": 110, "MK07": 40, "MK12": 35}
"""Terrain for each place, where it is not the usual 75."""
_OTHERWISE: dict[str, dict[str, object]] = {
    # For two and a half years.
    "MK02": {"overeenkomst t/m": "30-06-2024"},
    # Begins late, and ends after the horizon.
    "MK04": {"overeenkomst van": "01-04-2023", "overeenkomst t/m": "31-03-2033"},
    "MK05": {"hoofdlocatie": "ML02"},
    # For a year, which is over before the horizon is.
    "MK06": {"overeenkomst van": "01-07-2022", "overeenkomst t/m": "30-06-2023"},
    "MK07": {"hoofdlocatie": "ML01"},
    # Flexible: students have the other places.
    "MK08": {"flexibele vorm": "uitwisselbaar", "plekken asiel min": 150, "plekken asiel max": 300, "overeenkomst t/m": "31-12-2025"},
    # Nobody knows how many places.
    "MK09": {"capaciteit": "onbekend"},
    # With a doctor and a playground of its own; in the deepest water.
    "MK10": {"type voorzieningen": "gp, playground"},
    # In deep water too; nobody knows for how long.
    "MK11": {"looptijd": "onbekend", "overeenkomst t/m": None, "hoofdlocatie": "ML08"},
    # Indefinite is not unknown.
    "MK12": {"looptijd": "onbepaald", "overeenkomst t/m": None, "hoofdlocatie": "ML08"},
    # On the island, over half a kilometre from the edge of the map; its main location lies across the water.
    "MK13": {"hoofdlocatie": "ML01"},
    "MK16": {"overeenkomst t/m": "31-12-2026"},
}  # fmt: skip
"""What sets a candidate apart, by heading."""
_GROUNDS = {
    "geheim": ("Gemeentewet art. 87", "01-07-2021"),
    "vertrouwelijk": ("Woo art. 5.1 lid 2 onder b", "31-12-2020"),
}
"""Why a candidate is not open, and until when."""


def candidates() -> list[tuple[object, ...]]:
    """List the candidate sites as rows of a workbook."""
    rows: list[tuple[object, ...]] = []
    for identity, name, town, east, north, kind, places, disclosure, opening, year, support, ready in _CANDIDATES:
        point = spot(town, east, north)
        ground, until = _GROUNDS[disclosure]
        floor = _FLOOR_M2_PER_PLACE.get(identity)
        row: dict[str, object] = {
            "nr": identity,
            "locatie": name,
            "x_rd": round(point.x),
            "y_rd": round(point.y),
            "type locatie": kind,
            "capaciteit": places,
            "looptijd": "bepaald",
            "overeenkomst van": "01-01-2022",
            "overeenkomst t/m": "31-12-2031",
            "bvo": None if floor is None else round(places * floor),
            "oppervlakte terrein": places * _SITE_M2_PER_PLACE.get(identity, 75),
            "eigendom": "gemeente",
            "openbaarheid": disclosure,
            "openbaarheid grond": ground,
            "openbaarheid tot": until,
            "beschikbaar van": "01-01-2022",
            "beschikbaar t/m": "01-01-1970",
            "kosten opening": opening * 1000000.0,
            "kosten per jaar": year * 1000000.0,
            "draagvlak": support,
            "bouwrijp": ready,
        }
        row |= _OTHERWISE.get(identity, {})
        rows.append(tuple(row.get(heading) for heading in CANDIDATE_HEADINGS))
    return rows
