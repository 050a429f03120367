"""Part of a response that an expectation was compared with."""

import json
import re

from epreuve.probes.html.visible_text import main_text
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.json_path import as_text, value_at
from epreuve.probes.journeys.template import Variables, render, render_pattern
from epreuve.probes.journeys.typography import plain_typography
from epreuve.probes.journeys.verdict import matches

AROUND = 30  # characters on each side of a text
LONGEST = 120  # characters of a value


def found_value(expect: Expect, response: HttpResponse, variables: Variables) -> str:
    """Return the value in a response that the only condition of an expectation is about.

    It is empty where nothing is found. Raises PlaceholderError.
    """
    for text in (*expect.contains, *expect.lacks):
        return _around(response, re.escape(plain_typography(render(text, variables))))
    if expect.matches is not None:
        return _around(response, render_pattern(expect.matches, variables).pattern)
    if expect.css is not None:
        node = response.tree.css_first(expect.css)
        return "" if node is None else _short(node.text(separator=" ") or node.tag or "")
    if expect.count is not None:
        return str(len(matches(expect.count, response, variables)))
    for name in expect.header:
        return _short(response.headers.get(name.lower(), ""))
    for path in expect.json_path:
        return _json(response, path)
    return str(response.status)


def _around(response: HttpResponse, pattern: str) -> str:
    """Return the first match of a pattern in the readable text, with the words around it."""
    text = main_text(response.text) if response.is_html else response.readable
    for shown in (plain_typography(text), " ".join(response.text.split())):
        if match := re.search(pattern, shown):
            start, end = max(match.start() - AROUND, 0), match.end() + AROUND
            before, after = "…" if start else "", "…" if end < len(shown) else ""
            return f"{before}{_short(shown[start:end])}{after}"
    return ""


def _json(response: HttpResponse, path: str) -> str:
    try:
        return _short(as_text(value_at(json.loads(response.text), path)))
    except (LookupError, TypeError, ValueError):
        return ""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
