"""Judgement of one finished run against the truth of its service."""

from pathlib import Path
from typing import Any

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.knockout import speed_knockouts
from epreuve.audits.scoring.machine_health import VOID_SHARE, WARN_SHARE
from epreuve.reports.assessment import Knockout
from tests.field import comparison, expectation, hand_comparison, line, receipts, summary
from tests.field.by_hand import Sight
from tests.field.evidence import RunFiles
from tests.field.summary import TrialResult
from tests.field.trial import Trial


def judge(trial: Trial, folder: Path, code: int, sight: Sight | None) -> TrialResult:
    """Compare a finished run with the truth and print all lines.

    `sight` is what a person sees with each dependency silent; None where nobody looked.
    """
    run = RunFiles(folder)
    expected = expectation.load(trial.service.expectation, trial.variant, trial.rate)
    assessment = run.assessment
    if assessment is None or not run.critical or (code == 3 and run.why_stopped()):
        stopped = comparison.no_crisis(code, run.why_stopped(), expected.may_stop)
        print(f"\n{folder.name}: no crisis was played\n{line.render([stopped])}", flush=True)
        return TrialResult(trial.service.name, folder.name, "–", (stopped,), (), 0, False, 0, 0)
    facts = comparison.gather(trial.service, run)
    doubtful = _doubtful_knockouts(assessment)
    lines = [
        *comparison.compare(run, facts, assessment),
        *(hand_comparison.compare(run.plan["profile"], sight, assessment) if sight else ()),
        *expectation.compare(
            expected, assessment, busy=_was_busy(assessment, WARN_SHARE), doubtful=doubtful
        ),
    ]
    letter = assessment["result"]["letter"] or "–"
    print(f"\n{folder.name}: letter {letter}\n{line.render(lines)}", flush=True)
    given = {knockout["id"] for knockout in assessment["result"]["knockouts"]}
    lost = receipts.count(facts.receipts.values())["lost"]
    read = {one.arrival for one in run.readings if one.state != "unread"}
    return TrialResult(
        service=trial.service.name,
        name=folder.name,
        letter=letter,
        lines=tuple(lines),
        false_knockouts=summary.false_knockouts(given, expected, lost, doubtful),
        lost=lost,
        loss_told="K1" in given,
        contradictions=len(receipts.contradictions(run.readings, facts.receipts)),
        unread=len(facts.receipts.keys() - read),
        doubtful=doubtful,
        score=assessment["result"]["score"],
        given=len(facts.receipts),
        variant=trial.variant,
    )


def _doubtful_knockouts(assessment: dict[str, Any]) -> tuple[str, ...]:
    """Return the knock-outs that a busy machine can cause, where the machine was too busy."""
    if not _was_busy(assessment, VOID_SHARE):
        return ()
    grid = load_grid()
    knockouts = [Knockout.model_validate(one) for one in assessment["result"]["knockouts"]]
    return speed_knockouts(grid, knockouts)


def _was_busy(assessment: dict[str, Any], limit: float) -> bool:
    """Return whether other programs used more of the processor than a limit of the audit."""
    use = assessment["bench"]["machine_use"]
    return use is not None and use["worst"] > limit
