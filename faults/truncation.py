"""The reply begins and does not end."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import DOWNSTREAM, Fault, in_words
from epreuve.faults.state import Toxic


@dataclass(frozen=True)
class Truncation(Fault):
    """Each connection is closed once it has carried `bytes` of replies.

    Stands for: a hand-over between cells, a proxy that dies half-way through a page. Rendered by
    `limit_data` on the stream of replies. Not faithful: the end is a clean FIN, as if the reply
    were whole: only its announced length tells; a real loss would often be silent or a RST.
    """

    bytes: int

    def __post_init__(self) -> None:
        if self.bytes < 1:
            raise ToxicInvalid(f"bytes is {self.bytes}: use 1 or more, or Refused")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Limit the replies."""
        return (self.toxic("limit_data", DOWNSTREAM, {"bytes": self.bytes}),)

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"réponses coupées après {self.bytes} octets",
            f"replies cut after {self.bytes} bytes",
        )
