"""A toxic of a proxy: its settings, name, stream and probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from epreuve.faults.embedded.toxics.toxic import ToxicSettings


@dataclass(frozen=True)
class InstalledToxic:
    """`stream` keeps the letter case of the request, as in Toxiproxy."""

    name: str
    kind: str
    stream: str
    toxicity: float
    toxic: ToxicSettings

    @property
    def direction(self) -> str:
        """Stream of the toxic, one of STREAMS."""
        return self.stream.lower()

    def document(self) -> dict[str, Any]:
        """Return the toxic as JSON data."""
        whole = float(self.toxicity).is_integer()
        return {
            "attributes": self.toxic.attributes(),
            "name": self.name,
            "type": self.kind,
            "stream": self.stream,
            "toxicity": int(self.toxicity) if whole else self.toxicity,
        }
