"""The fault kinds: one class per file of this package, and those of installed plugins.

A plugin offers a class by the entry-point group `epreuve.faults`; the value is `module:Class`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import isabstract
from pkgutil import iter_modules
from typing import Annotated, Any, Union, get_args

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

import epreuve.faults
from epreuve.faults.errors import PluginUnusable
from epreuve.faults.fault import Fault
from epreuve.faults.message import Message, message

GROUP = "epreuve.faults"


@cache
def fault_kinds() -> dict[str, type[Fault]]:
    """Return each kind with its class, in alphabetical order.

    Raises PluginUnusable for a plugin that cannot be used.
    """
    kinds: dict[str, type[Fault]] = {}
    for origin, fault in (*_own(), *_plugins()):
        kind = fault.model_fields["kind"].default
        if kind in kinds:
            raise PluginUnusable(
                message(
                    "{origin}: the fault kind {kind} exists already; rename the kind in the "
                    "package, or uninstall it",
                    origin=origin, kind=repr(kind),
                )
            )  # fmt: skip
        kinds[kind] = fault
    return dict(sorted(kinds.items()))


def french_catalogues() -> Iterator[str]:
    """Return `FRENCH` of each module with a fault kind: a text in the format of `fr.po`."""
    for fault in fault_kinds().values():
        yield getattr(sys.modules[fault.__module__], "FRENCH", "")


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
        origin = _origin(entry)
        try:
            value = entry.load()
        except Exception as error:  # the module of a plugin can raise anything
            raise PluginUnusable(
                message(
                    "{origin}: {value} cannot be imported: {error}; correct the package, or "
                    "uninstall it",
                    origin=origin, value=entry.value, error=f"{type(error).__name__}: {error}",
                )
            ) from error  # fmt: skip
        if not _usable(value):
            raise PluginUnusable(
                message(
                    "{origin}: {value} is not a subclass of Fault with a description and a `kind` "
                    "(a Literal); name such a class in the entry point, or uninstall the package",
                    origin=origin, value=entry.value,
                )
            )  # fmt: skip
        yield origin, value


def _origin(entry: EntryPoint) -> str:
    """Return the group and name of an entry point, with its distribution."""
    package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "unknown"
    return f"{GROUP} {entry.name} (package {package})"


def _usable(value: object) -> bool:
    """Return whether a value is a fault class with a kind of its own."""
    if not isinstance(value, type) or not issubclass(value, Fault) or isabstract(value):
        return False
    kind = value.model_fields["kind"]
    return isinstance(kind.default, str) and get_args(kind.annotation) == (kind.default,)


def parse_fault(values: Mapping[str, Any]) -> Fault:
    """Return the fault that a mapping with `kind` describes.

    Raises ValueError (pydantic's ValidationError for a wrong field).
    """
    problem = _kind_problem(values.get("kind"))
    if problem is not None:
        raise ValueError(problem)
    return fault_kinds()[values["kind"]].model_validate(values)


def _kind_problem(kind: object) -> Message | None:
    """Return why a kind is unknown, with near names; None for a known one."""
    kinds = fault_kinds()
    if isinstance(kind, str) and kind in kinds:
        return None
    names = ", ".join(kinds)
    if kind is None:
        return message("kind: is missing; known are: {kinds}", kinds=names)
    if near := get_close_matches(str(kind), kinds, n=1):
        return message(
            "kind: {kind} is not a fault; did you mean {near}?", kind=repr(kind), near=repr(near[0])
        )
    return message("kind: {kind} is not a fault; known are: {kinds}", kind=repr(kind), kinds=names)


class _ByKind:
    """Schema of AnyFault: builds the class that a value names, and no other."""

    @staticmethod
    def __get_pydantic_core_schema__(_: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validate, serialization=core_schema.plain_serializer_function_ser_schema(_values)
        )

    @staticmethod
    def __get_pydantic_json_schema__(
        _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the union of all kinds."""
        union: Any = Union[tuple(fault_kinds().values())]  # noqa: UP007 (known at run time only)
        tagged: Any = Annotated[union, Field(discriminator="kind")]
        return handler(TypeAdapter(tagged).core_schema)


def _validate(value: object) -> Fault:
    if isinstance(value, Fault):
        return value
    if not isinstance(value, Mapping):
        raise PydanticCustomError("dict_type", "must hold `key: value` lines")
    problem = _kind_problem(value.get("kind"))
    if problem is not None:
        raise ValueError(problem)
    return fault_kinds()[value["kind"]].model_validate(value)


def _values(fault: Fault) -> dict[str, Any]:
    return fault.model_dump()


AnyFault = Annotated[Fault, _ByKind]
"""Pydantic type of any fault: reads and writes a mapping with `kind`."""
