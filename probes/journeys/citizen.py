"""Fictitious French identities of users, drawn from a seed: a number always has the same one.

The nonce of a run makes names, addresses and files differ from those of an earlier run with the
same seed, which the service may still have. Nothing in them tells that an audit runs, but for what
protects real people: the e-mail addresses and telephone numbers are reserved for examples.
"""

import datetime
import hashlib
import math
import random
from dataclasses import dataclass
from functools import cached_property, lru_cache

from epreuve.probes.http.client_address import client_address
from epreuve.probes.journeys.citizen_names import (
    NAMES,
    STREETS,
    TOWNS,
    given_and_family,
    plain,
    ranks_in,
)

DOMAINS = ("example.com", "example.net", "example.org")  # reserved for examples (RFC 2606)
_PHONES = (
    "01 99 00",
    "02 61 91",
    "03 53 01",
    "04 65 71",
    "05 36 49",
)  # kept for fiction, Arcep [G]
_HALF = 20  # bits: NAMES is 2 to the 40
NAME_BITS = 2 * _HALF  # of a name, and of the e-mail address that follows from it
_ROUNDS = 4
_HIGHEST = 1 << 30  # numbers of users are below
_WORDS = (
    "accès", "adresse", "année", "aujourd'hui", "avec", "bonjour", "bureau", "chemin", "commune",
    "courrier", "dans", "demande", "depuis", "dossier", "école", "enfant", "entrée", "facture",
    "famille", "habitation", "jardin", "jour", "justificatif", "logement", "maison", "mois", "nous",
    "parcelle", "pièce", "pour", "quartier", "route", "rue", "semaine", "terrain", "travaux",
    "voisin", "votre",
)  # fmt: skip
_FILE_WORDS = 520
FILE_BITS = int(_FILE_WORDS * math.log2(len(_WORDS)))
_PLAIN_WORDS = tuple(word for word in _WORDS if word.isalpha())  # a form may escape an apostrophe
_MESSAGE_WORDS = 45
MESSAGE_BITS = int(_MESSAGE_WORDS * math.log2(len(_PLAIN_WORDS)))  # more than a UUID holds


@dataclass(frozen=True)
class Citizen:
    """Identity of one user, drawn from a run's seed and nonce, and an arrival number.

    `domain` is that of the e-mail addresses; "" for reserved domains.
    """

    seed: int
    number: int
    nonce: str = ""
    domain: str = ""

    def _draw(self, what: str) -> random.Random:
        return random.Random(f"{what}:{self.seed}{self.nonce}:{self.number}")

    @cached_property
    def _names(self) -> tuple[str, str, str]:
        rank = _shuffled(f"{self.seed}:{self.nonce}", self.number)
        return given_and_family(rank)

    @cached_property
    def name(self) -> str:
        """Two given names and a family name, which no other user of the run has together."""
        return " ".join(self._names)

    @cached_property
    def email(self) -> str:
        """E-mail address of one user; its domain is reserved unless one was chosen."""
        first, second, family = map(plain, self._names)
        domain = self.domain or self._draw("email").choice(DOMAINS)
        return f"{first}-{second}.{family}@{domain}"

    @property
    def address(self) -> str:
        """Address of its computer, in a network that is kept for tests."""
        return client_address(f"{self.seed}:{self.nonce}", self.number)

    @property
    def phone(self) -> str:
        """Phone number of a range that France reserves for fiction."""
        draw = self._draw("phone")
        return f"{draw.choice(_PHONES)} {draw.randrange(100):02d} {draw.randrange(100):02d}"

    @property
    def birthday(self) -> str:
        """Birth date of an adult, as a form's date field sends it (ISO 8601)."""
        draw = self._draw("birthday")
        first = datetime.date(1930, 1, 1)
        return (first + datetime.timedelta(days=draw.randrange(27_000))).isoformat()  # to 2003

    @property
    def street(self) -> str:
        """Number and street outside a village; hardly any street goes up to such numbers."""
        draw = self._draw("street")
        return f"{draw.randrange(5_000, 9_900)} {draw.choice(STREETS)}"

    @property
    def postcode(self) -> str:
        """Postcode of the town."""
        return self._draw("town").choice(TOWNS)[0]

    @property
    def city(self) -> str:
        """Town that exists: forms may check it."""
        return self._draw("town").choice(TOWNS)[1]

    @cached_property
    def message(self) -> str:
        """Text of about 300 characters, for a text area: no receipt is long enough to hold it."""
        words = self._draw("message").choices(_PLAIN_WORDS, k=_MESSAGE_WORDS)
        return " ".join(words).capitalize() + "."

    @cached_property
    def file(self) -> bytes:
        """Attachment of about 4 KB of text."""
        draw = self._draw("file")
        head = f"{self.name}\n{self.street}\n{self.postcode} {self.city}\n\n"
        return (head + " ".join(draw.choices(_WORDS, k=_FILE_WORDS)) + ".\n").encode()

    @property
    def file_sha256(self) -> str:
        """SHA-256 of the attachment, to check that it comes back intact."""
        return hashlib.sha256(self.file).hexdigest()

    def numbers_in(self, text: str) -> frozenset[int]:
        """Return the numbers of the users of the run whose name or e-mail address a text has.

        One in a thousand names of another run is taken for one of this run.
        """
        key = f"{self.seed}:{self.nonce}"
        numbers = (_unshuffled(key, rank) for rank in ranks_in(text))
        return frozenset(number for number in numbers if number < _HIGHEST)


def _shuffled(key: str, number: int) -> int:
    """Return another number below NAMES for each number: users in a row have unlike names."""
    left, right = divmod(number % NAMES, 1 << _HALF)
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, turn, right)
    return left << _HALF | right


def _unshuffled(key: str, rank: int) -> int:
    left, right = divmod(rank, 1 << _HALF)
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(key, turn, left), left
    return left << _HALF | right


@lru_cache(maxsize=4096)
def _mixed(key: str, turn: int, half: int) -> int:
    digest = hashlib.blake2b(f"{turn}:{half}".encode(), digest_size=4, key=key.encode()[:64])
    return int.from_bytes(digest.digest()) & ((1 << _HALF) - 1)
