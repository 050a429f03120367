"""Requests and attempts: the rows that a crowd leaves in evidence.

A time is in seconds since the start of the run, on the machine's monotonic clock. It is never a
phase: phases are windows of the plan, applied when judging.
"""

from typing import Literal, NamedTuple, get_args

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
    "gave up",  # the patience of the user ended
    "in flight",  # not ended at the end of the run: a failure
    "dropped",  # could not be started in time: a failure of the load generator
    "no link",  # a user without network: never sent, counted apart
    "error",  # a failure of the test bench, explained in a `load failure`
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Request(NamedTuple):
    """One HTTP request of one user."""

    arrival: int
    step: str
    attempt: int  # 0, then 1, 2… for each reload
    intended: float  # when the user wanted it
    started: float
    ended: float
    outcome: Outcome
    status: int  # 0 without a response
    size: int  # bytes received, without headers
    guided: bool  # the response said what to do next (Retry-After, another channel)


class Attempt(NamedTuple):
    """One user's passage through one journey."""

    arrival: int
    journey: str
    cohort: str
    intended: float
    started: float
    ended: float
    outcome: Outcome
    step: str  # the last step tried
    receipt: str  # "" without one
    receipt_at: float  # when the user read it, -1 without one
    guided: bool  # the last step's response said what to do next
