"""Fictitious French identities of users, drawn from a seed: a number always has the same one.

The nonce of a run makes names, addresses and files differ from those of an earlier run with the
same seed, which the service may still have.
"""

import datetime
import hashlib
import random
import re
from dataclasses import dataclass
from functools import cached_property

_FIRST = (
    "Aimée", "Basile", "Capucine", "Désiré", "Églantine", "Firmin", "Garance", "Hippolyte",
    "Iseult", "Jacinthe", "Kléber", "Léopoldine", "Mahaut", "Narcisse", "Octavie", "Placide",
    "Quiterie", "Rosalinde", "Sidoine", "Théodule", "Ursule", "Valère", "Wandrille", "Zélie",
)  # fmt: skip
_LAST = (
    "Exemple", "Essai", "Fictif", "Modèle", "Maquette", "Épreuve", "Brouillon", "Gabarit",
    "Simulacre", "Prototype", "Esquisse", "Témoin",
)  # fmt: skip
_STREETS = (
    "rue du Modèle", "place de l'Essai", "allée des Brouillons", "impasse du Gabarit",
    "chemin de la Maquette", "quai de l'Esquisse",
)  # fmt: skip
_TOWNS = ("Saint-Exemple", "Exemple-sur-Essai", "Villefictive", "Modèle-les-Bains")


@dataclass(frozen=True)
class Citizen:
    """Identity of one user, drawn from a run's seed and nonce, and an arrival number."""

    seed: int
    number: int
    nonce: str = ""

    @property
    def _run(self) -> str:
        return f"{self.seed % 10_000}{self.nonce}"

    def _draw(self, what: str) -> random.Random:
        return random.Random(f"{what}:{self.seed}{self.nonce}:{self.number}")

    @cached_property
    def name(self) -> str:
        """First name, last name, and a number that makes it unique in a run."""
        draw = self._draw("name")
        return f"{draw.choice(_FIRST)} {draw.choice(_LAST)}-{self._run}-{self.number}"

    @property
    def email(self) -> str:
        """E-mail address in a reserved domain (RFC 2606)."""
        return f"citoyen-{self._run}-{self.number}@exemple.invalid"

    @property
    def phone(self) -> str:
        """Phone number of the range that France reserves for fiction (01 99 00 …, Arcep) [G]."""
        return f"01 99 00 {self.number // 100 % 100:02d} {self.number % 100:02d}"

    @property
    def birthday(self) -> str:
        """Birth date of an adult, as a form's date field sends it (ISO 8601)."""
        draw = self._draw("birthday")
        first = datetime.date(1930, 1, 1)
        return (first + datetime.timedelta(days=draw.randrange(27_000))).isoformat()  # to 2003

    @property
    def street(self) -> str:
        """Number and fictitious street."""
        draw = self._draw("street")
        return f"{draw.randrange(1, 200)} {draw.choice(_STREETS)}"

    @property
    def postcode(self) -> str:
        """Five digits with a department that does not exist, 00 [G]."""
        return f"00{self._draw('town').randrange(1_000):03d}"

    @property
    def city(self) -> str:
        """Fictitious town."""
        return self._draw("town").choice(_TOWNS)

    @cached_property
    def file(self) -> bytes:
        """Attachment of about 4 KB of text."""
        draw = self._draw("file")
        return f"Pièce de {self.name}\n{draw.randbytes(2_000).hex()}\n".encode()

    @property
    def file_sha256(self) -> str:
        """SHA-256 of the attachment, to check that it comes back intact."""
        return hashlib.sha256(self.file).hexdigest()

    def numbers_in(self, text: str) -> frozenset[int]:
        """Return the numbers of the users of the run whose name or e-mail address a text has."""
        numbers = re.findall(rf"-{re.escape(self._run)}-(\d+)(?!\d)", text)
        return frozenset(map(int, numbers))
