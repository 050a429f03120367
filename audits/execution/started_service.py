"""A service behind its proxies: engine, links, processes and power. Leaving it undoes all."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Self
from urllib.parse import urlsplit

from epreuve.audits.execution.bench_failure import engine_failure
from epreuve.audits.execution.endpoints import open_links
from epreuve.audits.execution.heartbeat import EngineHeartbeat
from epreuve.audits.execution.links import OpenLinks
from epreuve.audits.execution.managed_processes import ManagedProcesses
from epreuve.audits.execution.service_power import ServicePower
from epreuve.audits.execution.start_times import AUDIT, StartTimes
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import citizen_link
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.engine import Engine, open_engine
from epreuve.faults.toxiproxy.link import Link
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology


class StartedService:
    """Started processes of the profile and open proxies, in a `with` block.

    A `temporary` folder is deleted if our process is killed. Entering it raises Misuse or
    NotMeasurable; everything started so far is then ended.
    """

    def __init__(
        self, plan: Plan, folder: RunFolder, toxiproxy: ServerChoice,
        topology: LoadTopology = SINGLE_PROCESS, times: StartTimes = AUDIT,
        *, temporary: bool = False,
    ) -> None:  # fmt: skip
        self._temporary = temporary
        self._plan, self._folder, self._toxiproxy = plan, folder, toxiproxy
        self._topology, self._times = topology, times
        self._stack = ExitStack()
        self.engine: Engine
        self.heartbeat: EngineHeartbeat
        self.links: OpenLinks
        self.processes: ManagedProcesses
        self.power: ServicePower
        self.endpoints: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            with self._stack:
                self._start()
                self._stack = self._stack.pop_all()
        except FaultError as error:
            raise engine_failure(error) from None
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def address(self, cohort: str) -> str:
        """Return the address of the service for the users of a cohort."""
        scheme = urlsplit(self._plan.profile.service.address).scheme
        return f"{scheme}://{self.endpoints[cohort]}"

    def link(self, cohort: str) -> Link:
        """Return the link of the users of a cohort."""
        return self.links.link(citizen_link(cohort))

    def _start(self) -> None:
        profile, folder, choice = self._plan.profile, self._folder, self._toxiproxy
        engine = open_engine(
            choice.url, folder.logs, allow_foreign=choice.shared, seed=self._plan.seed
        )
        self.engine = self._stack.enter_context(engine)
        if self._temporary:
            engine.guard.delete(folder.path)
        self.heartbeat = self._stack.enter_context(EngineHeartbeat(self.engine))
        self.links = OpenLinks(self.engine)
        self._stack.callback(self.links.close)
        self.processes = processes = ManagedProcesses(
            profile, folder.path, folder.logs, engine.guard, self._plan.seed,
            self._citizen_links, self._times,
        )  # fmt: skip
        self._stack.callback(processes.close)
        self.power = ServicePower(profile, lambda: processes.service)
        self._stack.callback(self.power.close)
        processes.start_dependencies()
        self.endpoints = open_links(self.links, self._plan, self._topology)
        processes.start_service()
        processes.wait_dependencies()

    def _citizen_links(self) -> Sequence[Link]:
        return [self.link(cohort.name) for cohort in self._plan.cohorts if cohort.linked]
