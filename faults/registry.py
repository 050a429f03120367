"""The fault kinds: one class per file of this package, and those of installed plugins.

A plugin offers a class by the entry-point group `epreuve.faults`; the value is `module:Class`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import isabstract
from pkgutil import iter_modules
from typing import Annotated, Any, Union

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

import epreuve.faults
from epreuve.faults.errors import FaultError
from epreuve.faults.fault import Fault

GROUP = "epreuve.faults"


@cache
def fault_kinds() -> dict[str, type[Fault]]:
    """Return each kind with its class, in alphabetical order.

    Raises FaultError where a plugin is not usable.
    """
    kinds: dict[str, type[Fault]] = {}
    for origin, fault in (*_own(), *_plugins()):
        kind = fault.model_fields["kind"].default
        if kind in kinds:
            raise FaultError(f"{origin}: fault kind {kind!r} exists already; rename it")
        kinds[kind] = fault
    return dict(sorted(kinds.items()))


def _own() -> Iterator[tuple[str, type[Fault]]]:
    for entry in iter_modules(epreuve.faults.__path__):
        if entry.ispkg:
            continue
        module = import_module(f"epreuve.faults.{entry.name}")
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__ and _usable(value):
                yield module.__name__, value


def _plugins() -> Iterator[tuple[str, type[Fault]]]:
    for entry in entry_points(group=GROUP):
        origin = f"plugin {entry.value} ({GROUP})"
        try:
            value = entry.load()
        except (ImportError, AttributeError) as error:
            raise FaultError(f"{origin}: {error}") from error
        if not _usable(value):
            raise FaultError(f"{origin}: is not a subclass of Fault with a kind and a description")
        yield origin, value


def _usable(value: object) -> bool:
    """Return whether a value is a fault class with a kind of its own."""
    return (
        isinstance(value, type)
        and issubclass(value, Fault)
        and not isabstract(value)
        and isinstance(value.model_fields["kind"].default, str)
    )


def parse_fault(values: Mapping[str, Any]) -> Fault:
    """Return the fault that a mapping with `kind` describes.

    Raises ValueError (pydantic's ValidationError for a wrong field).
    """
    problem = _kind_problem(values.get("kind"))
    if problem is not None:
        raise ValueError(problem)
    return fault_kinds()[values["kind"]].model_validate(values)


def _kind_problem(kind: object) -> str | None:
    """Return why a kind is unknown, with near names; None for a known one."""
    kinds = fault_kinds()
    if isinstance(kind, str) and kind in kinds:
        return None
    near = get_close_matches(str(kind), kinds, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(kinds)}"
    problem = "kind: is missing" if kind is None else f"kind: {kind!r} is not a fault"
    return f"{problem}; {hint}"


class _ByKind:
    """Schema of AnyFault: the union of all kinds, built when a model that uses it is defined."""

    @staticmethod
    def __get_pydantic_core_schema__(_: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        union: Any = Union[tuple(fault_kinds().values())]  # noqa: UP007 (known at run time only)
        by_kind = Field(discriminator="kind")
        tagged = handler.generate_schema(Annotated[union, by_kind])
        return core_schema.no_info_before_validator_function(_check_kind, tagged)


def _check_kind(value: object) -> object:
    if isinstance(value, Mapping):
        problem = _kind_problem(value.get("kind"))
        if problem is not None:
            raise PydanticCustomError("fault_kind", "{problem}", {"problem": problem})
    return value


AnyFault = Annotated[Fault, _ByKind]
"""Pydantic type of any fault: reads and writes a mapping with `kind`."""
