"""Requests that ask whether the service is ready: from a browser like any other."""

import secrets
from collections.abc import Callable

from epreuve.audits.profile.model import Profile, Service
from epreuve.probes.http.readiness import wait_ready
from epreuve.probes.http.sender import Sender


def ready_sender(service: Service) -> Sender:
    """Return a sender drawn at random: these requests belong to no user of the run."""
    return service.senders(secrets.token_hex(4)).of(0)


def wait_service(
    profile: Profile, within: float | None = None, running: Callable[[], bool] = lambda: True
) -> float | None:
    """Return when the service was ready (`time.monotonic`), or None.

    `within` is in seconds, by default `boot_within` of the profile.
    """
    service, power = profile.service, profile.power
    return wait_ready(
        service.address, power.ready, power.boot_within if within is None else within,
        service.authority, ready_sender(service), running,
    )  # fmt: skip
