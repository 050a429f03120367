"""Registry of facts: functions that compute one value from the plan and the evidence.

The parameters of a fact name its inputs: `plan`, `evidence` or other facts, as a test names its
fixtures. It raises NoEvidence where the evidence is missing; only the criteria that use it are then
inconclusive.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

FACTS: dict[str, Callable[..., Any]] = {}


def fact(function: Function) -> Function:
    """Register a function as the fact of its name. Raises ValueError where the name is taken."""
    if function.__name__ in FACTS:
        raise ValueError(f"two facts are called {function.__name__}: rename one")
    FACTS[function.__name__] = function
    return function
