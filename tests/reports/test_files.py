"""Errors of writing a file have the type that the caller chooses."""

from pathlib import Path

import pytest

from epreuve.reports.files import create_file, write_errors_as


def test_the_error_has_the_path_and_the_reason(tmp_path: Path) -> None:
    with (
        pytest.raises(
            LookupError, match=r"out: cannot be written \(Is a directory\); choose another folder"
        ) as caught,
        write_errors_as(LookupError, tmp_path / "out"),
    ):
        tmp_path.write_text("x")
    assert caught.value.__cause__ is None


def test_another_error_passes(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), write_errors_as(LookupError, tmp_path):
        raise ZeroDivisionError


def test_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    create_file(path, "é", LookupError)
    assert path.read_text(encoding="utf-8") == "é"
    with pytest.raises(LookupError, match="file: already exists; choose another --file"):
        create_file(path, "other", LookupError)
    with pytest.raises(LookupError, match="cannot be written"):
        create_file(tmp_path / "absent" / "file", "x", LookupError)
    assert path.read_text(encoding="utf-8") == "é"
