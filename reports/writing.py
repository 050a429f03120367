"""Writes every report of a run into a folder; a report that fails never hides the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import Comparison
from epreuve.reports.report import Report, Subject, comparison_reports, reports
from epreuve.reports.text import LANGUAGES, Language


@dataclass(frozen=True)
class Written:
    """A report that is on disk."""

    name: str
    path: Path


@dataclass(frozen=True)
class Failed:
    """A report that could not be made, and why."""

    name: str
    path: Path
    reason: str


def write_reports(
    assessment: Assessment,
    folder: Path,
    languages: Sequence[Language] = LANGUAGES,
    only: Iterable[Report[Assessment]] | None = None,
) -> list[Written | Failed]:
    """Write each format of one run into `folder` (made if absent), in each language."""
    return _write(reports() if only is None else only, assessment, folder, languages)


def write_comparison(
    comparison: Comparison, folder: Path, languages: Sequence[Language] = LANGUAGES
) -> list[Written | Failed]:
    """Write each format of a comparison into `folder` (made if absent), in each language."""
    return _write(comparison_reports(), comparison, folder, languages)


def _write(
    chosen: Iterable[Report[Subject]], subject: Subject, folder: Path, languages: Sequence[Language]
) -> list[Written | Failed]:
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _attempt(report, subject, folder, language)
        for report in chosen
        for language in (languages if "{language}" in report.file else languages[:1])
    ]


def _attempt(
    report: Report[Subject], subject: Subject, folder: Path, language: Language
) -> Written | Failed:
    path = folder / report.file.format(language=language)
    try:
        told = report.render(subject, language)
        path.write_bytes(told.encode() if isinstance(told, str) else told)
    except Exception as error:  # any defect of one format: the others must still be written
        return Failed(report.name, path, f"{type(error).__name__}: {error}")
    return Written(report.name, path)
