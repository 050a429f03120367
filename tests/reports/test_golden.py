"""Each format, byte for byte but the inlined style sheet.

To accept a change: EPREUVE_UPDATE_GOLDEN=1 pytest tests/reports/test_golden.py
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.report import Report, comparison_reports, reports

GOLDEN = Path(__file__).with_name("golden")
UPDATE = "EPREUVE_UPDATE_GOLDEN"


def without_style(document: str | bytes) -> bytes:
    """Return the document without its style sheet, which has its own tests."""
    content = document.encode() if isinstance(document, str) else document
    return re.sub(rb"<style>.*?</style>", b"<style></style>", content, flags=re.DOTALL)


def same_as_golden(name: str, document: str | bytes) -> None:
    path, written = GOLDEN / name, without_style(document)
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written)
    # Lists of lines: pytest then shows the lines that differ and not two whole pages.
    assert written.split(b"\n") == path.read_bytes().split(b"\n")


def files_of_a_run() -> dict[str, tuple[Report[Assessment], Language]]:
    """Return the report and the language of each file; some files have one language only."""
    return {
        report.file.format(language=language): (report, language)
        for language in reversed(LANGUAGES)  # the first language counts for a file without one
        for report in reports()
    }


@pytest.mark.parametrize("file", sorted(files_of_a_run()))
def test_run(file: str, bad: Assessment) -> None:
    report, language = files_of_a_run()[file]
    same_as_golden(file, report.render(bad, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", comparison_reports(), ids=lambda report: report.name)
def test_comparison(
    report: Report[Any], language: Language, bad: Assessment, good: Assessment
) -> None:
    same_as_golden(
        report.file.format(language=language), report.render(compare([bad, good]), language)
    )


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_same_run_same_bytes(report: Report[Assessment], good: Assessment) -> None:
    assert report.render(good, "fr") == report.render(good.model_copy(deep=True), "fr")


def test_a_change_of_style_changes_no_golden_file() -> None:
    page = "<style>a{color:red}\n</style><p>text"
    assert without_style(page) == without_style(page.replace("red", "blue"))
    assert without_style(page) != without_style(page.replace("text", "other"))
