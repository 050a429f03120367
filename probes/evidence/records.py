"""The records of what was seen, and the append-only file that keeps them.

A time is in seconds since the run's zero, on the machine's monotonic clock; it is never a phase:
phases are windows of the plan, applied when judging.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Outcome = Literal[
    "success",
    "wrong content",
    "http error",
    "refused",
    "reset",
    "eof",  # closed before the first byte of an answer
    "truncated",  # closed in the middle of an answer
    "connect timeout",
    "tls timeout",
    "first byte timeout",
    "body timeout",
    "gave up",  # the citizen's patience ended
    "in flight",  # not ended when the run was: a failure, not nothing
    "dropped",  # could not be started in time: the load generator's fault
    "no link",  # a citizen without network: never sent, counted apart
    "error",  # a fault of ours, told in `detail`
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Request(NamedTuple):
    """One HTTP request of one citizen."""

    arrival: int
    step: str
    attempt: int  # 0, then 1.. for each reload
    intended: float  # when the citizen wanted it
    started: float
    ended: float
    outcome: Outcome
    status: int  # 0 without an answer
    size: int  # bytes received, headers apart
    told: bool  # the answer said what to do next (Retry-After, another channel)


class Attempt(NamedTuple):
    """One citizen going through one journey."""

    arrival: int
    journey: str
    cohort: str
    intended: float
    started: float
    ended: float
    outcome: Outcome
    step: str  # the last step tried
    receipt: str  # "" when none was given
    receipt_at: float  # when the citizen read it, -1 when never
    told: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """Anything else that was seen or done: faults, power, probes, the harness's own health."""

    time: float
    probe: str  # who saw it: "fault", "power", "page", "receipt", "load", "harness"…
    subject: str  # what it is about: a proxy, a page, a receipt number
    value: Mapping[str, object] = field(default_factory=dict)
