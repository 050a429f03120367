"""What the load child is given: who arrives when, by which door, to do what. All of it is data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple, Self

from epreuve.probes.journey import Journey


class Arrival(NamedTuple):
    """One citizen who comes, whatever the service does."""

    number: int
    at: float  # seconds since the run's zero
    journey: str
    cohort: str


@dataclass(frozen=True, slots=True)
class Door:
    """How one cohort reaches the service, and how long its citizens wait for a step."""

    address: str  # where to dial: "http://127.0.0.1:port"
    authority: str  # the service's own "host:port", for the Host header
    patience: float  # seconds a step, when the step has no timeout of its own
    linked: bool = True  # False: these citizens have no network
    connect: float = 30.0  # seconds to be connected, when patience is longer
    silence: float = 60.0  # seconds without a byte, when patience is longer


@dataclass(frozen=True, slots=True)
class Relances:
    """Reloading after a failure: at most `most` times, after `least` to `longest` seconds."""

    most: int = 0
    least: float = 5.0
    longest: float = 30.0


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """Everything the child needs.

    `zero` is on CLOCK_MONOTONIC, the same for the whole machine; NaN: told later, by `Load.go`.
    """

    zero: float
    until: float  # seconds since zero: citizens still on their way are cut then
    seed: int
    cohorts: Mapping[str, Door]
    journeys: Mapping[str, Journey]
    arrivals: Sequence[Arrival]  # in order of `at`
    clear_message: str = ""  # regular expression of a page that says what to do; "" for none
    relances: Relances = Relances()

    def __post_init__(self) -> None:
        """Raise ValueError, naming the arrival, for what the child could not start."""
        before = float("-inf")
        for arrival in self.arrivals:
            if arrival.cohort not in self.cohorts:
                raise ValueError(f"{arrival}: no door for cohort {arrival.cohort!r}")
            if arrival.journey not in self.journeys:
                raise ValueError(f"{arrival}: no journey {arrival.journey!r}")
            if arrival.at < before:
                raise ValueError(f"{arrival}: arrivals must be sorted by `at`")
            before = arrival.at

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
                "relances": asdict(self.relances),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The plan that `to_json` wrote."""
        data = json.loads(text)
        return cls(
            **{
                **data,
                "cohorts": {name: Door(**door) for name, door in data["cohorts"].items()},
                "journeys": {
                    name: Journey.model_validate(journey)
                    for name, journey in data["journeys"].items()
                },
                "arrivals": [Arrival(*arrival) for arrival in data["arrivals"]],
                "relances": Relances(**data["relances"]),
            }
        )
