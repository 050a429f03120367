"""The master: `python -m epreuve.probes.load.master PLAN DESCRIPTOR HOST PORT WORKERS [UI]`.

It replaces the load process when workers send the users: it divides the plan on Locust's own
engine, compares the clocks and forwards the rows. A lost worker makes the run void.
"""

import locust  # noqa: F401  # isort: skip  (it patches sockets, so it is imported first)

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NoReturn

import gevent
from locust.env import Environment

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user, exit_process
from epreuve.probes.load.parent import ParentProcess
from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.records import WorkerClock

CLOCK_READS = 10  # per worker; the quickest reply gives the best estimate
EVERY = 0.05  # seconds


class _Clock:
    """A worker's clock: `offset` seconds ahead of this one, plus or minus `error`."""

    def __init__(self) -> None:
        self.reads = 0
        self.offset, self.error = 0.0, float("inf")

    def read(self, sent: float, remote: float) -> None:
        """Add one reading: half of the round trip is the error (Cristian, 1989)."""
        now = time.monotonic()
        self.reads += 1
        if (now - sent) / 2 < self.error:
            self.offset, self.error = remote - (sent + now) / 2, (now - sent) / 2


class Master:
    """Commands the workers, in the order in which they joined."""

    def __init__(self, plan: LoadPlan, workers: int, runner: Any, parent: ParentProcess) -> None:
        self._plan, self._workers, self._runner, self._parent = plan, workers, runner, parent
        self._ids: list[str] = []
        self._clocks: dict[str, _Clock] = {}
        self._ready: set[str] = set()
        self._done: set[str] = set()
        self.zero = plan.zero
        handlers: dict[str, Callable[[str, Any], object]] = {
            "clock": lambda worker, value: self._clocks[worker].read(*value),
            "ready": lambda worker, value: self._ready.add(worker),
            "rows": lambda worker, rows: parent.batch.put(rows),
            "done": lambda worker, value: self._done.add(worker),
            "lost": self._lose,
        }
        for name, handler in handlers.items():
            runner.register_message(f"epreuve {name}", _listener(handler))

    def prepare(self) -> None:
        """Wait for all workers, compare their clocks, send each its part."""
        self._wait(lambda: len(self._present()) >= self._workers)
        self._ids = sorted(self._present(), key=self._runner.get_worker_index)
        self._ids = self._ids[: self._workers]
        self._compare_clocks()
        publishes = self._runner.environment.web_ui is not None
        for rank, worker in enumerate(self._ids):
            part = self._plan.share(rank, self._workers).to_json()
            self._send("plan", [part, publishes], worker)
        self._wait(lambda: len(self._ready) == self._workers)
        self._wait(self._dismiss_others)  # Locust could start its user on one without a plan
        self._runner.start(self._workers, spawn_rate=self._workers)  # each waits for its zero

    def go(self, zero: float) -> None:
        """Send each worker the start of the run, on its own clock."""
        self.zero = zero
        self._record_clocks("start")
        for worker in self._ids:
            self._send("go", zero + self._clocks[worker].offset, worker)

    def resume(self, barrier: int, shift: float) -> None:
        """End the pause of all workers at a barrier; a shift is the same on every clock."""
        for worker in self._ids:
            self._send("resume", [barrier, shift], worker)

    def stop(self) -> None:
        """Ask all workers to end now."""
        for worker in self._ids:
            self._send("stop", None, worker)

    def finish(self) -> None:
        """Wait for the last rows; compare the clocks again, because they drift."""
        self._wait(lambda: len(self._done) == self._workers)
        self._compare_clocks()
        self._record_clocks("end")
        for worker in self._ids:
            self._send("end", None, worker)
        self._runner.send_message("quit")

    def _compare_clocks(self) -> None:
        self._clocks = {worker: _Clock() for worker in self._ids}
        for _ in range(CLOCK_READS * 20):  # the first messages may come before a worker listens
            for worker, clock in self._clocks.items():
                if clock.reads < CLOCK_READS:
                    self._send("clock", time.monotonic(), worker)
            gevent.sleep(0.02)
            self._check()
            if all(clock.reads >= CLOCK_READS for clock in self._clocks.values()):
                return
        self._lose("a worker", "it did not send its clock")

    def _record_clocks(self, when: Literal["start", "end"]) -> None:
        for rank, clock in enumerate(self._clocks.values()):
            record = WorkerClock(
                worker=rank, when=when,
                offset=round(clock.offset, 6), error=round(clock.error, 6),
            )  # fmt: skip
            now = time.monotonic() - self.zero
            self._parent.batch.add(Observation(now, "clock", record))

    def _present(self) -> set[str]:
        nodes = self._runner.clients
        return {worker for worker in nodes if nodes[worker].state != "missing"}

    def _dismiss_others(self) -> bool:
        """Dismiss workers beyond the wanted number; return whether there were none."""
        others = self._present() - set(self._ids)
        for worker in others:
            self._runner.send_message("quit", None, worker)
        return not others

    def _send(self, name: str, value: object, worker: str) -> None:
        self._runner.send_message(f"epreuve {name}", value, worker)

    def _wait(self, condition: Callable[[], bool]) -> None:
        while not condition():
            gevent.sleep(EVERY)
            self._check()

    def _check(self) -> None:
        if self._ids:
            self._dismiss_others()
        for worker in self._ids:
            client = self._runner.clients.get(worker)
            if client is None or client.state == "missing":
                self._lose(worker, "it no longer responds; its part was not redistributed")

    def _lose(self, worker: str, cause: str) -> NoReturn:
        """End the run as void: the rows since the last batch are lost."""
        print(f"worker {worker} was lost: {cause}", file=sys.stderr)
        self._runner.send_message("quit")
        self._parent.close()
        exit_process(1)
        raise SystemExit(1)


def _listener(handler: Callable[[str, Any], object]) -> Callable[..., object]:
    return lambda environment, msg, **_: handler(msg.node_id, msg.data)


def _no_dispatch() -> Dispatch:
    """Do nothing: Locust requires the user class, but a master starts no user."""
    raise NotImplementedError


def main(path: str, descriptor: int, host: str, port: int, workers: int, ui: int = 0) -> None:
    """Run a plan to its end on workers."""
    plan = LoadPlan.from_json(Path(path).read_text())
    parent = ParentProcess(descriptor)
    environment: Any = Environment(user_classes=[dispatch_user(_no_dispatch, lambda: None)])
    runner = environment.create_master_runner(host, port)
    if ui:
        environment.create_web_ui("127.0.0.1", ui)
    master = Master(plan, workers, runner, parent)
    master.prepare()
    master.go(parent.wait_zero(plan.zero))
    parent.follow(master.stop, master.resume)
    master.finish()
    parent.close()
    gevent.sleep(0.2)  # time for the messages to leave
    exit_process(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:]))
