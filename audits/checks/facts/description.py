"""Comparison of the profile with the service: results of journeys in calm."""

from collections import Counter
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.baselines import NAMES
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.load.records import LoadFailure

MOST_WRONG = 0.05  # share of journeys in calm that may get another page than expected [A]


@dataclass(frozen=True)
class Misdescription:
    """Journeys in calm, and those that got an answer other than the profile expects."""

    tried: int
    wrong: int
    step: str  # where it happened most
    detail: str  # the first unmet expectation there


@fact
def misdescription(
    plan: Plan, evidence: Evidence, attempts: list[Attempt]
) -> Misdescription | None:
    """Difference between the profile and the service in calm; None without any."""
    windows = [window for name in NAMES if (window := plan.window(name)) is not None]
    calm = [attempt for window in windows for attempt in judged(attempts, window)]
    wrong = Counter(attempt.step for attempt in calm if attempt.outcome == "wrong content")
    if wrong.total() <= MOST_WRONG * len(calm):
        return None
    step = wrong.most_common(1)[0][0]
    details = (
        failure.record.detail
        for failure in evidence.observations(LoadFailure)
        if failure.subject == step and failure.record.outcome == "wrong content"
    )
    return Misdescription(len(calm), wrong.total(), step, next(details, ""))
