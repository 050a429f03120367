"""Run folders: created once, never overwritten, readable after any end of the run."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.run_end import ending
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder, new_run, temporary_folder
from epreuve.reports.text import Text, untranslated


def test_a_new_run_has_a_name_and_its_plan(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, parent=tmp_path / "runs")
    assert folder.path.parent == tmp_path / "runs"
    assert re.fullmatch(r"\d{8}-\d{6}-sobre-cie-tous-risques-7", folder.path.name)
    assert folder.read_plan() == plan
    assert folder.logs.is_dir()
    assert folder.read_record().id == folder.path.name
    assert "cores" in folder.read_record().machine


def test_a_plan_is_written_identically_after_reading(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "a")
    again = new_run(folder.read_plan(), tmp_path / "b")
    assert folder.plan.read_bytes() == again.plan.read_bytes()


def test_a_run_never_overwrites_another(plan: Plan, tmp_path: Path) -> None:
    new_run(plan, tmp_path / "mine")
    with pytest.raises(Misuse, match=r"mine: already exists; choose another folder"):
        new_run(plan, tmp_path / "mine")


def test_a_folder_that_cannot_be_created(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Misuse, match=r"file/run: cannot be written \(Not a directory\)"):
        new_run(plan, tmp_path / "file" / "run")


def test_facts_are_merged_and_the_last_value_wins(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "run")
    folder.note(engine="embedded 0.1", played=3.0)
    folder.note(played=4.0)
    assert (folder.read_record().engine, folder.read_record().played) == ("embedded 0.1", 4.0)
    assert folder.read_record().id == "run"
    assert not list(folder.path.glob("*.new"))


def test_the_file_has_the_fields_that_were_noted_only(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    facts: dict[str, object] = {"id": "a", "started": "2026-01-01T00:00:00+00:00"}
    folder.note(**facts)
    folder.note(cannot=[("Rien", "Été")], played=171.9)
    (tmp_path / "journal-entry.json").write_text('{"n": 7}')
    written = {**facts, "cannot": [["Rien", "Été"]], "played": 171.9}
    assert folder.record.read_text() == json.dumps(written, indent=1, ensure_ascii=False) + "\n"
    assert folder.read_record().journal == 7
    with pytest.raises(ValueError, match="colour"):
        folder.note(colour="red")


def test_a_killed_run_is_interrupted(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "run")
    with ending(folder):
        reason = folder.read_record().interrupted
        assert reason is not None
        assert reason.en == "the run was killed before its end"
        assert reason.fr == "l’essai a été tué avant sa fin"
        folder.note(played=plan.duration)
    assert folder.read_record().interrupted is None
    stopped = Text(fr="arrêté", en="stopped")
    folder.mark_interrupted(stopped, 3)
    assert folder.read_record().interrupted == stopped


def test_the_reason_of_an_older_run_is_in_english(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "run")
    document = json.loads(folder.record.read_text()) | {"interrupted": "stopped by the user"}
    folder.record.write_text(json.dumps(document))
    assert folder.read_record().interrupted == untranslated("stopped by the user")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read; give the folder of a run"),
        ("", "the file: is not JSON; give the folder of a run"),
        ("[1]", "the file: has an invalid value"),
        ("{}", "id: is missing; give the folder of a run"),
        ('{"id": "a", "started": "noon"}', "started: has an invalid value"),
        ('{"id": "a", "started": "2026-01-01", "played": "long"}', "played: has an invalid value"),
    ],
)
def test_an_unreadable_record_is_reported(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "run.json").write_text(text)
    with pytest.raises(Misuse, match=rf"run.json: {message}"):
        RunFolder(tmp_path).read_record()


def test_a_plan_of_another_version_is_reported(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "run")
    data = json.loads(folder.plan.read_text())
    for text in (json.dumps({**data, "seed": "many"}), "{}", "not json"):
        folder.plan.write_text(text)
        with pytest.raises(Misuse, match=r"plan.json: is not a plan of this version"):
            folder.read_plan()
    with pytest.raises(Misuse, match=r"is not a run folder .*; give the folder of a run"):
        RunFolder(tmp_path).read_plan()


def test_an_interrupt_before_the_first_step_leaves_an_end(plan: Plan, tmp_path: Path) -> None:
    folder = new_run(plan, tmp_path / "run")  # Ctrl-C would come here
    record = folder.read_record()
    assert str(record.interrupted) == "the run was stopped before its first step"
    assert record.ended == 3
    with ending(folder):
        folder.note(played=1.0)
    assert folder.read_record().interrupted is None
    assert "ended" not in json.loads(folder.record.read_text())


def test_an_interrupt_while_the_folder_is_made_is_late(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def interrupted(path: Path, *arguments: Any, **options: Any) -> None:
        mkdir(path, *arguments, **options)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Path, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new_run(plan, tmp_path / "run")
    assert RunFolder(tmp_path / "run").read_record().ended == 3


def test_another_user_may_enter_a_temporary_folder() -> None:
    """PostgreSQL refuses to run as root: its data folder is then that of another user."""
    with temporary_folder("epreuve-test-") as path:
        assert path.stat().st_mode & 0o777 == 0o755
    assert not path.exists()
