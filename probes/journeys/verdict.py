"""Whether an answer is what the step expected, and what the citizen keeps of it."""

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
    """`detail` says in words what was missing, with placeholders unfilled: it holds no secret."""

    outcome: Outcome
    detail: str
    captured: dict[str, str]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def judge(step: Step, answer: HttpResponse, variables: Variables) -> Verdict:
    """Success, wrong content or HTTP error; raises PlaceholderError."""
    expect = step.expect
    if fault := _status_fault(expect, answer.status):
        return Verdict("http error" if answer.status >= 400 else "wrong content", fault, {})
    if fault := _fault(expect, answer, variables):
        return Verdict("wrong content", fault, {})
    captured: dict[str, str] = {}
    for name, pattern in step.capture.items():
        found = _compiled(pattern).search(answer.text)
        if not found:
            return Verdict("wrong content", f"capture {name}: no match of {pattern!r}", {})
        value = found[1] if found.re.groups and found[1] is not None else found[0]
        captured[name] = html.unescape(value) if answer.is_html else value
    return Verdict("success", "", captured)


def gives_guidance(answer: HttpResponse, clear: re.Pattern[str] | None) -> bool:
    """Whether the answer says what to do next: when to come back, or another way."""
    return "retry-after" in answer.headers or bool(clear and clear.search(answer.text))


def _status_fault(expect: Expect, status: int) -> str:
    if expect.status is None:
        return "" if 200 <= status < 300 else f"status {status} where 2xx was expected"
    return "" if status == expect.status else f"status {status} where {expect.status} was expected"


def _fault(expect: Expect, answer: HttpResponse, variables: Variables) -> str:
    """The first expectation that does not hold, in words; "" when all do."""
    for text in expect.texts():
        if not holds_text(answer, render(text, variables)):
            return f"contains: {text!r} is not there"
    for text in expect.forbidden():
        if holds_text(answer, render(text, variables)):
            return f"lacks: {text!r} is there"
    if expect.matches is not None and not _compiled(expect.matches).search(answer.text):
        return f"matches: {expect.matches!r} is not there"
    if expect.css is not None and not _selects(answer, expect.css):
        return f"css: nothing is selected by {expect.css!r}"
    for name, text in expect.header.items():
        if render(text, variables) not in answer.headers.get(name.lower(), ""):
            return f"header {name}: does not hold {text!r}"
    return _json_fault(expect, answer, variables) or _count_fault(expect.count, answer)


def holds_text(answer: HttpResponse, text: str) -> bool:
    """Whether a reader of the page would see the text, entities understood."""
    if text in answer.text:
        return True
    return answer.is_html and "&" in answer.text and text in html.unescape(answer.text)


def _selects(answer: HttpResponse, selector: str) -> bool:
    return LexborHTMLParser(answer.body).css_first(selector) is not None


def _count_fault(count: Count | None, answer: HttpResponse) -> str:
    if count is None:
        return ""
    pattern = _compiled(count.pattern)
    seen = {
        found[1] if pattern.groups and found[1] is not None else found[0]
        for found in pattern.finditer(answer.text)
    }
    if len(seen) < count.at_least:
        return f"count: {len(seen)} of {count.pattern!r}, at least {count.at_least} expected"
    if count.at_most is not None and len(seen) > count.at_most:
        return f"count: {len(seen)} of {count.pattern!r}, at most {count.at_most} expected"
    return ""


def _json_fault(expect: Expect, answer: HttpResponse, variables: Variables) -> str:
    if not expect.json_path:
        return ""
    try:
        document = json.loads(answer.text)
    except ValueError:
        return "json_path: the answer is not JSON"
    for path, text in expect.json_path.items():
        try:
            value = _at(document, path)
        except (KeyError, IndexError, TypeError, ValueError):
            return f"json_path: nothing at {path!r}"
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if shown != render(text, variables):
            return f"json_path: {path!r} is not {text!r}"
    return ""


def _at(document: object, path: str) -> object:
    """What a path like `$.dossier.pieces[0].nom` names: the dots and indices of JSONPath."""
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
