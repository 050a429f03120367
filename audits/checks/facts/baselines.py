"""A/A check: the same low load twice, before any fault."""

from collections import defaultdict
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries, judged, steps, tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

NAMES = ("baseline-1", "baseline-2")


@dataclass(frozen=True)
class Baseline:
    """One baseline window: critical journeys, and the seconds of their steps, by user.

    A step counts from its intended start; a failed one is infinite.
    """

    journeys: Tries
    seconds: tuple[tuple[float, ...], ...]


@fact
def baselines(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> tuple[Baseline, Baseline]:
    """Two baseline windows, measured as CON-1 and CON-3 measure the surge."""
    first, second = (plan.window(name) for name in NAMES)
    if first is None or second is None:
        raise NoEvidence(translate("Two baselines are needed."))
    return _baseline(evidence, attempts, first), _baseline(evidence, attempts, second)


def _baseline(evidence: Evidence, attempts: list[Attempt], window: Window) -> Baseline:
    seconds: dict[int, list[float]] = defaultdict(list)
    for step in steps(evidence, judged(attempts, window), window):
        seconds[step.arrival].append(step.wait)
    return Baseline(tries(attempts, window), tuple(map(tuple, seconds.values())))
