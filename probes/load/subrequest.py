"""Requests beside a step's own: a page's sub-resources, those of somebody's Locust user."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.load.plan import Endpoint


class SubRequest(NamedTuple):
    """One of them. A page's never fails the journey; it delays it."""

    name: str
    wanted: float
    started: float
    ended: float
    outcome: Outcome  # "no link" for a host to which nothing is sent
    detail: str = ""
    status: int = 0
    size: int = 0


class Browser(Protocol):
    """What fetches the sub-resources of one citizen's pages."""

    def load(self, page: HttpResponse, limit: float, tell: Callable[[SubRequest], None]) -> None:
        """Tell of each, within `limit` seconds in all."""
        ...

    def cut(self) -> Iterable[SubRequest]:
        """Those under way."""
        ...


class CustomStep(Protocol):
    """Takes a `locust` step."""

    def __call__(
        self, name: str, door: Endpoint, limit: float, tell: Callable[[SubRequest], None], /
    ) -> None:
        """Raise ExchangeError when it failed."""
        ...
