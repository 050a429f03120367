"""Writing of all reports of a run into a folder; a report that fails hides no other."""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import Comparison
from epreuve.reports.files import cannot_be_written
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.report import Report, Subject, comparison_reports, reports
from epreuve.reports.text import Text
from epreuve.reports.translation import translate


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
    error: Text
    """Sentence with the file, or its folder where no new file can be made, and the remedy."""


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


def print_results(
    results: Sequence[Written | Failed], language: Language, paths: bool = True
) -> bool:
    """Print each error once to stderr and, with `paths`, files to stdout; True without an error."""
    errors = [result.error.of(language) for result in results if isinstance(result, Failed)]
    for error in dict.fromkeys(errors):
        print(f"epreuve: {error}", file=sys.stderr)
    for result in results:
        if paths and isinstance(result, Written):
            print(result.path)
    return not errors


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
        content = report.content(subject, language)
    except Exception as error:  # any defect of one format: the others must still be written
        return Failed(report.name, path, _defect(report.name, path, error))
    try:
        path.write_bytes(content)
    except OSError as error:
        place = path if path.exists() else path.parent  # one error for the folder
        return Failed(report.name, path, cannot_be_written(place, error))
    return Written(report.name, path)


def _defect(name: str, path: Path, error: Exception) -> Text:
    return translate(
        "{path}: not written, because the format {name} failed ({error}); report it to the author "
        "of the format. The other reports are written.",
        path=str(path), name=name, error=f"{type(error).__name__}: {error}",
    )  # fmt: skip
