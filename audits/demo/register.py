"""The register of dossiers, as a web server sees it: one interface, two databases behind it."""

from __future__ import annotations

from typing import Protocol

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.settings import Settings


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


def open_register(settings: Settings, timeout: float | None) -> Register:
    """The register that the settings name; `timeout` in seconds bounds each wait, None waits on.

    Raises SettingsError when PostgreSQL is asked for and psycopg is not installed.
    """
    if settings.database_url:
        from epreuve.audits.demo.register_postgresql import PostgresqlRegister

        return PostgresqlRegister(settings.database_url, timeout)
    from epreuve.audits.demo.register_client import TcpRegister

    assert settings.register is not None  # noqa: S101 - Settings.read sees to it
    return TcpRegister(settings.register, timeout)
