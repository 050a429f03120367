"""Placeholders in a journey's text: `{citizen.name}`, `{receipt}`, `{env.TOKEN}`."""

import os
import re
from functools import lru_cache
from urllib.parse import quote

from epreuve.probes.journeys.citizen import Citizen

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*(?:\.\w+)?)\}")
_RESERVED = "%/?:@!$&'()*+,;=-._~[]"  # what a written address keeps as it is (RFC 3986)
_CITIZEN = (
    "birthday", "city", "email", "file", "file_sha256", "name", "number", "phone", "postcode",
    "street",
)  # fmt: skip


_SECRET = re.compile(r"\{env\.(\w+)\}")


class PlaceholderError(Exception):
    """A text asks for a value that nobody has; the message names it and what is known."""


class Variables:
    """What a citizen knows: who they are, what pages told them, and the environment's secrets."""

    def __init__(self, citizen: Citizen, captured: dict[str, str] | None = None) -> None:
        self.citizen = citizen
        self.captured = captured if captured is not None else {}
        self._secrets: dict[str, str] = {}

    def value(self, name: str) -> str | bytes:
        """The value behind a placeholder; raises PlaceholderError."""
        if name in self.captured:
            return self.captured[name]
        family, _, key = name.partition(".")
        if family == "env" and key in os.environ:
            self._secrets[name] = os.environ[key]
            return os.environ[key]
        if family == "citizen" and key in _CITIZEN:
            value = getattr(self.citizen, key)
            return value if isinstance(value, bytes) else str(value)
        raise PlaceholderError(self._advice(name))

    def redact(self, text: str) -> str:
        """The text with the placeholder in place of any secret read so far, as such or in a URL."""
        for name, secret in self._secrets.items():
            for shown in {secret, quote(secret), quote(secret, safe="")} if secret else ():
                text = text.replace(shown, f"{{{name}}}")
        return text

    def _advice(self, name: str) -> str:
        if name.startswith("env."):
            return f"{{{name}}}: the environment variable {name[4:]} is not set; set it"
        known = [f"citizen.{key}" for key in _CITIZEN] + sorted(self.captured)
        return f"{{{name}}}: nothing has this name; capture it before, or use {', '.join(known)}"


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """Literals at even places, names of placeholders at odd ones."""
    return tuple(_PLACEHOLDER.split(text))


def _as_text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def secrets_of(text: str) -> list[str]:
    """The names of the environment's variables that a text asks for, each once."""
    return list(dict.fromkeys(_SECRET.findall(text)))


def render(text: str, variables: Variables) -> str:
    """The text with its values as they are: for forms, JSON, headers and expectations."""
    parts = _parts(text)
    if len(parts) == 1:
        return text
    return "".join(
        _as_text(variables.value(part)) if place % 2 else part for place, part in enumerate(parts)
    )


def render_bytes(text: str, variables: Variables) -> bytes:
    """The same, for a file's content: a lone placeholder keeps its bytes untouched."""
    parts = _parts(text)
    if len(parts) == 3 and not parts[0] and not parts[2]:
        value = variables.value(parts[1])
        return value if isinstance(value, bytes) else value.encode()
    return render(text, variables).encode()


def render_target(text: str, variables: Variables) -> str:
    """A path and query with its values percent-encoded.

    A placeholder that begins the text is an address read on a page, kept whole (`/a?b=c`).
    """
    parts = _parts(text)
    if len(parts) == 1:
        return _quoted(text)
    if not parts[0]:
        address = _quoted(_as_text(variables.value(parts[1])))
        return address + _fill_target(parts[2:], variables)
    return _fill_target(parts, variables)


def _fill_target(parts: tuple[str, ...], variables: Variables) -> str:
    return "".join(
        quote(_as_text(variables.value(part)), safe="") if place % 2 else _quoted(part)
        for place, part in enumerate(parts)
    )


@lru_cache(maxsize=4096)
def _quoted(address: str) -> str:
    return quote(address, safe=_RESERVED)
