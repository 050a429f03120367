"""Examples of the evidence of a criterion, and the registry of their sources."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from epreuve.audits.checks.facts.fact import FACTS
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.judgement import judgement_of
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.registry import load_checks


@dataclass(frozen=True)
class Example:
    """One request or one record that shows a finding; what does not apply is None."""

    time: float  # seconds since the start of the run
    subject: str  # step of a request, subject of a record
    user: int | None = None
    network: str = ""
    outcome: str = ""
    status: int | None = None
    size: int | None = None  # bytes
    seconds: float | None = None
    excerpt: str = ""  # beginning of the response, or its defect
    kind: str = ""  # of the record
    fields: dict[str, object] | None = None  # of the record, as JSON data


Source = Callable[..., Iterable[Example]]

_SOURCES: dict[str, Source] = {}


def example_source(*facts: str) -> Callable[[Source], Source]:
    """Register a function that yields the examples of the criteria that use one of these facts.

    Its parameters name the facts that it needs; `used` is the value of the fact that was found.
    """

    def register(function: Source) -> Source:
        for fact in facts:
            if fact in _SOURCES:
                raise ValueError(f"two sources have examples of {fact}: keep one")
            _SOURCES[fact] = function
        return function

    return register


def examples_of(criterion_id: str, facts: Facts) -> tuple[Example, ...]:
    """Return the examples of a criterion; none where no source knows its facts."""
    load_checks()
    function = judgement_of(criterion_id)
    names = list(inspect.signature(function).parameters) if function is not None else []
    for level in _levels(names):
        for name in level:
            if name in _SOURCES:
                return tuple(_read(_SOURCES[name], name, facts))
    return ()


def _levels(names: list[str]) -> Iterator[list[str]]:
    """Yield the facts of a judgement, then the inputs of these, then theirs."""
    seen: set[str] = set()
    while names:
        yield names
        seen.update(names)
        inputs = (one for name in names if name in FACTS for one in _inputs(name))
        names = [name for name in dict.fromkeys(inputs) if name not in seen]


def _inputs(fact: str) -> Iterable[str]:
    return inspect.signature(FACTS[fact]).parameters


def _read(source: Source, used: str, facts: Facts) -> Iterator[Example]:
    try:
        values: dict[str, Any] = {
            name: getattr(facts, used if name == "used" else name)
            for name in inspect.signature(source).parameters
        }
    except NoEvidence:
        return
    yield from source(**values)
