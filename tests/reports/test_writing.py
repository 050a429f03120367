"""Registry of formats, and writing of all reports."""

import errno
from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import Language
from epreuve.reports.report import Report, comparison_reports, reports
from epreuve.reports.text import Text
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
    assert isinstance(first, Failed)
    assert first.error.fr.endswith(
        "le format broken a échoué (KeyError: 'fr') ; signalez-le à l’auteur du format. "
        "Les autres rapports sont écrits."
    )
    assert not first.path.exists()
    assert all(isinstance(result, Written) for result in others)


def test_results_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    written = Written("html", Path("report.html"))
    failed = Failed("kit", Path("kit.html"), Text(fr="disque plein", en="disk full"))
    assert print_results([written], "en")
    assert not print_results([written, failed], "en")
    assert not print_results([failed, written], "fr", paths=False)
    output = capsys.readouterr()
    assert output.out == "report.html\n" * 2
    assert output.err == "epreuve: disk full\nepreuve: disque plein\n"


def test_a_folder_that_takes_no_file_is_one_error(
    tmp_path: Path,
    good: Assessment,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(_: Path, __: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert not print_results(write_reports(good, tmp_path), "fr")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"epreuve: {tmp_path} : écriture impossible (Permission denied) ; ")


def test_a_file_that_cannot_be_replaced_is_named(tmp_path: Path, good: Assessment) -> None:
    (tmp_path / "badge.svg").mkdir()
    (error,) = [r.error.en for r in write_reports(good, tmp_path) if isinstance(r, Failed)]
    assert error.startswith(f"{tmp_path / 'badge.svg'}: cannot be written (Is a directory); ")


def test_comparison(tmp_path: Path, good: Assessment, bad: Assessment) -> None:
    done = write_comparison(compare([bad, good]), tmp_path)
    assert all(isinstance(result, Written) for result in done)
    assert (tmp_path / "comparison.fr.html").exists()


def test_a_run_without_evidence(tmp_path: Path, bare: Assessment) -> None:
    done = [*write_reports(bare, tmp_path), *write_comparison(compare([bare, bare]), tmp_path)]
    assert [result for result in done if isinstance(result, Failed)] == []
    assert "Ctrl-C" in (tmp_path / "summary.fr.txt").read_text(encoding="utf-8")
