"""Checks that the service does not respond before its start and while its power is off."""

from __future__ import annotations

import threading

from epreuve.audits.execution.service_readiness import ready_sender
from epreuve.audits.profile.model import Profile
from epreuve.faults.closing import Closing
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError

WITHIN = 1.0  # seconds for a response
EVERY = 0.5  # seconds between two checks
STOP = 5.0  # seconds for the last check to end


def response_of(profile: Profile) -> str | None:
    """Send one request to `power.ready`; return its address and the status, or None.

    Any status counts: without power, nothing responds.
    """
    service, ready = profile.service, profile.power.ready
    client = HttpClient(service.address, service.authority, ready_sender(service))
    try:
        response = client.fetch(HttpRequest("GET", ready, {}, b""), WITHIN, False)
    except ExchangeError:
        return None
    finally:
        client.close()
    return f"{service.address}{ready} (status {response.status})"


class UnpoweredCheck(Closing):
    """Thread that repeats `response_of` until closed; `answered` is the first response."""

    def __init__(self, profile: Profile) -> None:
        self.answered: str | None = None
        self._profile = profile
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="without power", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End before the power returns: a response after that does not count."""
        self._over.set()
        self._thread.join(STOP)

    def _run(self) -> None:
        while self.answered is None and not self._over.is_set():
            response = response_of(self._profile)
            if not self._over.is_set():
                self.answered = response
            self._over.wait(EVERY)
