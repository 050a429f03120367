"""Records of power cuts; the subject is the pattern of the cut."""

from epreuve.audits.profile.power import PowerLevel
from epreuve.faults.power.cut_report import CutReport
from epreuve.probes.evidence.observation import Record, record_kind


class PowerEvent(Record):
    """Base class of the records of a power cut."""


@record_kind("power off")
class PowerOff(PowerEvent):
    """Start of a power cut."""

    level: PowerLevel
    """How power is cut, as in the profile."""
    report: CutReport
    """Details of the cut."""
    duration: float
    """Seconds to cut."""


@record_kind("power on")
class PowerOn(PowerEvent):
    """End of a power cut."""

    duration: float
    """Seconds to give the power back, without the boot of the service."""
    answered: str | None = None
    """Address that responded while the power was off, with its status: the cut is void."""


@record_kind("power not restored")
class PowerNotRestored(PowerEvent):
    """Power that could not be given back at the end of the run."""

    error: str
    """Why."""


POWER_EVENTS: tuple[type[PowerEvent], ...] = (PowerOff, PowerOn, PowerNotRestored)
