"""Commands of the documentation, run whole, with frozen evidence in place of a run.

A run takes minutes. `tests/documented` runs the same audits for real: all of them until users
arrive, those of the first hour and of docs/ci to their end.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


frozen = load(HERE / "audits" / "frozen.py")
docs = load(HERE / "test_docs.py")
ELSEWHERE = {"init", "toxiproxy", "worker", "capacity"}
TYPED = {
    " ".join(one.values[0]): one.values[0]
    for one in docs.WRITTEN
    if one.values[0][0] == "epreuve" and one.values[0][1] not in {*docs.CHEAP, *ELSEWHERE}
}


def played(plan: Plan, folder: RunFolder, *others: Any) -> None:
    """A good run, without its three minutes."""
    frozen.record(folder, frozen.rows(plan, frozen.GOOD))
    folder.note(engine="embedded 0.1", cannot=[["rien", "nothing"]], played=plan.duration)
    folder.seal()


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader types, with a profile of theirs under any name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("epreuve.audits.cli.audit.play", played)
    monkeypatch.setattr("epreuve.audits.execution.run.play", played)
    return tmp_path


def typed(words: list[str]) -> int:
    return epreuve.main(words, prog_name="epreuve", standalone_mode=False) or 0


def prepare(folder: Path, words: list[str]) -> None:
    """The profiles and the runs that a command names."""
    profile = frozen.sobre().read_bytes()
    (folder / "ours.yaml").write_bytes(profile)
    for word in words[2:]:
        if word.endswith(".yaml") or word == "PROFILE":
            (folder / word).write_bytes(profile)
        elif words[1] != "audit" and word.startswith("runs"):
            run = "runs/a" if word == "runs" else word
            if not run.startswith("runs/compar"):
                typed(["audit", "ours.yaml", "--seed", "1", "--folder", run, "--quiet"])


@pytest.mark.parametrize("words", TYPED.values(), ids=TYPED)
def test_what_is_told_to_type_works(
    words: list[str], reader: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(reader, words)
    capsys.readouterr()
    assert typed(words[1:]) in (0, 1)  # 1: the frozen service may miss the gate
    assert capsys.readouterr().out.strip()
