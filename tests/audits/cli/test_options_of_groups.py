"""Options of `epreuve crises` before a command of it: used or refused, never ignored."""

from pathlib import Path

import pytest

from tests.audits.cli.test_verbs_of_many import epreuve


def test_a_folder_of_pages_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert epreuve("crises", "--html", tmp_path / "pages", "show", "canicule") == 2
    assert "write it after `crises show ID`" in capsys.readouterr().err
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["--lang", "fr", "show", "canicule"], "canicule · La canicule"),
        (["--lang", "en", "show", "canicule"], "canicule · Heat"),
        (["--lang", "en", "show", "canicule", "--lang", "fr"], "canicule · La canicule"),
    ],
)
def test_the_language_is_that_of_the_command(
    words: list[str], title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert epreuve("crises", *words) == 0
    assert capsys.readouterr().out.startswith(title)
