"""A worker: `python -m epreuve.probes.load.worker HOST PORT`, on any machine that sees the doors.

On Locust's own engine: it joins a master, is given its part of a plan, sends its rows back. It ends
with the run, and at once when the master no longer answers.
"""

import locust  # noqa: F401  # isort: skip  (it patches sockets: before anything that could import them)

import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, cast

import gevent
from gevent.event import AsyncResult, Event
from locust import runners
from locust.env import Environment

from epreuve.probes.load.connection_guard import guard_connections
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.dispatch_user import dispatch_user, exit_process
from epreuve.probes.load.health import watch
from epreuve.probes.load.parent import BATCH_EVERY, allow_many_files, settle
from epreuve.probes.load.pipe import Batch
from epreuve.probes.load.plan import LoadPlan

SILENCE = 5  # seconds without a word of the master, after which nobody commands the load


class Worker:
    """What one worker knows and answers, from joining to the end."""

    def __init__(self, environment: Any) -> None:
        self.batch = Batch()
        self._began = AsyncResult()  # the dispatch, once its zero is known
        self._environment = environment
        self._runner: Any = None
        self._dispatch: Dispatch | None = None
        self._ended = Event()
        self.thanked = False  # the master has all its rows: the run ended well

    def join(self, host: str, port: int) -> None:
        """Find the master, for five minutes at most, and do as it says."""
        self._runner = self._environment.create_worker_runner(host, port)
        hears: dict[str, Callable[[Any], None]] = {
            "clock": self._clock, "plan": self._plan, "go": self._go, "stop": self._stop,
            "end": self._thank,
        }  # fmt: skip
        for name, act in hears.items():
            self._runner.register_message(f"epreuve {name}", _heard(act))
        self._runner.greenlet.join()

    def wait_begin(self) -> Dispatch:
        """What is to be run, once the master said when."""
        return cast(Dispatch, self._began.get())

    def end(self) -> None:
        """Everyone has been sent: hand over the last rows."""
        self._ended.set()

    def _say(self, name: str, value: object) -> None:
        self._runner.send_message(f"epreuve {name}", value)

    def _clock(self, asked: float) -> None:
        self._say("clock", [asked, time.monotonic()])

    def _plan(self, value: list[Any]) -> None:
        """Prepare; a plan that cannot be read is told to the master."""
        try:
            text, looked_at = value
            plan = LoadPlan.from_json(text)
            self._dispatch = Dispatch(plan, self.batch.add, self._environment, looked_at=looked_at)
            guard_connections(plan)
        except Exception as error:
            self._say("lost", "".join(traceback.format_exception_only(error)).strip())
            return
        doors = sorted({each.address for each in plan.cohorts.values() if each.linked})
        print(f"{len(plan.arrivals)} arrivals to send to {', '.join(doors)}", flush=True)
        settle()
        self._say("ready", None)

    def _go(self, zero: float) -> None:
        if self._dispatch is None:
            return
        self._dispatch.zero = zero
        gevent.spawn(self._send_rows)
        gevent.spawn(watch, self._dispatch, self.batch.add)
        self._began.set(self._dispatch)

    def _stop(self, value: object) -> None:
        if self._dispatch is not None:
            self._dispatch.stop()

    def _thank(self, value: object) -> None:
        self.thanked = True

    def _send_rows(self) -> None:
        ending = False
        while not ending:
            ending = self._ended.wait(BATCH_EVERY)
            self._say("rows", self.batch.take())
        self._say("done", None)


def _heard(act: Callable[[Any], None]) -> Callable[..., None]:
    return lambda environment, msg, **_: act(msg.data)


def main(host: str, port: int) -> None:
    """Serve one run."""
    runners.MASTER_HEARTBEAT_TIMEOUT = SILENCE
    allow_many_files()
    environment: Any = Environment()
    worker = Worker(environment)
    environment.user_classes = [dispatch_user(worker.wait_begin, worker.end)]
    try:
        worker.join(host, port)
    except ConnectionError:
        print(f"no master answered at {host}:{port}; start the audit first", file=sys.stderr)
        exit_process(3)
    exit_process(0 if worker.thanked else 3)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
