"""Times of the start of a service."""

from dataclasses import dataclass

AFTER_READY = 1.0  # seconds after the first good response that still belong to the start [A]
ALREADY_RUNS = 5.0  # seconds for a service that already runs to respond, in a rehearsal


@dataclass(frozen=True)
class StartTimes:
    """Seconds of a start; those of an audit by default."""

    after_ready: float = AFTER_READY
    """After the first good response, calls of the service still belong to its start."""
    already_runs: float | None = None
    """For a service that the profile does not start to respond; None: `boot_within`."""


AUDIT = StartTimes()
REHEARSAL = StartTimes(0.0, ALREADY_RUNS)
