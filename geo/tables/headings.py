"""Headings that officials write for the columns of the input tables, besides the one that the tool writes itself.

Case, spaces and hyphens never matter, and the unit of a column may stand behind it in brackets. A heading that stands
at two columns of one table is nobody's: the reader says so and does not guess.
"""

LOCATION_ID = ("nr", "locatienummer", "locatienr", "locatie nr", "locatiecode")
LOCATION_NAME = ("locatie", "naam locatie", "locatienaam", "opvanglocatie", "naam opvanglocatie")
MUNICIPALITY = ("gemeente", "gemeentenaam", "naam gemeente", "gemeentenummer", "gm-code", "cbs-code")
PARTNERSHIP_ID = ("verband", "verbandnummer", "verbandcode", "samenwerkingsverband-id")
REGION_ID = ("regio", "regiocode", "regionummer", "regio nr")
SOURCE = ("herkomst", "bronvermelding")
LEADER = ("trekker", "verantwoordelijke", "uitvoerder")

PLACES = (
    "plekken", "aantal plekken", "plaatsen", "aantal plaatsen", "opvangplekken", "aantal opvangplekken",
    "opvangplaatsen", "aantal opvangplaatsen", "opvangcapaciteit", "capaciteit regulier", "reguliere capaciteit",
    "reguliere plekken",
)  # fmt: skip
RESERVE_PLACES = (
    "capaciteit reserve", "reserve capaciteit", "reserve", "reserveplekken", "reserveplaatsen", "aantal reserveplekken",
)  # fmt: skip
AMV_PLACES = (
    "amv", "amv-plaatsen", "aantal amv-plekken", "plekken amv", "capaciteit amv", "waarvan amv", "w.v. amv",
)  # fmt: skip
FLEXIBLE_MIN = ("plekken min", "plekken minimaal", "minimum aantal plekken")
FLEXIBLE_MAX = ("plekken max", "plekken maximaal", "maximum aantal plekken")
BAND_MIN = (
    "minimum", "min", "plekken minimaal", "minimum aantal plekken", "ondergrens", "behoefte min", "opgave min",
)  # fmt: skip
BAND_MAX = (
    "maximum", "max", "plekken maximaal", "maximum aantal plekken", "bovengrens", "behoefte max", "opgave max",
)  # fmt: skip

BEGINS = ("begindatum", "startdatum", "ingangsdatum")
ENDS = ("einddatum",)
AGREEMENT_START = (
    *BEGINS, "overeenkomst vanaf", "bestuursovereenkomst van", "bestuursovereenkomst vanaf", "contract van",
    "contract vanaf", "looptijd van", "looptijd vanaf", "begindatum contract", "begindatum overeenkomst",
    "startdatum contract", "startdatum overeenkomst", "ingangsdatum contract", "ingangsdatum overeenkomst",
)  # fmt: skip
AGREEMENT_END = (
    *ENDS, "overeenkomst tot", "overeenkomst tot en met", "bestuursovereenkomst tot", "bestuursovereenkomst t/m",
    "bestuursovereenkomst tot en met", "contract tot", "contract t/m", "contract tot en met", "looptijd tot",
    "looptijd t/m", "looptijd tot en met", "einddatum contract", "einddatum overeenkomst",
    "einddatum bestuursovereenkomst", "afloopdatum", "afloopdatum contract", "expiratiedatum",
)  # fmt: skip
SIGNED_ON = ("ondertekend op", "datum ondertekening", "ondertekeningsdatum")

AREA = ("oppervlakte",)
"""Of the site or of the floors: both columns have it, so that it is nobody's."""
SITE_AREA = (
    "terrein", "terreinoppervlakte", "terreinoppervlak", "perceeloppervlakte", "oppervlakte perceel",
    "kaveloppervlakte",
)  # fmt: skip
FLOOR_AREA = (
    "oppervlakte bvo", "vloeroppervlakte", "vloeroppervlak", "bruto vloeroppervlakte", "bruto vloeroppervlak",
    "oppervlakte gebouw",
)  # fmt: skip

FACILITY_NAME = ("omschrijving", "instelling", "vestiging", "vestigingsnaam", "naam instelling", "naam voorziening")
