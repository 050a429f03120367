"""Processes that a run starts for the profile: third parties, status page, service.

All of them are stopped in the reverse order, also after a failure.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.no_response import no_response
from epreuve.audits.execution.power_level import power_of
from epreuve.audits.execution.service_readiness import wait_service
from epreuve.audits.execution.start_times import AUDIT, StartTimes
from epreuve.audits.execution.translation import translate
from epreuve.audits.execution.unpowered import response_of
from epreuve.audits.execution.unready import Unready
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.model import Profile, command
from epreuve.audits.reading.address import Command
from epreuve.faults.addresses import split_host_port
from epreuve.faults.errors import FaultError
from epreuve.faults.power.level import PowerLevel
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.guard import Guard
from epreuve.faults.processes.listener import listener
from epreuve.faults.sockets.peers import PeerWatch
from epreuve.faults.sockets.reachability import accepts, is_free
from epreuve.faults.toxiproxy.link import Link
from epreuve.probes.http.address import authority_of
from epreuve.reports.text import Text, untranslated

UP_WITHIN = 10.0  # seconds for a dependency that the run started to accept connections


class ManagedProcesses:
    """Processes of a run; `service` is the service whose power can be cut."""

    def __init__(
        self, profile: Profile, folder: Path, logs: Path, guard: Guard, seed: int = 0,
        links: Callable[[], Sequence[Link]] = tuple, times: StartTimes = AUDIT,
    ) -> None:  # fmt: skip
        self._times = times
        self._profile, self._folder, self._logs, self._guard = profile, folder, logs, guard
        self._seed, self._links = seed, links
        self._stack = ExitStack()
        self._made: list[ProcessPower] = []
        self.service: PowerLevel | None = None
        self.process: ProcessPower | None = None
        """Processes of the service, where the run starts them."""
        self.called: frozenset[str] | None = None
        """Hosts that the service called at its starts; None where the run does not start it."""

    def start_dependencies(self) -> None:
        """Start the dependencies that have `start:`. Raises Misuse when a port is in use."""
        for name, dependency in self._profile.dependencies.items():
            if dependency.start is not None:
                _check_port(dependency.upstream, f"dependencies.{name}.upstream")
                self._start(dependency.start, dependency.env, f"dependency-{name}")
        page = self._profile.status_page
        if page is not None and page != "none" and page.start is not None:
            _check_port(authority_of(page.address), "status_page.address")
            self._start(page.start, page.env, "status-page")

    def start_service(self) -> None:
        """Start the service if the profile has a command, then wait until it responds."""
        power = self._profile.power
        process = None
        if power.start is not None:
            self._check_silent()
            _check_port(self._profile.service.authority, "service.address")
            process = self.process = self._make(power.start, power.env, "service")
        self.service = power_of(
            self._profile, process, self._folder, self._logs, self._seed, self._links
        )
        with self.calls_watched():
            for started in (process if power.level == "proxy" else None, self.service):
                if started is not None:
                    self._launch(started, "service")
            ready = self._wait_ready()
        if ready is None:
            raise Unready(self._no_response(), self._place())

    def restart(self) -> float | None:
        """Cut and restore the power; return the seconds until the service responds.

        None where the power cannot be cut. Raises Unready if the service does not respond.
        """
        if self.service is None:
            return None
        self.service.cut()
        return self.boot(self.service.start)

    def boot(self, start: Callable[[], object]) -> float:
        """Start the service again with `start`; return the seconds until it responds.

        Raises Unready if it does not respond.
        """
        with self.calls_watched():
            began = time.monotonic()
            start()
            ready = self._wait_ready()
            boot = time.monotonic() - began
        if ready is None:
            raise Unready(
                translate("after a restart in calm, {problem}", problem=self._no_response()),
                self._place(),
            )
        return boot

    @contextmanager
    def calls_watched(self) -> Iterator[None]:
        """Add the hosts that the service calls meanwhile, and a moment later, to `called`."""
        if self.process is None:
            yield
            return
        with PeerWatch(self.process.pids) as watch:
            yield
            time.sleep(self._times.after_ready)
            self.called = (self.called or frozenset()) | watch.peers()

    def wait_dependencies(self) -> None:
        """Wait until each dependency accepts connections. Raises Unready."""
        for name, dependency in self._profile.dependencies.items():
            if not _accepts(dependency.upstream, UP_WITHIN if dependency.start else 1.0):
                raise Unready(
                    translate(
                        "dependencies.{name}.upstream: nothing responds at {address}; start it, or "
                        "give its `start:` command{log}",
                        name=name, address=dependency.upstream,
                        log=self._log(f"dependency-{name}"),
                    ),
                    ("dependencies", name, "upstream"),
                )  # fmt: skip

    def pids(self) -> list[int]:
        """Return the processes from which all started ones descend, without those that are off."""
        return [power.pid for power in self._made if power.pid is not None]

    def close(self) -> None:
        """Stop the started processes."""
        self._stack.close()

    def _start(self, arguments: Command, env: dict[str, str], name: str) -> None:
        self._launch(self._make(arguments, env, name), name)

    def _make(self, arguments: Command, env: dict[str, str], name: str) -> ProcessPower:
        run = str(self._folder.resolve())
        variables = {key: value.replace("{run}", run) for key, value in env.items()}
        power = ProcessPower(
            command(arguments),
            env=variables,
            cwd=None,
            log_path=self._logs / f"{name}.log",
            guard=self._guard,
        )
        self._made.append(power)
        return power

    def _launch(self, service: PowerLevel, name: str) -> None:
        self._stack.callback(service.stop)
        try:
            service.start()
        except FaultError as error:
            raise Misuse(
                translate("{name}: start: {error}", name=name, error=error_text(error))
            ) from None

    def _check_silent(self) -> None:
        """Raise Misuse where the service responds before it was started."""
        if (address := response_of(self._profile)) is not None:
            raise Misuse(
                translate(
                    "service.address: {address} responds before the service was started: "
                    "{process}, perhaps left by an earlier run; stop it, or write another port",
                    address=address, process=_user_of(self._profile.service.authority),
                )
            )  # fmt: skip

    def _wait_ready(self) -> float | None:
        process = self.process
        running = process.running if process is not None else lambda: True
        return wait_service(self._profile, self._boot_within, running)

    @property
    def _boot_within(self) -> float:
        """Seconds for the service to respond: a service that already runs may have less."""
        usual = self._profile.power.boot_within
        runs = self._times.already_runs if self.process is None else None
        return usual if runs is None else min(runs, usual)

    def _has_ended(self) -> bool:
        return self.process is not None and not self.process.running()

    def _place(self) -> tuple[str, str]:
        """Return the field that explains why the service does not respond."""
        return ("power", "start") if self._has_ended() else ("service", "address")

    def _no_response(self) -> Text:
        if self._has_ended():
            return translate(
                "power.start: all processes of `power.start` ended before the service responded; "
                "correct it{log}",
                log=self._log("service"),
            )
        return no_response(self._profile, self._boot_within, self._log("service"))

    def _log(self, name: str) -> Text:
        path = self._logs / f"{name}.log"
        text = path.read_text(errors="replace").strip() if path.is_file() else ""
        if not text:
            return untranslated("")
        last = text.splitlines()[-1]
        return translate("\n  last line of {path}: {line}", path=str(path), line=last)


def _accepts(address: str, within: float) -> bool:
    target, end = split_host_port(address), time.monotonic() + within
    while not accepts(target):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _check_port(address: str, field: str) -> None:
    if not is_free(split_host_port(address)):
        raise Misuse(
            translate(
                "{field}: {address} is in use by {process}; stop it, or write another port",
                field=field, address=address, process=_user_of(address),
            )
        )  # fmt: skip


def _user_of(address: str) -> Text:
    """Return the number of the process that listens at an address, if it can be read."""
    process = listener(split_host_port(address)[1])
    if process is None:
        return translate("another program")
    return translate("process {number}", number=str(process))
