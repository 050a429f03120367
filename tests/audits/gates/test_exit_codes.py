"""Exit codes: one run of each, and the page about them."""

from pathlib import Path

import click
import pytest

from epreuve.audits.cli.shared import group as cli
from epreuve.audits.errors import (
    EpreuveError,
    HarnessFailed,
    Misuse,
    NotMeasurable,
    StoppedForSafety,
)
from epreuve.audits.gates.exit_codes import exit_codes
from tests.audits.gates.conftest import epreuve

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Misuse("x"), 2),
        (NotMeasurable("x"), 3),
        (StoppedForSafety("x"), 5),
        (HarnessFailed("x"), 6),
        (KeyboardInterrupt(), 3),
        (RuntimeError("a defect of ours"), 6),
    ],
)
def test_an_error_ends_with_its_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise error

    verb = click.Command("fail", callback=fail)
    monkeypatch.setattr(cli._Verbs, "get_command", lambda self, context, name: verb)
    monkeypatch.setattr(cli._Verbs, "list_commands", lambda self, context: ["fail"])
    assert epreuve("fail") == code


def test_every_code_is_documented_once() -> None:
    assert list(exit_codes()) == list(range(7))
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    for code, meaning in exit_codes().items():
        assert f"| {code} | {meaning.en} |" in page
    raised = {kind.exit_code for kind in (EpreuveError, *_below(EpreuveError))}
    assert raised <= set(exit_codes())


def _below(kind: type[EpreuveError]) -> list[type[EpreuveError]]:
    return [below for sub in kind.__subclasses__() for below in (sub, *_below(sub))]
