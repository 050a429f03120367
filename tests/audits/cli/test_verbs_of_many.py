"""`compare` and `history`: several runs, and refused ones."""

import json
from pathlib import Path

import pytest

from epreuve.audits.cli.shared.group import main

GOLDEN = Path(__file__).parents[2] / "reports" / "golden" / "assessment.json"


def run_folder(path: Path, supplier: str = "A", **run: object) -> Path:
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    document["service"]["supplier"] = supplier
    document["run"] |= {"id": path.name, **run}
    path.mkdir(parents=True)
    (path / "assessment.json").write_text(json.dumps(document))
    return path


def epreuve(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_compare_prints_and_writes_a_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [run_folder(tmp_path / name, supplier=name) for name in ("un", "deux")]
    out = tmp_path / "out"
    assert epreuve("compare", *runs, "--folder", out, "--lang", "fr") == 0
    assert {path.name for path in out.iterdir()} == {
        f"comparison.{language}.{kind}"
        for language in ("fr", "en")
        for kind in ("html", "md", "csv", "txt", "ods")
    }
    printed = capsys.readouterr().out
    assert "deux" in printed
    assert "Crue qui coupe la fibre" in printed


def test_compare_reads_a_file(tmp_path: Path) -> None:
    runs = [run_folder(tmp_path / name, supplier=name) for name in ("un", "deux")]
    assert epreuve("compare", *(r / "assessment.json" for r in runs), "--folder", tmp_path) == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"seed": 1}, "seed differs"), ({"scale": 7}, "scale differs: 300 in run un, 7 in")],
)
def test_compare_refuses_different_conditions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], reason: str
) -> None:
    runs = [run_folder(tmp_path / "un"), run_folder(tmp_path / "deux", **change)]
    assert epreuve("compare", *runs, "--folder", tmp_path / "out") == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_compare_refuses_one_run_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_folder(tmp_path / "un")
    again = tmp_path / "deux" / ".." / "un" / "assessment.json"
    (tmp_path / "deux").mkdir()
    for twice in (run, again):
        command = ["compare", run, twice, "--folder", tmp_path / "out", "--lang", "fr"]
        assert epreuve(*command) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line == (
            f"epreuve: {twice} : est indiqué deux fois ; indiquez des essais différents"
        )
    assert not (tmp_path / "out").exists()


def test_compare_needs_two_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("compare", run_folder(tmp_path / "un")) == 2
    assert epreuve("compare", tmp_path / "absent", tmp_path / "un") == 2
    message = capsys.readouterr().err
    assert "two runs or more, 1 given" in message
    assert "absent: no such file; give the folder of a run" in message


def test_history_finds_runs_and_writes_a_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = tmp_path / "runs"
    run_folder(runs / "first", started="2026-01-01T00:00:00+00:00")
    run_folder(runs / "demo" / "second", started="2026-01-02T00:00:00+00:00")
    run_folder(runs / "first" / "service" / "inside")  # folders inside a run are skipped
    (run_folder(runs / "broken") / "assessment.json").write_text("{")
    site = runs / "site"
    for _ in range(2):  # the second time, the site exists and is skipped
        assert epreuve("history", runs, "--site", site, "--lang", "en") == 0
        output = capsys.readouterr()
        rows = [line.split()[-1] for line in output.out.splitlines() if line.startswith("  2026")]
        assert rows == ["first", "demo/second"]
        assert "broken/assessment.json" in output.err
    assert (site / "demo" / "second" / "report.en.html").is_file()


def test_history_of_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("history", tmp_path) == 2
    assert "contains no run with an assessment.json" in capsys.readouterr().err
    assert epreuve("history", tmp_path / "absent") == 2
