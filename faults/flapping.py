"""A link that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault, in_words
from epreuve.faults.partition import Partition

SHORTEST = 0.1  # seconds: below, the server's own answers decide the length of a flap
SPREAD = 0.5  # [A] each period is within ± half of its mean


@dataclass(frozen=True)
class Flapping(Fault):
    """The link is cut for about `down` seconds, then sound for about `up`, again and again.

    Stands for: a damaged antenna, a router that restarts, a microwave link in a storm. Rendered by
    a silent Partition added and removed on a seeded schedule: open connections survive what is
    shorter than their time-outs. Not faithful: a real connection resumes at the next
    retransmission, up to as long after the flap as the flap lasted; here it resumes at once.
    """

    down: float
    up: float
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("down", self.down), ("up", self.up)):
            if not value >= SHORTEST:
                raise ToxicInvalid(f"{name} is {value} s: use {SHORTEST} or more")
        super().__post_init__()

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Cut first."""
        while True:
            yield self.down * random.uniform(1 - SPREAD, 1 + SPREAD), Partition()
            yield self.up * random.uniform(1 - SPREAD, 1 + SPREAD), None

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"lien instable : coupé {self.down:g} s, rétabli {self.up:g} s",
            f"flapping link: {self.down:g} s down, {self.up:g} s up",
        )
