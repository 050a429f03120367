"""Ends of a run before its time: exit codes and notes in `run.json`."""

from pathlib import Path

import pytest

from epreuve.audits.errors import HarnessFailed, Misuse, NotMeasurable, StoppedForSafety
from epreuve.audits.execution import browser_check, run
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import new_run
from epreuve.faults.errors import FaultError
from epreuve.faults.message import message
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.reports.text import Text

REASON = Text(fr="raison", en="reason")


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (NotMeasurable(REASON), NotMeasurable, 3),
        (EvidenceError(message("the disk is full")), NotMeasurable, 3),
        (OSError("no more files"), NotMeasurable, 3),
        (KeyboardInterrupt(), NotMeasurable, 3),
        (Misuse(REASON), Misuse, 2),
        (StoppedForSafety(REASON), StoppedForSafety, 5),
        (HarnessFailed(REASON), HarnessFailed, 6),
        (FaultError(message("no response from Toxiproxy")), HarnessFailed, 6),
    ],
)
def test_an_error_keeps_its_type_and_exit_code(
    plan: Plan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    kind: type[NotMeasurable | Misuse],
    code: int,
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(run, "TestBed", fail)
    folder = new_run(plan, tmp_path / "run")
    with pytest.raises(kind) as raised:
        run.play(plan, folder, Listener())
    assert type(raised.value) is kind
    assert raised.value.exit_code == code
    reason = folder.read_record().interrupted
    assert reason is not None
    assert reason.en == (str(error) or "stopped by the user")
    if error.args == (REASON,):
        assert reason == REASON
    assert folder.read_record().ended == code


def test_a_bug_of_the_harness_is_noted(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise LookupError("nothing there")

    monkeypatch.setattr(run, "TestBed", fail)
    folder = new_run(plan, tmp_path / "run")
    with pytest.raises(LookupError):
        run.play(plan, folder, Listener())
    assert folder.read_record().interrupted == Text(
        en="epreuve has a bug (LookupError: nothing there); please report it",
        fr="epreuve a une erreur (LookupError: nothing there) ; merci de la signaler",
    )
    assert folder.read_record().ended == 6


def test_a_missing_browser_is_reported_before_the_run(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_check, "find_chromium", lambda: None)
    folder = new_run(plan.model_copy(update={"browser": True}), tmp_path / "run")
    with pytest.raises(Misuse, match="--browser: none of chromium"):
        run.play(folder.read_plan(), folder, Listener())
    assert not folder.evidence.exists()
