"""Commands of the documentation, run whole, with frozen evidence in place of a run.

A run takes minutes. `tests/documented` runs the same audits for real: all of them until users
arrive, those of the first hour and of docs/ci to their end.
"""

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.execution.progress import metrics_server
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from tests.audits import frozen
from tests.documentation.pages import CHEAP, WRITTEN
from tests.harness.documents import copy_documents

pytestmark = pytest.mark.slow

ELSEWHERE = {
    "init",
    "rehearse",
    "toxiproxy",
    "worker",
    "capacity",
}  # tests/documented runs these verbs
COMMANDS = {
    " ".join(parameter.values[0]): parameter.values[0]
    for parameter in WRITTEN
    if parameter.values[0][0] == "epreuve" and parameter.values[0][1] not in {*CHEAP, *ELSEWHERE}
}
serve_metrics = metrics_server.serve_metrics


def play(plan: Plan, folder: RunFolder, *others: Any) -> None:
    """Write the evidence of a good run, in place of the three minutes of a run."""
    frozen.record(folder, frozen.rows(plan, frozen.GOOD))
    folder.note(
        engine="embedded 0.1", cannot=[["rien", "nothing"]], played=plan.duration,
        interrupted=None, ended=None,
    )  # fmt: skip
    folder.seal()


def serve_on_free_port(metrics: Any, host: str, port: int) -> AbstractContextManager[str]:
    """Serve metrics on a free port, because another program may use that of the page."""
    return serve_metrics(metrics, host, 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("epreuve.audits.cli.audit.play", play)
    monkeypatch.setattr("epreuve.audits.execution.run.play", play)
    monkeypatch.setattr(metrics_server, "serve_metrics", serve_on_free_port)
    return tmp_path


def run(words: list[str]) -> int:
    """Run a command; return its exit code."""
    return epreuve.main(words, prog_name="epreuve", standalone_mode=False) or 0


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run, written once."""
    place = tmp_path_factory.mktemp("played")
    (place / "ours.yaml").write_bytes(frozen.sobre().read_bytes())
    copy_documents(frozen.sobre(), place)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr("epreuve.audits.cli.audit.play", play)
        words = ["audit", "ours.yaml", "--seed", "1", "--folder", "runs/a", "--quiet"]
        assert run(words) in (0, 1)
    return place / "runs" / "a"


def prepare(folder: Path, words: list[str], played: Path) -> None:
    """Write the profiles and the runs that a command names."""
    for word in words[2:]:
        if word.endswith(".yaml") or word == "PROFILE":
            (folder / word).write_bytes(frozen.sobre().read_bytes())
            copy_documents(frozen.sobre(), folder)
        elif words[1] != "audit" and word.startswith("runs"):
            path = "runs/a" if word == "runs" else word
            if not path.startswith("runs/compar"):
                shutil.copytree(played, folder / path)


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_command_of_a_page_works(
    words: list[str], folder: Path, played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(folder, words, played)
    capsys.readouterr()
    assert run(words[1:]) in (0, 1)  # 1: the frozen service may miss the gate
    assert capsys.readouterr().out.strip()
