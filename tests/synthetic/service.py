"""A synthetic service in virtual time: pages, a queue, dependencies, a store, a power switch."""

import math
import random
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from epreuve.audits.profile.model import COMFORT_SETS, Profile
from epreuve.faults.fault import Fault
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from tests.synthetic.behaviour import NETWORK, Behaviour
from tests.synthetic.virtual_time import Sleep, VirtualTime

BURST, FEWEST = 2.0, 6.0  # seconds, and requests, that a limit lets through at once

PAGE = '<form method="post"></form>{parts}'


@dataclass
class Stored:
    """One submission of a user."""

    name: str
    forwarded: bool


@dataclass
class SyntheticService:
    """A service with a behaviour. `connections` counts those to each dependency."""

    behaviour: Behaviour
    profile: Profile
    time: VirtualTime
    seed: int = 0  # of the requests that fail at random
    faults: dict[str, Fault] = field(default_factory=dict)  # by dependency
    connections: Counter[str] = field(default_factory=Counter)
    stored: dict[str, Stored] = field(default_factory=dict)  # by receipt
    _numbers: dict[str, str] = field(default_factory=dict)  # receipt by name of the user
    _sleeping: set[Sleep] = field(default_factory=set)
    _hanging: dict[Sleep, str] = field(default_factory=dict)
    _tokens: float = 0.0
    _filled_at: float = -math.inf
    _next: int = 0
    _free_at: float = 0.0
    _up_at: float = 0.0
    _powered: bool = True

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @property
    def peak(self) -> float:
        """Requests a second of the normal peak."""
        journeys = self.profile.journeys.values()
        requests = sum(one.share * len(one.steps) for one in journeys)
        return self.profile.service.normal_peak * requests / sum(one.share for one in journeys)

    @property
    def comfort(self) -> tuple[str, ...]:
        """Addresses of the third parties that its pages load from."""
        dependencies = self.profile.dependencies.values()
        return tuple(one.listen for one in dependencies if one.set in COMFORT_SETS)

    @property
    def is_up(self) -> bool:
        """Whether it accepts connections."""
        return self._powered and self.time.now() >= self._up_at

    def power_off(self) -> None:
        """Cut the power: every connection is reset, and what was not written is lost."""
        self._powered = False
        for sleep in list(self._sleeping):
            self.time.wake(sleep, ExchangeError("reset", "the power was cut"))
        if self.behaviour.loses == "at a cut":
            self.stored.clear()

    def power_on(self) -> None:
        """Start again."""
        self._powered = self.behaviour.restarts
        self._free_at = self._up_at = self.time.now() + self.behaviour.boot

    def heal(self, dependency: str) -> None:
        """End the fault of a dependency: hanging calls fail, queued work is sent."""
        del self.faults[dependency]
        for sleep, name in list(self._hanging.items()):
            if name == dependency:
                self.time.wake(sleep, ExchangeError("http error", "a dependency was reset"))
        if self.profile.dependencies[dependency].set in ("API", "BO"):
            self.time.at(self.time.now() + 0.5, self._forward)

    def _forward(self) -> None:
        for one in self.stored.values():
            one.forwarded = True

    def fetch(self, request: HttpRequest, limit: float, cohort: str) -> HttpResponse:
        """Respond to a request of a user on a network. Raises ExchangeError."""
        end = self.time.now() + limit
        network = NETWORK.get(cohort, NETWORK["control"])
        self._wait(network / 2, end)
        if not self.is_up:
            raise ExchangeError("refused", "the service is down")
        rejection = self._rejection()
        if rejection is None:
            self._wait(self._queue() + self.behaviour.page, end)
            self._call(request, end)
            rejection = self._respond(request)
        self._wait(network / 2, end)
        return rejection

    def _wait(self, seconds: float, end: float) -> None:
        """Let a request take some seconds, but no longer than its user waits."""
        left = max(end - self.time.now(), 0.0)
        sleeps: list[Sleep] = []

        def begin(sleep: Sleep) -> None:
            sleeps.append(sleep)
            self._sleeping.add(sleep)

        try:
            self.time.sleep(min(seconds, left), begin)
        finally:
            self._sleeping.difference_update(sleeps)
        if seconds > left:
            raise ExchangeError("first byte timeout", "the user left")

    def _rejection(self) -> HttpResponse | None:
        """Return the page for a request above the limit: a token bucket with a small burst."""
        if self.behaviour.fails and self._random.random() < self.behaviour.fails:
            return page("Sorry", 503)
        if self.behaviour.limit is None:
            return None
        now, rate = self.time.now(), self.behaviour.limit * self.peak
        burst = max(rate * BURST, FEWEST)
        self._tokens = min(self._tokens + (now - self._filled_at) * rate, burst)
        self._filled_at = now
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return None
        if self.behaviour.rejection == "200":
            return page("Too many requests")
        return page("Please come back, or call 01 23 45 67 89", 503)

    def _queue(self) -> float:
        """Return the seconds to wait for a place; its user may leave, the work is done anyway."""
        if self.behaviour.capacity is None:
            return 0.0
        start = max(self.time.now(), self._free_at)
        self._free_at = start + 1 / (self.behaviour.capacity * self.peak)
        return start - self.time.now()

    def _call(self, request: HttpRequest, end: float) -> None:
        """Call the dependencies of a request."""
        for name, dependency in self.profile.dependencies.items():
            is_page = request.method == "GET"
            if dependency.set in COMFORT_SETS or (is_page and dependency.set != "DB"):
                continue
            if is_page and request.target == "/" and self.behaviour.serves_information:
                continue
            self.connections[name] += 1
            fault = self.faults.get(name)
            if dependency.set not in self.behaviour.needs:
                continue
            if isinstance(fault, Slow):
                self._wait(fault.delay, end)
            if isinstance(fault, Silent):
                self._hang(name, end)

    def _hang(self, name: str, end: float) -> None:
        hung: list[Sleep] = []

        def begin(sleep: Sleep) -> None:
            hung.append(sleep)
            self._sleeping.add(sleep)
            self._hanging[sleep] = name

        try:
            self.time.sleep(max(end - self.time.now(), 0.0), begin)
        except ExchangeError as error:
            if error.outcome != "http error":
                raise
            return  # the call is tried again, and succeeds
        finally:
            self._sleeping.difference_update(hung)
            for sleep in hung:
                self._hanging.pop(sleep, None)
        raise ExchangeError("first byte timeout", "the user left")

    def _respond(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            return page(f"received: number {self._store(request)}")
        return page("Welcome" if request.target == "/" else PAGE.format(parts=self._parts()))

    def _parts(self) -> str:
        return "".join(f'<img src="/part/{rank}">' for rank in range(self.behaviour.parts))

    def _store(self, request: HttpRequest) -> str:
        name = parse_qs(request.body.decode())["name"][0]
        if self.behaviour.idempotent and self._numbers.get(name) in self.stored:
            return self._numbers[name]
        self._next += 1
        number = f"R{self._next}"
        self._numbers[name] = number
        if self.behaviour.loses != "one in ten" or self._next % 10:
            silent = {self.profile.dependencies[one].set for one in self.faults}
            self.stored[number] = Stored(name, not silent & {"API", "BO"})
        return number

    def copies(self) -> Counter[str]:
        """Return how many submissions it has of each user."""
        return Counter(one.name for one in self.stored.values())


def page(text: str, status: int = 200) -> HttpResponse:
    """Return a page."""
    body = text.encode()
    return HttpResponse(status, {"content-type": "text/html"}, body, len(body))
