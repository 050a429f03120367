"""Warnings about the results: strained generator, undeclared third parties."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.crises.variation import vary
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.power import PowerLevel
from epreuve.audits.runs.records.power import PowerOff
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess, judge_run
from epreuve.audits.scoring.bench_health import generator_warnings
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.reports.assessment import Assessment, Generator

GRID = load_grid()


def judged(folder: RunFolder) -> Assessment:
    return judge_run(folder, GRID).assessment


@pytest.mark.parametrize(
    ("cpu", "lag", "words"),
    [(0.9, 0.1, []), (0.95, 0.02, ["0.95 of a CPU core"]), (0.2, 0.3, ["300 ms late"])],
)
def test_a_strained_generator_gives_a_warning(cpu: float, lag: float, words: list[str]) -> None:
    load = Generator(intended=100, started=100, lag_p99=lag, cpu=cpu, requests=100)
    warnings = list(generator_warnings(load))
    assert len(warnings) == len(words)
    assert all(word in text.en for word, text in zip(words, warnings, strict=True))


def test_an_undeclared_third_party_gives_a_warning(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    hidden = ("pub.example:443",)
    rows = [
        replace(row, record=row.record.model_copy(update={"third_parties": hidden}))
        if isinstance(row, Observation) and row.kind == "page"
        else row
        for row in frozen.rows(plan, frozen.GOOD)
    ]
    assessment = judged(frozen.keep(tmp_path / "run", plan, rows))
    (warning,) = assessment.warnings
    assert "pub.example:443" in warning.en
    assert "Probes never contacted them" in warning.en
    assert "jamais contactés" in warning.fr


def test_receipts_that_were_not_read_name_the_most_frequent_reason(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    nothing = "the page shows nothing of its user, and not the receipt"

    def unread(row: Row) -> Row:
        if isinstance(row, Observation) and isinstance(row.record, ReceiptObservation):
            reason = nothing if row.record.arrival % 3 else "no time was left to read it"
            changes = {"state": "unread", "reason": reason}
            return replace(row, record=row.record.model_copy(update=changes))
        return row

    rows = list(map(unread, frozen.rows(plan, frozen.GOOD)))
    warnings = judged(frozen.keep(tmp_path / "run", plan, rows)).warnings
    (warning,) = (one for one in warnings if one.en.startswith("Receipts read again: 0 of"))
    assert warning.en.endswith(f"The most frequent reason: {nothing}.")
    assert "la page ne montre rien de son usager" in warning.fr


@pytest.mark.parametrize(("level", "warned"), [("unsynced", True), ("process", False)])
def test_losses_of_unsynced_writes_name_sync(
    frozen: ModuleType, plan: Plan, tmp_path: Path, level: PowerLevel, *, warned: bool
) -> None:
    """FUSE does not forward sync(2): a service that stores with it seems to lose receipts."""

    def at_level(row: Row) -> Row:
        if isinstance(row, Observation) and isinstance(row.record, PowerOff):
            return replace(row, record=row.record.model_copy(update={"level": level}))
        return row

    rows = list(map(at_level, frozen.rows(plan, frozen.BAD)))
    warnings = judged(frozen.keep(tmp_path / "run", plan, rows)).warnings
    assert any("sync(2) and syncfs(2)" in warning.en for warning in warnings) is warned


def test_an_edited_grid_gives_a_note_and_no_letter(good_run: RunFolder) -> None:
    first = GRID.families[0]
    edited = GRID.model_copy(
        update={
            "families": (first.model_copy(update={"weight": 99.0}), *GRID.families[1:]),
            "version": "mine",
        }
    )
    edited = type(GRID).model_validate(
        {name: getattr(edited, name) for name in type(GRID).model_fields}
    )
    evidence = Evidence(good_run.evidence)
    assessment = assess(good_run.read_plan(), evidence, good_run.read_record(), edited)
    evidence.close()
    assert (assessment.result.letter, assessment.grid.official) == (None, False)
    assert assessment.result.letter_note is not None
    assert "Grille modifiée" in assessment.result.letter_note.fr


def test_a_variation_is_recorded_in_the_plan_and_the_assessment(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    moved = vary(plan.crisis, 31)
    made = make_plan(plan.profile, moved, seed=plan.seed, scale=plan.scale)
    folder = frozen.write(tmp_path / "run", made, frozen.GOOD)
    assert folder.read_plan().crisis.variation_seed == 31
    assert judged(folder).crisis.variation_seed == 31


def test_a_sampled_share_has_its_interval(good_run: RunFolder) -> None:
    line = next(finding for finding in judged(good_run).findings if finding.id == "CON-1")
    assert line.interval is not None
    assert line.interval[0] < 1.0 == line.interval[1]
    assert "90% confidence interval:" in line.reason.en
