"""Calibration: times of the service in calm, measured before its plan is final."""

from typing import Self

from epreuve.audits.profile.model import Profile
from epreuve.faults.frozen_model import FrozenModel

CONTROL_COHORT = "control"  # cohort on a clean link: its failures come from the service
STEP = 0.5  # seconds of one step, on a clean link, assumed before a calibration [A]
POOR_STEP = 3.0  # seconds of one step on any other link, assumed before a calibration [A]
BOOT = 5.0  # seconds to start, assumed before a calibration [A]
READING = 0.5  # seconds to read one receipt, assumed before a calibration [A]


class JourneyTiming(FrozenModel):
    """One journey on one link, in calm, without any other user."""

    journey: str
    cohort: str
    """`control`, or the id of a network."""
    seconds: float
    """Duration of the whole journey."""
    slowest_step: float
    """Seconds of its slowest step."""
    size: int = 0
    """Bytes received."""
    requests: int = 0
    """Requests sent, redirects and resources included."""


class Calibration(FrozenModel):
    """Durations of the service in calm. Windows of the plan are sized from them."""

    journeys: tuple[JourneyTiming, ...] = ()
    boot: float
    """Seconds from a start of the service to its first good response."""
    receipt: float
    """Seconds to read one receipt again."""
    measured: bool = True
    """False for assumed values: `epreuve plan` sends no request."""

    @classmethod
    def assumed(cls, profile: Profile, cohorts: tuple[str, ...]) -> Self:
        """Return assumed values, for a plan that is made before any request."""
        timings = tuple(
            JourneyTiming(
                journey=name,
                cohort=cohort,
                seconds=len(journey.steps) * _assumed_step(cohort),
                slowest_step=_assumed_step(cohort),
            )
            for name, journey in profile.journeys.items()
            for cohort in cohorts
        )
        return cls(
            journeys=timings,
            boot=min(BOOT, profile.power.boot_within),
            receipt=READING,
            measured=False,
        )

    def slowest_step(self, cohort: str) -> float:
        """Return the seconds of the slowest step on a link; 0 where it was not measured."""
        return max((one.slowest_step for one in self.journeys if one.cohort == cohort), default=0.0)

    def longest_journey(self, cohort: str) -> float:
        """Return the seconds of the longest journey on a link; 0 where it was not measured."""
        return max((one.seconds for one in self.journeys if one.cohort == cohort), default=0.0)


def _assumed_step(cohort: str) -> float:
    return STEP if cohort == CONTROL_COHORT else POOR_STEP
