"""Verdict on a response: its outcome for a step, and the values captured."""

import html
import json
import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.journey import Count, Expect, Step
from epreuve.probes.journeys.template import Variables, render


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
        return Verdict("http error" if response.status >= 400 else "wrong content", fault, {})
    if fault := _fault(expect, response, variables):
        return Verdict("wrong content", fault, {})
    captured: dict[str, str] = {}
    for name, pattern in step.capture.items():
        value = captured_value(pattern, response)
        if value is None:
            return Verdict("wrong content", f"capture {name}: no match of {pattern!r}", {})
        captured[name] = value
    return Verdict("success", "", captured)


def captured_value(pattern: str, response: HttpResponse) -> str | None:
    """Return group 1, or the whole match, of a pattern in a page; None without a match."""
    match = _compiled(pattern).search(response.text)
    if not match:
        return None
    value = match[1] if match.re.groups and match[1] is not None else match[0]
    return html.unescape(value) if response.is_html else value


def meets(expect: Expect, response: HttpResponse, variables: Variables) -> bool:
    """Return whether a response meets an expectation; without `status`, its status does not matter.

    Raises PlaceholderError.
    """
    if expect.status is not None and response.status != expect.status:
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


def _status_fault(expect: Expect, status: int) -> str:
    if expect.status is None:
        return "" if 200 <= status < 300 else f"status {status} where 2xx was expected"
    return "" if status == expect.status else f"status {status} where {expect.status} was expected"


def _fault(expect: Expect, response: HttpResponse, variables: Variables) -> str:
    """Return the first unmet expectation, as a sentence; "" without one."""
    for text in expect.texts():
        if not holds_text(response, render(text, variables)):
            return f"contains: {text!r} is missing"
    for text in expect.forbidden():
        if holds_text(response, render(text, variables)):
            return f"lacks: {text!r} is present"
    if expect.matches is not None and not _compiled(expect.matches).search(response.text):
        return f"matches: {expect.matches!r} has no match"
    if expect.css is not None and not _selects(response, expect.css):
        return f"css: {expect.css!r} selects nothing"
    for name, text in expect.header.items():
        if render(text, variables) not in response.headers.get(name.lower(), ""):
            return f"header {name}: does not contain {text!r}"
    return _json_fault(expect, response, variables) or _count_fault(expect.count, response)


def holds_text(response: HttpResponse, text: str) -> bool:
    """Return whether the page contains the text, with entities decoded."""
    if text in response.text or (response.is_json and text in response.readable):
        return True
    return response.is_html and "&" in response.text and text in html.unescape(response.text)


def _selects(response: HttpResponse, selector: str) -> bool:
    return LexborHTMLParser(response.body).css_first(selector) is not None


def _count_fault(count: Count | None, response: HttpResponse) -> str:
    if count is None:
        return ""
    number = matches(count, response)
    if number < count.at_least:
        return f"count: {number} of {count.pattern!r}, at least {count.at_least} expected"
    if count.at_most is not None and number > count.at_most:
        return f"count: {number} of {count.pattern!r}, at most {count.at_most} expected"
    return ""


def _json_fault(expect: Expect, response: HttpResponse, variables: Variables) -> str:
    if not expect.json_path:
        return ""
    try:
        document = json.loads(response.text)
    except ValueError:
        return "json_path: the response is not JSON"
    for path, text in expect.json_path.items():
        try:
            value = _at(document, path)
        except (KeyError, IndexError, TypeError, ValueError):
            return f"json_path: nothing at {path!r}"
        actual = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if actual != render(text, variables):
            return f"json_path: {path!r} is not {text!r}"
    return ""


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
