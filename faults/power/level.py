"""What every level of the power cut can do: the interface that a run holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Powered(Protocol):
    """A service whose power can be cut and given back; `is_cut` between the two."""

    is_cut: bool

    def start(self) -> None:
        """Give the power, the first time or again; the service may take its time to be ready."""

    def running(self) -> bool:
        """Tell whether it runs, as far as this level can know."""
        raise NotImplementedError

    def cut(self) -> Mapping[str, object]:
        """Cut the power; return what was seen of the cut, as evidence."""
        raise NotImplementedError

    def stop(self) -> None:
        """Leave everything as it was found; for the end of a run."""
