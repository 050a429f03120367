"""Values that a step captures in a response."""

import html
import json
import re
from urllib.parse import unquote, unquote_plus

from epreuve.faults.message import Message, message
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.capture import AddressPart, Capture
from epreuve.probes.journeys.elements import selected
from epreuve.probes.journeys.json_path import as_text, value_at
from epreuve.probes.journeys.template import Variables, render_pattern, render_selector


def captured_value(capture: Capture, response: HttpResponse, variables: Variables) -> str | None:
    """Return the value of a capture in a response; None without one. Raises PlaceholderError."""
    if not capture.place:
        value = _matched(capture, response.text, variables)
        return None if value is None else _decoded(value, response)
    value = _value(capture, response, variables)
    if value is not None and capture.matches is not None:
        value = _matched(capture, value, variables)
    if value is not None and capture.address is not None:
        value = _without_percent(value, capture.address)
    return value or None


def absence(name: str, capture: Capture) -> Message:
    """Return the sentence about a response in which a capture has no value."""
    pattern = repr(capture.matches)
    if not capture.place:
        return message("capture {name}: no match of {pattern}", name=name, pattern=pattern)
    if capture.matches is None:
        return message("capture {name}: no value at {place}", name=name, place=f"`{capture.place}`")
    return message(
        "capture {name}: no value at {place}, or no match of {pattern} in it",
        name=name, place=f"`{capture.place}`", pattern=pattern,
    )  # fmt: skip


def _matched(capture: Capture, text: str, variables: Variables) -> str | None:
    match = render_pattern(capture.matches or "", variables).search(text)
    return None if match is None else matched_text(match)


def matched_text(match: re.Match[str]) -> str:
    """Return group 1 of a match, else the whole match."""
    return match[1] if match.re.groups and match[1] is not None else match[0]


def _decoded(value: str, response: HttpResponse) -> str:
    if response.is_json:
        return _without_escapes(value)
    return html.unescape(value) if response.is_html else value


def _without_escapes(value: str) -> str:
    """Return a value of JSON as a program reads it; text that is no string of JSON is unchanged."""
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _value(capture: Capture, response: HttpResponse, variables: Variables) -> str | None:
    """Return the whole value at a place that is not the body."""
    if capture.json_path is not None:
        return _json_value(capture.json_path, response)
    if capture.header is not None:
        name = capture.header.lower()
        return response.headers.get(name, response.location if name == "location" else None)
    if capture.address is not None:
        return _address(response, capture.address)
    if capture.cookie is not None:
        return _cookie(capture.cookie, response)
    return _element_value(capture, response, variables)


def _json_value(path: str, response: HttpResponse) -> str | None:
    try:
        value = value_at(json.loads(response.text), path)
    except (LookupError, TypeError, ValueError):
        return None
    return None if value is None else as_text(value)


def _address(response: HttpResponse, part: AddressPart) -> str:
    path, _, query = response.target.partition("?")
    if part == "all":
        return response.target + (f"#{response.fragment}" if response.fragment else "")
    return {"path": path, "query": query, "fragment": response.fragment}[part]


def _without_percent(text: str, part: AddressPart) -> str:
    """Return a part of an address as a person writes it; a whole one stays as it is."""
    if part == "all":
        return text
    return unquote_plus(text) if part == "query" else unquote(text)


def _cookie(name: str, response: HttpResponse) -> str | None:
    values = {
        key.strip(): value.strip()
        for key, _, value in (
            line.partition(";")[0].partition("=") for line in response.set_cookies
        )
    }
    return values.get(name)


def _element_value(capture: Capture, response: HttpResponse, variables: Variables) -> str | None:
    node = next(selected(response, render_selector(capture.css or "", variables)), None)
    if node is None:
        return None
    if capture.attribute is not None:
        return node.attributes.get(capture.attribute.lower())
    return " ".join(node.text().split())
