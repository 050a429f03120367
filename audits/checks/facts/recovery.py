"""Recovery after each power cut, and the rebound after the crisis."""

import math
from bisect import bisect_left
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import FEWEST, NEVER_SENT, Tries, tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut, between, require_valid
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, Plan, PowerCut
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

USEFUL = 0.95  # share of critical journeys that succeed when a service is useful (REC-1)
USEFUL_WINDOW = 300.0  # real seconds over which that share is taken


@dataclass(frozen=True)
class Recovery:
    """One power cut and the recovery; `useful` is None where the service never recovered."""

    pattern: str
    cut: float
    power_back: float
    answering: float | None  # the first success after the power was back
    useful: float | None


@fact
def rebound(plan: Plan, attempts: list[Attempt]) -> Tries:
    """Critical journeys in the first stage after the crisis."""
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        if stage.phase == "after" and window is not None:
            return tries(attempts, window)
    raise NoEvidence(translate("This crisis has no stage after it."))


@fact
def cuts_of_the_crisis(plan: Plan, power_cuts: tuple[ActualCut, ...]) -> int:
    """Number of valid power cuts in the crisis, without the cold start after it."""
    cold = plan.window(COLD_CELL)
    until = math.inf if cold is None else cold.start
    return sum(cut.start < until and cut.void is None for cut in power_cuts)


@fact
def recoveries(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], power_cuts: tuple[ActualCut, ...]
) -> tuple[Recovery, ...]:
    """Recovery from each single cut, and from each series of cuts as one, without void cuts."""
    groups: list[list[PowerCut]] = []
    for cut in (cut for cut in plan.cuts if cut.stage != COLD_CELL):  # REC-3 has its own
        if groups and groups[-1][-1].pattern == cut.pattern:
            groups[-1].append(cut)
        else:
            groups.append([cut])
    if not groups or not power_cuts:
        raise NoEvidence(translate("The power was not cut."))
    cold = plan.window(COLD_CELL)
    last = plan.duration if cold is None else cold.start
    ends = [group[0].start for group in groups[1:]] + [last]
    series = [
        (group, between(power_cuts, group[0].start, end), end)
        for group, end in zip(groups, ends, strict=True)
    ]
    valid = [cuts for cuts in series if all(cut.void is None for cut in cuts[1])]
    if not valid:
        require_valid(power_cuts)
    return tuple(_recovery(plan, evidence, attempts, *cuts) for cuts in valid)


def _recovery(
    plan: Plan,
    evidence: Evidence,
    attempts: list[Attempt],
    group: list[PowerCut],
    actual: list[ActualCut],
    until: float,
) -> Recovery:
    # A cut that lasted longer than planned is the bench's fault.
    back = max([group[-1].end, *(cut.end for cut in actual if cut.end is not None)])
    answering = evidence.first_success(back, until)
    useful = _useful(plan, attempts, back, until)
    if useful is not None:  # a user who retried may have started before the service was up
        useful = max(useful, answering or useful)
    return Recovery(group[-1].pattern, group[0].start, back, answering, useful)


def _useful(plan: Plan, attempts: list[Attempt], back: float, until: float) -> float | None:
    """Return the start of the first window with enough successes, None without one."""
    length = min(max(USEFUL_WINDOW / plan.scale, 3.0), (until - back) / 2)
    sent = [e for e in attempts if back - 1 <= e.intended and e.outcome not in NEVER_SENT]
    start = back
    while start + length <= until:
        first, last = (bisect_left(sent, at, key=_intended) for at in (start, start + length))
        part = sent[first:last]
        done = sum(attempt.outcome == "success" for attempt in part)
        if len(part) >= FEWEST and done >= USEFUL * len(part):
            return start
        start += 0.5
    return None


def _intended(attempt: Attempt) -> float:
    return attempt.intended
