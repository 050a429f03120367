"""Comparison of a response with each condition of an expectation, the met ones included."""

from collections.abc import Iterator
from typing import NamedTuple

from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.captured_value import absence, captured_value
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.found_value import found_value
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import unmet

_TEXTS = ("contains", "lacks")
_TABLES = ("json_path", "header")
_ANY = Expect()


class ConditionResult(NamedTuple):
    """One condition of a step, and whether a response meets it."""

    at: tuple[str | int, ...]  # place below the step: ("expect", "contains", 1)
    expected: str  # as written in the profile, placeholders unfilled
    found: str  # what the response has there; "" for nothing
    unmet: str  # why it is not met; "" where it is met


def compare(
    step: Step, response: HttpResponse, variables: Variables
) -> tuple[ConditionResult, ...]:
    """Compare a response with the status, each condition and each capture of a step."""
    return (
        *_of_expectation(step.expect, response, variables),
        *_of_captures(step, response, variables),
    )


def _of_expectation(
    expect: Expect, response: HttpResponse, variables: Variables
) -> Iterator[ConditionResult]:
    status = _ANY.model_copy(update={"status": expect.status})
    expected = "2xx" if expect.status is None else _written(expect.status)
    yield _result(("expect", "status"), expected, status, response, variables)
    # A condition of the content is compared whatever the status.
    anyway = {"status": (response.status,)}
    for at, value, update in _conditions(expect):
        alone = _ANY.model_copy(update={**update, **anyway})
        yield _result(("expect", *at), value, alone, response, variables)


def _result(
    at: tuple[str | int, ...], expected: str, alone: Expect, response: HttpResponse,
    variables: Variables,
) -> ConditionResult:  # fmt: skip
    """Return the result of the only condition of an expectation."""
    try:
        why = str(unmet(alone, response, variables) or "")
        return ConditionResult(at, expected, found_value(alone, response, variables), why)
    except PlaceholderError as mistake:
        return ConditionResult(at, expected, "", str(mistake))


def _conditions(
    expect: Expect,
) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, object]]]:
    """Yield place, value and field of each condition on the content."""
    for name in Expect.model_fields:
        value = getattr(expect, name)
        if name == "status" or value == getattr(_ANY, name):
            continue
        if name in _TEXTS:
            for index, text in enumerate(value):
                yield (name, index), _written(text), {name: (text,)}
        elif name in _TABLES:
            for key, text in value.items():
                yield (name, key), f"{key}: {_written(text)}", {name: {key: text}}
        else:
            yield (name,), _written(value), {name: value}


def _of_captures(
    step: Step, response: HttpResponse, variables: Variables
) -> Iterator[ConditionResult]:
    for name, capture in step.capture.items():
        try:
            value = captured_value(capture, response, variables)
        except PlaceholderError as mistake:
            yield ConditionResult(("capture", name), _written(capture), "", str(mistake))
            continue
        why = "" if value is not None else str(absence(name, capture))
        yield ConditionResult(("capture", name), _written(capture), value or "", why)


def _written(value: object) -> str:
    fields = value
    if isinstance(value, FrozenModel):
        fields = value.model_dump(exclude_defaults=True, by_alias=True)
        if list(fields) == ["matches"]:  # written as a plain pattern
            fields = fields["matches"]
    if isinstance(fields, dict):
        return ", ".join(f"{name}: {_written(part)}" for name, part in fields.items())
    if isinstance(fields, tuple):
        return ", ".join(map(_written, fields))
    return repr(fields) if isinstance(fields, str) else str(fields)
