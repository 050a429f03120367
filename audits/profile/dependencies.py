"""Declared dependencies: a mapping, or `none` for a service that depends on nothing."""

from collections.abc import Callable
from typing import Any

from epreuve.audits.profile.name import named

NONE = "none"


class NoDependencies(dict[str, Any]):
    """Declaration that the service depends on nothing; an empty mapping declares nothing."""


def read_dependencies(written: Any, read: Callable[[Any], Any]) -> Any:
    """Read `none`, or a mapping."""
    return NoDependencies() if written == NONE else named(read(written))


def write_dependencies(value: Any, write: Callable[[Any], Any]) -> Any:
    """Write `none`, or a mapping, so that a plan keeps the declaration."""
    return NONE if isinstance(value, NoDependencies) else write(value)
