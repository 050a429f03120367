"""Assessment of synthetic evidence: reproducible, with the expected numbers."""

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.reports.assessment import Assessment
from epreuve.reports.writing import Failed, write_reports


def scores_of(assessment: Assessment) -> dict[str, float | None]:
    return {
        finding.id: finding.score for finding in assessment.findings if finding.outcome == "scored"
    }


@pytest.mark.parametrize("name", ["good_run", "bad_run"])
def test_two_assessments_of_one_run_have_the_same_bytes(
    name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(name)
    assess_run(folder)
    first = folder.assessment.read_bytes()
    folder.assessment.unlink()
    assess_run(folder)
    assert folder.assessment.read_bytes() == first
    assert Assessment.model_validate_json(first).run.id == "frozen"


def test_the_same_evidence_gives_the_same_assessment(
    frozen: ModuleType, plan: Plan, good_run: RunFolder, tmp_path: Path
) -> None:
    again = frozen.write(tmp_path / "again", plan, frozen.GOOD)
    assert assess_run(again) == assess_run(good_run)


def test_a_good_service(good_run: RunFolder) -> None:
    assessment = assess_run(good_run)
    assert (assessment.result.letter, assessment.result.knockouts) in {("A", ()), ("B", ())}
    assert assessment.result.score == pytest.approx(92, abs=8)
    assert assessment.result.floor <= (assessment.result.score or 0) <= assessment.result.ceiling
    scores = scores_of(assessment)
    for id in ("CON-1", "DEG-1", "DEG-2", "DEG-4", "FRU-2", "IND-1", "IND-2", "DAT-1",
               "REC-2", "HUM-1"):  # fmt: skip
        assert scores[id] == 100, id
    assert "DAT-2" not in scores  # nobody had to send again
    assert assessment.receipts.lost == assessment.receipts.duplicated == 0
    assert assessment.receipts.audited == assessment.receipts.acknowledged > 300
    least = 3 / assessment.receipts.audited  # some are younger than the last power cut
    assert assessment.receipts.upper_bound == pytest.approx(1.1 * least, abs=0.1 * least)
    assert all(recovery.useful is not None for recovery in assessment.recoveries)


def test_a_bad_service(bad_run: RunFolder) -> None:
    assessment = assess_run(bad_run)
    assert assessment.result.letter in ("E", "F", "G")
    assert {knockout.id for knockout in assessment.result.knockouts} >= {"K1", "K3", "K5", "K7"}
    assert assessment.result.score is not None
    assert assessment.result.score <= 39
    k1 = next(knockout for knockout in assessment.result.knockouts if knockout.id == "K1")
    assert k1.sentence.fr == "Des démarches confirmées ont été perdues."
    scores = scores_of(assessment)
    for id in ("FRU-1", "FRU-2", "DEG-2", "DEG-4", "IND-1", "IND-2", "DAT-1", "HUM-1"):
        assert scores[id] == 0, id
    assert assessment.receipts.lost == pytest.approx(assessment.receipts.audited * 0.2, abs=20)
    assert assessment.receipts.upper_bound is None


def test_one_lost_receipt_caps_a_good_service(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    assessment = assess_run(frozen.write(tmp_path / "run", plan, replace(frozen.GOOD, lost=1)))
    assert [knockout.id for knockout in assessment.result.knockouts] == ["K1"]
    assert assessment.result.letter in ("E", "F")
    assert assessment.result.letter_without_knockouts in ("A", "B", "C")


def test_the_assessment_describes_the_run(good_run: RunFolder) -> None:
    assessment, plan = assess_run(good_run), good_run.read_plan()
    assert (assessment.run.seed, assessment.run.scale, assessment.run.duration) == (
        7,
        60,
        plan.duration,
    )
    assert assessment.run.interrupted is None
    assert (assessment.crisis.id, assessment.service.supplier) == ("tous-risques", "Sobre & Cie")
    assert assessment.grid.official
    assert len(assessment.findings) == len(load_grid().criteria)
    assert len(assessment.timeline.series.planned) == len(assessment.timeline.series.p95)
    assert sum(assessment.timeline.series.started) == sum(
        assessment.timeline.series.succeeded
    ) + sum(assessment.timeline.series.failed)
    powers = [span for span in assessment.timeline.spans if span.kind == "power"]
    assert [(power.start, power.end) for power in powers] == [
        (cut.start, cut.end) for cut in plan.cuts
    ]
    probes = ("edge-probe", "comfort-probe", "interrupted-form")
    spans = [span for span in plan.spans if not span.subject.startswith(probes)]
    assert len(assessment.timeline.spans) == len(spans) + len(plan.cuts)
    assert assessment.bench.engine == "embedded 0.1"
    assert assessment.warnings == ()


def test_an_unconfirmed_fault_scores_nothing(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    """The criteria of an unconfirmed fault are inconclusive."""
    rows = [e for e in frozen.rows(plan, frozen.GOOD) if getattr(e, "kind", "") != "fault begin"]
    assessment = assess_run(frozen.keep(tmp_path / "run", plan, rows))
    outcomes = {finding.id: finding.outcome for finding in assessment.findings}
    assert outcomes["DEG-1"] == outcomes["DEG-2"] == outcomes["IND-2"] == "inconclusive"
    assert assessment.matrix == ()


def test_no_finding_is_an_error(good_run: RunFolder, bad_run: RunFolder) -> None:
    for folder in (good_run, bad_run):
        wrong = {e.id: e.reason.en for e in assess_run(folder).findings if e.outcome == "error"}
        assert wrong == {}


def test_empty_evidence_gives_an_assessment(frozen: ModuleType, plan: Plan, tmp_path: Path) -> None:
    assessment = assess_run(frozen.keep(tmp_path / "run", plan, []))
    assert assessment.result.letter is None
    measured = [finding for finding in assessment.findings if finding.kind == "measured"]
    assert {finding.outcome for finding in measured} == {"inconclusive"}
    assert not [finding for finding in assessment.findings if finding.outcome == "error"]


@pytest.mark.slow
def test_every_report_is_written(good_run: RunFolder, bad_run: RunFolder) -> None:
    for folder in (good_run, bad_run):
        written = write_reports(assess_run(folder), folder.path)
        assert len(written) > 5
        assert not [row for row in written if isinstance(row, Failed)]
        for language in ("fr", "en"):
            page = folder.path / f"report.{language}.html"
            assert len(page.read_bytes()) <= 100_000
            assert "Guichet de Saint-Exemple" in page.read_text(encoding="utf-8")


def test_a_folder_without_a_run_is_refused(tmp_path: Path, good_run: RunFolder) -> None:
    with pytest.raises(Misuse, match="is not a run folder"):
        assess_run(RunFolder(tmp_path))
    (tmp_path / "plan.json").write_text(good_run.plan.read_text())
    run = tmp_path / "run.json"
    for written, message in (
        (None, "cannot be read; give the folder of a run"),
        ("{", "the file: is not JSON"),
        ("{}", "id: is missing"),
    ):
        if written is not None:
            run.write_text(written)
        with pytest.raises(Misuse, match=rf"run.json: {message}"):
            assess_run(RunFolder(tmp_path))
    run.write_text((good_run.path / "run.json").read_text())
    with pytest.raises(Misuse, match="no such evidence file"):
        assess_run(RunFolder(tmp_path))


def test_damaged_files_are_refused(tmp_path: Path, good_run: RunFolder) -> None:
    folder = RunFolder(Path(shutil.copytree(good_run.path, tmp_path / "run")))
    content = folder.evidence.read_bytes()
    folder.evidence.write_bytes(content[:8192] + bytes(len(content) - 8192))
    with pytest.raises(Misuse, match=r"evidence.db: (is damaged|cannot be read)"):
        assess_run(folder)
    data = json.loads(folder.plan.read_text())
    folder.plan.write_text(json.dumps({**data, "future": 1}))
    with pytest.raises(Misuse, match=r"plan.json: is not a plan of this version"):
        assess_run(folder)


def test_a_damaged_observation_is_refused(tmp_path: Path, good_run: RunFolder) -> None:
    folder = RunFolder(Path(shutil.copytree(good_run.path, tmp_path / "run")))
    database = sqlite3.connect(folder.evidence)
    with database:
        database.execute(
            """INSERT INTO observation VALUES (1.0, 'backlog', 'registry', '{"x": 1}')"""
        )
    database.close()
    with pytest.raises(Misuse, match=r"observation \d+: backlog: .* the file was .* damaged"):
        assess_run(folder)


def test_a_run_of_version_0_1_is_refused_by_its_version(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"epreuve": "0.1.0", "relances": [5, 0.5, 1.5]}')
    with sqlite3.connect(tmp_path / "evidence.db") as database:
        database.execute(
            "CREATE TABLE observation(time REAL, probe TEXT, subject TEXT, value TEXT)"
        )
    database.close()
    with pytest.raises(Misuse, match=r"written by epreuve 0\.1.*run the crisis again"):
        assess_run(RunFolder(tmp_path))
