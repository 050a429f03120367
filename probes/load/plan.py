"""What the load child is given: who arrives when, by which door, to do what. All of it is data."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple, Self

from epreuve.probes.journeys.journey import Journey


class Arrival(NamedTuple):
    """One citizen who comes, whatever the service does."""

    number: int
    at: float  # seconds since the run's zero
    journey: str
    cohort: str


class Closed(NamedTuple):
    """A user of the closed model, for a capacity ramp: begins again when the answers came.

    Never of a crisis: such a user waits for a service that is slow, and so hides it.
    """

    number: int  # its journeys are numbered from here on
    start: float  # seconds since the run's zero
    end: float  # no journey begins later
    journeys: Sequence[str]  # in turn
    cohort: str
    pause: float = 0.0  # seconds between two journeys


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How one cohort reaches the service, and how long its citizens wait for a step."""

    address: str  # where to dial: "http://127.0.0.1:port"
    authority: str  # the service's own "host:port", for the Host header
    patience: float  # seconds a step, when the step has no timeout of its own
    linked: bool = True  # False: these citizens have no network
    connect_timeout: float = 30.0  # seconds to be connected, when patience is longer
    silence_timeout: float = 60.0  # seconds without a byte, when patience is longer
    third_parties: Mapping[str, str] = field(default_factory=dict)
    """Where the third parties of pages are dialled, by "host:port"; no other host ever is."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that its citizens may dial."""
        return (self.address, *self.third_parties.values())


@dataclass(frozen=True, slots=True)
class Retries:
    """Reloading after a failure: at most `most` times, after `least` to `longest` seconds."""

    at_most: int = 0
    shortest_wait: float = 5.0
    longest_wait: float = 30.0


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """Everything the child needs.

    `zero` is on CLOCK_MONOTONIC, the same for the whole machine; NaN: told later, by `Load.go`.
    """

    zero: float
    until: float  # seconds since zero: citizens still on their way are cut then
    seed: int
    cohorts: Mapping[str, Endpoint]
    journeys: Mapping[str, Journey]
    arrivals: Sequence[Arrival]  # in order of `at`
    clear_message: str = ""  # regular expression of a page that says what to do; "" for none
    retries: Retries = Retries()
    closed: Sequence[Closed] = ()
    max_rate: float | None = None  # journeys that may begin in a second, when it is limited

    def share(self, worker: int, workers: int) -> Self:
        """What one of several workers does; together they do all of it, each arrival once.

        Of any stretch of a sorted plan, a worker has the same number of arrivals, give or take one.
        """
        return replace(
            self,
            arrivals=[each for each in self.arrivals if each.number % workers == worker],
            closed=[each for place, each in enumerate(self.closed) if place % workers == worker],
            max_rate=None if self.max_rate is None else _part(self.max_rate, workers),
        )

    def __post_init__(self) -> None:
        """Raise ValueError, naming the arrival, for what the child could not start."""
        before = float("-inf")
        for arrival in self.arrivals:
            self._check(arrival)
            if arrival.at < before:
                raise ValueError(f"{arrival}: arrivals must be sorted by `at`")
            before = arrival.at
        for user in self.closed:
            self._check(user)

    def _check(self, who: Arrival | Closed) -> None:
        if who.cohort not in self.cohorts:
            raise ValueError(f"{who}: no door for cohort {who.cohort!r}")
        for journey in who.journeys if isinstance(who, Closed) else (who.journey,):
            if journey not in self.journeys:
                raise ValueError(f"{who}: no journey {journey!r}")

    def to_json(self) -> str:
        """The plan as text; secrets are not in it, they stay in the environment."""
        journeys = {
            name: journey.model_dump(mode="json", by_alias=True)
            for name, journey in self.journeys.items()
        }
        return json.dumps(
            {
                "zero": self.zero,
                "until": self.until,
                "seed": self.seed,
                "cohorts": {name: asdict(door) for name, door in self.cohorts.items()},
                "journeys": journeys,
                "arrivals": [tuple(arrival) for arrival in self.arrivals],
                "clear_message": self.clear_message,
                "retries": asdict(self.retries),
                "closed": [tuple(each) for each in self.closed],
                "max_rate": self.max_rate,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The plan that `to_json` wrote."""
        data = json.loads(text)
        return cls(
            **{
                **data,
                "cohorts": {name: Endpoint(**door) for name, door in data["cohorts"].items()},
                "journeys": {
                    name: Journey.model_validate(journey)
                    for name, journey in data["journeys"].items()
                },
                "arrivals": [Arrival(*arrival) for arrival in data["arrivals"]],
                "retries": Retries(**data["retries"]),
                "closed": tuple(Closed(*each) for each in data["closed"]),
            }
        )


def _part(rate: float, workers: int) -> float:
    """A worker's part of a limit, in whole journeys: an arrival is not divided."""
    most = max(1, math.floor(rate))
    return math.ceil(most / workers) * rate / most
