"""The words that a choice or an open list of the input tables may hold, and what people also write for them."""

from collections.abc import Mapping

NEW, CONTINUED, CONVERTED, ENDED = "nieuw", "voortzetten", "omvormen", "beeindigen"
DECISIONS = (NEW, CONTINUED, CONVERTED, ENDED)
CERTAINTIES = ("bestaand", "vastgesteld", "voornemen", "zoeklocatie")
TYPES = ("gvl", "satelliet", "regionaal", "geen")
TERMS = ("bepaald", "onbepaald", "onbekend")
DISCLOSURES = ("openbaar", "vertrouwelijk", "geheim")
BUCKETS = ("regionaal", "gvl_satelliet", "totaal", "amv", "extra", "vervanging")
AVAILABILITIES = ("beschikbaar", "te maken")
CURRENT_TYPES = (
    "azc", "col", "pol", "gl", "vbl", "amv", "kwv", "kwg", "avo", "ebtl", "htl", "noodopvang", "crisisnoodopvang",
    "gvl", "satelliet", "regionaal",
)  # fmt: skip
"""Types of today (COA's own, and those of the plan); an open list: another type keeps its own text."""
OWNERS = ("COA", "gemeente", "provincie", "rijk", "Rijksvastgoedbedrijf", "corporatie", "particulier", "waterschap")
CONTRACT_FORMS = ("eigendom", "huur", "erfpacht", "bruikleen")
FLEXIBLE_FORMS = ("gelijktijdig", "volgtijdelijk", "uitwisselbaar")
TARGET_GROUPS = (
    "spoedzoekers", "studenten", "jongeren", "starters", "arbeidsmigranten", "statushouders", "vergunninghouders",
    "ontheemden", "anders",
)  # fmt: skip
MODE_NAMES = ("walk", "bike", "car", "cbs_car")
"""Modes of travel, as programs call them."""
WEIGHT_NAMES = ("distance", "time")
"""What is made small on the way, as programs call it."""

PARTS_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "bucket": {"gvl_satelliet": (
        "gvl", "gvl's", "gemeenschappelijke vreemdelingenlocatie", "gemeenschappelijke vreemdelingenlocaties",
        "satelliet", "satellieten", "satellietlocatie", "satellietlocaties",
    )},
}  # fmt: skip
"""What people give apart though a choice holds it together with something else, by section of the words and choice."""

ALSO_CALLED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "current_type": {
        "azc": ("asielzoekerscentrum",),
        "col": ("centrale ontvangstlocatie",),
        "pol": ("procesopvanglocatie",),
        "gl": ("glo", "gezinslocatie"),
        "vbl": ("vrijheidsbeperkende locatie",),
        "amv": ("amv-opvang", "opvang voor amv"),
        "kwv": ("kleinschalige wooneenheid", "kleinschalige woonvoorziening"),
        "kwg": ("kleinschalige woongroep",),
        "avo": ("aanvullende opvang",),
        "crisisnoodopvang": ("cno",),
        "gvl": ("gemeenschappelijke vreemdelingenlocatie",),
        "satelliet": ("satellietlocatie",),
        "regionaal": ("rol", "regionale opvang", "regionale opvanglocatie"),
    },
    "type": {
        "satelliet": ("satellietlocatie",),
        "regionaal": ("rol", "regionale opvang", "regionale opvanglocatie"),
    },
    "bucket": {"regionaal": ("rol", "regionale opvang"), "amv": ("amv-plekken",)},
    "target_groups": {
        "ontheemden": ("ontheemden oekraïne", "ontheemden uit oekraïne", "oekraïners"),
        "anders": ("overig", "overige", "andere"),
    },
    "mode": {
        "walk": ("te voet", "lopend", "voetganger", "wandelen"),
        "bike": ("fiets", "per fiets"),
        "car": ("met de auto", "per auto"),
        "cbs_car": ("cbs", "cbs-auto", "auto volgens cbs"),
    },
    "weight": {"distance": ("lengte",), "time": ("tijd", "duur")},
    "category": {
        "gp": ("huisartsen", "huisartsenpraktijk", "huisartspraktijk"),
        "out_of_hours_gp": ("hap", "spoedpost"),
        "dentist": ("tandartsen", "tandartspraktijk"),
        "pharmacy": ("apotheken",),
        "hospital": ("ziekenhuizen",),
        "primary_school": ("basisscholen", "basisonderwijs"),
        "secondary_school": ("middelbare scholen", "voortgezet onderwijs"),
        "language_school": ("taalscholen", "taalonderwijs"),
        "childcare": ("kinderdagverblijf",),
        "supermarket": ("supermarkten",),
        "other_food": ("overige levensmiddelen",),
        "bus_stop": ("bushaltes",),
        "tram_metro_stop": ("tramhalte", "metrohalte"),
        "train_station": ("station", "stations", "treinstations", "ns-station"),
        "library": ("bibliotheken", "bieb"),
        "sports": ("sport", "sportvoorzieningen", "sportaccommodatie"),
        "playground": ("speelplaatsen", "speeltuin", "speelplek"),
        "green": ("groen", "park", "bos"),
        "place_of_worship": ("gebedshuizen", "kerk", "moskee"),
        "police": ("politiebureau",),
        "town_hall": ("stadhuis", "gemeentekantoor"),
        "community_centre": ("buurthuizen", "wijkcentrum", "dorpshuis"),
        "employment": ("werk",),
    },
}
"""What people also write for a value, by column (or section of the words) and value.

Case, spaces and hyphens never matter.
"""
