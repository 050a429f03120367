"""Registry of formats, and writing of all reports."""

from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import Language
from epreuve.reports.report import Report, comparison_reports, reports
from epreuve.reports.writing import Failed, Written, print_results, write_comparison, write_reports


def test_registry() -> None:
    names = {report.name for report in reports()}
    assert names >= {"badge", "html", "json", "junit", "markdown", "openmetrics", "terminal"}
    assert {report.name for report in comparison_reports()} >= {"csv", "html", "markdown"}


def test_every_file_is_written(tmp_path: Path, good: Assessment) -> None:
    done = write_reports(good, tmp_path / "new" / "folder")
    assert {result.path.name for result in done if isinstance(result, Written)} >= {
        "report.fr.html", "report.en.html", "assessment.json", "junit.xml", "badge.svg",
        "metrics.prom", "summary.fr.md", "summary.en.txt",
    }  # fmt: skip
    assert all(result.path.stat().st_size for result in done)


def test_one_language(tmp_path: Path, good: Assessment) -> None:
    names = {result.path.name for result in write_reports(good, tmp_path, ["en"])}
    assert "report.en.html" in names
    assert "report.fr.html" not in names
    assert "junit.xml" in names


def test_a_failure_hides_no_other(tmp_path: Path, good: Assessment) -> None:
    def broken(assessment: Assessment, language: Language) -> str:
        raise KeyError(language)

    formats = [Report("broken", "broken.txt", broken), *reports()]
    first, *others = write_reports(good, tmp_path, only=formats)
    assert first == Failed("broken", tmp_path / "broken.txt", "KeyError: 'fr'")
    assert not first.path.exists()
    assert all(isinstance(result, Written) for result in others)


def test_results_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    written = Written("html", Path("report.html"))
    failed = Failed("kit", Path("kit.html"), "OSError: full")
    assert print_results([written])
    assert not print_results([written, failed])
    assert not print_results([failed, written], paths=False)
    output = capsys.readouterr()
    assert output.out == "report.html\n" * 2
    assert output.err == "epreuve: kit.html: not written: OSError: full\n" * 2


def test_comparison(tmp_path: Path, good: Assessment, bad: Assessment) -> None:
    done = write_comparison(compare([bad, good]), tmp_path)
    assert all(isinstance(result, Written) for result in done)
    assert (tmp_path / "comparison.fr.html").exists()


def test_a_run_without_evidence(tmp_path: Path, bare: Assessment) -> None:
    done = [*write_reports(bare, tmp_path), *write_comparison(compare([bare, bare]), tmp_path)]
    assert [result for result in done if isinstance(result, Failed)] == []
    assert "Ctrl-C" in (tmp_path / "summary.fr.txt").read_text(encoding="utf-8")
