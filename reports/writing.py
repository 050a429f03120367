"""Writing of all reports of a run into a folder; a report that fails hides no other."""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import Comparison
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.report import Report, Subject, comparison_reports, reports


@dataclass(frozen=True)
class Written:
    """Report on disk."""

    name: str
    path: Path


@dataclass(frozen=True)
class Failed:
    """Report that could not be written, with the reason."""

    name: str
    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: not written: {self.reason}"


def write_reports(
    assessment: Assessment,
    folder: Path,
    languages: Sequence[Language] = LANGUAGES,
    only: Iterable[Report[Assessment]] | None = None,
) -> list[Written | Failed]:
    """Write each format of one run into `folder` (created if absent), in each language."""
    return _write(reports() if only is None else only, assessment, folder, languages)


def write_comparison(
    comparison: Comparison, folder: Path, languages: Sequence[Language] = LANGUAGES
) -> list[Written | Failed]:
    """Write each format of a comparison into `folder` (created if absent), in each language.

    Raises OSError when no file can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()  # one error for the folder, not one per format
    return _write(comparison_reports(), comparison, folder, languages)


def print_results(results: Iterable[Written | Failed], paths: bool = True) -> bool:
    """Print failures to stderr and, with `paths`, files to stdout; True without a failure."""
    complete = True
    for result in results:
        if isinstance(result, Failed):
            complete = False
            print(f"epreuve: {result}", file=sys.stderr)
        elif paths:
            print(result.path)
    return complete


def _write(
    formats: Iterable[Report[Subject]],
    subject: Subject,
    folder: Path,
    languages: Sequence[Language],
) -> list[Written | Failed]:
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _attempt(report, subject, folder / file, language)
        for report in formats
        for language, file in report.files(languages)
    ]


def _attempt(
    report: Report[Subject], subject: Subject, path: Path, language: Language
) -> Written | Failed:
    try:
        path.write_bytes(report.content(subject, language))
    except Exception as error:  # any defect of one format: the others must still be written
        return Failed(report.name, path, f"{type(error).__name__}: {error}")
    return Written(report.name, path)
