"""Attempts of critical journeys, and their results in one window."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.profile.model import Objectives
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

NEVER_SENT = frozenset({"no link", "dropped", "error"})  # not failures of the service
FEWEST = 4  # attempts: a share of fewer is not used


@dataclass(frozen=True)
class Tries:
    """Number of tries, and of successes among them."""

    tried: int
    succeeded: int

    @property
    def share(self) -> float:
        """Return the share of successes, 0 to 1."""
        return self.succeeded / self.tried


@fact
def objectives(plan: Plan) -> Objectives:
    """The objectives of the operator."""
    return plan.profile.objectives


@fact
def attempts(plan: Plan, evidence: Evidence) -> list[Attempt]:
    """Every attempt of a critical journey."""
    critical = plan.profile.critical()
    return [attempt for attempt in evidence.attempts() if attempt.journey in critical]


def judged(attempts: Sequence[Attempt], window: Window) -> list[Attempt]:
    """Return the attempts that a window judges: sent, and started before it closes.

    `attempts` must be sorted by time (binary search).
    """
    first = bisect_left(attempts, window.start, key=_intended)
    last = bisect_left(attempts, window.closes, first, key=_intended)
    return [attempt for attempt in attempts[first:last] if attempt.outcome not in NEVER_SENT]


def _intended(attempt: Attempt) -> float:
    return attempt.intended


def steps(
    evidence: Evidence, attempts: Iterable[Attempt], window: Window
) -> Iterator[tuple[float, bool]]:
    """Yield seconds from the intended start and success, for each request in a window."""
    arrivals = {attempt.arrival for attempt in attempts}
    for arrival, _, seconds, succeeded in evidence.request_tries(window.start, window.end):
        if arrival in arrivals:
            yield seconds, bool(succeeded)


def succeeded(attempt: Attempt, end: float) -> bool:
    """Return whether an attempt succeeded before `end`; one still in flight has failed."""
    return attempt.outcome == "success" and attempt.ended <= end


def tries(
    attempts: Sequence[Attempt], window: Window, cohorts: frozenset[str] = frozenset()
) -> Tries:
    """Return the journeys judged in a window, of some cohorts or of all. Raises NoEvidence."""
    chosen = [one for one in judged(attempts, window) if not cohorts or one.cohort in cohorts]
    if len(chosen) < FEWEST:
        raise NoEvidence(
            translate.plural(
                "Only {n} journey in “{window}”: too few to conclude.",
                "Only {n} journeys in “{window}”: too few to conclude.",
                len(chosen),
                window=window.title,
            )
        )
    return Tries(len(chosen), sum(succeeded(attempt, window.end) for attempt in chosen))
