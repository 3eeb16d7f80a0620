"""The tables that a plan reads, column by column (design of the plan, chapters 1 to 8)."""

from collections.abc import Mapping

from geo.tables.columns import Column, Kind, Table
from geo.tables.facility_categories import CATEGORY_IDS

DECISIONS = ("nieuw", "voortzetten", "omvormen", "beeindigen")
CERTAINTIES = ("bestaand", "vastgesteld", "voornemen", "zoeklocatie")
TYPES = ("gvl", "satelliet", "regionaal", "geen")
TERMS = ("bepaald", "onbepaald", "onbekend")
DISCLOSURES = ("openbaar", "vertrouwelijk", "geheim")
BUCKETS = ("regionaal", "gvl_satelliet", "totaal", "amv", "extra", "vervanging")
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
    "ontheemden",
)  # fmt: skip

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
}
"""What people also write for a value, by column and value; case, spaces and hyphens never matter."""


def _column(
    name: str,
    heading: str,
    kind: Kind = "text",
    *also: str,
    required: bool = False,
    choices: tuple[str, ...] = (),
    words: str = "",
) -> Column:
    return Column(name=name, heading=heading, kind=kind, also=also, required=required, choices=choices, words=words)


PLACE_COLUMNS = (
    _column("x", "x", "number", "x_rd", "rd_x", "x-coördinaat"),
    _column("y", "y", "number", "y_rd", "rd_y", "y-coördinaat"),
    _column("lon", "lengtegraad", "number", "longitude", "lng"),
    _column("lat", "breedtegraad", "number", "latitude"),
    _column("postcode", "postcode", "text"),
    _column("house_number", "huisnummer", "text", "huisnr"),
    _column("bag_id", "bag-id", "bag_id", "bag", "bagid"),
)
"""The ways in which a row says where it is."""

_SITE_COLUMNS = (
    _column("current_type", "huidig type", "text", "type nu", "type opvang", choices=CURRENT_TYPES),
    _column("type", "type locatie", "choice", "type toekomst", choices=TYPES, words="type_short"),
    _column("decision", "vervolg", "choice", choices=DECISIONS, words="decision"),
    _column("certainty", "status besluitvorming", "choice", "hardheid", choices=CERTAINTIES, words="certainty"),
    _column("capacity", "capaciteit", "places", "plekken", "capaciteit regulier"),
    _column("reserve_capacity", "reservecapaciteit", "places", "capaciteit reserve"),
    _column("amv_places", "amv-plekken", "places", "amv"),
    _column("agreement_term", "looptijd", "choice", choices=TERMS),
    _column("agreement_start", "overeenkomst van", "date", "bestuursovereenkomst van"),
    _column("agreement_end", "overeenkomst t/m", "date", "overeenkomst tot en met", "bestuursovereenkomst tot"),
    _column("signed_on", "getekend op", "date"),
    _column("extension_months", "verlengingsoptie", "months", "verlengingsoptie (maanden)"),
    _column("notice_date", "uiterste opzegdatum", "date"),
    _column(
        "facilities_on_site",
        "type voorzieningen",
        "list",
        "voorzieningen op locatie",
        choices=CATEGORY_IDS,
        words="category",
    ),
    _column("site_area_m2", "oppervlakte terrein", "area_m2", "terrein (m²)", "oppervlakte terrein m2"),
    _column("floor_area_m2", "bvo", "area_m2", "bvo (m²)", "oppervlakte bvo m2", "vloeroppervlakte"),
    _column("ownership", "eigendom", choices=OWNERS),
    _column("contract_form", "contractvorm", choices=CONTRACT_FORMS),
    _column("flexible_form", "flexibele vorm", "text", "vorm", choices=FLEXIBLE_FORMS),
    _column("target_groups", "doelgroepen", "list", choices=TARGET_GROUPS),
    _column("places_min", "plekken asiel min", "places", "plekken min"),
    _column("places_max", "plekken asiel max", "places", "plekken max"),
    _column("switch_days", "omschakeltijd", "days", "omschakeltijd (dagen)"),
    _column("hub_id", "hoofdlocatie", "id"),
    _column("disclosure", "openbaarheid", "choice", choices=DISCLOSURES),
    _column("disclosure_until", "openbaarheid tot", "date"),
    _column("disclosure_ground", "openbaarheid grond"),
    _column("source", "bron"),
    _column("source_date", "peildatum", "date", "brondatum"),
)

LOCATIONS = Table(
    name="locations",
    title="Locaties",
    key=("location_id",),
    columns=(
        _column("location_id", "locatie-id", "id", "nr", "id", required=True),
        _column("name", "naam", "text", "locatie", required=True),
        *PLACE_COLUMNS,
        *_SITE_COLUMNS,
    ),
)

CANDIDATES = Table(
    name="candidates",
    title="Kandidaatlocaties",
    key=("location_id",),
    columns=(
        *LOCATIONS.columns,
        _column("available_from", "beschikbaar van", "date"),
        _column("available_until", "beschikbaar t/m", "date", "beschikbaar tot"),
        _column("cost_opening", "kosten opening", "money"),
        _column("cost_year", "kosten per jaar", "money"),
    ),
)

CAPACITY_STEPS = Table(
    name="capacity_steps",
    title="Capaciteitsstappen",
    key=("location_id", "from"),
    columns=(
        _column("location_id", "locatie-id", "id", "nr", required=True),
        _column("from", "vanaf", "date", "datum vanaf", required=True),
        _column("places", "plekken", "places", "capaciteit"),
        _column("reserve", "reserve", "places", "reservecapaciteit"),
        _column("type", "type locatie", "choice", choices=TYPES, words="type_short"),
        _column("reason", "reden"),
    ),
)

LOCATION_AGREEMENTS = Table(
    name="location_agreements",
    title="Afspraken per locatie",
    columns=(
        _column("location_id", "locatie-id", "id", "nr", required=True),
        _column("chapter", "hoofdstuk", "count", required=True),
        _column("topic", "onderwerp", required=True),
        _column("party", "partij"),
        _column("role", "rol"),
        _column("text", "afspraak"),
        _column("status", "status"),
    ),
)

NEED = Table(
    name="need",
    title="Opgave",
    columns=(
        _column("forecast_id", "prognose-id", "id", "prognose", required=True),
        _column("forecast_date", "prognosedatum", "date", "datum prognose", required=True),
        _column("bucket", "soort behoefte", "choice", required=True, choices=BUCKETS, words="bucket"),
        _column("region_id", "regio-id", "id", "regio"),
        _column("province", "provincie", "id"),
        _column("due", "te realiseren voor", "due", "datum", "jaar", "uiterlijk", required=True),
        _column("places_min", "plekken min", "places", "minimum"),
        _column("places_max", "plekken max", "places", "maximum"),
        _column("scenario", "scenario"),
        _column("source", "bron", required=True),
        _column("note", "opmerking", "text", "toelichting"),
    ),
)

REGIONS = Table(
    name="regions",
    title="Regio-indeling",
    key=("region_id", "municipality_code"),
    columns=(
        _column("region_id", "regio-id", "id", "regio", required=True),
        _column("region_name", "regionaam", "text", "naam regio"),
        _column("municipality_code", "gemeentecode", "id", "gemeente", required=True),
    ),
)

PARTNERSHIPS = Table(
    name="partnerships",
    title="Samenwerkingsverbanden",
    key=("partnership_id",),
    columns=(
        _column("partnership_id", "verband-id", "id", required=True),
        _column("name", "samenwerkingsverband", "text", "naam", required=True),
        _column("kind", "soort"),
        _column("lead_prt", "prt (trekker)", "id", "prt"),
    ),
)

PARTNERSHIP_MEMBERS = Table(
    name="partnership_members",
    title="Leden van samenwerkingsverbanden",
    key=("partnership_id", "municipality_code"),
    columns=(
        _column("partnership_id", "verband-id", "id", required=True),
        _column("municipality_code", "gemeentecode", "id", required=True),
    ),
)

PARTNERSHIP_AGREEMENTS = Table(
    name="partnership_agreements",
    title="Afspraken per samenwerkingsverband",
    columns=(
        _column("partnership_id", "verband-id", "id", required=True),
        _column("text", "afspraken op hoofdlijnen", "text", "afspraak", required=True),
        _column("signed_on", "getekend op", "date"),
    ),
)

CONTACTS = Table(
    name="contacts",
    title="Aanspreekpunten",
    columns=(
        _column("partnership_id", "verband-id", "id", required=True),
        _column("function", "functie", required=True),
        _column("organisation", "organisatie", required=True),
        _column("mailbox", "postbus", "text", "e-mail"),
        _column("person", "naam persoon"),
    ),
)

VOLUNTARY = Table(
    name="voluntary",
    title="Vrijwillig extra",
    columns=(
        _column("places", "plekken", "places", required=True),
        _column("from", "van", "date", "vanaf", required=True),
        _column("until", "tot en met", "date", "tot", required=True),
        _column("reason", "motivering", "text", "reden", required=True),
    ),
)

OBLIGATIONS = Table(
    name="obligations",
    title="Taakstelling huisvesting vergunninghouders",
    columns=(
        _column("municipality_code", "gemeentecode", "id", required=True),
        _column("half_year", "halfjaar", required=True),
        _column("obligation", "taakstelling", "count", required=True),
        _column("arrears", "achterstand", "number", "achterstand/voorsprong"),
        _column("realised", "gerealiseerd", "count"),
    ),
)

MEASURES = Table(
    name="measures",
    title="Maatregelen",
    columns=(
        _column("measure", "maatregel", required=True),
        _column("target_group", "doelgroep"),
        _column("lead", "trekker"),
        _column("planning", "planning"),
    ),
)

OPPORTUNITIES = Table(
    name="opportunities",
    title="Kansen en aandachtspunten",
    columns=(
        _column("opportunity", "kans/aandachtspunt", required=True),
        _column("area", "gebied"),
        _column("note", "toelichting"),
        _column("owner", "eigenaar"),
    ),
)

RESERVE = Table(
    name="reserve",
    title="Reservecapaciteit",
    columns=(
        _column("location_id", "locatie-id", "id"),
        _column("name", "locatie of gebied", "text", "naam", "locatie/gebied", "gebied"),
        _column("rung", "trede", "count", required=True),
        _column("kind", "soort reserve"),
        _column("places", "plekken", "places"),
        _column("available", "beschikbaar of te maken", "choice", choices=("beschikbaar", "te maken")),
        _column("days", "inzetbaar binnen", "days", "inzetbaar binnen (dagen)"),
        _column("conditions", "voorwaarden"),
        _column("agreement_needed", "overeenkomst nodig", "yes_no"),
    ),
)

MILESTONES = Table(
    name="milestones",
    title="Mijlpalen",
    columns=(
        _column("date", "datum", "due", "kwartaal", "uiterlijk", required=True),
        _column("milestone", "mijlpaal", required=True),
        _column("subject_id", "locatie/verband", "id"),
        _column("kind", "soort"),
        _column("body", "besluitorgaan"),
        _column("decision", "besluit"),
        _column("status", "status"),
    ),
)

NATIONAL = Table(
    name="national",
    title="Landelijke ontwikkeling",
    key=("quarter",),
    columns=(
        _column("quarter", "kwartaal", "quarter", required=True),
        _column("need", "behoefte", "places"),
        _column("supply", "aanbod", "places"),
        _column("signed", "nieuwe overeenkomsten", "places"),
        _column("ended", "beëindigde overeenkomsten", "places"),
        _column("source", "bron"),
    ),
)

ACTIONS = Table(
    name="actions",
    title="Acties",
    columns=(
        _column("issue", "vraagstuk", required=True),
        _column("holder", "actiehouder"),
        _column("due", "gereed", "date", "gereed op"),
        _column("status", "status"),
    ),
)

FACILITY_LIST = Table(
    name="facility_list",
    title="Voorzieningen",
    columns=(
        _column("facility_id", "id", "id", "nr", "vestigingsnummer"),
        _column("name", "naam", "text", "omschrijving", "instelling", required=True),
        *PLACE_COLUMNS,
    ),
)

ADDRESSES = Table(
    name="addresses",
    title="Adressen",
    columns=(
        _column("postcode", "postcode"),
        _column("house_number", "huisnummer", "text", "huisnr"),
        _column("house_letter", "huisletter"),
        _column("house_suffix", "huisnummertoevoeging", "text", "toevoeging"),
        _column("street", "straat", "text", "openbare ruimte", "openbareruimtenaam", "straatnaam"),
        _column("city", "woonplaats", "text", "woonplaatsnaam", "plaats"),
        *PLACE_COLUMNS[:4],
        _column("bag_id", "bag-id", "bag_id", "bag", "bagid", "identificatie", "verblijfsobject-id", "vbo-id"),
    ),
)
"""A file of addresses, in which rows without coordinates are looked up."""

INPUT_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        LOCATIONS, CANDIDATES, CAPACITY_STEPS, LOCATION_AGREEMENTS, NEED, REGIONS, PARTNERSHIPS, PARTNERSHIP_MEMBERS,
        PARTNERSHIP_AGREEMENTS, CONTACTS, VOLUNTARY, OBLIGATIONS, MEASURES, OPPORTUNITIES, RESERVE, MILESTONES,
        NATIONAL, ACTIONS,
    )
}  # fmt: skip
"""The input tables by the name that they have under ``[input]``."""
