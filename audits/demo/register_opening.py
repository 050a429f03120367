"""Opening of the register that the settings name."""

from epreuve.audits.demo.register import Register
from epreuve.audits.demo.register_client import TcpRegister
from epreuve.audits.demo.register_postgresql import PostgresqlRegister
from epreuve.audits.demo.settings import Settings


def open_register(settings: Settings, timeout: float | None) -> Register:
    """The register that the settings name; `timeout` in seconds bounds each wait, None waits on.

    Raises SettingsError when PostgreSQL is asked for and psycopg is not installed.
    """
    if settings.database_url:
        return PostgresqlRegister(settings.database_url, timeout)
    assert settings.register is not None  # noqa: S101 - Settings.read sees to it
    return TcpRegister(settings.register, timeout)
