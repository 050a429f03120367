"""Capacity ramp: numbers of users, duration of a step, journeys."""

from collections.abc import Iterator
from typing import NamedTuple

from epreuve.audits.profile.model import Profile
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.load.plan import Closed, Endpoint, LoadPlan

COHORT = "clean-link"  # no proxy between these users and the service
PATIENCE = 9.0  # seconds per step of a journey, as in an audit with the default scale
WARM_UP = 1.0  # seconds at the start of a step that are not counted, at most a fifth of it
TURNS = 24  # journeys in the round that a user repeats
NUMBERS_PER_USER = 1_000_000  # journey numbers reserved for each user


class RampStep(NamedTuple):
    """Step of the ramp with a constant number of users. Times are seconds since the start."""

    users: int
    start: float
    counted: float  # start of the measured part
    end: float


class Ramp(FrozenModel):
    """Capacity ramp. The users of a step stay for the next steps."""

    profile: Profile
    journeys: dict[str, float]  # journey -> share
    users: tuple[int, ...]  # per step, increasing
    step: float  # seconds
    seed: int = 0

    @property
    def duration(self) -> float:
        """Total duration in seconds."""
        return self.step * len(self.users)

    def steps(self) -> Iterator[RampStep]:
        """Yield the steps in order."""
        warm_up = min(WARM_UP, self.step / 5)
        for index, users in enumerate(self.users):
            start = index * self.step
            yield RampStep(users, start, start + warm_up, start + self.step)

    def load(self, endpoint: Endpoint, zero: float, max_rate: float | None) -> LoadPlan:
        """Return the plan of the load process; `zero` is its monotonic start time."""
        return LoadPlan(
            zero=zero, until=self.duration, seed=self.seed, cohorts={COHORT: endpoint},
            journeys={name: self.profile.journeys[name] for name in self.journeys},
            arrivals=[], closed=tuple(self._users()), max_rate=max_rate,
            languages=self.profile.service.languages, headers=self.profile.service.sent_headers,
            email_domain=self.profile.service.email_domain,
        )  # fmt: skip

    def _users(self) -> Iterator[Closed]:
        journeys = turns(self.journeys)
        present = 0
        for step in self.steps():
            for user in range(present, step.users):
                first = user % TURNS  # so that users do not all do the same journey
                own = (*journeys[first:], *journeys[:first])
                yield Closed(user * NUMBERS_PER_USER, step.start, self.duration, own, COHORT)
            present = step.users


def turns(shares: dict[str, float]) -> tuple[str, ...]:
    """Return a round of journeys in proportion to their shares, evenly spread."""
    due = dict.fromkeys(shares, 0.0)
    journeys = []
    for _ in range(TURNS):
        for name, share in shares.items():
            due[name] += share
        journey = max(due, key=lambda name: due[name])
        due[journey] -= sum(shares.values())
        journeys.append(journey)
    return tuple(journeys)


def doubling(most: int) -> tuple[int, ...]:
    """Return 1, 2, 4… and `most`."""
    powers = [2**exponent for exponent in range(most.bit_length()) if 2**exponent < most]
    return (*powers, most)
