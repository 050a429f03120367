"""Judgements: functions that measure criteria, registered under the id of their criterion."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from epreuve.audits.checks.measure import Measure
from epreuve.audits.checks.registry import load_checks

Judgement = Callable[..., Measure]
Function = TypeVar("Function", bound=Callable[..., Any])

_JUDGEMENTS: dict[str, Judgement] = {}


def judgement(function: Function) -> Function:
    """Register a function as the judgement of the criterion in its name: `con_1` for CON-1.

    Its parameters name the facts that it needs; `criterion` is the criterion itself.
    """
    id = function.__name__.upper().replace("_", "-")
    if id in _JUDGEMENTS:
        raise ValueError(f"{id} has two judgements: rename one")
    _JUDGEMENTS[id] = function
    return function


def judgement_of(criterion_id: str) -> Judgement | None:
    """Return the judgement of a criterion; None where the criterion has none."""
    load_checks()
    return _JUDGEMENTS.get(criterion_id)


def needs_fact(criterion_id: str, fact: str) -> bool:
    """Return whether the judgement of a criterion needs a fact."""
    function = judgement_of(criterion_id)
    return function is not None and fact in inspect.signature(function).parameters
