"""A place that the user chose and that cannot be written: exit code 2, and one remedy."""

from pathlib import Path

import pytest

from tests.audits.cli.test_verbs_of_many import epreuve, run_folder


def commands(tmp_path: Path, place: Path) -> dict[str, list[object]]:
    """Return a command for each option that names a file or a folder to write."""
    runs = [run_folder(tmp_path / "runs" / name, supplier=name) for name in ("un", "deux")]
    return {
        "crises --html": ["crises", "--html", place],
        "crises show --html": ["crises", "show", "tous-risques", "--html", place],
        "crises new --file": ["crises", "new", "crue", "--file", place],
        "grid --output": ["grid", "--output", place],
        "compare --folder": ["compare", *runs, "--folder", place],
        "history --site": ["history", tmp_path / "runs", "--site", place],
        "demo --folder": ["demo", "--folder", place],
    }


@pytest.mark.parametrize(
    "option",
    [
        "crises --html", "crises show --html", "crises new --file", "grid --output",
        "compare --folder", "history --site", "demo --folder",
    ],
)  # fmt: skip
def test_an_unwritable_place_is_misuse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "below"
    assert epreuve(*commands(tmp_path, place)[option]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        f"epreuve: {place}: cannot be written (Not a directory); choose another folder, or change "
        "its permissions"
    )


def test_a_comparison_in_a_folder_that_takes_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = commands(tmp_path, Path("/proc"))["compare --folder"]
    assert epreuve(*command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("epreuve: /proc: cannot be written (")
