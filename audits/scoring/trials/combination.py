"""From a folder of trials to one Assessment."""

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
from epreuve.audits.scoring.assess import day_of, judge_run, reading, write
from epreuve.audits.scoring.judge import Judged, judge
from epreuve.audits.scoring.score import Score, score
from epreuve.audits.scoring.sections import tables as exhibits
from epreuve.audits.scoring.sections.findings import findings
from epreuve.audits.scoring.sections.result import result
from epreuve.audits.scoring.trial import Trial
from epreuve.audits.scoring.trials import statistics as several
from epreuve.reports.assessment import Assessment, Finding, Trials
from epreuve.reports.text import Text, join

TRIAL = re.compile(r"trial-(\d+)").fullmatch
NOTHING = Text(fr="Aucun essai ne compte : pas de lettre.", en="No trial counts: no letter.")


def trial_folders(path: Path) -> list[RunFolder]:
    """The trials of a folder, in order; none when it holds a single run."""
    found = {int(name[1]): each for each in path.glob("trial-*") if (name := TRIAL(each.name))}
    return [RunFolder(found[number]) for number in sorted(found)]


def combine_trials(path: Path) -> Assessment:
    """Judge all trials of a folder as one and write `assessment.json`.

    Raises Misuse without a trial, NotMeasurable when it cannot be written.
    """
    told = judge_trials(path).assessment
    write(told, RunFolder(path))
    return told


def judge_trials(path: Path) -> Trial:
    """Judge every trial of a folder again, then all of them as one; writes nothing."""
    folders, grid = trial_folders(path), load_grid()
    if not folders:
        raise Misuse(f"{path}: holds no trial (trial-1, trial-2…)")
    judged = [judge_run(each, grid) for each in folders]
    good = next((f for f, trial in zip(folders, judged, strict=True) if not trial.withheld), None)
    with reading(good or folders[0]) as facts:
        on = day_of((good or folders[0]).notes())
        again = _pooling(facts, on, grid)
        return combine(path.name, grid, judged, again, RunFolder(path).journal_number())


def _pooling(facts: Facts, on: datetime.date, grid: Grid) -> several.Pooled:
    """Judges receipts again, all else being as in that trial."""
    lines = [each for each in grid.criteria if needs_fact(each.id, "receipts")]

    def again(receipts: Receipts) -> dict[str, Judged]:
        if receipts.audited:  # else what cannot be known is told as by a single trial
            facts.replace(receipts=receipts)
        return {each.id: judge(each, facts, facts.plan.profile, on) for each in lines}

    return again


def combine(
    id: str, grid: Grid, trials: Sequence[Trial], again: several.Pooled, journal: int | None = None
) -> Trial:
    """One document, `id` and `journal` being those of the whole.

    Its pictures are those of the trial whose score is in the middle.
    """
    counted = several.counting(trials)
    kept = counted or list(trials)
    judged = several.medians(grid, kept, again)
    withheld = () if counted else (NOTHING, *_reasons(trials))
    found = score(grid, {name: each.mark for name, each in judged.items()}, withheld=withheld)
    base = _middle(kept).assessment
    first = trials[0].assessment.run
    run = base.run.model_copy(
        update={"id": id, "seed": first.seed, "started": first.started, "journal": journal}
    )
    interval = several.interval(grid, kept, again, found, first.seed)
    told = result(grid, found)
    if interval is not None:
        ends = (interval.low, interval.high)
        told = told.model_copy(update={"interval": ends, "possibly": interval.possibly})
    warnings = (e for trial in trials for e in (*trial.withheld, *trial.assessment.warnings))
    receipts = several.pooled(kept)
    document = base.model_copy(
        update={
            "run": run,
            "result": told,
            "findings": tuple(_lines(grid, judged, found, kept)),
            "receipts": exhibits.receipts(receipts),
            "warnings": tuple(
                dict.fromkeys((*several.reservations(len(trials), counted), *warnings))
            ),
            "trials": _trials(len(trials), kept),
        }
    )
    return Trial(judged=judged, withheld=withheld, receipts=receipts, assessment=document)


def _lines(
    grid: Grid, judged: Mapping[str, Judged], found: Score, kept: Sequence[Trial]
) -> list[Finding]:
    by_trial = [{line.id: line.value for line in each.assessment.findings} for each in kept]
    return [
        line.model_copy(update={"values": tuple(values[line.id] for values in by_trial)})
        for line in findings(grid, judged, found)
    ]


def _trials(asked: int, kept: Sequence[Trial]) -> Trials:
    told = [each.assessment for each in kept]
    return Trials(
        asked=asked,
        seeds=tuple(each.run.seed for each in told),
        scores=tuple(each.result.score for each in told),
        floors=tuple(each.result.floor for each in told),
        spread=several.spread(kept),
        quick=len(kept) < several.ENOUGH,
    )


def _middle(trials: Sequence[Trial]) -> Trial:
    ordered = sorted(trials, key=lambda each: each.assessment.result.score or 0.0)
    return ordered[(len(ordered) - 1) // 2]


def _reasons(trials: Sequence[Trial]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(join(each.withheld) for each in trials))
