"""A file that cannot be written is one error of the caller's own, with path and reason."""

from pathlib import Path

import pytest

from epreuve.reports.files import write_errors_as


def test_the_error_has_the_path_and_the_reason(tmp_path: Path) -> None:
    with (
        pytest.raises(LookupError, match=r"out: cannot be written \(Is a directory\)$") as caught,
        write_errors_as(LookupError, tmp_path / "out"),
    ):
        tmp_path.write_text("x")
    assert caught.value.__cause__ is None


def test_another_error_passes(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), write_errors_as(LookupError, tmp_path):
        raise ZeroDivisionError
