"""The other end is there, and answers that it cannot."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault, in_words

UNAVAILABLE = 503  # what Fastly answered on 8 June 2021 [P: intelligentcio.com]


@dataclass(frozen=True)
class Erring(Fault):
    """Every HTTP request is answered at once by the error `status`, 400 to 599.

    Stands for: a delivery network in error, a third party whose backends are all gone, a quota
    that is used up. Rendered on both engines by leading the link to a small server of ours on the
    loopback, and back. Not faithful: open connections are closed as it begins and as it ends, where
    a live third party would answer on them; what speaks TLS or anything else than HTTP/1 gets an
    error that it cannot read, and a close; a Toxiproxy that cannot reach our loopback is refused.
    """

    status: int = UNAVAILABLE

    def __post_init__(self) -> None:
        if self.status not in range(400, 600):
            raise ToxicInvalid(f"status is {self.status}: use an HTTP error, 400 to 599")
        super().__post_init__()

    def answers(self) -> int:
        """Always."""
        return self.status

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language, f"erreur HTTP {self.status} à tout", f"HTTP error {self.status} to everything"
        )
