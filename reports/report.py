"""A format that a run, or several, can be told in; formats are found by looking in this package."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, TypeVar

import epreuve.reports
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import Comparison
from epreuve.reports.text import Language

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Report(Generic[Subject]):
    """One format: `render` makes the text, or the bytes, of a file named `file`.

    A `file` that holds {language} is written once for each language, any other one only once.
    """

    name: str
    file: str
    render: Callable[[Subject, Language], str | bytes]


def reports() -> tuple[Report[Assessment], ...]:
    """Return each module's REPORT: the formats of one run, by name."""
    found = (getattr(module, "REPORT", None) for module in _modules())
    return tuple(sorted((r for r in found if isinstance(r, Report)), key=lambda r: r.name))


def comparison_reports() -> tuple[Report[Comparison], ...]:
    """Return each module's COMPARISON: the formats of several runs side by side, by name."""
    found = (getattr(module, "COMPARISON", None) for module in _modules())
    return tuple(sorted((r for r in found if isinstance(r, Report)), key=lambda r: r.name))


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(epreuve.reports.__path__, "epreuve.reports."):
        yield importlib.import_module(module.name)
