"""Load plan: who arrives when, through which endpoint, for which journey. All of it is data."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple, Self

from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.connection import DEFAULT_TIMEOUTS, Timeouts
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.sender import Sender, Senders
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival

LEAD = 0.2  # seconds between the preparation and the zero of the run


class Closed(NamedTuple):
    """One user of the closed model, for a capacity ramp: starts again after each response.

    Never used in a crisis: such a user waits for a slow service, and so hides its slowness.
    """

    number: int  # number of its first journey
    start: float  # seconds since the run's zero
    end: float  # no journey begins later
    journeys: Sequence[str]  # in turn
    cohort: str
    pause: float = 0.0  # seconds between two journeys


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Address of the service for one cohort, and the patience of its users by step."""

    address: str  # URL to connect to: "http://127.0.0.1:port"
    authority: str  # the service's own "host:port", for the Host header
    patience: float  # seconds per step, all tries together; a step's own timeout replaces it
    linked: bool = True  # False: these users have no network
    timeouts: Timeouts = DEFAULT_TIMEOUTS  # they count when patience is longer
    third_parties: Mapping[str, str] = field(default_factory=dict)
    """URL to connect to for each third party of pages, by "host:port"; no other host is reached."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All URLs that its users may connect to."""
        return (self.address, *self.third_parties.values())

    def client(self, cookies: CookieJar, sender: Sender) -> HttpClient:
        """Return a new HTTP client to the service.

        A GET is sent again where the service closed a kept connection meanwhile, as browsers do.
        """
        return HttpClient(
            self.address, self.authority, sender, cookies, self.timeouts, resends=True
        )


@dataclass(frozen=True, slots=True)
class Retries:
    """Retries of a failed step within the user's patience.

    How many at most, and the range of the waits before them in seconds.
    """

    at_most: int = 0
    shortest_wait: float = 5.0
    longest_wait: float = 30.0


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """Everything the load process needs.

    `zero` is a time of CLOCK_MONOTONIC, common to the machine; NaN: given later by `Load.go`.
    `until`, `arrivals` and `barriers` are in seconds on the plan clock. It starts at zero and
    pauses at each barrier until `Load.resume`.
    """

    zero: float
    until: float  # unfinished sessions are ended then
    seed: int
    cohorts: Mapping[str, Endpoint]
    journeys: Mapping[str, Journey]
    arrivals: Sequence[Arrival]  # sorted by `at`
    retries: Retries = Retries()
    closed: Sequence[Closed] = ()
    max_rate: float | None = None  # journeys per second, when limited
    barriers: tuple[float, ...] = ()  # sorted; an arrival at a barrier starts after its pause
    nonce: str = ""  # of the contents that users send
    email_domain: str = ""  # of the users
    languages: tuple[str, ...] = ()  # of the users' browsers
    headers: Mapping[str, str] = field(default_factory=dict)  # that each request has

    @property
    def senders(self) -> Senders:
        """The browser of each user."""
        return Senders(f"{self.seed}:{self.nonce}", self.languages, self.headers)

    def share(self, worker: int, workers: int) -> Self:
        """Return the part of one of several workers; together they send each arrival once.

        Parts of any interval of a sorted plan have the same number of arrivals, plus or minus one.
        """
        return replace(
            self,
            arrivals=[a for a in self.arrivals if a.number % workers == worker],
            closed=[user for rank, user in enumerate(self.closed) if rank % workers == worker],
            max_rate=None if self.max_rate is None else _share_of_rate(self.max_rate, workers),
        )

    def __post_init__(self) -> None:
        """Raise ValueError, naming the arrival or the barriers that cannot be used."""
        before = float("-inf")
        for arrival in self.arrivals:
            self._check(arrival)
            if arrival.at < before:
                raise ValueError(f"{arrival}: arrivals must be sorted by `at`")
            before = arrival.at
        for user in self.closed:
            self._check(user)
        if list(self.barriers) != sorted(self.barriers):
            raise ValueError(f"{self.barriers}: barriers must be sorted")
        if self.barriers and self.closed:
            raise ValueError("users of the closed model do not pause at barriers")

    def _check(self, user: Arrival | Closed) -> None:
        if user.cohort not in self.cohorts:
            raise ValueError(f"{user}: no endpoint for cohort {user.cohort!r}")
        for journey in user.journeys if isinstance(user, Closed) else (user.journey,):
            if journey not in self.journeys:
                raise ValueError(f"{user}: no journey {journey!r}")

    def to_json(self) -> str:
        """Serialise the plan. Secrets are not in it: they stay in the environment."""
        fields = set(Journey.model_fields)  # a journey may be of a subclass, with more fields
        journeys = {
            name: journey.model_dump(mode="json", by_alias=True, include=fields)
            for name, journey in self.journeys.items()
        }
        return json.dumps(
            {
                "zero": self.zero,
                "until": self.until,
                "seed": self.seed,
                "cohorts": {name: asdict(endpoint) for name, endpoint in self.cohorts.items()},
                "journeys": journeys,
                "arrivals": [tuple(arrival) for arrival in self.arrivals],
                "retries": asdict(self.retries),
                "closed": [tuple(user) for user in self.closed],
                "max_rate": self.max_rate,
                "barriers": self.barriers,
                "nonce": self.nonce,
                "email_domain": self.email_domain,
                "languages": self.languages,
                "headers": dict(self.headers),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Parse a plan written by `to_json`."""
        data = json.loads(text)
        return cls(
            **{
                **data,
                "cohorts": {name: _endpoint(values) for name, values in data["cohorts"].items()},
                "journeys": {
                    name: Journey.model_validate(journey)
                    for name, journey in data["journeys"].items()
                },
                "arrivals": [Arrival(*arrival) for arrival in data["arrivals"]],
                "retries": Retries(**data["retries"]),
                "closed": tuple(Closed(*user) for user in data["closed"]),
                "barriers": tuple(data["barriers"]),
                "languages": tuple(data["languages"]),
            }
        )


def _endpoint(values: dict[str, Any]) -> Endpoint:
    return Endpoint(**{**values, "timeouts": Timeouts(*values["timeouts"])})


def _share_of_rate(rate: float, workers: int) -> float:
    """Return a worker's part of a limit, in whole journeys."""
    most = max(1, math.floor(rate))
    return math.ceil(most / workers) * rate / most
