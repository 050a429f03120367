"""Verdict on a response: its outcome for a step, and the values captured."""

import html
import json
import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from epreuve.faults.message import Message, message
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.expectation import Count, Expect
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables, render
from epreuve.probes.journeys.typography import plain_typography


class Verdict(NamedTuple):
    """Outcome of a step; `detail` is the unmet condition, placeholders unfilled (no secret)."""

    outcome: Outcome
    detail: str
    captured: dict[str, str]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def judge(step: Step, response: HttpResponse, variables: Variables) -> Verdict:
    """Compare a response to the step's expectations. Raises PlaceholderError."""
    expect = step.expect
    if fault := _status_fault(expect, response.status):
        outcome: Outcome = "http error" if response.status >= 400 else "wrong content"
        return Verdict(outcome, str(fault), {})
    if fault := _fault(expect, response, variables):
        return Verdict("wrong content", str(fault), {})
    captured: dict[str, str] = {}
    for name, pattern in step.capture.items():
        value = captured_value(pattern, response)
        if value is None:
            detail = message(
                "capture {name}: no match of {pattern}", name=name, pattern=repr(pattern)
            )
            return Verdict("wrong content", str(detail), {})
        captured[name] = value
    return Verdict("success", "", captured)


def captured_value(pattern: str, response: HttpResponse) -> str | None:
    """Return group 1, or the whole match, of a pattern in a page; None without a match."""
    match = _compiled(pattern).search(response.text)
    if not match:
        return None
    value = match[1] if match.re.groups and match[1] is not None else match[0]
    if response.is_json:
        return _without_escapes(value)
    return html.unescape(value) if response.is_html else value


def _without_escapes(value: str) -> str:
    """Return a value of JSON as a program reads it; text that is no string of JSON is unchanged."""
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def meets(expect: Expect, response: HttpResponse, variables: Variables) -> bool:
    """Return whether a response meets an expectation; without `status`, its status does not matter.

    Raises PlaceholderError.
    """
    if expect.status is not None and response.status not in expect.statuses():
        return False
    return not _fault(expect, response, variables)


def matches(count: Count, response: HttpResponse) -> int:
    """Return the number of distinct matches of a pattern in a page."""
    pattern = _compiled(count.pattern)
    return len(
        {
            match[1] if pattern.groups and match[1] is not None else match[0]
            for match in pattern.finditer(response.text)
        }
    )


def _status_fault(expect: Expect, status: int) -> Message | None:
    statuses = expect.statuses()
    if status in statuses or (not statuses and 200 <= status < 300):
        return None
    expected = ", ".join(map(str, statuses)) or "2xx"
    return message(
        "status {status} where {expected} was expected", status=str(status), expected=expected
    )


def _fault(expect: Expect, response: HttpResponse, variables: Variables) -> Message | None:
    """Return the first unmet expectation, as a sentence; None without one."""
    for text in expect.texts():
        if not holds_text(response, render(text, variables)):
            return message("contains: {text} is missing", text=repr(text))
    for text in expect.forbidden():
        if holds_text(response, render(text, variables)):
            return message("lacks: {text} is present", text=repr(text))
    if expect.matches is not None and not _has_match(expect.matches, response):
        return message("matches: {pattern} has no match", pattern=repr(expect.matches))
    if expect.css is not None and not _selects(response, expect.css):
        return message("css: {selector} selects nothing", selector=repr(expect.css))
    for name, text in expect.header.items():
        if render(text, variables) not in response.headers.get(name.lower(), ""):
            return message("header {name}: does not contain {text}", name=name, text=repr(text))
    return _json_fault(expect, response, variables) or _count_fault(expect.count, response)


def holds_text(response: HttpResponse, text: str) -> bool:
    """Return whether a page contains a text as its reader sees it.

    Escapes of JSON and entities are decoded; typographic variants are equal.
    """
    if text in response.text:
        return True
    readable = response.readable
    return text in readable or plain_typography(text) in plain_typography(readable)


def _has_match(pattern: str, response: HttpResponse) -> bool:
    compiled = _compiled(pattern)
    return any(compiled.search(text) for text in (response.text, response.readable))


def _selects(response: HttpResponse, selector: str) -> bool:
    return LexborHTMLParser(response.text).css_first(selector) is not None


def _count_fault(count: Count | None, response: HttpResponse) -> Message | None:
    if count is None:
        return None
    number = matches(count, response)
    values = {"number": str(number), "pattern": repr(count.pattern)}
    if number < count.at_least:
        least = str(count.at_least)
        return message(
            "count: {number} of {pattern}, at least {least} expected", least=least, **values
        )
    if count.at_most is not None and number > count.at_most:
        most = str(count.at_most)
        return message("count: {number} of {pattern}, at most {most} expected", most=most, **values)
    return None


def _json_fault(expect: Expect, response: HttpResponse, variables: Variables) -> Message | None:
    if not expect.json_path:
        return None
    try:
        document = json.loads(response.text)
    except ValueError:
        return message("json_path: the response is not JSON")
    for path, text in expect.json_path.items():
        try:
            value = _at(document, path)
        except (KeyError, IndexError, TypeError, ValueError):
            return message("json_path: nothing at {path}", path=repr(path))
        actual = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if actual != render(text, variables):
            return message("json_path: {path} is not {text}", path=repr(path), text=repr(text))
    return None


def _at(document: object, path: str) -> object:
    """Return the value at a JSONPath of names and indices, such as `$.dossier.pieces[0].nom`."""
    for name, index in re.findall(r"([^.\[\]$]+)|\[(-?\d+)\]", path):
        if index:
            if not isinstance(document, list):
                raise TypeError(path)
            document = document[int(index)]
        elif isinstance(document, dict):
            document = document[name]
        else:
            raise TypeError(path)
    return document
