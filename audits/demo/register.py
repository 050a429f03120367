"""Interface of the register of dossiers, with two databases behind it."""

from __future__ import annotations

from typing import Protocol

from epreuve.audits.demo.dossier import Dossier


class RegisterError(Exception):
    """The database is unreachable, too slow, or failed."""


class Register(Protocol):
    """Register of dossiers. Methods wait for the database, or raise RegisterError."""

    def put(self, dossier: Dossier, piece: bytes) -> None:
        """Commit a dossier, unless its receipt is already stored."""
        ...

    def mark(self, receipt: str, *, transmitted: bool, paid: bool | None) -> None:
        """Commit the current state of a dossier."""
        ...

    def get(self, receipt: str) -> Dossier | None:
        """Return the dossier of a receipt."""
        ...

    def by_name(self, name: str) -> list[Dossier]:
        """Return all dossiers of a person, oldest first."""
        ...

    def news(self) -> list[str]:
        """Return the news of the commune, newest first."""
        ...


NEWS = (
    "Travaux rue des Lavoirs : circulation alternée jusqu'à vendredi.",
    "Inscriptions à la cantine ouvertes pour le deuxième trimestre.",
    "Conseil municipal le premier jeudi du mois, salle des fêtes.",
)
