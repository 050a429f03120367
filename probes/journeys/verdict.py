"""Verdict on a response: its outcome for a step, and the values captured."""

import json
from collections.abc import Container
from typing import NamedTuple

from epreuve.faults.message import Message, message
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.captured_value import absence, captured_value, matched_text
from epreuve.probes.journeys.elements import selected
from epreuve.probes.journeys.expectation import Count, Expect
from epreuve.probes.journeys.json_path import as_text, value_at
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables, render, render_pattern, render_selector
from epreuve.probes.journeys.typography import contains


class Verdict(NamedTuple):
    """Outcome of a step; `detail` is the unmet condition, placeholders unfilled (no secret)."""

    outcome: Outcome
    detail: str
    captured: dict[str, str]


def judge(
    step: Step, response: HttpResponse, variables: Variables, *, is_sent_again: bool = False
) -> Verdict:
    """Compare a response to the step's expectations. Raises PlaceholderError.

    `is_sent_again`: whether the user had sent the request before, and got no success. A response
    that meets `already` then says that the service had stored it.
    """
    verdict = _judged(step, response, variables)
    if verdict.outcome == "success" or step.already is None or not is_sent_again:
        return verdict
    if not meets(step.already, response, variables):
        return verdict
    return _with_captures(step, response, variables, optional=variables.captured)


def _judged(step: Step, response: HttpResponse, variables: Variables) -> Verdict:
    expect = step.expect
    if fault := _status_fault(expect, response.status):
        outcome: Outcome = "http error" if response.status >= 400 else "wrong content"
        return Verdict(outcome, str(fault), {})
    if fault := _fault(expect, response, variables):
        return Verdict("wrong content", str(fault), {})
    return _with_captures(step, response, variables)


def _with_captures(
    step: Step, response: HttpResponse, variables: Variables, optional: Container[str] = ()
) -> Verdict:
    """Return a success with the captured values; without one that is not optional, a failure."""
    captured: dict[str, str] = {}
    for name, capture in step.capture.items():
        value = captured_value(capture, response, variables)
        if value is not None:
            captured[name] = value
        elif name not in optional:
            return Verdict("wrong content", str(absence(name, capture)), {})
    return Verdict("success", "", captured)


def meets(expect: Expect, response: HttpResponse, variables: Variables) -> bool:
    """Return whether a response meets an expectation; without `status`, its status does not matter.

    Raises PlaceholderError.
    """
    if expect.status is not None and response.status not in expect.status:
        return False
    return not _fault(expect, response, variables)


def unmet(expect: Expect, response: HttpResponse, variables: Variables) -> Message | None:
    """Return the first unmet condition, the status included; None where all are met.

    Raises PlaceholderError.
    """
    return _status_fault(expect, response.status) or _fault(expect, response, variables)


def matches(count: Count, response: HttpResponse, variables: Variables) -> set[str]:
    """Return the distinct matches of a pattern in a page. Raises PlaceholderError."""
    pattern = render_pattern(count.pattern, variables)
    return set(map(matched_text, pattern.finditer(response.text)))


def _status_fault(expect: Expect, status: int) -> Message | None:
    if expect.status is None:
        if 200 <= status < 300:
            return None
        expected = "2xx"
    elif status in expect.status:
        return None
    else:
        expected = ", ".join(map(str, expect.status))
    return message(
        "status {status} where {expected} was expected", status=str(status), expected=expected
    )


def _fault(expect: Expect, response: HttpResponse, variables: Variables) -> Message | None:
    """Return the first unmet expectation, as a sentence; None without one."""
    for text in expect.contains:
        if not holds_text(response, render(text, variables)):
            return message("contains: {text} is missing", text=repr(text))
    for text in expect.lacks:
        if holds_text(response, render(text, variables)):
            return message("lacks: {text} is present", text=repr(text))
    if expect.matches is not None and not _has_match(expect.matches, response, variables):
        return message("matches: {pattern} has no match", pattern=repr(expect.matches))
    if expect.css is not None and not _selects(response, render_selector(expect.css, variables)):
        return message("css: {selector} selects nothing", selector=repr(expect.css))
    for name, text in expect.header.items():
        if render(text, variables) not in response.headers.get(name.lower(), ""):
            return message("header {name}: does not contain {text}", name=name, text=repr(text))
    json_fault = _json_fault(expect, response, variables)
    return json_fault or _count_fault(expect.count, response, variables)


def holds_text(response: HttpResponse, text: str) -> bool:
    """Return whether a page contains a text as its reader sees it.

    Escapes of JSON and entities are decoded; typographic variants are equal.
    """
    if text in response.text:
        return True
    readable = response.readable
    return text in readable or contains(readable, text)


def _has_match(pattern: str, response: HttpResponse, variables: Variables) -> bool:
    compiled = render_pattern(pattern, variables)
    return any(compiled.search(text) for text in (response.text, response.readable))


def _selects(response: HttpResponse, selector: str) -> bool:
    return next(selected(response, selector), None) is not None


def _count_fault(
    count: Count | None, response: HttpResponse, variables: Variables
) -> Message | None:
    if count is None:
        return None
    number = len(matches(count, response, variables))
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
            value = value_at(document, path)
        except (LookupError, TypeError):
            return message("json_path: nothing at {path}", path=repr(path))
        if as_text(value) != render(text, variables):
            return message("json_path: {path} is not {text}", path=repr(path), text=repr(text))
    return None
