"""Excerpt of a response for a message: its visible text, without secrets."""

import re

from epreuve.probes.html.visible_text import main_text
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.template import Variables

MOST_CHARACTERS = 200
_READ = 20_000  # characters that are read of a response without HTML
_TOKEN = re.compile(r"[\w+/=.~-]{24,}")  # may be a key or a session that the service made


def excerpt(response: HttpResponse, variables: Variables) -> str:
    """Return the first visible characters of a response; "" for a response that is no text."""
    if not (response.is_text or response.is_json):
        return ""
    visible = main_text(response.text) if response.is_html else response.readable[:_READ]
    # Secrets first: half a secret at the cut could not be recognised.
    plain = without_codes(variables.redact(" ".join(visible.split())))
    return plain if len(plain) <= MOST_CHARACTERS else f"{plain[: MOST_CHARACTERS - 1]}…"


def without_codes(text: str) -> str:
    """Return a text with […] in place of each long code, which may be a key or a session."""
    return _TOKEN.sub("[…]", text)
