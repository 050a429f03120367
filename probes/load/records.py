"""Records of the load processes: their health, explained failures, the clocks of workers."""

from collections.abc import Mapping
from typing import Literal

from epreuve.probes.evidence.observation import Record, record_kind, record_kinds
from epreuve.probes.evidence.records import Outcome


@record_kind("load health")
class LoadHealth(Record):
    """Health of a load process over one second; the subject is `health`."""

    cpu: float
    """CPU used, in cores."""
    queued: float = 0.0
    """Share of the time in which it waited for a core."""
    open_files: int = 0
    """File descriptors open."""
    active_journeys: int = 0
    """Users in the middle of a journey."""
    lag_p99: float = 0.0
    """99th percentile of the lateness of arrivals, in seconds."""
    started: int = 0
    """Arrivals started."""


@record_kind("load failure")
class LoadFailure(Record):
    """Explanation of a failed request, once per step, outcome and cause; the subject is the step.

    The subject is `max_rate` for an arrival that the authorised rate refused.
    """

    arrival: int
    """Number of the first user who met it."""
    outcome: Outcome
    """Outcome of the request."""
    detail: str
    """Cause."""
    excerpt: str = ""
    """First visible characters of the first such response of the step, without secrets."""


@record_kind("redirect")
class RedirectObservation(Record):
    """Redirect of users to another host, once per step and host; the subject is the step."""

    host: str
    """Host, as `host:port`."""


@record_kind("worker clock")
class WorkerClock(Record):
    """Clock of a load worker against that of the test bench; the subject is `clock`."""

    worker: int
    """Rank of the worker."""
    when: Literal["start", "end"]
    """Moment of the run."""
    offset: float
    """Seconds that the worker's clock is ahead."""
    error: float
    """Greatest error of `offset`, in seconds."""


def load_record(kind: str, fields: Mapping[str, object]) -> Record:
    """Return the record that a load process sent as plain values."""
    return record_kinds()[kind].model_validate(fields)
