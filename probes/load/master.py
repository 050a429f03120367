"""The master: `python -m epreuve.probes.load.master PLAN DESCRIPTOR HOST PORT WORKERS [UI]`.

Takes the place of the load process when the citizens are sent by workers: shares out the plan on
Locust's own engine, compares the clocks, hands the rows over. A worker that is lost voids the run.
"""

import locust  # noqa: F401  # isort: skip  (it patches sockets: before anything that could import them)

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import gevent
from locust.env import Environment

from epreuve.probes.evidence.records import Observation
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user, exit_process
from epreuve.probes.load.parent import ParentProcess
from epreuve.probes.load.plan import LoadPlan

LOOKS = 10  # at each worker's clock; the quickest answer is the best
EVERY = 0.05  # seconds


class _Clock:
    """A worker's clock seen from here: `offset` seconds ahead, give or take `error`."""

    def __init__(self) -> None:
        self.seen = 0
        self.offset, self.error = 0.0, float("inf")

    def look(self, asked: float, said: float) -> None:
        """Half of the way there and back is all that is not known (Cristian, 1989)."""
        now = time.monotonic()
        self.seen += 1
        if (now - asked) / 2 < self.error:
            self.offset, self.error = said - (asked + now) / 2, (now - asked) / 2


class Master:
    """The workers, in the order in which they joined."""

    def __init__(self, plan: LoadPlan, workers: int, runner: Any, harness: ParentProcess) -> None:
        self._plan, self._workers, self._runner, self._harness = plan, workers, runner, harness
        self._ids: list[str] = []
        self._clocks: dict[str, _Clock] = {}
        self._ready: set[str] = set()
        self._done: set[str] = set()
        self.zero = plan.zero
        hears: dict[str, Callable[[str, Any], object]] = {
            "clock": lambda who, value: self._clocks[who].look(*value),
            "ready": lambda who, value: self._ready.add(who),
            "rows": lambda who, rows: harness.batch.put(rows),
            "done": lambda who, value: self._done.add(who),
            "lost": self._lost,
        }
        for name, act in hears.items():
            runner.register_message(f"epreuve {name}", _heard(act))

    def prepare(self) -> None:
        """Wait for all the workers, look at their clocks, give each its part."""
        self._wait(lambda: len(self._present()) >= self._workers)
        self._ids = sorted(self._present(), key=self._runner.get_worker_index)
        self._ids = self._ids[: self._workers]
        self._compare()
        looked_at = self._runner.environment.web_ui is not None
        for place, who in enumerate(self._ids):
            part = self._plan.share(place, self._workers).to_json()
            self._say("plan", [part, looked_at], who)
        self._wait(lambda: len(self._ready) == self._workers)
        self._wait(self._are_alone)  # Locust could give a citizen's part to who has no plan
        self._runner.start(self._workers, spawn_rate=self._workers)  # each waits for its zero

    def go(self, zero: float) -> None:
        """Tell each when the run begins, on its own clock."""
        self.zero = zero
        self._record_clocks("start")
        for who in self._ids:
            self._say("go", zero + self._clocks[who].offset, who)

    def stop(self) -> None:
        """Ask all of them to end now."""
        for who in self._ids:
            self._say("stop", None, who)

    def finish(self) -> None:
        """Wait for the last rows; look at the clocks again, since they drift."""
        self._wait(lambda: len(self._done) == self._workers)
        self._compare()
        self._record_clocks("end")
        for who in self._ids:
            self._say("end", None, who)
        self._runner.send_message("quit")

    def _compare(self) -> None:
        self._clocks = {who: _Clock() for who in self._ids}
        for _ in range(LOOKS * 20):  # the first words may come before a worker listens
            for who, clock in self._clocks.items():
                if clock.seen < LOOKS:
                    self._say("clock", time.monotonic(), who)
            gevent.sleep(0.02)
            self._check()
            if all(clock.seen >= LOOKS for clock in self._clocks.values()):
                return
        self._lost("a worker", "it never told the time")

    def _record_clocks(self, when: str) -> None:
        for place, clock in enumerate(self._clocks.values()):
            value = {
                "worker": place, "when": when,
                "offset": round(clock.offset, 6), "error": round(clock.error, 6),
            }  # fmt: skip
            self._harness.batch.add(
                Observation(time.monotonic() - self.zero, "load", "clock", value)
            )

    def _present(self) -> set[str]:
        nodes = self._runner.clients
        return {who for who in nodes if nodes[who].state != "missing"}

    def _are_alone(self) -> bool:
        """Whether only the chosen workers are here; others, early or late, are sent away."""
        spare = self._present() - set(self._ids)
        for who in spare:
            self._runner.send_message("quit", None, who)
        return not spare

    def _say(self, name: str, value: object, who: str) -> None:
        self._runner.send_message(f"epreuve {name}", value, who)

    def _wait(self, reached: Callable[[], bool]) -> None:
        while not reached():
            gevent.sleep(EVERY)
            self._check()

    def _check(self) -> None:
        if self._ids:
            self._are_alone()
        for who in self._ids:
            client = self._runner.clients.get(who)
            if client is None or client.state == "missing":
                self._lost(who, "it no longer answers; its part was not redistributed")

    def _lost(self, who: str, why: str) -> NoReturn:
        """Void: its rows since the last batch are lost, and nobody knows what its citizens did."""
        print(f"worker {who} was lost: {why}", file=sys.stderr)
        self._runner.send_message("quit")
        self._harness.close()
        exit_process(1)
        raise SystemExit(1)


def _heard(act: Callable[[str, Any], object]) -> Callable[..., object]:
    return lambda environment, msg, **_: act(msg.node_id, msg.data)


def _never() -> Dispatch:
    """A master sends nobody: it only knows the name of the user class."""
    raise NotImplementedError


def main(path: str, descriptor: int, host: str, port: int, workers: int, ui: int = 0) -> None:
    """Run a plan to its end with the help of workers."""
    plan = LoadPlan.from_json(Path(path).read_text())
    harness = ParentProcess(descriptor)
    environment: Any = Environment(user_classes=[dispatch_user(_never, lambda: None)])
    runner = environment.create_master_runner(host, port)
    if ui:
        environment.create_web_ui("127.0.0.1", ui)
    master = Master(plan, workers, runner, harness)
    master.prepare()
    master.go(harness.wait_zero(plan.zero))
    harness.follow(master.stop)
    master.finish()
    harness.close()
    gevent.sleep(0.2)  # for the workers to hear it
    exit_process(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:]))
