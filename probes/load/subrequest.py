"""Requests beside a step's own: a page's sub-resources, those of somebody's Locust user."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import Answer
from epreuve.probes.load.plan import Door


class Part(NamedTuple):
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

    def load(self, page: Answer, limit: float, tell: Callable[[Part], None]) -> None:
        """Tell of each, within `limit` seconds in all."""
        ...

    def cut(self) -> Iterable[Part]:
        """Those under way."""
        ...


class Perform(Protocol):
    """Takes a `locust` step."""

    def __call__(
        self, name: str, door: Door, limit: float, tell: Callable[[Part], None], /
    ) -> None:
        """Raise ExchangeError when it failed."""
        ...
