"""A capacity ramp as data: how many users, for how long, doing what."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from epreuve.audits.profile import Profile
from epreuve.probes.load.plan import Closed, Endpoint, LoadPlan

COHORT = "lien-franc"  # nothing stands between these users and the service
PATIENCE = 9.0  # seconds a step, what citizens of an audit have unless it is played slowly
SETTLING = 1.0  # seconds of a rung that are not counted, a fifth of it at most
TURNS = 24  # journeys after which a user begins the same round again
APART = 1_000_000  # journeys that each user can do: their numbers never meet


class Rung(NamedTuple):
    """A stretch with so many users. Times are seconds since the run's zero."""

    users: int
    start: float
    counted: float  # from here on
    end: float


class Ramp(BaseModel):
    """Users only ever come: those of a rung stay for the next."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: Profile
    journeys: dict[str, float]  # journey -> share
    users: tuple[int, ...]  # of each rung, always more
    rung: float  # seconds
    seed: int = 0

    @property
    def duration(self) -> float:
        """Seconds of the whole."""
        return self.rung * len(self.users)

    def rungs(self) -> Iterator[Rung]:
        """Each stretch, in order."""
        for place, users in enumerate(self.users):
            start = place * self.rung
            yield Rung(users, start, start + min(SETTLING, self.rung / 5), start + self.rung)

    def load(self, door: Endpoint, zero: float, max_rate: float | None) -> LoadPlan:
        """What the load process is given; `zero` as there."""
        return LoadPlan(
            zero=zero, until=self.duration, seed=self.seed, cohorts={COHORT: door},
            journeys={name: self.profile.journeys[name] for name in self.journeys},
            arrivals=[], closed=tuple(self._users()), max_rate=max_rate,
        )  # fmt: skip

    def _users(self) -> Iterator[Closed]:
        round_of = turns(self.journeys)
        here = 0
        for rung in self.rungs():
            for number in range(here, rung.users):
                first = number % TURNS  # or all would do the same thing at once
                journeys = (*round_of[first:], *round_of[:first])
                yield Closed(number * APART, rung.start, self.duration, journeys, COHORT)
            here = rung.users


def turns(shares: dict[str, float]) -> tuple[str, ...]:
    """A round of journeys by their shares, each as evenly spread as can be."""
    owed = dict.fromkeys(shares, 0.0)
    found = []
    for _ in range(TURNS):
        for name, share in shares.items():
            owed[name] += share
        due = max(owed, key=lambda name: owed[name])
        owed[due] -= sum(shares.values())
        found.append(due)
    return tuple(found)


def doubling(most: int) -> tuple[int, ...]:
    """1, 2, 4… and `most`."""
    powers = [2**place for place in range(most.bit_length()) if 2**place < most]
    return (*powers, most)
