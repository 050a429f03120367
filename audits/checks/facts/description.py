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
LEAST_WRONG = 2  # one wrong page may be a rare fault of the service [A]
MOST_OF_ONE = 0.5  # the same of one journey, which may come only a few times in calm [A]


@dataclass(frozen=True)
class Misdescription:
    """Journeys in calm, and those that got a response other than the profile expects."""

    tried: int
    wrong: int
    step: str  # where it happened most
    detail: str  # the first unmet expectation there
    excerpt: str = ""  # beginning of the first response there


@fact
def misdescription(plan: Plan, evidence: Evidence) -> Misdescription | None:
    """Difference between the profile and the service in calm; None without any.

    All journeys count, critical or not.
    """
    windows = [window for name in NAMES if (window := plan.window(name)) is not None]
    calm = [
        attempt
        for window in windows
        for attempt in judged(list(evidence.attempts(window.start, window.closes)), window)
    ]
    wrong = [attempt for attempt in calm if attempt.outcome == "wrong content"]
    if len(wrong) >= LEAST_WRONG and len(wrong) > MOST_WRONG * len(calm):
        return _described(evidence, calm, wrong)
    for journey in sorted({attempt.journey for attempt in wrong}):
        of_one = [attempt for attempt in calm if attempt.journey == journey]
        wrong_of_one = [attempt for attempt in wrong if attempt.journey == journey]
        if len(wrong_of_one) >= MOST_OF_ONE * len(of_one):
            return _described(evidence, of_one, wrong_of_one)
    return None


def _described(evidence: Evidence, calm: list[Attempt], wrong: list[Attempt]) -> Misdescription:
    step = Counter(attempt.step for attempt in wrong).most_common(1)[0][0]
    failures = [
        failure.record
        for failure in evidence.observations(LoadFailure)
        if failure.subject == step and failure.record.outcome == "wrong content"
    ]
    detail = next((failure.detail for failure in failures), "")
    excerpt = next((failure.excerpt for failure in failures if failure.excerpt), "")
    return Misdescription(len(calm), len(wrong), step, detail, excerpt)
