"""Sizes of windows: how long each must be to judge this service.

A window is long enough for the journeys that its criteria need, at the rates of the declared normal
peak, and for the times of the service in calm (`Calibration`). The counts are assumptions [A]: see
`docs/decisions/windows.md`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from epreuve.audits.planning.calibration import CONTROL_COHORT, Calibration
from epreuve.audits.planning.patience import patience_on
from epreuve.audits.profile.model import Profile

BASELINE = 8  # critical journeys in each of the two baselines
RAMP = 48  # critical journeys in the ramp
SURGE = 40  # critical journeys in a stage with a surge
PATIENCES = 3.0  # times the patience of users on a clean link that a surge lasts, at least
RETURN = 24  # critical journeys in the stage after the crisis that is judged
TRIES = 4  # journeys of each kind in a cell
CELL_RATE = 2.0  # times the normal peak in a cell, at most
CONTROL_SHARE = 0.5  # control users on a clean link, in times the normal peak
LEAST_CONTROLS = 6  # in a stage, at least
MOST_CONTROLS = 2.0  # a second
BOOTS = 3.0  # times the measured boot after a power cut
AFTER_BOOT = 10.0  # seconds after it, at least, for journeys to succeed again
LONGEST = 300.0  # seconds of a window that only few journeys make longer: a town has no day for it
LONGEST_CELL = 60.0  # seconds in which the journeys of a cell begin, at most
JOURNEYS = 2.0  # times the longest journey in calm: one that fails, and one that succeeds
EDGE = 0.2  # seconds between an event and the first or last arrival
Load = Callable[[float], float]  # seconds of a window -> times the normal peak


@dataclass(frozen=True)
class Sizes:
    """Sizes for one profile and its calibration."""

    profile: Profile
    calibration: Calibration

    @property
    def critical_share(self) -> float:
        """Share of the critical journeys that give a receipt among arrivals, 0..1."""
        return self.profile.submitting_share or 1.0

    def seconds_for(self, journeys: float, multiple: float) -> float:
        """Return the seconds in which that many critical journeys begin, `LONGEST` at most.

        `multiple` is the load in times the normal peak.
        """
        rate = self.profile.service.normal_peak * multiple * self.critical_share
        return min(journeys / rate, LONGEST) if rate else LONGEST

    def seconds_under(self, load: Load, journeys: float, share: float) -> float:
        """Return the seconds in which that many critical journeys begin, `LONGEST` at most.

        `load` gives the times the normal peak at each second of the window; `share` is the share of
        users with a link.
        """
        left = journeys
        for second in range(int(LONGEST)):
            rate = self.profile.service.normal_peak * load(second + 0.5) * share
            if (begun := rate * self.critical_share) >= left:
                return second + left / begun
            left -= begun
        return LONGEST

    def surge(self, load: Load, share: float) -> float:
        """Return the seconds of a stage with a surge: users who wait must not outlast its load."""
        declared = self.profile.service.patience
        waits = PATIENCES * patience_on(CONTROL_COHORT, declared, self.calibration)
        return max(self.seconds_under(load, SURGE, share), waits)

    def baseline(self) -> float:
        """Return the seconds of a baseline, whose journeys come in turn."""
        journeys = len(self.profile.journeys)
        critical = max(len(self.profile.critical()), 1)
        return min(BASELINE * journeys / critical / self.profile.service.normal_peak, LONGEST)

    @property
    def tries(self) -> int:
        """Journeys in a cell."""
        return TRIES * max(len(self.profile.critical()), 1)

    def cell(self, shortest: float) -> float:
        """Return the seconds in which the journeys of a cell begin."""
        slowest = self.tries / (CELL_RATE * self.profile.service.normal_peak)
        return min(max(slowest, shortest), LONGEST_CELL)

    def control_rate(self, length: float) -> float:
        """Return the control users per second in a stage of that length."""
        usual = CONTROL_SHARE * self.profile.service.normal_peak
        return round(min(max(usual, LEAST_CONTROLS / length), MOST_CONTROLS), 6)

    def after_cut(self) -> float:
        """Return the seconds after a power cut in which the recovery must show."""
        boot = min(BOOTS * self.calibration.boot, self.profile.power.boot_within)
        return boot + max(AFTER_BOOT, JOURNEYS * self.calibration.longest_journey(CONTROL_COHORT))
