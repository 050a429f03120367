"""Recovery after each power cut."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import FEWEST, NEVER_SENT, Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.levels import Levels
from epreuve.audits.checks.facts.levels_before_cut import levels_before_cut
from epreuve.audits.checks.facts.power_cuts import ActualCut, between, require_valid
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.difference import CHANCE
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, Plan, PowerCut
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

USEFUL = 0.95  # share of the level before the cut from which a service is useful (REC-1)
USEFUL_WINDOW = 300.0  # real seconds over which that share is taken


@dataclass(frozen=True)
class Recovery:
    """One power cut and the recovery; `useful` is None where no useful service was observed.

    `watched` is the seconds from the return of power to the next event, `tried` the journeys that
    began meanwhile and have a level before the cut.
    """

    pattern: str
    cut: float
    power_back: float
    first_success: float | None  # of a journey, after the power was back
    useful: float | None
    watched: float
    tried: int

    def is_unknown(self, longest: float) -> bool:
        """Return whether no useful service was observed, and the observation is too short.

        `longest` is the seconds after which a service that is not useful never was.
        """
        return self.useful is None and (self.watched < longest or self.tried < FEWEST)


@fact
def boot_within(plan: Plan) -> float:
    """Seconds that the profile grants the service to start."""
    return plan.profile.power.boot_within


@fact
def cuts_of_the_crisis(plan: Plan, power_cuts: tuple[ActualCut, ...], keeps_power: bool) -> int:
    """Number of valid power cuts in the crisis, without the cold start after it.

    At level `proxy` the service keeps its power: nothing that it stores is in danger.
    """
    if keeps_power:
        return 0
    cold = plan.window(COLD_CELL)
    until = math.inf if cold is None else cold.start
    return sum(cut.start < until and cut.void is None for cut in power_cuts)


@fact
def recoveries(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], levels: dict[str, Tries],
    power_cuts: tuple[ActualCut, ...],
) -> tuple[Recovery, ...]:  # fmt: skip
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
    return tuple(_recovery(plan, evidence, attempts, levels, *cuts) for cuts in valid)


def _recovery(
    plan: Plan,
    evidence: Evidence,
    attempts: list[Attempt],
    levels: Levels,
    group: list[PowerCut],
    actual: list[ActualCut],
    until: float,
) -> Recovery:
    # A cut that lasted longer than planned is the bench's fault.
    back = max([group[-1].end, *(cut.end for cut in actual if cut.end is not None)])
    own_levels = levels_before_cut(plan, attempts, levels, group[0])
    sent = [
        one
        for one in attempts
        if back <= one.intended < until
        and one.outcome not in NEVER_SENT
        and one.cohort in own_levels
        and (one.outcome == "success" or one.ended <= until)  # else the next event ended it
    ]
    response = evidence.first_success(back, until)
    first_success = _first_served(sent, own_levels, response)
    length = min(max(USEFUL_WINDOW / plan.scale, 3.0), (until - back) / 2)
    useful = _useful(sent, own_levels, back, until, length)
    if useful is not None:  # a user who retried may have started before the service was up
        useful = max(useful, first_success or useful)
    return Recovery(
        group[-1].pattern, group[0].start, back, first_success, useful, until - back, len(sent)
    )


def _first_served(sent: Sequence[Attempt], levels: Levels, response: float | None) -> float | None:
    """Return the end of the first successful journey; without any, the first good `response`.

    None where chance does not explain that none of the journeys succeeded: a static first page, or
    a web server without its application, responds all the same.
    """
    ends = [one.ended for one in sent if one.outcome == "success"]
    if ends:
        return min(ends)
    chance = math.prod(1.0 - levels[one.cohort].share for one in sent)
    return None if len(sent) >= FEWEST and chance <= CHANCE else response


def _useful(
    sent: Sequence[Attempt], levels: Levels, back: float, until: float, length: float
) -> float | None:
    """Return the start of the first interval with enough successes, None without one.

    An interval with few users lasts until enough have come.
    """
    start = back
    while start + length <= until:
        first, last = (bisect_left(sent, at, key=_intended) for at in (start, start + length))
        part = sent[first : max(last, first + FEWEST)]
        if len(part) < FEWEST:
            return None
        expected = sum(levels[one.cohort].share for one in part)
        if sum(one.outcome == "success" for one in part) >= USEFUL * expected:
            return start
        start += 0.5
    return None


def _intended(attempt: Attempt) -> float:
    return attempt.intended
