"""Confirmation of writes to a server: their effect is read back."""

from __future__ import annotations

import time
from collections.abc import Callable

from epreuve.faults.errors import FaultError, NotConfirmed, ToxiproxyRefused, ToxiproxyUnreachable
from epreuve.faults.message import Delay, Message, message

POLL = 0.05  # seconds between two reads of a state that is not there yet


def attempt(write: Callable[[], object]) -> FaultError | None:
    """Return why the effect of a write is unknown, None when it was acknowledged.

    Without a response, or with Toxiproxy's 503 after 25 s, a write may still take effect; any other
    refusal is raised.
    """
    try:
        write()
    except ToxiproxyUnreachable as error:
        return error
    except ToxiproxyRefused as error:
        if error.status != 503:
            raise
        return error
    return None


def await_state(
    is_there: Callable[[], bool], timeout: float, doubt: FaultError | None, what: Message
) -> None:
    """Read until the state is there; raise `doubt`, else NotConfirmed, after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not is_there():
        if time.monotonic() > deadline:
            raise doubt or NotConfirmed(
                message("{what}: not confirmed after {time}", what=what, time=Delay(timeout))
            )
        time.sleep(POLL)
