"""Requests beside a step's own: sub-resources of a page, requests of a custom Locust user."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.probes.load.plan import Endpoint


class SubRequest(NamedTuple):
    """One such request. That of a page never fails the journey; it delays it."""

    name: str
    wanted: float
    started: float
    ended: float
    outcome: Outcome  # "no link" for a host to which nothing is sent
    detail: str = ""
    status: int = 0
    size: int = 0


Report = Callable[[SubRequest], None]


class PageParts(Protocol):
    """Loader of the sub-resources of one user's pages."""

    def load(self, page: HttpResponse, limit: float, report: Report) -> None:
        """Load and report each sub-resource, within `limit` seconds in all."""
        ...

    def unfinished(self) -> Iterable[SubRequest]:
        """Return the sub-requests in progress."""
        ...


class CustomStep(Protocol):
    """Runner of a `locust` step."""

    def __call__(
        self, name: str, endpoint: Endpoint, sender: Sender, limit: float, report: Report, /
    ) -> None:
        """Run one task of a custom user. Raises ExchangeError when it failed."""
        ...
