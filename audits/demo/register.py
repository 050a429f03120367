"""The register of dossiers, as a web server sees it: one interface, two databases behind it."""

from __future__ import annotations

from typing import Protocol

from epreuve.audits.demo.dossier import Dossier


class RegisterError(Exception):
    """The database did not do what was asked: unreachable, silent for too long, or failing."""


class Register(Protocol):
    """Every method returns once the database has answered, or raises RegisterError."""

    def put(self, dossier: Dossier, piece: bytes) -> None:
        """Commit a dossier; nothing happens when its receipt is already there."""
        ...

    def mark(self, receipt: str, *, transmitted: bool, paid: bool | None) -> None:
        """Commit the present state of a dossier."""
        ...

    def get(self, receipt: str) -> Dossier | None:
        """The dossier of a receipt."""
        ...

    def by_name(self, name: str) -> list[Dossier]:
        """Every dossier of a person, oldest first."""
        ...

    def news(self) -> list[str]:
        """The commune's news, newest first."""
        ...


NEWS = (
    "Travaux rue des Lavoirs : circulation alternée jusqu'à vendredi.",
    "Inscriptions à la cantine ouvertes pour le deuxième trimestre.",
    "Conseil municipal le premier jeudi du mois, salle des fêtes.",
)
