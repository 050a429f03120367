"""The surge: a stage with high load, without faults or power cuts."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import (
    FEWEST,
    Tries,
    judged,
    steps,
    too_few,
    tries,
    tries_with_bounds,
)
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.ramp_parts import ramp_windows
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval, wilson
from epreuve.audits.checks.translation import translate
from epreuve.audits.crises.crisis import Stage
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Window
from epreuve.audits.planning.sizes import PATIENCES
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

RAMP_PARTS = 3
FEWEST_IN_FLASH = 12  # expected journeys: a share of fewer says little about a sudden surge [A]
POOR = frozenset({"edge-lossy", "4g-congested"})
SurgeStage = tuple[Stage, Window]


@dataclass(frozen=True)
class Goodput:
    """Successful critical journeys per second; `best` is the best of the ramp, or the demand.

    `interval` is that of peak ÷ best. `peak` counts users who were cut off as failed, and `highest`
    as served; without any, both are the same.
    """

    peak: float
    best: float
    highest: float
    interval: Interval | None = None


@fact
def surge_stage(plan: Plan) -> SurgeStage:
    """First stage of the crisis with high load and without faults or power cuts."""
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        clean = not (stage.faults or stage.cuts)
        if stage.phase == "during" and clean and stage.load.peak > 1 and window is not None:
            return stage, window
    raise NoEvidence(translate("This crisis has no stage with a surge only."))


def crowd(stage: Stage) -> frozenset[str]:
    """Return the cohorts of the users of a stage, without the control users on clean links."""
    return frozenset(stage.networks or {CONTROL_COHORT})


@fact
def surge_journeys(attempts: list[Attempt], surge_stage: SurgeStage) -> int:
    """Number of critical journeys of the crowd in the surge."""
    stage, window = surge_stage
    return sum(one.cohort in crowd(stage) for one in judged(attempts, window))


@fact
def surge(attempts: list[Attempt], surge_stage: SurgeStage) -> Tries:
    """Critical journeys of the crowd in the surge."""
    return tries_with_bounds(attempts, surge_stage[1], crowd(surge_stage[0]))


@fact
def flash(plan: Plan, attempts: list[Attempt], surge_stage: SurgeStage) -> Tries:
    """Critical journeys in the first five minutes of the surge, compressed by the scale.

    The time is longer where users could wait until its end, or where fewer journeys are expected in
    it than a share needs.
    """
    stage, window = surge_stage
    if stage.load.shape != "announcement":
        raise NoEvidence(translate("The surge is not sudden."))
    closes = window.start + max(300 / plan.scale, PATIENCES * plan.patience_of(CONTROL_COHORT))
    while closes < window.closes and _expected(plan, window, closes) < FEWEST_IN_FLASH:
        closes += 1.0
    closes = min(closes, window.closes)
    expected = _expected(plan, window, closes)
    if expected < FEWEST_IN_FLASH:
        raise NoEvidence(
            translate(
                "Only {n} journeys were expected at the start of the surge; at least {least} are "
                "needed.",
                n=int(expected),
                least=FEWEST_IN_FLASH,
            )
        )
    return tries_with_bounds(attempts, window.model_copy(update={"closes": closes}), crowd(stage))


@fact
def step_times(
    evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage
) -> tuple[float, ...]:
    """Seconds of each step of the crowd in the surge, with its retries, from the intended start.

    A failed step is infinite.
    """
    stage, window = surge_stage
    surge_attempts = [one for one in judged(attempts, window) if one.cohort in crowd(stage)]
    if len(surge_attempts) < FEWEST:
        raise too_few(window, len(surge_attempts))
    return tuple(step.wait for step in steps(evidence, surge_attempts, window))


@fact
def goodput(plan: Plan, attempts: list[Attempt], surge_stage: SurgeStage, surge: Tries) -> Goodput:
    """Goodput at the peak of the surge, and in the best third of the ramp.

    The best is limited to the demand of the surge.
    """
    window = surge_stage[1]
    best, demand = max(
        (
            (tries(attempts, part), _mean_rate(plan, "ramp", part.start, part.closes))
            for part in ramp_windows(plan, attempts, RAMP_PARTS)
        ),
        key=lambda part: part[0].share * part[1],
    )
    if not best.succeeded:
        raise NoEvidence(translate("No journey succeeded before the crisis."))
    plateau = (window.start + 60 / plan.scale, window.closes)
    requested = _mean_rate(plan, window.name, *plateau) * _linked_share(plan, window.name)
    return Goodput(
        peak=surge.at_worst.share * requested,
        highest=surge.at_best.share * requested,
        best=min(best.share * demand, requested),
        interval=_goodput_interval(surge, best, demand / requested),
    )


def _goodput_interval(surge: Tries, best: Tries, load: float) -> Interval:
    """Return the interval of the surge's share ÷ the best one; `load`: of the ramp ÷ surge."""
    worst, most = surge.at_worst, surge.at_best
    low, high = wilson(worst.succeeded, worst.tried).low, wilson(most.succeeded, most.tried).high
    ramp = wilson(best.succeeded, best.tried)
    return Interval(low / min(ramp.high * load, 1.0), high / min(ramp.low * load, 1.0))


def _expected(plan: Plan, window: Window, closes: float) -> float:
    """Return the expected critical journeys of users with a link, from the start of a window."""
    critical, journeys = plan.profile.critical(), plan.profile.journeys
    share = sum(one.share for one in critical.values()) / sum(
        one.share for one in journeys.values()
    )
    length = closes - window.start
    demand = _mean_rate(plan, window.name, window.start, closes) * length
    return demand * share * _linked_share(plan, window.name)


def _mean_rate(plan: Plan, load: str, start: float, end: float) -> float:
    planned = next(one for one in plan.loads if one.name == load)
    return planned.expected(start, end) / (end - start)


def _linked_share(plan: Plan, load: str) -> float:
    linked = {cohort.name for cohort in plan.cohorts if cohort.linked}
    mix = next(planned.mix for planned in plan.loads if planned.name == load)
    return sum(share for name, share in mix.items() if name in linked) / sum(mix.values())
