"""Writing of a draft: whole or not at all, and no existing file is lost."""

import json
import os
import stat
from pathlib import Path

import pytest

from epreuve.audits.drafts import writer
from epreuve.audits.drafts.writer import draft_profile
from epreuve.audits.drafts.written_value import written
from epreuve.audits.errors import Misuse
from epreuve.audits.reading.yaml_loader import TypedLoader
from tests.audits.drafts.draft import entry, har

import yaml  # isort: skip

PAGE = "<h1>Bonjour</h1>"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return har(tmp_path, entry("http://127.0.0.1:8080/", PAGE))


def test_nothing_remains_beside_a_draft(source: Path, tmp_path: Path) -> None:
    draft_profile(None, source, None, tmp_path / "a.yaml", "en")
    assert sorted(os.listdir(tmp_path)) == ["a.yaml", "recorded.har"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o666 & ~mask


def test_a_file_that_exists_is_kept(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("mine")
    with pytest.raises(Misuse, match="already exists"):
        draft_profile(None, source, None, file, "en")
    monkeypatch.setattr(writer.os.path, "lexists", lambda _: False)  # it appears meanwhile
    with pytest.raises(Misuse, match="already exists"):
        draft_profile(None, source, None, file, "en")
    assert file.read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["a.yaml", "recorded.har"]


def test_nothing_remains_of_a_draft_that_was_interrupted(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "prepare_profile", stop)
    with pytest.raises(KeyboardInterrupt):
        draft_profile(None, source, None, tmp_path / "a.yaml", "en")
    assert os.listdir(tmp_path) == ["recorded.har"]


def test_a_draft_without_its_folder_gives_one_error(source: Path, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot be written"):
        draft_profile(None, source, None, tmp_path / "no" / "a.yaml", "en")


def test_what_check_refuses_is_named(tmp_path: Path) -> None:
    source = har(tmp_path, entry("https://staging.example.fr/", PAGE))
    message = draft_profile(None, source, None, tmp_path / "a.yaml", "fr")
    assert "To complete before `epreuve check`:" in message.en
    assert f"{tmp_path / 'a.yaml'}:10: service.address: staging.example.fr is not" in message.en
    assert "À compléter avant `epreuve check` :" in message.fr


@pytest.mark.parametrize(
    "value",
    [
        "no", "012", "12:30", "2024-01-02", "a: b #c", "\u2028\x85\x07\ufeff\ufffe", "😀", '"\\/"',
        1e16, 1e-7, 0.5, -3, 10**30, True, None, [[], {}], {"on": "no", "012": [None, {"{x}": ""}]},
    ],
)  # fmt: skip
def test_a_written_value_is_read_as_itself(value: object) -> None:
    kept = json.loads(json.dumps(value).replace("\\ufffe", "\\ufffd"))
    assert yaml.load(written(value), TypedLoader) == kept
    assert written(value).isprintable()


def test_half_a_character_is_replaced() -> None:
    assert written("a\ud800") == '"a\N{REPLACEMENT CHARACTER}"'
    assert written("\ud83d\ude00") == '"😀"'
    assert written("a\0") == '"a\N{REPLACEMENT CHARACTER}"'
    assert written(float("nan")) == "0"
