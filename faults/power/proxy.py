"""Level `proxy`: the service keeps its power; its clients observe a power cut.

For a service that we can neither kill nor switch off. Without power, silence; when the power is
back, resets for old connections and refusal of new ones during the boot. A real cut also loses the
memory and the writes that were not on disk, and the service starts cold.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence

from epreuve.faults.errors import FaultError
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.toxiproxy.link import Link

DARK, BOOT = PowerLoss(stage="dark"), PowerLoss(stage="boot")


class ProxyPower:
    """Cuts every link of the users; the boot takes `boot` seconds.

    `links` is called at each cut, so the links may be created later. `start` returns at once: the
    links open by themselves at the end of the boot. `failure` is the error of that step, if any.
    """

    def __init__(self, links: Callable[[], Sequence[Link]], boot: float) -> None:
        self._links = links
        self.boot = boot
        self.is_cut = False
        self.failure: str | None = None
        self._timer: threading.Timer | None = None
        self._cut: list[Link] = []

    def start(self) -> None:
        """Begin the boot; nothing if the power was not cut."""
        if not self.is_cut:
            return
        self.is_cut = False
        for link in self._cut:  # All links refuse before any of them is healed.
            link.apply(BOOT)
        for link in self._cut:
            link.heal(DARK)
        self._timer = threading.Timer(self.boot, self._boot_over)
        self._timer.daemon = True
        self._timer.start()

    def running(self) -> bool:
        """Return whether the power is on."""
        return not self.is_cut

    def cut(self) -> CutReport:
        """Silence every link; return the state of each, read back from the server."""
        self._end_boot()
        self.is_cut = True
        self._cut = list(self._links())
        return CutReport(confirmed={link.proxy_name: link.apply(DARK) for link in self._cut})

    def stop(self) -> None:
        """Heal every link, then raise the first failure."""
        self._end_boot()
        self.is_cut = False

    def _end_boot(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
            self._timer = None
        self._heal()

    def _boot_over(self) -> None:
        with contextlib.suppress(FaultError):  # Kept in `failure`; a timer has no caller.
            self._heal()

    def _heal(self) -> None:
        failures = []
        for link in self._cut:
            for stage in (DARK, BOOT):
                try:
                    link.heal(stage)
                except FaultError as error:
                    failures.append(error)
        if failures:
            self.failure = str(failures[0])
            raise failures[0]
