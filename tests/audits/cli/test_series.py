"""A series in its folder: trials with their seeds, one journal, one verdict, one verification."""

import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.cli.audit import audit_series
from epreuve.audits.cli.verify import verify
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.trials.combination import combine_trials, trial_folders
from epreuve.reports.document import read_assessment


@pytest.fixture(scope="module")
def plans(plan: Plan) -> list[Plan]:
    """Three plans whose seeds follow."""
    return [make_plan(plan.profile, plan.crisis, seed=seed, scale=plan.scale) for seed in (7, 8, 9)]


@pytest.fixture(scope="module")
def series(frozen: ModuleType, plans: list[Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three trials of a service that held, as if they had been played."""
    path = tmp_path_factory.mktemp("runs") / "series"

    def play(plan: Plan, run: RunFolder, label: str) -> None:
        assert label == f"{plan.seed - 6}/3"
        frozen.record(run, frozen.rows(plan, frozen.GOOD))
        run.note(played=plan.duration)
        run.seal()

    assert audit_series(plans, path, play, "en") in (0, 1)
    return path


@pytest.mark.slow
def test_each_trial_is_a_whole_run_with_its_seed(series: Path) -> None:
    trials = trial_folders(series)
    assert [each.path.name for each in trials] == ["trial-1", "trial-2", "trial-3"]
    assert [each.read_plan().seed for each in trials] == [7, 8, 9]
    assert all(each.assessment.is_file() for each in trials)
    assert len((series / "journal.jsonl").read_text().splitlines()) == 3


def test_they_are_told_as_one(series: Path) -> None:
    told = read_assessment(series / "assessment.json")
    assert told.trials is not None
    assert (told.run.id, told.run.seed, told.run.journal) == ("series", 7, 1)
    assert (told.trials.asked, told.trials.seeds, told.trials.quick) == (3, (7, 8, 9), True)
    assert told.result.interval is not None
    alone = [read_assessment(each.assessment) for each in trial_folders(series)]
    assert told.receipts.audited == sum(each.receipts.audited for each in alone)
    assert told.receipts.upper_bound == pytest.approx(3 / told.receipts.audited)
    dat = next(each for each in told.findings if each.id == "DAT-1")
    assert f"of {told.receipts.audited} receipts" in dat.reason.en
    assert Baseline((told,)).spread == told.trials.spread
    assert (series / "report.fr.html").is_file()


def test_they_are_judged_again_to_the_byte(series: Path) -> None:
    before = (series / "assessment.json").read_bytes()
    combine_trials(series)
    assert (series / "assessment.json").read_bytes() == before


@pytest.mark.slow
def test_a_series_is_verified_whole(series: Path, tmp_path: Path) -> None:
    assert list(verify(series)) == []
    copy = tmp_path / "series"
    shutil.copytree(series, copy)
    assert list(verify(copy)) == []  # handed over alone: its seal is what there is
    shutil.rmtree(copy / "trial-2")
    found = list(verify(copy))
    assert "trial-2: is missing" in found
    assert any(each.startswith("assessment.json: differs") for each in found)


def test_a_touched_trial_is_named(series: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(series, tmp_path / "series"))
    run = copy / "trial-3" / "run.json"
    known = json.loads(run.read_text())
    run.write_text(json.dumps({**known, "engine": "another"}))
    assert any(each.startswith("trial-3: run.json: changed") for each in verify(copy))


@pytest.mark.slow
def test_an_edited_gate_is_told(series: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(series, tmp_path / "series"))
    (copy / "plan.json").write_text((copy / "plan.json").read_text().replace("55", "5"))
    assert list(verify(copy)) == ["plan.json: is not that of trial-1"]


def test_a_series_that_stops_keeps_and_tells_what_was_seen(
    frozen: ModuleType, plans: list[Plan], tmp_path: Path
) -> None:
    def play(plan: Plan, run: RunFolder, label: str) -> None:
        if label == "2/3":
            run.mark_interrupted("stopped by the user", 3)
            raise NotMeasurable("stopped by the user")
        frozen.record(run, frozen.rows(plan, frozen.GOOD))
        run.note(played=plan.duration)
        run.seal()

    with pytest.raises(NotMeasurable, match="stopped by the user"):
        audit_series(plans, tmp_path / "series", play, "en")
    assert (tmp_path / "series" / "trial-1" / "assessment.json").is_file()


def test_a_folder_without_a_trial_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="holds no trial"):
        combine_trials(tmp_path)
    (tmp_path / "trial-notes").mkdir()
    assert trial_folders(tmp_path) == []
