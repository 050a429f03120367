"""Settings of the demonstration: addresses from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """A variable is missing or wrong; the message names it."""


@dataclass(frozen=True)
class Address:
    """TCP address."""

    host: str
    port: int

    @classmethod
    def parse(cls, name: str, value: str) -> Address:
        """Parse ``host:port``; `name` is the name in error messages."""
        host, _, port = value.strip().rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise SettingsError(f"{name}={value!r}: expected host:port, such as 127.0.0.1:8080")
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Settings:
    """Addresses and paths of the e-service."""

    listen: Address
    register_listen: Address | None
    register: Address | None
    database_url: str | None
    identity: Address
    sms: Address
    payment: Address
    tiles: Address
    cdn: Address
    partner: Address
    data: Path

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the ``GUICHET_*`` variables and ``DATABASE_URL``.

        Raises SettingsError with all missing variables.
        """
        source = _Source(environment)
        database_url = environment.get("DATABASE_URL") or None
        if database_url and not database_url.startswith(("postgresql://", "postgres://")):
            raise SettingsError(
                f"DATABASE_URL={database_url!r}: expected postgresql://…, "
                "or leave it unset to use SQLite"
            )
        register_listen = None if database_url else source.address("GUICHET_DB_LISTEN")
        register = None
        if not database_url:
            default = environment.get("GUICHET_DB_LISTEN", "")
            register = source.address("GUICHET_DB", default)
        settings = cls(
            listen=source.address("GUICHET_LISTEN", "127.0.0.1:8080"),
            register_listen=register_listen,
            register=register,
            database_url=database_url,
            identity=source.address("GUICHET_ID"),
            sms=source.address("GUICHET_SMS"),
            payment=source.address("GUICHET_PAY"),
            tiles=source.address("GUICHET_MAP"),
            cdn=source.address("GUICHET_CDN"),
            partner=source.address("GUICHET_API"),
            data=source.path("GUICHET_DATA"),
        )
        source.complain_of_missing()
        return settings


_ABSENT = Address("absent", 1)


class _Source:
    """Reader of variables that collects missing ones for a single message."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._missing: list[str] = []

    def address(self, name: str, default: str = "") -> Address:
        value = self._environment.get(name) or default
        if not value:
            self._missing.append(name)
            return _ABSENT
        return Address.parse(name, value)

    def path(self, name: str) -> Path:
        value = self._environment.get(name, "")
        if not value:
            self._missing.append(name)
        return Path(value)

    def complain_of_missing(self) -> None:
        if self._missing:
            names = ", ".join(self._missing)
            raise SettingsError(
                f"missing from the environment: {names}. "
                "Set GUICHET_DATA to a directory and each other one to host:port"
            )
