"""Report formats, and their registry: modules of this package and plugins of other distributions.

A format of one run is a module with `REPORT = Report(…)`; a format of several runs has
`COMPARISON = Report(…)`. Modules of this folder need no declaration. Another distribution declares
its module under the entry-point group `epreuve.reports`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

import epreuve.reports
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import Comparison
from epreuve.reports.language import Language

GROUP = "epreuve.reports"
Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Report(Generic[Subject]):
    """One format: `render` returns the text, or the bytes, of a file named `file`.

    A `file` with {language} is written once per language, any other one only once.
    """

    name: str
    file: str
    render: Callable[[Subject, Language], str | bytes]

    def content(self, subject: Subject, language: Language) -> bytes:
        """Return the bytes of the file."""
        rendered = self.render(subject, language)
        return rendered.encode() if isinstance(rendered, str) else rendered

    def files(self, languages: Sequence[Language]) -> list[tuple[Language, str]]:
        """Return each file to write: its language and its name."""
        used = languages if "{language}" in self.file else languages[:1]
        return [(language, self.file.format(language=language)) for language in used]


def reports() -> tuple[Report[Assessment], ...]:
    """Return the formats of one run, by name."""
    return _sorted("REPORT")


def comparison_reports() -> tuple[Report[Comparison], ...]:
    """Return the formats of several runs side by side, by name."""
    return _sorted("COMPARISON")


def _sorted(attribute: str) -> tuple[Report[Any], ...]:
    candidates = [getattr(module, attribute, None) for module in _modules()]
    candidates += [_plugin(point, attribute) for point in entry_points(group=GROUP)]
    reports = [candidate for candidate in candidates if isinstance(candidate, Report)]
    return tuple(sorted(reports, key=lambda report: report.name))


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(epreuve.reports.__path__, f"{epreuve.reports.__name__}."):
        yield importlib.import_module(module.name)


def _plugin(point: EntryPoint, attribute: str) -> object:
    """Return the report of a plugin. A broken plugin fails when its report is written, alone."""
    try:
        return getattr(point.load(), attribute, None)
    except Exception as error:  # any defect of a plugin
        if attribute != "REPORT":  # reported once, with the reports of a run
            return None
        return Report(point.name, f"{point.name}.txt", _Broken(error))


@dataclass(frozen=True)
class _Broken:
    error: Exception

    def __call__(self, subject: object, language: Language) -> str:
        raise self.error
