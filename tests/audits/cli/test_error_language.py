"""Language of error messages: that of --lang, else that of the locale."""

import pytest

from epreuve.audits.cli.shared import group
from epreuve.audits.cli.shared.failure import failure
from epreuve.audits.errors import EXIT_MISUSE

FRENCH, ENGLISH = "fichier introuvable", "no such file"


def error_of(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the message of a command that is a misuse."""
    with pytest.raises(SystemExit) as ended:
        group.main(list(arguments))
    assert ended.value.code == EXIT_MISUSE
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("locale", "arguments", "sentence"),
    [
        ("C.UTF-8", ("plan", "absent.yaml"), ENGLISH),
        ("fr_FR.UTF-8", ("plan", "absent.yaml"), FRENCH),
        ("C.UTF-8", ("plan", "absent.yaml", "--lang", "fr"), FRENCH),
        ("fr_FR.UTF-8", ("plan", "--lang", "en", "absent.yaml"), ENGLISH),
        ("fr_FR.UTF-8", ("check", "absent.yaml"), FRENCH),
    ],
)
def test_an_error_is_in_the_language_of_the_option_else_of_the_locale(
    locale: str, arguments: tuple[str, ...], sentence: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("LC_ALL", locale)
    message = error_of(*arguments, capsys=capsys)
    assert message.startswith("epreuve: absent.yaml")
    assert sentence in message


def test_an_interrupt_and_a_bug_have_both_languages() -> None:
    assert failure(KeyboardInterrupt()).fr == "interrompu"
    assert "erreur d’epreuve" in failure(LookupError("nothing there")).fr
