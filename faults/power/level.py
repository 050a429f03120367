"""Interface of all levels of the power cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Powered(Protocol):
    """A service whose power can be cut and restored; `is_cut` between the two."""

    is_cut: bool

    def start(self) -> None:
        """Switch the power on, the first time or again; the service may not be ready at once."""

    def running(self) -> bool:
        """Return whether it runs, as far as this level can know."""
        raise NotImplementedError

    def cut(self) -> Mapping[str, object]:
        """Cut the power; return observations of the cut, as evidence."""
        raise NotImplementedError

    def stop(self) -> None:
        """Restore the initial state, at the end of a run."""
