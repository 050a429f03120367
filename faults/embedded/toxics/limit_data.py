"""`limit_data`: exactly `bytes` bytes pass, then the connection closes both ways."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.embedded.toxics.stage import Line, Sink, Stage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


class LimitDataStage(Stage["LimitDataToxic"]):
    """Limit counted from the moment it was added; updates keep the count."""

    def __init__(self, toxic: LimitDataToxic, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.passed = 0
        self.over = False

    def feed(self, data: bytes, stamp: float) -> None:
        """Pass the bytes that the limit still allows, then end."""
        if self.over:
            return
        left = max(0, self.toxic.bytes - self.passed)
        allowed = data[:left]
        self.passed += len(allowed)
        if allowed or not data:
            self.next.feed(allowed, stamp)
        if data and self.passed >= self.toxic.bytes:
            self.over = True
            self.cut()


@dataclass(frozen=True)
class LimitDataToxic(ToxicSettings):
    """Bytes; 0 or less closes at the first chunk and sends nothing."""

    stage = LimitDataStage
    bytes: int = 0
