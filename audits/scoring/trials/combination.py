"""Assessment of a folder of trials."""

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.judgement import needs_fact
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.grid import Grid, load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import judge_run, reading, write
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.judged_criteria import judge_journeys
from epreuve.audits.scoring.repairs import repairs
from epreuve.audits.scoring.score import Score, score
from epreuve.audits.scoring.sections import tables
from epreuve.audits.scoring.sections.exemptions import exemptions
from epreuve.audits.scoring.sections.findings import findings
from epreuve.audits.scoring.translation import translate
from epreuve.audits.scoring.trial import Trial, marks_of
from epreuve.audits.scoring.trials import combined
from epreuve.reports.assessment import Assessment, Exemption, Finding, Repair, Result, Trials
from epreuve.reports.text import Text, join

TRIAL = re.compile(r"trial-(\d+)").fullmatch


def trial_folders(path: Path) -> list[RunFolder]:
    """Return the trials of a folder, in order; none for the folder of a single run."""
    folders = {
        int(match[1]): folder for folder in path.glob("trial-*") if (match := TRIAL(folder.name))
    }
    return [RunFolder(folders[number]) for number in sorted(folders)]


def combine_trials(path: Path) -> Assessment:
    """Assess all trials of a folder as one and write `assessment.json`.

    Raises Misuse without a trial, NotMeasurable when the file cannot be written.
    """
    assessment = judge_trials(path).assessment
    write(assessment, RunFolder(path))
    return assessment


def judge_trials(path: Path) -> Trial:
    """Return the combination of all trials of a folder, judged again. Raises Misuse."""
    folders, grid = trial_folders(path), load_grid()
    if not folders:
        raise Misuse(
            translate(
                "{path}: has no trial (trial-1, trial-2…); "
                "give the folder of an audit with `--runs`",
                path=str(path),
            )
        )
    trials = [judge_run(folder, grid) for folder in folders]
    valid = (f for f, trial in zip(folders, trials, strict=True) if not trial.void_reasons)
    base = next(valid, folders[0])
    with reading(base) as facts:
        judge = _judge_receipts(facts, base.read_record().day, grid)
        return combine(path.name, grid, trials, judge, RunFolder(path).journal_number())


def _judge_receipts(facts: Facts, day: datetime.date, grid: Grid) -> combined.JudgeReceipts:
    """Return a function that judges other receipts with the other facts of a trial."""
    criteria = [criterion for criterion in grid.criteria if needs_fact(criterion.id, "receipts")]

    def judge(receipts: Receipts) -> dict[str, CriterionResult]:
        if receipts.audited:  # else the result of a single trial says why there is no evidence
            facts.replace(receipts=receipts)
        return judge_journeys(criteria, facts, day)

    return judge


def combine(
    id: str,
    grid: Grid,
    trials: Sequence[Trial],
    judge: combined.JudgeReceipts,
    journal: int | None = None,
) -> Trial:
    """Return the combination of trials, with this id and this number in the journal.

    Timeline, matrix and causes are those of the trial with the middle score.
    """
    valid = combined.valid(trials)
    counted = valid or list(trials)
    void = [trial for trial in trials if trial not in counted]
    losses = list(map(combined.lost_receipts, void))
    judge = _with_losses(judge, losses)
    results = combined.medians(grid, counted, judge)
    no_trial = translate("No trial counts: no letter.")
    reasons = () if valid else (no_trial, *dict.fromkeys(join(t.void_reasons) for t in trials))
    without = next((trial.no_score for trial in counted if trial.no_score is not None), None)
    total = score(grid, marks_of(results), void_reasons=reasons, no_score=without)
    interval = combined.interval(grid, counted, judge, total.result, trials[0].assessment.run.seed)
    middle, first = _middle(counted), trials[0].assessment.run
    base, repaired = middle.assessment, repairs(grid, marks_of(results), middle.causes)
    identity = {"id": id, "seed": first.seed, "started": first.started, "journal": journal}
    receipts = combined.total_receipts([*(trial.receipts for trial in counted), *losses])
    document = base.model_copy(
        update={
            "run": base.run.model_copy(update=identity),
            "result": _result(total.result, interval),
            "findings": tuple(_findings(grid, results, total, counted, repaired)),
            "repairs": repaired,
            "receipts": tables.receipts(receipts),
            "warnings": _warnings(trials, valid, void),
            "notes": tuple(dict.fromkeys(note for t in trials for note in t.assessment.notes)),
            "trials": _trials(len(trials), counted),
            "exemptions": _exemptions(grid, results, base),
        }
    )
    return Trial(results=results, void_reasons=reasons, receipts=receipts, assessment=document)


def _with_losses(
    judge: combined.JudgeReceipts, losses: Sequence[Receipts]
) -> combined.JudgeReceipts:
    """Return a function that judges receipts with these losses."""
    return lambda receipts: judge(combined.total_receipts([receipts, *losses]))


def _result(result: Result, interval: combined.ScoreInterval | None) -> Result:
    if interval is None:
        return result
    ends = (interval.low, interval.high)
    return result.model_copy(update={"interval": ends, "possibly": interval.possibly})


def _findings(
    grid: Grid, results: Mapping[str, CriterionResult], total: Score, kept: Sequence[Trial],
    repaired: Sequence[Repair],
) -> list[Finding]:  # fmt: skip
    by_trial = [
        {finding.id: finding.value for finding in trial.assessment.findings} for trial in kept
    ]
    return [
        finding.model_copy(update={"values": tuple(values[finding.id] for values in by_trial)})
        for finding in findings(grid, results, total, repaired)
    ]


def _warnings(
    trials: Sequence[Trial], valid: Sequence[Trial], void: Sequence[Trial]
) -> tuple[Text, ...]:
    warnings = (
        *combined.trial_warnings(len(trials), valid),
        *combined.loss_warnings(void),
        *(text for trial in trials for text in (*trial.void_reasons, *trial.assessment.warnings)),
    )
    return tuple(dict.fromkeys(warnings))


def _exemptions(
    grid: Grid, results: Mapping[str, CriterionResult], base: Assessment
) -> tuple[Exemption, ...]:
    requested = {exemption.criterion: exemption.reason for exemption in base.exemptions}
    return tuple(exemptions(grid, requested, results))


def _trials(number: int, kept: Sequence[Trial]) -> Trials:
    assessments = [trial.assessment for trial in kept]
    return Trials(
        asked=number,
        seeds=tuple(assessment.run.seed for assessment in assessments),
        scores=tuple(assessment.result.score for assessment in assessments),
        floors=tuple(assessment.result.floor for assessment in assessments),
        spread=combined.spread(kept),
        quick=len(kept) < combined.RELIABLE,
    )


def _middle(trials: Sequence[Trial]) -> Trial:
    ordered = sorted(trials, key=lambda trial: trial.assessment.result.score or 0.0)
    return ordered[(len(ordered) - 1) // 2]
