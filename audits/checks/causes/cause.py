"""Causes of lost points: pure judgements over facts, each registered by its decorator."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.registry import load_checks
from epreuve.reports.text import Text

FULL = None  # value of a criterion that the repair raises to all of its points


@dataclass(frozen=True)
class Cause:
    """Cause of lost points in one run, with its evidence and its repair.

    `raises` has the criteria that the repair improves, each with its value after the repair; FULL
    where nothing else is known to be wrong. `unjudged`: criteria that the cause hides.
    """

    title: Text
    observed: Text  # what this run showed: steps, dependencies, numbers of users
    repair: Text
    effort: Literal[1, 2, 3]  # 1 small, 2 medium, 3 large: our assumption [A]
    raises: Mapping[str, float | None]
    unjudged: tuple[str, ...] = ()


CauseFunction = Callable[..., Cause | None]

_CAUSES: dict[str, CauseFunction] = {}


def cause(function: CauseFunction) -> CauseFunction:
    """Register a function as the cause of its name. Its parameters name the facts that it needs.

    It returns None where the facts do not show the cause.
    """
    if function.__name__ in _CAUSES:
        raise ValueError(f"two causes are called {function.__name__}: rename one")
    _CAUSES[function.__name__] = function
    return function


def cause_functions() -> Mapping[str, CauseFunction]:
    """Return the causes by name, in the order of their names."""
    load_checks()
    return dict(sorted(_CAUSES.items()))


def causes_of(facts: Facts) -> dict[str, Cause]:
    """Return the causes that the facts of a run show, by name. Missing evidence shows none."""
    found = {name: _judged(function, facts) for name, function in cause_functions().items()}
    return {name: one for name, one in found.items() if one is not None}


def _judged(function: CauseFunction, facts: Facts) -> Cause | None:
    try:
        values: dict[str, Any] = {
            name: getattr(facts, name) for name in inspect.signature(function).parameters
        }
        return function(**values)
    except NoEvidence:
        return None
