"""Attempts of critical journeys, and how those of one window went."""

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

NEVER_SENT = frozenset({"no link", "dropped", "error"})  # no fault of the service
FEWEST = 4  # attempts under which a share says nothing


@dataclass(frozen=True)
class Tries:
    """How often something was tried, and how often it worked."""

    tried: int
    succeeded: int

    @property
    def share(self) -> float:
        """0..1."""
        return self.succeeded / self.tried


@fact
def objectives(plan: Plan) -> Objectives:
    """What the operator promised."""
    return plan.profile.objectives


@fact
def attempts(plan: Plan, evidence: Evidence) -> list[Attempt]:
    """Every attempt of a critical journey."""
    critical = plan.profile.critical()
    return [each for each in evidence.attempts() if each.journey in critical]


def judged(attempts: Sequence[Attempt], window: Window) -> list[Attempt]:
    """The attempts that a window judges: begun before it closes by someone who has a link.

    `attempts` are in order of time, as evidence gives them: a window is found, not looked for.
    """
    first = bisect_left(attempts, window.start, key=_intended)
    last = bisect_left(attempts, window.closes, first, key=_intended)
    return [each for each in attempts[first:last] if each.outcome not in NEVER_SENT]


def _intended(attempt: Attempt) -> float:
    return attempt.intended


def steps(
    evidence: Evidence, attempts: Iterable[Attempt], window: Window
) -> Iterator[tuple[float, bool]]:
    """Requests of these attempts in a window: seconds since the citizen wanted it, and success."""
    arrivals = {attempt.arrival for attempt in attempts}
    for arrival, _, seconds, succeeded in evidence.request_tries(window.start, window.end):
        if arrival in arrivals:
            yield seconds, bool(succeeded)


def succeeded(attempt: Attempt, end: float) -> bool:
    """Done, and done while the window lasted: what is still in flight then has failed."""
    return attempt.outcome == "success" and attempt.ended <= end


def tries(
    attempts: Sequence[Attempt], window: Window, cohorts: frozenset[str] = frozenset()
) -> Tries:
    """Journeys judged in a window, of the given cohorts or of all. Raises NoEvidence."""
    found = [each for each in judged(attempts, window) if not cohorts or each.cohort in cohorts]
    if len(found) < FEWEST:
        raise NoEvidence(
            translate.plural(
                "Only {n} journey in “{window}”: too few to conclude.",
                "Only {n} journeys in “{window}”: too few to conclude.",
                len(found),
                window=window.title,
            )
        )
    return Tries(len(found), sum(succeeded(each, window.end) for each in found))
