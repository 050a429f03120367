"""Record of the use of the test machine."""

from typing import Literal

from epreuve.probes.evidence.observation import Record, record_kind

WaitingSource = Literal["pressure", "schedstat", "run queue"]


@record_kind("bench pressure")
class BenchPressure(Record):
    """Use of the test machine over about one second; the subject is `machine`.

    The time of the observation is the end of the interval.
    """

    seconds: float
    """Length of the interval."""
    cores: float
    """CPU capacity: the cores that the run may use, or the limit of its container."""
    own: float
    """Cores used by the harness, its proxies, load processes, watchdog and browser."""
    service: float | None
    """Cores used by the service and by the dependencies that the run started.

    Null where all of them are on other machines: their use is unknown.
    """
    others: float
    """Cores used by all other programs of this machine."""
    service_identified: bool
    """Whether `service` has all local programs of the service; if not, `others` has the rest."""
    idle: float
    """Cores that did nothing, also while they waited for a disk."""
    stolen: float
    """Cores that the hypervisor gave to other virtual machines."""
    throttled: float
    """Cores that the CPU limit of the container withheld."""
    waiting_source: WaitingSource
    """Source of `cpu_waiting`.

    `pressure` is `/proc/pressure`. A kernel without it has only the run queue: `/proc/schedstat`
    gives a mean, `/proc/stat` one reading per interval.
    """
    cpu_waiting: float
    """Share of the time in which a program waited for a core; from a run queue, programs in it."""
    io_waiting: float | None = None
    """Share of the time in which a program waited for a disk; null without `/proc/pressure`."""
    io_stalled: float | None = None
    """Share of the time in which all programs with work waited for a disk."""
    memory_waiting: float | None = None
    """Share of the time in which a program waited for memory."""
    memory_stalled: float | None = None
    """Share of the time in which all programs with work waited for memory."""
