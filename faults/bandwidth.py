"""A narrow way: few bytes a second."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault, in_words
from epreuve.faults.state import Toxic


@dataclass(frozen=True)
class Bandwidth(Fault):
    """At most `down` KB/s towards the client and `up` KB/s from it (1 KB = 1,000 bytes).

    Stands for: a cell shared by too many, a backup line. Rendered by `bandwidth` on both streams.
    Not faithful: the rate is per connection, not per link, so divide by the connections expected
    at once; nothing is lost, so no sender backs off as on a full queue.
    """

    down: int
    up: int

    def __post_init__(self) -> None:
        for name, rate in (("down", self.down), ("up", self.up)):
            if rate < 1:
                raise ToxicInvalid(f"{name} is {rate} KB/s: use 1 or more, or a partition")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Cap both streams."""
        return (
            self.toxic("bandwidth", UPSTREAM, {"rate": self.up}),
            self.toxic("bandwidth", DOWNSTREAM, {"rate": self.down}),
        )

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"{self.down} ko/s en descente, {self.up} ko/s en montée",
            f"{self.down} KB/s down, {self.up} KB/s up",
        )
