"""The link is cut, both ends live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import DOWNSTREAM, LONG, UPSTREAM, Fault, in_words
from epreuve.faults.state import STREAMS, Toxic

Lost = Literal["both", "requests", "replies"]
_STREAMS: dict[Lost, tuple[str, ...]] = {
    "both": STREAMS,
    "requests": (UPSTREAM,),
    "replies": (DOWNSTREAM,),
}


@dataclass(frozen=True)
class Partition(Fault):
    """Nothing passes; `refused` says so to clients at once, else there is silence.

    Stands for: a fibre cut, a firewall rule (refused), one direction lost (`lost`: with "replies"
    the request is executed and its confirmation does not come). Silent, it is rendered by
    `bandwidth` 0 followed by `slow_close`, so that what was under way resumes when it heals, and
    no end leaks through meanwhile; refused, by a disabled proxy. Not faithful: the kernels on both
    sides still acknowledge, new connections still open, and resume at once rather than at the next
    retransmission; refused, the open connections are closed too.
    """

    refused: bool = False
    lost: Lost = "both"

    def __post_init__(self) -> None:
        if self.lost not in _STREAMS:
            raise ToxicInvalid(f"lost is {self.lost!r}: use one of {', '.join(_STREAMS)}")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Stall the streams that are lost."""
        if self.refused:
            return ()
        return tuple(
            toxic
            for stream in _STREAMS[self.lost]
            for toxic in (
                self.toxic("bandwidth", stream, {"rate": 0}),
                self.toxic("slow_close", stream, {"delay": LONG}),
            )
        )

    def disables(self) -> bool:
        """Refuse where asked to."""
        return self.refused

    def describe(self, language: str) -> str:
        """Say it."""
        if self.refused:
            return in_words(language, "connexions refusées", "connections refused")
        what = {
            "both": in_words(language, "lien coupé, silencieux", "link cut, silent"),
            "requests": in_words(language, "requêtes perdues", "requests lost"),
            "replies": in_words(language, "réponses perdues", "replies lost"),
        }
        return what[self.lost]
