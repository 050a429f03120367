"""Placeholders in a journey's text: `{citizen.name}`, `{receipt}`, `{env.TOKEN}`.

Two braces are the text itself: `{{id}}` is `{id}`.
"""

import os
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen

_NAME = r"[A-Za-z_][\w-]*(?:\.\w+)?"
_PLACEHOLDER = re.compile(rf"\{{(\{{{_NAME}\}})\}}|\{{({_NAME})\}}")
_RESERVED = "%/?:@!$&'()*+,;=-._~[]"  # not encoded in a written URL (RFC 3986)
CITIZEN_NAMES = (
    "address", "birthday", "city", "email", "file", "file_sha256", "message", "name", "number",
    "phone", "postcode", "street",
)  # fmt: skip


_QUOTED_IN_CSS = re.compile(r"""["'\\\x00-\x1f]""")


class PlaceholderError(Exception):
    """A placeholder without a value; the message names it and the known ones."""


class Variables:
    """State of a session: the citizen, captured values, secrets of the environment, a page.

    `page` is the last one, to which `submit` and `follow` apply.
    """

    def __init__(self, citizen: Citizen, captured: dict[str, str] | None = None) -> None:
        self.page: HttpResponse | None = None
        self.citizen = citizen
        self.captured = captured if captured is not None else {}
        self._secrets: dict[str, str] = {}

    def value(self, name: str) -> str | bytes:
        """Return the value of a placeholder. Raises PlaceholderError."""
        if name in self.captured:
            return self.captured[name]
        family, _, key = name.partition(".")
        if family == "env" and key in os.environ:
            self._secrets[name] = os.environ[key]
            return os.environ[key]
        if family == "citizen" and key in CITIZEN_NAMES:
            value = getattr(self.citizen, key)
            return value if isinstance(value, bytes) else str(value)
        raise PlaceholderError(self._advice(name))

    def hide(self, text: str) -> None:
        """Add the secrets that a text names to those which `redact` replaces."""
        self._secrets.update(secrets_in(text))

    def redact(self, text: str) -> str:
        """Replace each known secret by its placeholder, also in its URL-encoded forms."""
        for name, secret in self._secrets.items():
            for form in {secret, quote(secret), quote(secret, safe="")} if secret else ():
                text = text.replace(form, f"{{{name}}}")
        return text

    def _advice(self, name: str) -> str:
        if name.startswith("env."):
            return f"{{{name}}}: the environment variable {name[4:]} is not set; set it"
        names = [f"citizen.{key}" for key in CITIZEN_NAMES] + sorted(self.captured)
        advice = f"capture it in an earlier step, or use {', '.join(names)}"
        return f"{{{name}}}: no value has this name; {advice}"


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """Return the literals at even indices, the names of placeholders at odd ones."""
    parts, end = [""], 0
    for match in _PLACEHOLDER.finditer(text):
        parts[-1] += text[end : match.start()] + (match[1] or "")
        if match[2]:
            parts += [match[2], ""]
        end = match.end()
    parts[-1] += text[end:]
    return tuple(parts)


def _filled(
    parts: tuple[str, ...], variables: Variables, written: Callable[[str], str] = str
) -> str:
    """Return parts with the values of their placeholders, each as it is `written` there."""
    return "".join(
        written(_as_text(variables.value(part))) if index % 2 else part
        for index, part in enumerate(parts)
    )


def _as_text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def names_in(text: str) -> list[str]:
    """Return the names of the placeholders in a text."""
    return [match[2] for match in _PLACEHOLDER.finditer(text) if match[2]]


def secrets_in(text: str) -> dict[str, str]:
    """Return the secrets of the environment that a text names, by placeholder."""
    keys = {name: name.removeprefix("env.") for name in names_in(text) if name.startswith("env.")}
    return {name: os.environ[key] for name, key in keys.items() if key in os.environ}


def render(text: str, variables: Variables) -> str:
    """Fill placeholders with unencoded values, for forms, JSON, headers and expectations."""
    parts = _parts(text)
    if len(parts) == 1:
        return parts[0]
    return _filled(parts, variables)


def render_selector(selector: str, variables: Variables) -> str:
    """Fill placeholders between the quotes of a CSS selector."""
    parts = _parts(selector)
    if len(parts) == 1:
        return parts[0]
    return _filled(parts, variables, lambda value: _QUOTED_IN_CSS.sub(_css_escape, value))


def _css_escape(match: re.Match[str]) -> str:
    return f"\\{ord(match[0]):x} "


def render_pattern(pattern: str, variables: Variables) -> re.Pattern[str]:
    """Fill placeholders in a regular expression with quoted values, and compile it."""
    parts = _parts(pattern)
    if len(parts) == 1:
        return _compiled(parts[0])
    return re.compile(_filled(parts, variables, re.escape))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def render_bytes(text: str, variables: Variables) -> bytes:
    """Fill placeholders in a file's content; a single placeholder keeps its bytes."""
    parts = _parts(text)
    if len(parts) == 3 and not parts[0] and not parts[2]:
        value = variables.value(parts[1])
        return value if isinstance(value, bytes) else value.encode()
    return render(text, variables).encode()


def render_target(text: str, variables: Variables) -> str:
    """Fill placeholders in a path and query with percent-encoded values.

    A placeholder at the beginning is a URL captured on a page: its reserved characters are kept.
    """
    parts = _parts(text)
    if len(parts) == 1:
        return _quoted(parts[0])
    if not parts[0]:
        url = _quoted(_as_text(variables.value(parts[1])))
        return url + _fill_target(parts[2:], variables)
    return _fill_target(parts, variables)


def _fill_target(parts: tuple[str, ...], variables: Variables) -> str:
    return "".join(
        quote(_as_text(variables.value(part)), safe="") if index % 2 else _quoted(part)
        for index, part in enumerate(parts)
    )


@lru_cache(maxsize=4096)
def _quoted(url: str) -> str:
    return quote(url, safe=_RESERVED)
