"""Attempts of critical journeys, and their results in one window."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.profile.model import Objectives
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Outcome
from epreuve.reports.text import Text

NEVER_SENT = frozenset({"no link", "dropped", "error"})  # not failures of the service
WAITED: frozenset[Outcome] = frozenset(
    {"gave up", "first byte timeout", "connect timeout", "body timeout"}
)
FEWEST = 4  # attempts: a share of fewer is not used
MOST_CUT_OFF = 0.1  # share of journeys that the next event may cut off [A]
Ending = Literal["succeeded", "failed", "cut off"]


@dataclass(frozen=True)
class Tries:
    """Number of tries, and of successes among them.

    `cut_off` is the number of others that the next event of the plan ended: neither success nor
    failure.
    """

    tried: int
    succeeded: int
    cut_off: int = 0

    @property
    def share(self) -> float:
        """Share of successes, 0 to 1."""
        return self.succeeded / self.tried

    @property
    def begun(self) -> int:
        """Number of tries, with those that were cut off."""
        return self.tried + self.cut_off

    @property
    def are_many_cut_off(self) -> bool:
        """Whether more tries were cut off than a share may leave out."""
        return self.cut_off > MOST_CUT_OFF * self.begun

    @property
    def at_worst(self) -> "Tries":
        """Tries without those cut off; where these are many, all as failures."""
        return Tries(self.begun if self.are_many_cut_off else self.tried, self.succeeded)

    @property
    def at_best(self) -> "Tries":
        """Tries without those cut off; where these are many, all as successes."""
        if not self.are_many_cut_off:
            return Tries(self.tried, self.succeeded)
        return Tries(self.begun, self.succeeded + self.cut_off)

    @property
    def counts(self) -> dict[str, int]:
        """Both numbers, under the names that sentences use."""
        return {"done": self.succeeded, "tried": self.tried}


class StepTime(NamedTuple):
    """One step of one user, all tries together: intended start of the first, end of the last."""

    arrival: int
    intended: float
    ended: float
    succeeded: bool

    @property
    def seconds(self) -> float:
        """Seconds from the intended start to the end of the last try."""
        return self.ended - self.intended

    @property
    def wait(self) -> float:
        """Seconds until the success; infinite for a failed step."""
        return self.seconds if self.succeeded else math.inf


@fact
def objectives(plan: Plan) -> Objectives:
    """Objectives of the operator."""
    return plan.profile.objectives


@fact
def critical_journeys(plan: Plan) -> tuple[str, ...]:
    """Names of the journeys that decide the score."""
    return tuple(plan.profile.critical())


@fact
def attempts(plan: Plan, evidence: Evidence) -> list[Attempt]:
    """Attempts of critical journeys."""
    critical = plan.profile.critical()
    return [attempt for attempt in evidence.attempts() if attempt.journey in critical]


@fact
def crowd_journeys(plan: Plan, attempts: list[Attempt]) -> int:
    """Number of critical journeys in baselines, ramp and stages; cells have a few of their own."""
    windows = [window for window in plan.windows if window.kind not in ("phase", "cell")]
    return sum(len(judged(attempts, window)) for window in windows)


@fact
def judged_journeys(attempts: list[Attempt]) -> int:
    """Number of critical journeys that were sent."""
    return sum(attempt.outcome not in NEVER_SENT for attempt in attempts)


def judged(attempts: Sequence[Attempt], window: Window) -> list[Attempt]:
    """Return the attempts that a window judges: sent, and started before it closes.

    `attempts` must be sorted by time (binary search).
    """
    first = bisect_left(attempts, window.start, key=_intended)
    last = bisect_left(attempts, window.closes, first, key=_intended)
    return [attempt for attempt in attempts[first:last] if attempt.outcome not in NEVER_SENT]


def _intended(attempt: Attempt) -> float:
    return attempt.intended


def steps(evidence: Evidence, attempts: Iterable[Attempt], window: Window) -> list[StepTime]:
    """Return the steps that began in a window, each once: its last try tells whether it succeeded.

    A retry belongs to its step also after the end of the window, until the journey ends.
    """
    ends = {attempt.arrival: attempt.ended for attempt in attempts}
    begun: list[StepTime] = []
    latest: dict[tuple[int, int], int] = {}  # index in `begun` of the latest step of that label
    last = max(ends.values(), default=window.start)
    rows = evidence.request_tries(window.start, last + 1)
    for arrival, label, retry, intended, ended, succeeded in rows:
        if arrival not in ends:
            continue
        key = arrival, label
        if retry and key in latest:
            step = begun[latest[key]]
            begun[latest[key]] = step._replace(ended=ended, succeeded=bool(succeeded))
        elif not retry and intended < window.end:
            latest[key] = len(begun)
            begun.append(StepTime(arrival, intended, ended, bool(succeeded)))
    return begun


def ending(attempt: Attempt, window: Window) -> Ending:
    """Return how an attempt that began in a window ended.

    It succeeded whenever its last step did: the load process ends each step with the user's
    patience. A failure after the end of the window is the work of the next event.
    """
    if attempt.outcome == "success":
        return "succeeded"
    return "failed" if attempt.ended <= window.end else "cut off"


def count(attempts: Iterable[Attempt], window: Window) -> Tries:
    """Return the counts of attempts that began in a window."""
    endings = Counter(ending(one, window) for one in attempts)
    tried = endings["succeeded"] + endings["failed"]
    return Tries(tried, endings["succeeded"], endings["cut off"])


def too_few(window: Window, tried: int) -> NoEvidence:
    """Return the error for a window with too few journeys for a share."""
    return NoEvidence(
        translate(
            "“{window}” needs at least {least} journeys, and had {n}.",
            window=window.title,
            least=FEWEST,
            n=tried,
        )
    )


def tries(
    attempts: Sequence[Attempt], window: Window, cohorts: frozenset[str] = frozenset()
) -> Tries:
    """Return the journeys judged in a window, of some cohorts or of all. Raises NoEvidence."""
    counts = tries_with_bounds(attempts, window, cohorts)
    if counts.are_many_cut_off:
        raise NoEvidence(cut_off_sentence(counts, window.title))
    if counts.tried < FEWEST:
        raise too_few(window, counts.tried)
    return counts


def tries_with_bounds(
    attempts: Sequence[Attempt], window: Window, cohorts: frozenset[str] = frozenset()
) -> Tries:
    """Return what `tries` does, also where many were cut off: judge both ends of the share."""
    chosen = [one for one in judged(attempts, window) if not cohorts or one.cohort in cohorts]
    counts = count(chosen, window)
    if counts.begun < FEWEST:
        raise too_few(window, counts.begun)
    return counts


def cut_off_sentence(counts: Tries, title: Text) -> Text:
    """Return the sentence that counts the journeys that the next event cut off."""
    return translate(
        "{cut} of {n} journeys of “{window}” had not ended when the next event began.",
        cut=counts.cut_off,
        n=counts.begun,
        window=title,
    )
