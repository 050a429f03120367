"""Level of each cohort just before a power cut: the control of the recovery from it."""

from collections.abc import Sequence

from epreuve.audits.checks.facts.attempts import FEWEST, Tries, count, judged
from epreuve.audits.checks.facts.levels import Levels, levels_in
from epreuve.audits.planning.plan import Plan, PowerCut
from epreuve.probes.evidence.records import Attempt


def levels_before_cut(
    plan: Plan, attempts: Sequence[Attempt], levels: Levels, cut: PowerCut
) -> dict[str, Tries]:
    """Return the level of each cohort in the stage of a cut, before the first cut of that stage.

    `levels` are those without any fault. They apply to a cohort with too few journeys in a stage
    without faults. In a stage with faults, earlier stages with the same faults apply instead.
    """
    window = plan.window(cut.stage)
    if window is None:
        return dict(levels)
    stage = next(one for one in plan.crisis.stages if one.id == cut.stage)
    usual = _with_the_same_faults(plan, attempts, cut) if stage.faults else dict(levels)
    first = next(one.start for one in plan.cuts if one.stage == cut.stage)
    before = window.model_copy(update={"closes": first, "end": first})
    tries = judged(attempts, before)
    for cohort in {one.cohort for one in tries}:
        counts = count((one for one in tries if one.cohort == cohort), before)
        if counts.tried < FEWEST:
            continue
        level = _level(counts, usual.get(cohort))
        if level is not None and level.succeeded:
            usual[cohort] = level
        elif stage.faults:  # the faults explain the failures
            usual.pop(cohort, None)
    return usual


def _with_the_same_faults(
    plan: Plan, attempts: Sequence[Attempt], cut: PowerCut
) -> dict[str, Tries]:
    ids = [stage.id for stage in plan.crisis.stages]
    rank = ids.index(cut.stage)
    windows = [
        window
        for stage in plan.crisis.stages[:rank]
        if stage.faults == plan.crisis.stages[rank].faults and not stage.cuts
        if (window := plan.window(stage.id)) is not None
    ]
    return levels_in(attempts, windows)


def _level(counts: Tries, usual: Tries | None) -> Tries | None:
    """Return the level of journeys before a cut, None if too many were cut off.

    A journey that the cut ended could have succeeded or failed. The usual level decides, within
    the limits of the other journeys.
    """
    if not counts.are_many_cut_off:
        return Tries(counts.tried, counts.succeeded)
    if usual is None:
        return None
    least, most = counts.at_worst.succeeded, counts.at_best.succeeded
    return Tries(counts.begun, min(max(round(usual.share * counts.begun), least), most))
