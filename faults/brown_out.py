"""Too little of everything: slow, narrow, and refused now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault, in_words
from epreuve.faults.refused import Refused
from epreuve.faults.state import STREAMS, Toxic

REFUSED = 0.5  # [A] seconds of each refusal


@dataclass(frozen=True)
class BrownOut(Fault):
    """`latency` ms more each way, give or take half, `rate` KB/s, refused for a `share` of time.

    Stands for: a voltage dip, a host that sheds its load, an uplink on its last battery. Rendered
    by `latency` then `bandwidth` on both streams, and a Refused of half a second at seeded times,
    which also closes the open connections. Not faithful: the service itself keeps all of its
    processor; connections end by FIN; the rate is per connection.
    """

    latency: int = 300
    rate: int = 50
    share: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        if self.rate < 1:
            raise ToxicInvalid(f"rate is {self.rate} KB/s: use 1 or more, or a partition")
        if not 0 <= self.share <= 0.5:
            raise ToxicInvalid(f"share is {self.share}: use 0 to 0.5 of the time")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay, then cap, each stream."""
        figures = {"latency": self.latency, "jitter": self.latency // 2}
        return tuple(
            toxic
            for stream in STREAMS
            for toxic in (
                self.toxic("latency", stream, figures),
                self.toxic("bandwidth", stream, {"rate": self.rate}),
            )
        )

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Refuse at times as of a Poisson process."""
        if self.share == 0:
            return
        between = REFUSED * (1 - self.share) / self.share
        while True:
            yield random.expovariate(1 / between), None
            yield REFUSED, Refused()

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"baisse de tension : {self.latency} ms, {self.rate} ko/s, refus {self.share:.0%}",
            f"brown-out: {self.latency} ms, {self.rate} KB/s, refused {self.share:.0%}",
        )
