"""Wait for a service to be ready."""

import time
from collections.abc import Callable

from epreuve.faults.message import Delay
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.http.sender import Sender

EVERY = 0.05  # seconds between two tries
_TRY = 2.0  # seconds, at most, for one try


def wait_ready(
    url: str, path: str, timeout: float, authority: str, sender: Sender,
    running: Callable[[], bool] = lambda: True,
) -> float | None:  # fmt: skip
    """Return the time (`time.monotonic`) of the first 2xx response.

    None after `timeout` seconds, or once the service is no longer `running`. `authority` is the
    Host header.
    """
    end = time.monotonic() + timeout
    while (left := end - time.monotonic()) > 0:
        client = HttpClient(url, authority, sender)
        try:
            response = client.fetch(HttpRequest("GET", path, {}, b""), min(_TRY, left), False)
            if 200 <= response.status < 300:
                return time.monotonic()
        except ExchangeError:
            pass  # not ready yet
        finally:
            client.close()
        if not running():
            return None
        time.sleep(min(EVERY, max(0.0, end - time.monotonic())))
    return None


def not_ready(address: str, within: float) -> str:
    """Return the reason for evidence: the service was not ready `within` seconds."""
    return recorded(
        "{address} does not respond {time} after the restart", address=address, time=Delay(within)
    )
