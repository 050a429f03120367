"""What a fact is: a function of the evidence, named after what it tells.

Its parameters name what it is made from: `plan`, `evidence`, or other facts, as a test names its
fixtures. One that the evidence cannot give raises `NoEvidence`, felt by those who asked only.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

FACTS: dict[str, Callable[..., Any]] = {}


def fact(function: Function) -> Function:
    """Let judgements and other facts ask for this one by its name."""
    if function.__name__ in FACTS:
        raise ValueError(f"two facts are called {function.__name__}: rename one")
    FACTS[function.__name__] = function
    return function
