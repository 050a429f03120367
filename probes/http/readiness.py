"""Waits until a service answers."""

import time

from epreuve.probes.http.connection import Connection
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError

EVERY = 0.05  # seconds between two tries
_TRY = 2.0  # seconds one try may take


def wait_ready(address: str, path: str, timeout: float, authority: str = "") -> float | None:
    """The time (`time.monotonic`) of the first 2xx answer, None if none came in `timeout` seconds.

    `authority` is the Host header, the address itself when not given.
    """
    end = time.monotonic() + timeout
    while (left := end - time.monotonic()) > 0:
        dial = Connection(address, authority or address.partition("://")[2])
        try:
            answer = dial.exchange(HttpRequest("GET", path, {}, b""), min(_TRY, left))
            if 200 <= answer.status < 300:
                return time.monotonic()
        except ExchangeError:
            pass  # not yet
        finally:
            dial.close()
        time.sleep(min(EVERY, max(0.0, end - time.monotonic())))
    return None
