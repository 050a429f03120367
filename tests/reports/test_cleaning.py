"""What a service says cannot harm who reads a report."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.cleaning import LONGEST, clean, harmless
from epreuve.reports.comparison import compare
from epreuve.reports.report import Report, comparison_reports, reports
from epreuve.reports.writing import Written, write_reports

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0x0, 0x1B, 0x7F, 0x9B, 0x200F])
def test_hidden_characters_are_shown(code: int) -> None:
    assert clean(f"a{chr(code)}b") == f"a⟨U+{code:04X}⟩b"


def test_french_is_left_alone() -> None:
    sentence = "L’été : 5\u202f300 lignes\u00a0; « œuf » — ÉÀÇ"
    assert clean(sentence) == sentence


def test_one_line() -> None:
    assert clean("a\r\n\tb\u2028c") == "a b c"


def test_long_strings_are_cut() -> None:
    told = clean("x" * 1_000_000)
    assert told == "x" * LONGEST + f"… (+{1_000_000 - LONGEST})"


def test_whole_document(hostile: Assessment) -> None:
    assert not HIDDEN.search(harmless(hostile).model_dump_json())


def test_harmless_changes_nothing_in_a_peaceful_document(good: Assessment) -> None:
    assert harmless(good) == good


def shown(told: str | bytes) -> str:
    """The text of a format; of a workbook, its cells."""
    if isinstance(told, str):
        return told
    return zipfile.ZipFile(io.BytesIO(told)).read("content.xml").decode()


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.name)
def test_no_format_lets_a_hidden_character_through(
    report: Report[Any], hostile: Assessment
) -> None:
    told = shown(report.render(hostile, "fr"))
    assert not HIDDEN.search(told)
    if report.name not in ("json", "terminal", "openmetrics"):  # plain text may hold any sign
        assert "<script" not in told


@pytest.mark.parametrize("report", comparison_reports(), ids=lambda report: report.name)
def test_no_comparison_lets_a_hidden_character_through(
    report: Report[Any], hostile: Assessment
) -> None:
    told = shown(report.render(compare([hostile, hostile]), "en"))
    assert not HIDDEN.search(told)
    if report.name != "terminal" and report.name != "csv":  # plain text may hold any sign
        assert "<script" not in told


def test_every_report_is_written(tmp_path: Path, hostile: Assessment) -> None:
    assert all(isinstance(r, Written) for r in write_reports(hostile, tmp_path))
