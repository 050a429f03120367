"""Opening of the register that the settings name."""

from epreuve.audits.demo.register import Register
from epreuve.audits.demo.register_client import TcpRegister
from epreuve.audits.demo.register_postgresql import PostgresqlRegister
from epreuve.audits.demo.settings import Settings


def open_register(settings: Settings, timeout: float | None) -> Register:
    """Return the register of the settings. `timeout` in seconds limits each wait; None: no limit.

    Raises SettingsError when PostgreSQL is configured and psycopg is not installed.
    """
    if settings.database_url:
        return PostgresqlRegister(settings.database_url, timeout)
    assert settings.register is not None  # noqa: S101 - Settings.read ensures it
    return TcpRegister(settings.register, timeout)
