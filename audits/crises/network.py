"""Network profiles: the links that users really have, as data (`networks.yaml`)."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from epreuve.audits.crises.translation import translate
from epreuve.audits.reading.yaml_file import read_model
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.slow_link import SlowLink
from epreuve.reports.assessment import SourceMark
from epreuve.reports.text import Text

MSS = 1_460  # bytes of payload in a full TCP segment


class Published(FrozenModel):
    """Published figures of a link: kbit/s, ms, share of packets lost; None where unknown."""

    down: Annotated[float, Field(ge=0)] | None = None
    up: Annotated[float, Field(ge=0)] | None = None
    rtt: Annotated[float, Field(ge=0)] | None = None
    loss: Annotated[float, Field(ge=0, le=1)] = 0.0


@dataclass(frozen=True)
class Stalls:
    """A lossy link stops for `lasts` seconds, every `every` seconds on average."""

    every: float
    lasts: float


class Network(FrozenModel):
    """One link. Latency is added each way; rates are per connection, in kilobytes per second."""

    title: Text
    published: Published = Published()
    latency: Annotated[int, Field(ge=0)] = 0  # ms each way
    jitter: Annotated[int, Field(ge=0)] = 0  # ms
    down: Annotated[int, Field(ge=1)] | None = None  # KB/s
    up: Annotated[int, Field(ge=1)] | None = None
    linked: bool = True
    source: str
    mark: SourceMark
    limit: Text | None = None

    @property
    def stalls(self) -> Stalls | None:
        """Frequency and length of a sender's retransmission time-outs; None without loss.

        window = 1.22 / sqrt(loss), and a loss ends in a time-out once in window / 3, so that
        1 / every = rate / MSS * loss * min(1, 3 / window)     (Padhye et al., 1998) [G]
        lasts = RTT + 4 RTTVAR                                 (RFC 6298) [G]
        with RTTVAR = 2/3 jitter, the mean deviation of two uniform draws of ± jitter.
        All connections of a link stop together, an assumption of this project [A].
        """
        loss = self.published.loss
        if not self.linked or not loss or self.down is None:
            return None
        timeouts = self.down * 1000 / MSS * loss * min(1.0, 3 * math.sqrt(loss) / 1.22)
        return Stalls(1 / timeouts, (2 * self.latency + 4 * 2 / 3 * self.jitter) / 1000)

    def fault(self, seed: int) -> SlowLink | LossyLink:
        """Return the fault that simulates this link; `seed` decides when a lossy link stalls."""
        figures: dict[str, float | None] = {
            "latency": self.latency / 1000, "jitter": self.jitter / 1000,
            "down": self.down, "up": self.up,
        }  # fmt: skip
        stalls = self.stalls
        if stalls is None:
            return SlowLink.model_validate(figures)
        times = {"every": stalls.every, "lasts": stalls.lasts, "seed": seed}
        return LossyLink.model_validate({**figures, **times})


class _Networks(RootModel[dict[str, Network]]):
    pass


@cache
def networks() -> dict[str, Network]:
    """Return all networks by id."""
    return read_model(Path(__file__).with_name("networks.yaml"), _Networks).root


def network_limits() -> tuple[Text, ...]:
    """Return the limits of the simulation of any network."""
    return (
        translate("TCP only: UDP, QUIC and DNS are not simulated."),
        translate(
            "Opening a connection costs no round trip: each new connection is one round trip too "
            "fast."
        ),
        translate("The rate applies to each connection: several connections receive more."),
    )
