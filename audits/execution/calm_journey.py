"""One journey that was sent in calm."""

from typing import NamedTuple

from epreuve.audits.execution.profile_problem import ProfileProblem, step_problem
from epreuve.audits.execution.step_player import PlayedStep
from epreuve.audits.planning.calibration import JourneyTiming
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult


class CalmJourney(NamedTuple):
    """One journey in calm: the steps that were played, and their result."""

    name: str
    cohort: str
    citizen: int
    played: tuple[PlayedStep, ...]
    result: SessionResult
    ended: float  # on the monotonic clock

    @property
    def seconds(self) -> tuple[float, ...]:
        """Seconds of each step."""
        return tuple(step.seconds for step in self.played)

    @property
    def problem(self) -> ProfileProblem | None:
        """Problem of its last step, None where the journey succeeded."""
        at = ("journeys", self.name, "steps", len(self.played) - 1)
        return step_problem(at, self.played[-1])

    @property
    def timing(self) -> JourneyTiming:
        """Durations of the journey."""
        return JourneyTiming(
            journey=self.name, cohort=self.cohort, seconds=round(sum(self.seconds), 3),
            slowest_step=round(max(self.seconds), 3),
            size=sum(len(response.body) for response in self.result.responses),
            requests=len(self.seconds),
        )  # fmt: skip

    def receipt(self, journey: Journey) -> str:
        """Return the receipt that its user got; `journey` is the one that was sent."""
        return journey.receipt_of(self.result.captured)

    def attempt(self, journey: Journey) -> Attempt:
        """Return the journey as a row of evidence, at time 0."""
        return Attempt(
            self.citizen, self.name, self.cohort, 0.0, 0.0, 0.0, self.result.outcome,
            self.result.step, self.receipt(journey), 0.0, False,
        )  # fmt: skip
