"""Power of the service during a run."""

from collections.abc import Callable

from epreuve.audits.execution.unpowered import UnpoweredCheck
from epreuve.audits.profile.model import Profile
from epreuve.faults.closing import Closing
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.power.level import PowerLevel


class ServicePower(Closing):
    """Cuts and restores the power; `service` returns what can be cut, None where nothing can."""

    def __init__(self, profile: Profile, service: Callable[[], PowerLevel | None]) -> None:
        self._profile, self._service = profile, service
        self._is_off = self._has_stopped = False
        self._check: UnpoweredCheck | None = None

    def off(self) -> CutReport:
        """Cut the power at the level of the profile."""
        service = self._service()
        if service is None:
            return CutReport()
        self._is_off = True
        report = service.cut()
        if self._profile.power.level != "proxy":  # there the service keeps its power
            self._check = UnpoweredCheck(self._profile)
        return report

    def on(self) -> str | None:
        """Start the service again, as a machine that boots would.

        Returns the address of the service that responded while the power was off, None without one.
        """
        service, check = self._service(), self._check
        self.close()
        if service is not None and not service.running():  # may be called twice
            service.start()
        self._is_off = self._has_stopped = False
        return None if check is None else check.answered

    def stopped(self) -> bool:
        """Return whether the service stopped by itself; True once for each time."""
        service = self._service()
        if service is None or self._is_off or self._has_stopped or service.running():
            return False
        self._has_stopped = True
        return True

    def close(self) -> None:
        """End the check of a service without power."""
        if self._check is not None:
            self._check.close()
            self._check = None
