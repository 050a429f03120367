"""A power loss at level `proxy`: for what we cannot switch off, seen from its network side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from epreuve.faults.errors import ToxicInvalid
from epreuve.faults.fault import Fault, in_words
from epreuve.faults.silence import Silence
from epreuve.faults.state import STREAMS, Toxic

Stage = Literal["dark", "boot"]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True)
class PowerLoss(Fault):
    """One of its two stages: `dark`, no power; then `boot`, the machine is back, the service not.

    Stands for: a host without power behind a router that has some. `dark` is rendered as Silence.
    `boot` by `reset_peer` and a disabled proxy: the kernel that knows no connection resets the old
    ones and refuses new ones. Begin `boot` before `dark` is healed, so that the stale connections
    get their reset. In the dark the embedded server leaves new connections without an answer.
    Not faithful: on a real Toxiproxy these open and fall silent, and connections opened before
    `boot` end by FIN; no write is lost (levels `process` and `unsynced` are for that).
    """

    stage: Stage = "dark"

    def __post_init__(self) -> None:
        if self.stage not in STAGES:
            raise ToxicInvalid(f"stage is {self.stage!r}: use one of {', '.join(STAGES)}")
        super().__post_init__()

    def toxics(self) -> tuple[Toxic, ...]:
        """Swallow in the dark; make every close a reset during the boot."""
        if self.stage == "dark":
            return tuple(
                self.toxic(toxic.type, toxic.stream, toxic.attributes)
                for toxic in Silence().toxics()
            )
        # 0: a real Toxiproxy sleeps for the time-out, deaf to any removal.
        return tuple(self.toxic("reset_peer", stream, {"timeout": 0}) for stream in STREAMS)

    def unanswered(self) -> bool:
        """Give no answer in the dark."""
        return self.stage == "dark"

    def disables(self) -> bool:
        """Refuse during the boot."""
        return self.stage == "boot"

    def describe(self, language: str) -> str:
        """Say it."""
        if self.stage == "dark":
            return in_words(language, "coupure de courant", "power loss")
        return in_words(language, "retour du courant, démarrage", "power back, booting")
