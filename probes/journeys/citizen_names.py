"""Names, streets and towns of fictitious users. The family names are invented.

A family name has a beginning of two letters, three parts of two letters, and an end. So each name
of a user is another number below `NAMES`, and `rank_of` returns it.
"""

import re
import unicodedata

GIVEN = (
    "Adèle", "Agathe", "Alain", "Albane", "Alice", "Aline", "Amandine", "Amélie", "Anaïs", "André",
    "Anne", "Antoine", "Apolline", "Armelle", "Arthur", "Aurélie", "Axelle", "Baptiste", "Basile",
    "Benoît", "Bérénice", "Bernard", "Bertrand", "Blanche", "Brigitte", "Bruno", "Camille",
    "Capucine", "Carole", "Caroline", "Catherine", "Cécile", "Céline", "Chantal", "Charles",
    "Charlotte", "Chloé", "Christian", "Christine", "Claire", "Clara", "Claude", "Clémence",
    "Clément", "Colette", "Constance", "Corinne", "Cyril", "Damien", "Daniel", "David", "Delphine",
    "Denis", "Diane", "Didier", "Dominique", "Édith", "Édouard", "Éléonore", "Élise", "Éloïse",
    "Emma", "Éric", "Estelle", "Étienne", "Eugénie", "Fabien", "Fanny", "Florence", "Florian",
    "Franck", "François", "Frédéric", "Gabriel", "Gaëlle", "Geneviève", "Georges", "Gérard",
    "Gilles", "Guillaume", "Hélène", "Henri", "Hervé", "Hugo", "Inès", "Irène", "Isabelle",
    "Jacques", "Jean", "Jeanne", "Jérôme", "Joséphine", "Julie", "Julien", "Juliette", "Laure",
    "Laurent", "Léa", "Léon", "Louis", "Louise", "Lucas", "Lucie", "Madeleine", "Manon", "Marc",
    "Margaux", "Marie", "Marion", "Martin", "Mathilde", "Mathis", "Mélanie", "Michel", "Nadège",
    "Nathan", "Nicolas", "Noémie", "Odile", "Olivier", "Pascal", "Paul", "Pauline", "Philippe",
    "Pierre", "Quentin", "Rémi", "Zoé",
)  # fmt: skip
_BEGINNINGS = (
    "Bl", "Br", "Ch", "Cl", "Cr", "Dr", "Fl", "Fr", "Gl", "Gr", "Pl", "Pr", "Th", "Tr", "Vr", "St",
)  # fmt: skip
_FIRST = (
    "al", "am", "an", "ar", "as", "at", "el", "em", "en", "er", "es", "il", "in", "ol", "on", "or",
)  # fmt: skip
_MIDDLE = tuple(vowel + consonant for vowel in "aeio" for consonant in "bcdfglmnprstvzjx")
_ENDS = (
    "ac", "aille", "ain", "aine", "ais", "and", "ande", "ard", "arde", "art", "asse", "aud", "ault",
    "aut", "aux", "ay", "é", "eau", "eaux", "ec", "el", "elle", "eloup", "er", "eret", "ert", "et",
    "ette", "eul", "euse", "eux", "ez", "ian", "iaux", "ic", "ichet", "ien", "ier", "ière", "ieu",
    "ieux", "ignac", "ille", "in", "ine", "inot", "iot", "is", "isse", "ois", "oise", "oix", "ol",
    "on", "onnet", "onnier", "ot", "otte", "oud", "ouin", "our", "oux", "uc", "ude",
)  # fmt: skip
NAMES = len(GIVEN) ** 2 * len(_BEGINNINGS) * len(_FIRST) * len(_MIDDLE) ** 2 * len(_ENDS)
_SIZES = (
    len(GIVEN), len(GIVEN), len(_BEGINNINGS), len(_FIRST), len(_MIDDLE), len(_MIDDLE), len(_ENDS),
)  # fmt: skip
STREETS = (
    "chemin des Églantiers", "chemin du Vieux Lavoir", "chemin des Trois Bornes",
    "chemin de la Garenne", "route des Quatre Vents", "route de la Sablière",
    "route du Moulin Vert",
    "route des Châtaigniers", "allée des Noisetiers", "allée du Petit Bois",
)  # fmt: skip
TOWNS = (
    ("15000", "Aurillac"), ("18000", "Bourges"), ("19000", "Tulle"), ("23000", "Guéret"),
    ("24000", "Périgueux"), ("32000", "Auch"), ("36000", "Châteauroux"),
    ("39000", "Lons-le-Saunier"), ("43000", "Le Puy-en-Velay"), ("46000", "Cahors"),
    ("48000", "Mende"), ("53000", "Laval"),
    ("55000", "Bar-le-Duc"), ("58000", "Nevers"), ("61000", "Alençon"), ("70000", "Vesoul"),
)  # fmt: skip


def plain(text: str) -> str:
    """Return a text in lower case, without accents."""
    return unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()


def given_and_family(rank: int) -> tuple[str, str, str]:
    """Return two given names and the family name of a rank."""
    places = []
    for size in _SIZES:
        rank, place = divmod(rank, size)
        places.append(place)
    first, second, beginning, vowel, *middle, end = places
    family = _BEGINNINGS[beginning] + _FIRST[vowel] + "".join(_MIDDLE[one] for one in middle)
    return GIVEN[first], GIVEN[second], family + _ENDS[end]


_PLACES = [
    {plain(part): place for place, part in enumerate(parts)}
    for parts in (GIVEN, GIVEN, _BEGINNINGS, _FIRST, _MIDDLE, _MIDDLE, _ENDS)
]
_WRITTEN = re.compile(
    r"(?<!\w)([a-z]+)[\s+-]+([a-z]+)[\s+.]+([a-z]{2})([a-z]{2})([a-z]{2})([a-z]{2})([a-z]+)"
)


def ranks_in(text: str) -> list[int]:
    """Return the rank of each name in a text, as written in a form or in an e-mail address."""
    return [rank for match in _WRITTEN.finditer(plain(text)) for rank in _rank(match.groups())]


def _rank(parts: tuple[str, ...]) -> list[int]:
    rank = 0
    for size, places, part in reversed(list(zip(_SIZES, _PLACES, parts, strict=True))):
        if part not in places:
            return []
        rank = rank * size + places[part]
    return [rank]
