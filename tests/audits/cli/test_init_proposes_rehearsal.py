"""`init` ends by proposing the rehearsal of the profile that it drafted."""

import json
from pathlib import Path

import pytest

from tests.audits.cli.test_verbs_of_many import epreuve

API = {
    "openapi": "3.0.0",
    "info": {"title": "API", "version": "1"},
    "servers": [{"url": "http://127.0.0.1:18999"}],
    "paths": {"/aide": {"get": {"responses": {"200": {"description": "ok"}}}}},
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Puis essayez chaque parcours une fois : epreuve rehearse "),
        ("en", "Then try each journey once: epreuve rehearse "),
    ],
)
def test_the_last_line_is_the_command(
    language: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    described, drafted = tmp_path / "api.json", tmp_path / "p.yaml"
    described.write_text(json.dumps(API))
    assert epreuve("init", "--openapi", described, "--file", drafted, "--lang", language) == 0
    last = capsys.readouterr().out.splitlines()[-1].replace("\xa0", " ")
    assert last == f"{words}{drafted}"


def test_a_printed_draft_has_no_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described = tmp_path / "api.json"
    described.write_text(json.dumps(API))
    assert epreuve("init", "--openapi", described, "--file", "-") == 0
    assert "epreuve rehearse -" not in capsys.readouterr().out
