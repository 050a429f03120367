"""A slow link that also loses packets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault, in_words
from epreuve.faults.partition import Partition
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.state import Toxic

SHORTEST = 0.1  # seconds: below, the server's own answers decide the length of a stall


@dataclass(frozen=True)
class LossyLink(Fault):
    """A slow link on which everything stops for `lasts` seconds, every `every` seconds on average.

    Stands for: a cell at its edge, a congested mast, a satellite in the rain, where a sender that
    lost the end of its window waits for its retransmission time-out. Rendered by the SlowLink, and
    a silent Partition at seeded times (exponential between stalls), on the embedded server alone:
    a real Toxiproxy lets up to 32 KiB past the cap at each change of the chain, so that a link that
    stalls would be the faster one. Not faithful: no packet is lost; all connections of the link
    stop together, where each would by itself.
    """

    link: SlowLink
    every: float
    lasts: float
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("every", self.every), ("lasts", self.lasts)):
            if not value >= SHORTEST:
                raise ToxicInvalid(f"{name} is {value} s: use {SHORTEST} or more")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Those of the slow link, under a name that tells whose they are."""
        return tuple(
            self.toxic(each.type, each.stream, each.attributes) for each in self.link.toxics()
        )

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Flow first."""
        while True:
            yield random.expovariate(1 / self.every), None
            yield self.lasts, Partition()

    def staged_by_ours(self) -> bool:
        """Stall where that does not let bytes past the cap."""
        return True

    def describe(self, language: str) -> str:
        """Say it."""
        link = self.link.describe(language)
        return in_words(
            language,
            f"{link}, arrêt de {self.lasts:.1f} s toutes les {self.every:.0f} s environ",
            f"{link}, stalled for {self.lasts:.1f} s about every {self.every:.0f} s",
        )
