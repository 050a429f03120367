"""What stands around a run: the third parties and the service that the profile knows how to start.

Everything started here is ended here, in the reverse order, also when something in between fails.
"""

import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.execution.power_level import powered
from epreuve.audits.profile.model import Profile, command
from epreuve.audits.reading.address import Command
from epreuve.faults.errors import FaultError
from epreuve.faults.power.level import PowerLevel
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.guard import Guard
from epreuve.faults.toxiproxy.link import Link
from epreuve.probes.http.address import authority_of, split_host_port
from epreuve.probes.http.readiness import wait_ready

UP_WITHIN = 10.0  # seconds for a dependency that we started to accept connections


class Surroundings:
    """Starts what the profile starts; the service can then lose its power and have it back."""

    def __init__(
        self,
        profile: Profile,
        folder: Path,
        logs: Path,
        guard: Guard,
        seed: int = 0,
        links: Callable[[], Sequence[Link]] = tuple,
    ) -> None:
        self._profile, self._folder, self._logs, self._guard = profile, folder, logs, guard
        self._seed, self._links = seed, links
        self._stack = ExitStack()
        self.service: PowerLevel | None = None  # what loses its power and has it back

    def start_dependencies(self) -> None:
        """Start those that have a `start:`. Raises Misuse when a port is taken."""
        for name, each in self._profile.dependencies.items():
            if each.start is not None:
                _is_free(each.upstream, f"dependencies.{name}.upstream")
                self._start(each.start, each.env, f"dependency-{name}")
        page = self._profile.status_page
        if page is not None and page != "none" and page.start is not None:
            _is_free(authority_of(page.address), "status_page.address")
            self._start(page.start, page.env, "status-page")

    def start_service(self) -> None:
        """Start the service when the profile says how; wait until it answers in any case."""
        power, service = self._profile.power, self._profile.service
        made = None
        if power.start is not None:
            _is_free(service.authority, "service.address")
            made = self._make(power.start, power.env, "service")
        self.service = powered(
            self._profile, made, self._folder, self._logs, self._seed, self._links
        )
        for each in (made if power.level == "proxy" else None, self.service):
            if each is not None:
                self._on(each, "service")
        if wait_ready(service.address, power.ready, power.boot_within, service.authority) is None:
            raise NotMeasurable(self._silence())

    def wait_dependencies(self) -> None:
        """Wait until each accepts connections. Raises NotMeasurable for one that never was up."""
        for name, each in self._profile.dependencies.items():
            if not _accepts(each.upstream, UP_WITHIN if each.start else 1.0):
                raise NotMeasurable(
                    f"dependencies.{name}.upstream: nothing answers at {each.upstream}; start it, "
                    f"or give its `start:` command{self._log(f'dependency-{name}')}"
                )

    def close(self) -> None:
        """End what was started."""
        self._stack.close()

    def _start(self, words: Command, env: dict[str, str], name: str) -> None:
        self._on(self._make(words, env, name), name)

    def _make(self, words: Command, env: dict[str, str], name: str) -> ProcessPower:
        place = {"run": str(self._folder.resolve())}
        given = {key: value.replace("{run}", place["run"]) for key, value in env.items()}
        return ProcessPower(
            command(words),
            env={**os.environ, **given},
            cwd=None,
            log_path=self._logs / f"{name}.log",
            guard=self._guard,
        )

    def _on(self, found: PowerLevel, name: str) -> None:
        self._stack.callback(found.stop)
        try:
            found.start()
        except FaultError as error:
            raise Misuse(f"{name}: start: {error}") from None

    def _silence(self) -> str:
        service, power = self._profile.service, self._profile.power
        return (
            f"service.address: {service.address}{power.ready} did not answer 2xx within "
            f"{power.boot_within:.0f} s; is the service running, and `power.ready` right?"
            f"{self._log('service')}"
        )

    def _log(self, name: str) -> str:
        path = self._logs / f"{name}.log"
        text = path.read_text(errors="replace").strip() if path.is_file() else ""
        return f"\n  last words of {path}: {text.splitlines()[-1]}" if text else ""


def _accepts(place: str, within: float) -> bool:
    address, end = split_host_port(place), time.monotonic() + within
    while True:
        try:
            socket.create_connection(address, timeout=1.0).close()
        except OSError:
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        else:
            return True


def _is_free(place: str, field: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(split_host_port(place))
        except OSError:
            raise Misuse(
                f"{field}: {place} is taken by another program; stop it, or write another port"
            ) from None
