"""The toxics, one file each; the name of the file is the type in the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from epreuve.faults.embedded.toxics.toxic import ToxicSettings


def _classes() -> Iterator[tuple[str, type[ToxicSettings]]]:
    for entry in iter_modules(__path__):
        module = import_module(f"{__name__}.{entry.name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, ToxicSettings)
                and value is not ToxicSettings
            ):
                yield entry.name, value


@cache
def kinds() -> dict[str, type[ToxicSettings]]:
    """Return each type with its settings class."""
    return dict(_classes())
