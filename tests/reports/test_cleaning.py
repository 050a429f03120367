"""Text of a service is safe in every report."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.cleaning import MAX_LENGTH, clean, cleaned
from epreuve.reports.comparison import compare
from epreuve.reports.report import Report, comparison_reports, reports
from epreuve.reports.writing import Written, write_reports

PLAIN = {".txt", ".json", ".prom", ".csv"}  # plain text needs no escape
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0x0, 0x1B, 0x7F, 0x9B, 0x200F])
def test_hidden_characters_are_shown(code: int) -> None:
    assert clean(f"a{chr(code)}b") == f"a⟨U+{code:04X}⟩b"


def test_french_is_unchanged() -> None:
    sentence = "L’été : 5\u202f300 lignes\u00a0; « œuf » — ÉÀÇ"
    assert clean(sentence) == sentence


def test_one_line() -> None:
    assert clean("a\r\n\tb\u2028c") == "a b c"


def test_long_strings_are_cut() -> None:
    text = clean("x" * 1_000_000)
    assert text == "x" * MAX_LENGTH + f"… (+{1_000_000 - MAX_LENGTH})"


def test_whole_document(hostile: Assessment) -> None:
    assert not HIDDEN.search(cleaned(hostile).model_dump_json())


def test_an_ordinary_document_is_unchanged(good: Assessment) -> None:
    assert cleaned(good) == good


def text_of(content: str | bytes) -> str:
    """Return the text of a format; of a workbook, its cells."""
    if isinstance(content, str):
        return content
    return zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_no_hidden_character_in_any_format(report: Report[Any], hostile: Assessment) -> None:
    text = text_of(report.render(hostile, "fr"))
    assert not HIDDEN.search(text)
    if Path(report.file).suffix not in PLAIN:
        assert "<script" not in text


@pytest.mark.parametrize("report", comparison_reports(), ids=lambda report: report.name)
def test_no_hidden_character_in_any_comparison(report: Report[Any], hostile: Assessment) -> None:
    text = text_of(report.render(compare([hostile, hostile]), "en"))
    assert not HIDDEN.search(text)
    if Path(report.file).suffix not in PLAIN:
        assert "<script" not in text


def test_every_report_is_written(tmp_path: Path, hostile: Assessment) -> None:
    assert all(isinstance(r, Written) for r in write_reports(hostile, tmp_path))
