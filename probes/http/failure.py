"""Outcome classes of network errors."""

import errno
import ssl
from collections.abc import Mapping
from typing import Literal

from epreuve.faults.message import message
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import ExchangeError

ExchangePhase = Literal["connect", "tls", "first byte", "body", "events", "event"]
"""What an exchange waits for: of a stream of events, its end or the expected event."""
_CLOSED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)
UNSENT: tuple[Outcome, ...] = ("refused", "connect timeout", "tls timeout", "no link", "error")
"""Outcomes of a request that did not reach the service."""
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH)
_TIMEOUTS: Mapping[ExchangePhase, Outcome] = {
    "connect": "connect timeout",
    "tls": "tls timeout",
    "first byte": "first byte timeout",
    "body": "body timeout",
    "events": "body timeout",
    "event": "body timeout",
}


def describe_error(error: BaseException) -> str:
    """Return class and text of an exception, as evidence keeps them."""
    name, text = type(error).__name__, str(error)
    return f"{name}: {text}" if text else name


def classify(error: Exception, phase: ExchangePhase) -> ExchangeError:
    """Return the outcome class of a network error that occurred in `phase`."""
    if isinstance(error, TimeoutError):
        return ExchangeError(
            _TIMEOUTS[phase], message("no byte in time (waiting for: {phase})", phase=phase)
        )
    if isinstance(error, ConnectionRefusedError):
        return ExchangeError("refused", message("connection refused"))
    if isinstance(error, _CLOSED):
        return ExchangeError("reset", message("reset (waiting for: {phase})", phase=phase))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ExchangeError("eof", message("closed (waiting for: {phase})", phase=phase))
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return ExchangeError("refused", message("no route to the service"))
    return ExchangeError("error", describe_error(error))
