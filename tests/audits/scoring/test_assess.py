"""Frozen evidence judged: the same document at every reading, and the numbers that matter."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.planning.plan import PROBE_COHORTS, Plan
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.reports.assessment import Assessment
from epreuve.reports.writing import Failed, write_reports


def found(assessment: Assessment) -> dict[str, float | None]:
    return {each.id: each.score for each in assessment.findings if each.outcome == "scored"}


@pytest.mark.parametrize("name", ["good_run", "bad_run"])
def test_two_assessments_of_one_run_are_the_same_to_the_byte(
    name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(name)
    assess_run(folder)
    first = folder.assessment.read_bytes()
    folder.assessment.unlink()
    assess_run(folder)
    assert folder.assessment.read_bytes() == first
    assert Assessment.model_validate_json(first).run.id == "frozen"


def test_the_same_evidence_written_again_is_judged_the_same(
    frozen: ModuleType, plan: Plan, good_run: RunFolder, tmp_path: Path
) -> None:
    again = frozen.write(tmp_path / "again", plan, frozen.GOOD)
    assert assess_run(again) == assess_run(good_run)


def test_a_service_that_held(good_run: RunFolder) -> None:
    told = assess_run(good_run)
    assert (told.result.letter, told.result.knockouts) in {("A", ()), ("B", ())}
    assert told.result.score == pytest.approx(92, abs=8)
    assert told.result.floor <= (told.result.score or 0) <= told.result.ceiling
    scores = found(told)
    for id in ("CON-1", "DEG-1", "DEG-2", "DEG-4", "FRU-2", "IND-1", "IND-2", "DAT-2",
               "REC-2", "HUM-1"):  # fmt: skip
        assert scores[id] == 100, id
    assert (scores["DAT-1"] or 0) > 50  # few receipts prove less than many
    assert told.receipts.lost == told.receipts.duplicated == 0
    assert told.receipts.audited == told.receipts.acknowledged > 300
    assert told.receipts.upper_bound == pytest.approx(3 / told.receipts.audited)
    assert all(each.useful is not None for each in told.recoveries)


def test_a_service_that_did_not(bad_run: RunFolder) -> None:
    told = assess_run(bad_run)
    assert told.result.letter in ("E", "F", "G")
    assert {each.id for each in told.result.knockouts} >= {"K1", "K3", "K5", "K7"}
    assert told.result.score is not None
    assert told.result.score <= 39
    k1 = next(each for each in told.result.knockouts if each.id == "K1")
    assert k1.sentence.fr == "Des démarches confirmées ont été perdues."
    scores = found(told)
    for id in ("FRU-1", "FRU-2", "DEG-2", "DEG-4", "IND-1", "IND-2", "DAT-1", "HUM-1"):
        assert scores[id] == 0, id
    assert told.receipts.lost == pytest.approx(told.receipts.audited * 0.2, abs=20)
    assert told.receipts.upper_bound is None


def test_what_is_lost_decides_even_when_all_the_rest_holds(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    told = assess_run(frozen.write(tmp_path / "run", plan, replace(frozen.GOOD, lost=1)))
    assert [each.id for each in told.result.knockouts] == ["K1"]
    assert told.result.letter in ("E", "F")
    assert told.result.letter_without_knockouts in ("A", "B", "C")


def test_the_document_says_what_was_played(good_run: RunFolder) -> None:
    told, plan = assess_run(good_run), good_run.read_plan()
    assert (told.run.seed, told.run.scale, told.run.duration) == (7, 60, plan.duration)
    assert told.run.interrupted is None
    assert (told.crisis.id, told.service.supplier) == ("tous-risques", "Sobre & Cie")
    assert told.grid.official
    assert len(told.findings) == 60
    assert len(told.timeline.series.asked) == len(told.timeline.series.p95)
    assert sum(told.timeline.series.started) == sum(told.timeline.series.succeeded) + sum(
        told.timeline.series.failed
    )
    powers = [each for each in told.timeline.spans if each.kind == "power"]
    assert [(each.start, each.end) for each in powers] == [
        (cut.start, cut.end) for cut in plan.cuts
    ]
    suffered = [each for each in plan.spans if not each.subject.startswith(PROBE_COHORTS)]
    assert len(told.timeline.spans) == len(suffered) + len(plan.cuts)
    assert told.bench.engine == "embedded 0.1"
    assert told.warnings == ()


def test_nothing_that_was_not_confirmed_is_scored(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    """A fault that was asked for and never confirmed leaves its criteria inconclusive."""
    seen = [e for e in frozen.rows(plan, frozen.GOOD) if getattr(e, "kind", "") != "fault begin"]
    found = assess_run(frozen.keep(tmp_path / "run", plan, seen))
    outcomes = {each.id: each.outcome for each in found.findings}
    assert outcomes["DEG-1"] == outcomes["DEG-2"] == outcomes["IND-2"] == "inconclusive"
    assert found.matrix == ()


def test_no_finding_is_an_error_of_ours(good_run: RunFolder, bad_run: RunFolder) -> None:
    for folder in (good_run, bad_run):
        wrong = {e.id: e.reason.en for e in assess_run(folder).findings if e.outcome == "error"}
        assert wrong == {}


def test_evidence_of_nothing_still_gives_a_document(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    told = assess_run(frozen.keep(tmp_path / "run", plan, []))
    assert told.result.letter is None
    measured = [each for each in told.findings if each.kind == "measured"]
    assert {each.outcome for each in measured} == {"inconclusive"}
    assert not [each for each in told.findings if each.outcome == "error"]


@pytest.mark.slow
def test_every_report_is_written_from_it(good_run: RunFolder, bad_run: RunFolder) -> None:
    for folder in (good_run, bad_run):
        written = write_reports(assess_run(folder), folder.path)
        assert len(written) > 5
        assert not [each for each in written if isinstance(each, Failed)]
        for language in ("fr", "en"):
            page = folder.path / f"report.{language}.html"
            assert len(page.read_bytes()) <= 100_000
            assert "Guichet de Saint-Exemple" in page.read_text(encoding="utf-8")


def test_what_is_no_run_is_told(tmp_path: Path, good_run: RunFolder) -> None:
    with pytest.raises(Misuse, match="is not a run folder"):
        assess_run(RunFolder(tmp_path))
    (tmp_path / "plan.json").write_text(good_run.plan.read_text())
    run = tmp_path / "run.json"
    for written, said in (
        (None, "cannot be read; give the folder of a run"),
        ("{", "cannot be read"),
        ("{}", "has no `id` or no `started`"),
    ):
        if written is not None:
            run.write_text(written)
        with pytest.raises(Misuse, match=rf"run.json: {said}"):
            assess_run(RunFolder(tmp_path))
    run.write_text((good_run.path / "run.json").read_text())
    with pytest.raises(Misuse, match="no such evidence file"):
        assess_run(RunFolder(tmp_path))


def test_damaged_files_are_told(tmp_path: Path, good_run: RunFolder) -> None:
    folder = RunFolder(Path(shutil.copytree(good_run.path, tmp_path / "run")))
    content = folder.evidence.read_bytes()
    folder.evidence.write_bytes(content[:8192] + bytes(len(content) - 8192))
    with pytest.raises(Misuse, match=r"evidence.db: (is damaged|cannot be read)"):
        assess_run(folder)
    data = json.loads(folder.plan.read_text())
    folder.plan.write_text(json.dumps({**data, "future": 1}))
    with pytest.raises(Misuse, match=r"plan.json: is not a plan of this version"):
        assess_run(folder)
