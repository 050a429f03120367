"""One journey in calm, as the calibration of a run sends it."""

from typing import NamedTuple

from epreuve.audits.planning.calibration import JourneyTiming
from epreuve.probes.journeys.session import SessionResult


class CalmJourney(NamedTuple):
    """One journey in calm: its result, and the seconds of each step."""

    name: str
    cohort: str
    citizen: int
    result: SessionResult
    seconds: tuple[float, ...]
    ended: float  # on the monotonic clock

    @property
    def timing(self) -> JourneyTiming:
        """Durations of the journey."""
        return JourneyTiming(
            journey=self.name, cohort=self.cohort, seconds=round(sum(self.seconds), 3),
            slowest_step=round(max(self.seconds), 3),
            size=sum(len(response.body) for response in self.result.responses),
            requests=len(self.seconds),
        )  # fmt: skip
