"""Requests and attempts: the rows of the load in evidence.

A time is in seconds since the start of the run, pauses included, on the machine's monotonic clock.
It is never a phase: phases are windows of the plan, applied when judging.
"""

import json
from typing import Literal, NamedTuple

Outcome = Literal[
    "success",
    "wrong content",
    "http error",
    "refused",
    "reset",
    "eof",  # closed before the first byte of a response
    "truncated",  # closed in the middle of a response
    "connect timeout",
    "tls timeout",
    "first byte timeout",
    "body timeout",
    "gave up",  # the patience of the user for the step, all tries together, ended
    "in flight",  # not ended at the end of the run: a failure
    "dropped",  # could not be started in time: a failure of the load generator
    "no link",  # a user without network: never sent, counted apart
    "error",  # a failure of the test bench, explained in a `load failure`
]


class Request(NamedTuple):
    """One HTTP request of one user."""

    arrival: int
    """Number of the user."""
    step: str
    """Step of the journey; `step → /path` for a resource of its page."""
    attempt: int
    """0 for the first try, then 1, 2… for each reload."""
    intended: float
    """When the user wanted it."""
    started: float
    """When it was sent."""
    ended: float
    """When the response was complete, or when it failed."""
    outcome: Outcome
    """Outcome class."""
    status: int
    """HTTP status; 0 without a response."""
    size: int
    """Bytes received, without headers."""
    guided: bool
    """Whether the response said what to do next: `Retry-After`, its reload, another channel."""
    announced: bool = False
    """Whether the response (429, 503, or a page that reloads itself) said when to come back."""


class Attempt(NamedTuple):
    """One user's try of one journey."""

    arrival: int
    """Number of the user."""
    journey: str
    """Journey of the profile."""
    cohort: str
    """Network of the user."""
    intended: float
    """When the user wanted to start."""
    started: float
    """When the load generator started it."""
    ended: float
    """When the last step ended."""
    outcome: Outcome
    """Outcome class of the last step."""
    step: str
    """The last step tried."""
    receipt: str
    """Number of the receipt; empty without one."""
    receipt_at: float
    """When the user read the receipt; -1 without one."""
    guided: bool
    """Whether a response of the last step said what to do next."""
    captured: str = ""
    """Other captured values that `verify`, `unique` and `processed` use, as JSON; empty without."""

    @property
    def kept(self) -> dict[str, str]:
        """Other captured values, by name."""
        values: dict[str, str] = json.loads(self.captured) if self.captured else {}
        return values
