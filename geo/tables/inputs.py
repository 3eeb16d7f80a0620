"""The tables that a plan reads, column by column (design of the plan, chapters 1 to 8)."""

from geo.tables import headings
from geo.tables.choices import (
    AVAILABILITIES,
    BUCKETS,
    CERTAINTIES,
    CONTRACT_FORMS,
    CURRENT_TYPES,
    DECISIONS,
    DISCLOSURES,
    FLEXIBLE_FORMS,
    MODE_NAMES,
    OWNERS,
    TARGET_GROUPS,
    TERMS,
    TYPES,
    WEIGHT_NAMES,
)
from geo.tables.columns import Column, Kind, Table
from geo.tables.facility_categories import CATEGORY_IDS


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


CATEGORY = _column("category", "soort voorziening", "choice", choices=CATEGORY_IDS, words="category")
"""A category of facilities, as a plan and a command name it."""
MODE = _column("mode", "vervoerwijze", "choice", choices=MODE_NAMES, words="mode")
"""A mode of travel, as a plan and a command name it."""
WEIGHT = _column("weight", "weging", "choice", choices=WEIGHT_NAMES, words="weight")
"""What is made small on the way, as a plan and a command name it."""

PLACE_COLUMNS = (
    _column("x", "x", "number", "x_rd", "rd_x", "x-coördinaat", "x-coord"),
    _column("y", "y", "number", "y_rd", "rd_y", "y-coördinaat", "y-coord"),
    _column("lon", "lengtegraad", "number", "longitude", "lng", "geo_lng", "geo_lon"),
    _column("lat", "breedtegraad", "number", "latitude", "geo_lat"),
    _column("postcode", "postcode", "text", "pc6"),
    _column("house_number", "huisnummer", "text", "huisnr", "huisnummer-toevoeging"),
    _column("bag_id", "bag-id", "bag_id", "bag", "bagid", "verblijfsobject-id", "vbo-id"),
)
"""The ways in which a row says where it is."""

_SITE_COLUMNS = (
    _column(
        "current_type", "huidig type", "text", "type nu", "type opvang", "soort opvang", "opvangtype", "opvangsoort",
        choices=CURRENT_TYPES,
    ),
    _column(
        "type", "type locatie", "choice", "type toekomst", "toekomstig type", "nieuw type",
        choices=TYPES, words="type_short",
    ),
    _column("decision", "vervolg", "choice", "vervolg locatie", choices=DECISIONS, words="decision"),
    _column(
        "certainty", "status besluitvorming", "choice", "hardheid", "stand besluitvorming", "besluitvorming",
        choices=CERTAINTIES, words="certainty",
    ),
    _column("capacity", "capaciteit", "places", *headings.PLACES),
    _column("reserve_capacity", "reservecapaciteit", "places", *headings.RESERVE_PLACES),
    _column("amv_places", "amv-plekken", "places", *headings.AMV_PLACES),
    _column("agreement_term", "looptijd", "choice", "soort looptijd", "looptijd overeenkomst", choices=TERMS),
    _column("agreement_start", "overeenkomst van", "date", *headings.AGREEMENT_START),
    _column("agreement_end", "overeenkomst t/m", "date", *headings.AGREEMENT_END),
    _column("signed_on", "getekend op", "date", *headings.SIGNED_ON),
    _column("extension_months", "verlengingsoptie", "months", "verlengingsoptie (maanden)", "verlenging (maanden)"),
    _column("notice_date", "uiterste opzegdatum", "date", "opzegdatum", "opzeggen voor"),
    _column(
        "facilities_on_site", "type voorzieningen", "list", "voorzieningen op locatie", "voorzieningen ter plaatse",
        "voorzieningen", "eigen voorzieningen", choices=CATEGORY_IDS, words="category",
    ),
    _column("site_area_m2", "oppervlakte terrein", "area_m2", *headings.SITE_AREA, *headings.AREA),
    _column("floor_area_m2", "bvo", "area_m2", *headings.FLOOR_AREA, *headings.AREA),
    _column("ownership", "eigendom", "text", "eigenaar", "eigendomssituatie", choices=OWNERS),
    _column("contract_form", "contractvorm", "text", "soort contract", "type contract", choices=CONTRACT_FORMS),
    _column("flexible_form", "flexibele vorm", "text", "vorm", "flexibele opvangvorm", choices=FLEXIBLE_FORMS),
    _column("target_groups", "doelgroepen", "list", "doelgroep", choices=TARGET_GROUPS),
    _column("places_min", "plekken asiel min", "places", *headings.FLEXIBLE_MIN),
    _column("places_max", "plekken asiel max", "places", *headings.FLEXIBLE_MAX),
    _column("switch_days", "omschakeltijd", "days", "omschakeltijd (dagen)"),
    _column("hub_id", "hoofdlocatie", "id", "hoofdlocatie-id", "gvl-id"),
    _column(
        "disclosure", "openbaarheid", "choice", "vertrouwelijkheid", "mate van openbaarheid", choices=DISCLOSURES
    ),
    _column("disclosure_until", "openbaarheid tot", "date", "geheim tot", "vertrouwelijk tot"),
    _column("disclosure_ground", "openbaarheid grond", "text", "grond geheimhouding", "grondslag geheimhouding"),
    _column("source", "bron", "text", *headings.SOURCE),
    _column("source_date", "peildatum", "date", "brondatum", "datum bron", "stand per"),
)  # fmt: skip

LOCATIONS = Table(
    name="locations",
    title="Locaties",
    key=("location_id",),
    columns=(
        _column("location_id", "locatie-id", "id", *headings.LOCATION_ID, "id", "nummer", "volgnummer", required=True),
        _column("name", "naam", "text", *headings.LOCATION_NAME, required=True),
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
        _column(
            "available_from", "beschikbaar van", "date", "beschikbaar vanaf", "beschikbaar per", *headings.BEGINS
        ),
        _column(
            "available_until", "beschikbaar t/m", "date", "beschikbaar tot", "beschikbaar tot en met", *headings.ENDS
        ),
        _column("cost_opening", "kosten opening", "money", "openingskosten", "investeringskosten"),
        _column("cost_year", "kosten per jaar", "money", "jaarlijkse kosten", "jaarkosten"),
    ),
)  # fmt: skip

CAPACITY_STEPS = Table(
    name="capacity_steps",
    title="Capaciteitsstappen",
    key=("location_id", "from"),
    columns=(
        _column("location_id", "locatie-id", "id", *headings.LOCATION_ID, required=True),
        _column("from", "vanaf", "date", "datum vanaf", "datum", *headings.BEGINS, required=True),
        _column("places", "plekken", "places", "capaciteit", *headings.PLACES[1:]),
        _column("reserve", "reserve", "places", "reservecapaciteit", "reserveplekken", "capaciteit reserve"),
        _column("type", "type locatie", "choice", "type toekomst", choices=TYPES, words="type_short"),
        _column("reason", "reden", "text", "aanleiding", "toelichting"),
    ),
)

LOCATION_AGREEMENTS = Table(
    name="location_agreements",
    title="Afspraken per locatie",
    columns=(
        _column("location_id", "locatie-id", "id", *headings.LOCATION_ID, required=True),
        _column("chapter", "hoofdstuk", "count", "hfst", required=True),
        _column("topic", "onderwerp", "text", "thema", required=True),
        _column("party", "partij", "text", "partijen"),
        _column("role", "rol"),
        _column("text", "afspraak", "text", "afspraken", "tekst", "omschrijving"),
        _column("status", "status", "text", "stand van zaken"),
    ),
)

NEED = Table(
    name="need",
    title="Opgave",
    columns=(
        _column("forecast_id", "prognose-id", "id", "prognose", "prognosenummer", required=True),
        _column("forecast_date", "prognosedatum", "date", "datum prognose", required=True),
        _column(
            "bucket", "soort behoefte", "choice", "soort opgave", "behoefte", "type behoefte",
            required=True, choices=BUCKETS, words="bucket",
        ),
        _column("region_id", "regio-id", "id", *headings.REGION_ID),
        _column("province", "provincie", "id", "provinciecode", "provincienaam", "naam provincie"),
        _column(
            "due", "te realiseren voor", "due", "datum", "jaar", "kwartaal", "uiterlijk", "gereed voor",
            "realisatiedatum", required=True,
        ),
        _column("places_min", "plekken min", "places", *headings.BAND_MIN),
        _column("places_max", "plekken max", "places", *headings.BAND_MAX),
        _column("scenario", "scenario", "text", "variant"),
        _column("source", "bron", "text", *headings.SOURCE, required=True),
        _column("note", "opmerking", "text", "toelichting", "opmerkingen"),
    ),
)  # fmt: skip

REGIONS = Table(
    name="regions",
    title="Regio-indeling",
    key=("region_id", "municipality_code"),
    columns=(
        _column("region_id", "regio-id", "id", *headings.REGION_ID, required=True),
        _column("region_name", "regionaam", "text", "naam regio"),
        _column("municipality_code", "gemeentecode", "id", *headings.MUNICIPALITY, required=True),
    ),
)

PARTNERSHIPS = Table(
    name="partnerships",
    title="Samenwerkingsverbanden",
    key=("partnership_id",),
    columns=(
        _column("partnership_id", "verband-id", "id", *headings.PARTNERSHIP_ID[1:], required=True),
        _column("name", "samenwerkingsverband", "text", "naam", "verband", "naam verband", required=True),
        _column("kind", "soort", "text", "soort verband"),
        _column("lead_prt", "prt (trekker)", "id", "prt", "trekker", "trekkende prt"),
    ),
)

PARTNERSHIP_MEMBERS = Table(
    name="partnership_members",
    title="Leden van samenwerkingsverbanden",
    key=("partnership_id", "municipality_code"),
    columns=(
        _column("partnership_id", "verband-id", "id", *headings.PARTNERSHIP_ID, required=True),
        _column("municipality_code", "gemeentecode", "id", *headings.MUNICIPALITY, required=True),
    ),
)

PARTNERSHIP_AGREEMENTS = Table(
    name="partnership_agreements",
    title="Afspraken per samenwerkingsverband",
    columns=(
        _column("partnership_id", "verband-id", "id", *headings.PARTNERSHIP_ID, required=True),
        _column("text", "afspraken op hoofdlijnen", "text", "afspraak", "afspraken", required=True),
        _column("signed_on", "getekend op", "date", *headings.SIGNED_ON),
    ),
)

CONTACTS = Table(
    name="contacts",
    title="Aanspreekpunten",
    columns=(
        _column("partnership_id", "verband-id", "id", *headings.PARTNERSHIP_ID, required=True),
        _column("function", "functie", required=True),
        _column("organisation", "organisatie", required=True),
        _column("mailbox", "functionele mailbox", "text", "postbus", "e-mail", "e-mailadres", "mailadres"),
        _column("person", "naam persoon", "text", "naam", "contactpersoon"),
    ),
)

VOLUNTARY = Table(
    name="voluntary",
    title="Vrijwillig extra",
    columns=(
        _column("places", "plekken", "places", "capaciteit", *headings.PLACES[1:], required=True),
        _column("from", "van", "date", "vanaf", *headings.BEGINS, required=True),
        _column("until", "tot en met", "date", "tot", "t/m", *headings.ENDS, required=True),
        _column("reason", "motivering", "text", "reden", "toelichting", required=True),
    ),
)

OBLIGATIONS = Table(
    name="obligations",
    title="Taakstelling huisvesting vergunninghouders",
    columns=(
        _column("municipality_code", "gemeentecode", "id", *headings.MUNICIPALITY, required=True),
        _column("half_year", "halfjaar", "text", "half jaar", "periode", required=True),
        _column("obligation", "taakstelling", "count", required=True),
        _column("arrears", "achterstand", "number", "achterstand/voorsprong"),
        _column("realised", "gerealiseerd", "count", "realisatie", "gehuisvest"),
    ),
)

SES_WOA = Table(
    name="ses_woa",
    title="SES-WOA per gemeente",
    key=("municipality_code", "year"),
    columns=(
        _column("municipality_code", "gemeentecode", "id", *headings.MUNICIPALITY, "regio's", required=True),
        _column("score", "ses-woa", "number", "ses-woa-score", "totaalscore", "gemiddelde totaalscore"),
        _column("year", "peiljaar", "count", "jaar", "perioden", "periode"),
    ),
)

MEASURES = Table(
    name="measures",
    title="Maatregelen",
    columns=(
        _column("measure", "maatregel", required=True),
        _column("target_group", "doelgroep", "text", "doelgroepen"),
        _column("lead", "trekker", "text", *headings.LEADER[1:]),
        _column("planning", "planning", "text", "termijn", "wanneer"),
    ),
)

OPPORTUNITIES = Table(
    name="opportunities",
    title="Kansen en aandachtspunten",
    columns=(
        _column(
            "opportunity", "kans/aandachtspunt", "text", "kans of aandachtspunt", "kans", "aandachtspunt", required=True
        ),
        _column("area", "gebied"),
        _column("note", "toelichting", "text", "opmerking"),
        _column("owner", "eigenaar", "text", *headings.LEADER),
    ),
)

RESERVE = Table(
    name="reserve",
    title="Reservecapaciteit",
    columns=(
        _column("location_id", "locatie-id", "id", *headings.LOCATION_ID),
        _column("name", "locatie of gebied", "text", "naam", "locatie/gebied", "gebied", *headings.LOCATION_NAME),
        _column("rung", "trede", "count", required=True),
        _column("kind", "soort reserve", "text", "soort"),
        _column("places", "plekken", "places", "capaciteit", *headings.PLACES[1:], *headings.RESERVE_PLACES),
        _column("available", "beschikbaar of te maken", "choice", "beschikbaar", choices=AVAILABILITIES),
        _column("days", "inzetbaar binnen", "days", "inzetbaar binnen (dagen)", "inzetbaar in dagen"),
        _column("conditions", "voorwaarden", "text", "voorwaarde"),
        _column("agreement_needed", "overeenkomst nodig", "yes_no", "overeenkomst vereist"),
    ),
)

MILESTONES = Table(
    name="milestones",
    title="Mijlpalen",
    columns=(
        _column("date", "datum", "due", "kwartaal", "uiterlijk", "wanneer", required=True),
        _column("milestone", "mijlpaal", "text", "omschrijving", required=True),
        _column("subject_id", "locatie/verband", "id", "locatie of verband", "locatie-id", "verband-id"),
        _column("kind", "soort", "text", "soort mijlpaal"),
        _column("body", "besluitorgaan", "text", "orgaan"),
        _column("decision", "besluit"),
        _column("status", "status", "text", "stand van zaken"),
    ),
)

NATIONAL = Table(
    name="national",
    title="Landelijke ontwikkeling",
    key=("quarter",),
    columns=(
        _column("quarter", "kwartaal", "quarter", "periode", required=True),
        _column("need", "behoefte", "places", "opgave"),
        _column("supply", "aanbod", "places", "capaciteit"),
        _column("signed", "nieuwe overeenkomsten", "places", "nieuwe plekken"),
        _column("ended", "beëindigde overeenkomsten", "places", "beëindigde plekken"),
        _column("source", "bron", "text", *headings.SOURCE),
    ),
)

ACTIONS = Table(
    name="actions",
    title="Acties",
    columns=(
        _column("issue", "vraagstuk", "text", "actie", "actiepunt", "onderwerp", required=True),
        _column("holder", "actiehouder", "text", *headings.LEADER),
        _column("due", "gereed", "date", "gereed op", "datum gereed", "deadline", "uiterlijk"),
        _column("status", "status", "text", "stand van zaken"),
    ),
)

FACILITY_LIST = Table(
    name="facility_list",
    title="Voorzieningen",
    key=("facility_id",),
    columns=(
        _column("facility_id", "id", "id", "nr", "vestigingsnummer", "nummer"),
        _column("name", "naam", "text", *headings.FACILITY_NAME, required=True),
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
        _column("city", "woonplaats", "text", "woonplaatsnaam", "plaats", "plaatsnaam"),
        *PLACE_COLUMNS[:4],
        _column("bag_id", "bag-id", "bag_id", "bag", "bagid", "identificatie", "verblijfsobject-id", "vbo-id"),
    ),
)
"""A file of addresses, in which rows without coordinates are looked up."""

INPUT_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        LOCATIONS, CANDIDATES, CAPACITY_STEPS, LOCATION_AGREEMENTS, NEED, REGIONS, PARTNERSHIPS, PARTNERSHIP_MEMBERS,
        PARTNERSHIP_AGREEMENTS, CONTACTS, VOLUNTARY, OBLIGATIONS, SES_WOA, MEASURES, OPPORTUNITIES, RESERVE, MILESTONES,
        NATIONAL, ACTIONS,
    )
}  # fmt: skip
"""The input tables by the name that they have under ``[input]``."""
