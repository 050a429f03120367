"""Interface of all levels of the power cut."""

from __future__ import annotations

from typing import Protocol

from epreuve.faults.power.cut_report import CutReport


class PowerLevel(Protocol):
    """A service whose power can be cut and restored; `is_cut` between the two."""

    is_cut: bool

    def start(self) -> None:
        """Switch the power on, the first time or again; the service may not be ready at once."""

    def running(self) -> bool:
        """Return whether the service runs, or the power is on where that cannot be checked."""
        raise NotImplementedError

    def cut(self) -> CutReport:
        """Cut the power; return the details of the cut, as evidence."""
        raise NotImplementedError

    def stop(self) -> None:
        """Restore the initial state, at the end of a run."""
