"""Credentials in the headers of recorded requests: captured again, or read from the environment."""

import re
from collections.abc import Sequence

from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import secret
from epreuve.audits.drafts.har_exchange import Exchange
from epreuve.audits.drafts.legal_text import add_capture
from epreuve.audits.drafts.receipt import captures

Steps = Sequence[tuple[DraftStep, Exchange]]
_TOKENS = re.compile(r"authorization|x-(csrf|xsrf)[\w-]*|x-api-key|x-auth[\w-]*", re.IGNORECASE)
_SHORTEST = 8  # characters of a token


def add_credentials(step: DraftStep, exchange: Exchange, earlier: Steps) -> None:
    """Add the headers that prove who sends a request."""
    for name, value in exchange.headers.items():
        if not _TOKENS.fullmatch(name) or not value:
            continue
        scheme, _, token = value.rpartition(" ")
        prefix = f"{scheme} " if re.fullmatch(r"\w+", scheme) else ""
        captured = _captured(name, token if prefix else value, earlier)
        variable = "API_TOKEN" if name.lower() == "authorization" else name
        one = Guess(captured) if captured else secret(variable)
        step.headers[name] = Guess(prefix + one.value, one.reason)


def _captured(name: str, token: str, earlier: Steps) -> str | None:
    """Return a placeholder for a token that an earlier response gave."""
    if len(token) < _SHORTEST:
        return None
    for step, exchange in reversed(earlier):
        for cookie, value in exchange.cookies.items():
            if value in (token, token.replace("=", "%3D")):
                return add_capture(step, cookie, Guess("", place=cookie, kind="cookie"))
        if (pattern := _pattern(exchange.text, token)) is not None:
            return add_capture(step, name, Guess(pattern))
    return None


def _pattern(text: str, token: str) -> str | None:
    """Return a pattern that finds a token first: a member of JSON, or an attribute of `meta`."""
    if token not in text:
        return None
    value = re.escape(token)
    for before in (rf'"([\w-]+)"\s*:\s*"{value}"', rf'<meta[^>]*name="([\w-]+)"[^>]*"{value}"'):
        if (place := re.search(before, text)) is None:
            continue
        for pattern in (
            rf'"{place[1]}"\s*:\s*"([^"]+)"',
            rf'<meta[^>]*name="{place[1]}"[^>]*content="([^"]+)"',
        ):
            if captures(pattern, text, token):
                return pattern
    return None
