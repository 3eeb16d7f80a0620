"""What was agreed per location, for the matrices of chapters 4 and 5, with five gaps on purpose.

Every regional location and satellite of chapter 4 has its three topics and the flexible location of chapter 5 too,
except these, so that the list of what is missing has something true to say:

- ML02 has nothing on services and activities;
- ML10 has a row on finance without a text;
- ML11, which is only being looked for, has nothing at all;
- ML13, an intention, has nothing on finance;
- ML12 has nothing on services and activities in chapter 5, though it has in chapter 4.
"""

HEADINGS = ("locatie-id", "hoofdstuk", "onderwerp", "partij", "rol", "afspraak", "status")
_OWNED, _DONE, _PAID, _FOR = "eigendom en beheer", "diensten en activiteiten", "financiën", "doelgroepen"
_ADOPTED, _DRAFT = "vastgesteld", "concept"
_CORPORATION = "Woonstichting De Vaart"

AGREEMENTS = (
    ("ML01", 4, _OWNED, "COA", "eigenaar", "COA is eigenaar en beheerder.", _ADOPTED),
    ("ML01", 4, _DONE, "Markerstad", "regie", "De gemeente regelt onderwijs en zorg.", _ADOPTED),
    ("ML01", 4, _PAID, "COA", "betaler", "Faciliteitenbesluit.", _ADOPTED),
    ("ML02", 4, _OWNED, "Zuiderhaven", "verhuurder", "De gemeente verhuurt aan COA.", _ADOPTED),
    ("ML02", 4, _PAID, "COA", "huurder", "Huur per kwartaal.", _DRAFT),
    ("ML06", 4, _OWNED, _CORPORATION, "eigenaar", "De corporatie bouwt en beheert.", _ADOPTED),
    ("ML06", 4, _DONE, "VluchtelingenWerk", "uitvoerder", "Begeleiding bij inburgering.", _DRAFT),
    ("ML06", 4, _DONE, "Oosterdiep", "regiogemeente", "Levert een consulent voor werk.", _DRAFT),
    ("ML06", 4, _PAID, "COA", "betaler", "Vergoeding per plek.", _DRAFT),
    ("ML08", 4, _OWNED, "COA", "beheerder", "COA beheert; de eigenaar wordt nagegaan.", _ADOPTED),
    ("ML08", 4, _DONE, "Kolkdorp", "regie", "De gemeente regelt onderwijs; zorg in Zuiderhaven.", _ADOPTED),
    ("ML08", 4, _PAID, "COA", "betaler", "Faciliteitenbesluit.", _ADOPTED),
    ("ML09", 4, _OWNED, "COA", "erfpachter", "COA beheert vanuit Markerstad-West.", _ADOPTED),
    ("ML09", 4, _DONE, "COA", "uitvoerder", "Begeleiding komt van de hoofdlocatie.", _ADOPTED),
    ("ML09", 4, _PAID, "COA", "betaler", "Canon per jaar.", _ADOPTED),
    ("ML10", 4, _OWNED, "particulier", "verhuurder", "De eigenaar onderhoudt, COA beheert.", _DRAFT),
    ("ML10", 4, _DONE, "Westerwoud", "regie", "Les op het eiland; zorg aan de vaste wal.", _DRAFT),
    ("ML10", 4, _PAID, "COA", "huurder", "", _DRAFT),
    ("ML12", 4, _OWNED, _CORPORATION, "eigenaar", "De corporatie verhuurt en beheert.", _ADOPTED),
    ("ML12", 4, _DONE, "Oosterdiep", "regie", "De gemeente regelt onderwijs en zorg.", _ADOPTED),
    ("ML12", 4, _PAID, "COA", "betaler", "Vergoeding per bezette plek.", _ADOPTED),
    ("ML12", 5, _FOR, "Oosterdiep", "toewijzing", "Studenten en spoedzoekers in de vrije plekken.", _ADOPTED),
    ("ML12", 5, _OWNED, _CORPORATION, "eigenaar", "Een beheerder voor alle bewoners.", _ADOPTED),
    ("ML13", 4, _OWNED, "Zuiderhaven", "verpachter", "De gemeente geeft de grond in erfpacht.", _DRAFT),
    ("ML13", 4, _DONE, "VluchtelingenWerk", "uitvoerder", "Begeleiding bij inburgering.", _DRAFT),
    ("ML14", 4, _OWNED, _CORPORATION, "verhuurder", "De corporatie verhuurt aan COA.", _ADOPTED),
    ("ML14", 4, _DONE, "Nidos", "voogd", "Voogdij en dagelijkse begeleiding.", _ADOPTED),
    ("ML14", 4, _PAID, "COA", "betaler", "Vergoeding per plek.", _ADOPTED),
    ("ML15", 4, _OWNED, "Rijksvastgoedbedrijf", "verhuurder", "Het Rijk verhuurt aan COA.", _ADOPTED),
    ("ML15", 4, _DONE, "Noorderkoog", "regie", "De gemeente regelt onderwijs en zorg.", _ADOPTED),
    ("ML15", 4, _PAID, "COA", "betaler", "Faciliteitenbesluit.", _ADOPTED),
)
"""Rows in the order of `HEADINGS`."""
