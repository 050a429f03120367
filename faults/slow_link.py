"""A fault: a slow network link, with latency and a low data rate."""

from __future__ import annotations

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault
from epreuve.faults.latency import Jitter
from epreuve.faults.phrase import Phrase
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import Delay, KilobytesPerSecond, format_duration, milliseconds


class NetworkLink(Fault, frozen=True):
    """Values common to faults of a network link; not a fault by itself.

    `latency` ± `jitter` seconds each way, `down` and `up` in KB/s (None: no limit).
    """

    label: ClassVar[Phrase] = Phrase("sur un réseau lent", "on a slow network")
    plural_label: ClassVar[Phrase] = Phrase("sur un réseau lent", "on a slow network")
    mark: ClassVar[str] = "░"

    latency: Delay = 0.0
    """Delay added in each direction: `300 ms`, or seconds."""
    jitter: Jitter = 0.0
    """Random variation of the delay, at most the latency: `20 ms`, or seconds."""
    down: KilobytesPerSecond | None = None
    """Rate towards the client: `15 KB/s`, or a number of KB/s; no limit by default."""
    up: KilobytesPerSecond | None = None
    """Rate from the client: `15 KB/s`, or a number of KB/s; no limit by default."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay, then limit, each stream."""
        delays = {"latency": milliseconds(self.latency), "jitter": milliseconds(self.jitter)}
        delayed = STREAMS if any(delays.values()) else ()
        rates = ((UPSTREAM, self.up), (DOWNSTREAM, self.down))
        return (
            *(self.toxic("latency", stream, delays) for stream in delayed),
            *(
                self.toxic("bandwidth", stream, {"rate": rate})
                for stream, rate in rates
                if rate is not None
            ),
        )

    def describe(self, language: str) -> str:
        """Return the latency and the rates."""
        latency = format_duration(self.latency, language)
        delay = f"{latency} ± {format_duration(self.jitter, language)}"
        if self.down is None and self.up is None:
            return Phrase(f"{delay}, débit sans limite", f"{delay}, no rate limit").of(language)
        down, up = ("∞" if rate is None else str(rate) for rate in (self.down, self.up))
        return Phrase(
            f"{delay} dans chaque sens, {down}/{up} ko/s", f"{delay} each way, {down}/{up} KB/s"
        ).of(language)


class SlowLink(NetworkLink, frozen=True):
    """A network profile: `latency` ± `jitter` seconds each way, `down` and `up` KB/s.

    Stands for: EDGE at the limit of a cell, a satellite phone, a congested mast. Simulated by
    `latency`, half of the round trip on each stream, then `bandwidth`: in this order, because
    Toxiproxy subtracts the time spent in a rate limit from the latency after it. Not faithful:
    openings cost no round trip, nothing is lost, the rate limit is per connection.
    """

    kind: Literal["slow_link"] = "slow_link"
