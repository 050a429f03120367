"""Plugins add reports by an entry point; a broken plugin hides no other report."""

import textwrap
from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.report import comparison_reports, reports
from epreuve.reports.writing import Failed, Written, write_comparison, write_reports

MODULE = """
from epreuve.reports.report import Report

REPORT = Report("tiny", "tiny.{language}.txt", lambda a, language: f"{a.service.name}\\n")
COMPARISON = Report("tiny", "sides.txt", lambda c, language: " | ".join(c.names))
"""


def install(folder: Path, module: str, source: str) -> None:
    (folder / f"{module}.py").write_text(textwrap.dedent(source))
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[epreuve.reports]\ntiny = {module}\n")


def test_a_plugin_adds_its_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Assessment, bad: Assessment
) -> None:
    before = {report.name for report in reports()}
    install(tmp_path, "epreuve_tiny_report", MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    assert {report.name for report in reports()} == before | {"tiny"}
    assert "tiny" in {report.name for report in comparison_reports()}
    write_reports(good, tmp_path / "run")
    assert (tmp_path / "run" / "tiny.fr.txt").read_text() == f"{good.service.name}\n"
    write_comparison(compare([bad, good]), tmp_path / "comparison")
    assert " | " in (tmp_path / "comparison" / "sides.txt").read_text()


def test_a_broken_plugin_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Assessment
) -> None:
    install(tmp_path, "epreuve_broken_report", "raise RuntimeError('no licence')")
    monkeypatch.syspath_prepend(tmp_path)
    results = write_reports(good, tmp_path / "run")
    failures = [result for result in results if isinstance(result, Failed)]
    assert [failure.name for failure in failures] == ["tiny"]
    assert "(RuntimeError: no licence)" in failures[0].error.en
    assert any(isinstance(result, Written) and result.name == "html" for result in results)
    assert "tiny" not in {report.name for report in comparison_reports()}
