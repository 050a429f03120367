"""Records of the pauses of the plan's clock."""

from epreuve.audits.planning.barrier import BarrierKind, Stop
from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.reader import Evidence


@record_kind("pause")
class PauseObservation(Record):
    """A pause of the plan's clock, which every later time is moved by; the subject is a window."""

    barrier: BarrierKind
    """`settle`: until open journeys had ended; `recover`: until a journey succeeded again;
    `boot`: until `power.ready` responded."""
    planned: float
    """Time of the pause on the clock of the plan."""
    lasted: float
    """Seconds that it lasted."""
    reached: bool
    """Whether its condition was met; false where the longest pause was over before."""
    open: int = 0
    """Journeys still open at its end."""


def stops(evidence: Evidence) -> list[Stop]:
    """Return the pauses of a run, in order."""
    records = (one.record for one in evidence.observations(PauseObservation))
    return [Stop(at=record.planned, lasted=record.lasted) for record in records]
