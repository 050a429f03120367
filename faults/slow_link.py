"""The link that citizens really have: far and narrow at once."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault, in_words
from epreuve.faults.state import STREAMS, Toxic


@dataclass(frozen=True)
class SlowLink(Fault):
    """A network profile: `latency` ± `jitter` ms each way, `down` and `up` KB/s (None: no cap).

    Stands for: EDGE at the edge of a cell, a satellite phone, a congested mast. Rendered by
    `latency`, half of the round trip on each stream, then `bandwidth`: in this order, for
    Toxiproxy takes the time spent in a cap off the latency that follows it. Not faithful: openings
    cost no round trip, nothing is lost (a lossy link is given as a lower rate), the cap is per
    connection.
    """

    latency: int = 0
    jitter: int = 0
    down: int | None = None
    up: int | None = None

    def __post_init__(self) -> None:
        for name, rate in (("down", self.down), ("up", self.up)):
            if rate is not None and rate < 1:
                raise ToxicInvalid(f"{name} is {rate} KB/s: use 1 or more, or none for no cap")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay, then cap, each stream."""
        figures = {"latency": self.latency, "jitter": self.jitter}
        delays = STREAMS if self.latency or self.jitter else ()
        caps = ((UPSTREAM, self.up), (DOWNSTREAM, self.down))
        return (
            *(self.toxic("latency", stream, figures) for stream in delays),
            *(
                self.toxic("bandwidth", stream, {"rate": rate})
                for stream, rate in caps
                if rate is not None
            ),
        )

    def describe(self, language: str) -> str:
        """Say it."""
        free = in_words(language, "sans limite", "no cap")
        down, up = ("∞" if rate is None else str(rate) for rate in (self.down, self.up))
        if self.down is None and self.up is None:
            return f"{self.latency} ± {self.jitter} ms, {free}"
        return in_words(
            language,
            f"{self.latency} ± {self.jitter} ms dans chaque sens, {down}/{up} ko/s",
            f"{self.latency} ± {self.jitter} ms each way, {down}/{up} KB/s",
        )
