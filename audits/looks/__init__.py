"""The probes that a plan sends, each of which leaves observations; its own failure is one too."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping

from epreuve.audits.looks.sight import LOOKS, Sight
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.faults.state import Counters
from epreuve.probes.evidence.records import Observation

__all__ = ["Looks"]


class Looks:
    """Sends one probe at a time, through the proxies of the cohort that it looks as."""

    def __init__(
        self,
        plan: Plan,
        doors: Mapping[str, str],
        now: Callable[[], float],
        keep: Callable[[Observation], None],
        counters: Callable[[], dict[str, Counters] | None],
    ) -> None:
        self._sight = Sight(plan, doors, now, counters)
        self._keep = keep

    def look(self, probe: Probe) -> None:
        """Send a probe and keep what it sees."""
        try:
            for seen in LOOKS[probe.name](self._sight, probe):
                self._keep(seen)
        except Exception as error:  # a probe's own bug must not end a run
            now = self._sight.now()
            self._keep(Observation(now, "harness", probe.name, {"error": repr(error)}))


for _module in pkgutil.iter_modules(__path__):  # each file brings its probes: no list to keep
    importlib.import_module(f"{__name__}.{_module.name}")
