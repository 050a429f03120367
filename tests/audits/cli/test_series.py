"""Series of runs: seeds, journal, common assessment and verification."""

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
from epreuve.reports.text import Text


@pytest.fixture(scope="module")
def plans(plan: Plan) -> list[Plan]:
    """Three plans with consecutive seeds."""
    return [
        make_plan(plan.profile, plan.crisis, seed=seed, scale=plan.scale, documents=plan.documents)
        for seed in (7, 8, 9)
    ]


@pytest.fixture(scope="module")
def series(frozen: ModuleType, plans: list[Plan], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three trials with frozen evidence of a good service."""
    path = tmp_path_factory.mktemp("runs") / "series"

    def play(plan: Plan, run: RunFolder, label: str) -> None:
        assert label == f"{plan.seed - 6}/3"
        frozen.record(run, frozen.rows(plan, frozen.GOOD))
        run.note(played=plan.duration, interrupted=None, ended=None)
        run.seal()

    assert audit_series(plans, path, play, "en") in (0, 1)
    return path


@pytest.mark.slow
def test_each_trial_is_a_run_with_its_own_seed(series: Path) -> None:
    trials = trial_folders(series)
    assert [trial.path.name for trial in trials] == ["trial-1", "trial-2", "trial-3"]
    assert [trial.read_plan().seed for trial in trials] == [7, 8, 9]
    assert all(trial.assessment.is_file() for trial in trials)
    assert len((series / "journal.jsonl").read_text().splitlines()) == 3


@pytest.mark.slow
def test_trials_have_a_common_assessment(series: Path) -> None:
    assessment = read_assessment(series / "assessment.json")
    assert assessment.trials is not None
    assert (assessment.run.id, assessment.run.seed, assessment.run.journal) == ("series", 7, 1)
    assert (assessment.trials.asked, assessment.trials.seeds, assessment.trials.quick) == (
        3,
        (7, 8, 9),
        True,
    )
    assert assessment.result.interval is not None
    alone = [read_assessment(trial.assessment) for trial in trial_folders(series)]
    assert assessment.receipts.audited == sum(trial.receipts.audited for trial in alone)
    bounds = [one.receipts.upper_bound or 0.0 for one in alone]
    older = sum(3 / bound for bound in bounds)  # receipts older than a power cut
    assert assessment.receipts.upper_bound == pytest.approx(3 / older)
    dat = next(finding for finding in assessment.findings if finding.id == "DAT-1")
    assert f"after the crisis: {assessment.receipts.audited:,}" in dat.reason.en
    assert Baseline((assessment,)).spread == assessment.trials.spread
    assert (series / "report.fr.html").is_file()


@pytest.mark.slow
def test_a_new_assessment_is_identical(series: Path) -> None:
    before = (series / "assessment.json").read_bytes()
    combine_trials(series)
    assert (series / "assessment.json").read_bytes() == before


@pytest.mark.slow
def test_a_series_is_verified(series: Path, tmp_path: Path) -> None:
    assert list(verify(series)) == []
    copy = tmp_path / "series"
    shutil.copytree(series, copy)
    assert list(verify(copy)) == []  # without its journal, only the seal is checked
    shutil.rmtree(copy / "trial-2")
    problems = list(map(str, verify(copy)))
    assert "trial-2: is missing" in problems
    assert any(line.startswith("assessment.json: differs") for line in problems)


@pytest.mark.slow
def test_a_changed_trial_is_named(series: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(series, tmp_path / "series"))
    run = copy / "trial-3" / "run.json"
    known = json.loads(run.read_text())
    run.write_text(json.dumps({**known, "engine": "another"}))
    assert any(str(line).startswith("trial-3: run.json: changed") for line in verify(copy))


@pytest.mark.slow
def test_a_changed_gate_is_reported(series: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(series, tmp_path / "series"))
    (copy / "plan.json").write_text((copy / "plan.json").read_text().replace("55", "5"))
    (problem,) = verify(copy)
    assert problem.en == "plan.json: differs from the plan of trial-1"
    assert problem.fr == "plan.json : diffère du plan de trial-1"


def test_an_interrupted_series_keeps_its_finished_trials(
    frozen: ModuleType, plans: list[Plan], tmp_path: Path
) -> None:
    def play(plan: Plan, run: RunFolder, label: str) -> None:
        if label == "2/3":
            raise run.interruption(Text(fr="arrêté", en="stopped"))
        frozen.record(run, frozen.rows(plan, frozen.GOOD))
        run.note(played=plan.duration, interrupted=None, ended=None)
        run.seal()

    with pytest.raises(NotMeasurable, match="stopped"):
        audit_series(plans, tmp_path / "series", play, "en")
    assert (tmp_path / "series" / "trial-1" / "assessment.json").is_file()


def test_a_folder_without_a_trial_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="has no trial"):
        combine_trials(tmp_path)
    (tmp_path / "trial-notes").mkdir()
    assert trial_folders(tmp_path) == []
