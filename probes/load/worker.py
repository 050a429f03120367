"""A load worker: `python -m epreuve.probes.load.worker HOST PORT SENTENCE`, on any machine.

It joins a master on Locust's own engine, receives its part of a plan and sends its rows back. It
ends with the run, and at once when the master no longer responds. It prints SENTENCE, which has the
language of the user, when no master responds.
"""

import locust  # noqa: F401  # isort: skip  (it patches sockets, so it is imported first)

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
from epreuve.probes.load.parent import BATCH_EVERY, allow_many_files, tune_runtime
from epreuve.probes.load.pipe import Batch
from epreuve.probes.load.plan import LoadPlan

SILENCE = 5  # seconds without a message from the master, after which the worker ends


class Worker:
    """State of one worker, and its handlers of the master's messages."""

    def __init__(self, environment: Any) -> None:
        self.batch = Batch()
        self._started = AsyncResult()  # the dispatch, once its zero is known
        self._environment = environment
        self._runner: Any = None
        self._dispatch: Dispatch | None = None
        self._ended = Event()
        self.is_complete = False  # the master has all its rows: the run ended well

    def join(self, host: str, port: int) -> None:
        """Connect to the master, for five minutes at most, and obey until the end."""
        self._runner = self._environment.create_worker_runner(host, port)
        handlers: dict[str, Callable[[Any], None]] = {
            "clock": self._on_clock, "plan": self._on_plan, "go": self._on_go,
            "resume": self._on_resume, "stop": self._on_stop, "end": self._on_end,
        }  # fmt: skip
        for name, handler in handlers.items():
            self._runner.register_message(f"epreuve {name}", _listener(handler))
        self._runner.greenlet.join()

    def wait_start(self) -> Dispatch:
        """Wait for the master's start; return the dispatch to run."""
        return cast(Dispatch, self._started.get())

    def end(self) -> None:
        """Send the last rows: all users were sent."""
        self._ended.set()

    def _send(self, name: str, value: object) -> None:
        self._runner.send_message(f"epreuve {name}", value)

    def _on_clock(self, sent: float) -> None:
        self._send("clock", [sent, time.monotonic()])

    def _on_plan(self, value: list[Any]) -> None:
        """Prepare the plan; report one that cannot be read to the master."""
        try:
            text, publishes = value
            plan = LoadPlan.from_json(text)
            self._dispatch = Dispatch(plan, self.batch.add, self._environment, publishes=publishes)
            guard_connections(plan)
        except Exception as error:
            self._send("lost", "".join(traceback.format_exception_only(error)).strip())
            return
        urls = sorted({endpoint.address for endpoint in plan.cohorts.values() if endpoint.linked})
        print(f"{len(plan.arrivals)} arrivals to send to {', '.join(urls)}", flush=True)
        tune_runtime()
        self._send("ready", None)

    def _on_go(self, zero: float) -> None:
        if self._dispatch is None:
            return
        self._dispatch.zero = zero
        gevent.spawn(self._send_rows)
        gevent.spawn(watch, self._dispatch, self.batch.add)
        self._started.set(self._dispatch)

    def _on_resume(self, value: list[Any]) -> None:
        barrier, shift = value
        if self._dispatch is not None:
            self._dispatch.resume(barrier, shift)

    def _on_stop(self, value: object) -> None:
        if self._dispatch is not None:
            self._dispatch.stop()

    def _on_end(self, value: object) -> None:
        self.is_complete = True

    def _send_rows(self) -> None:
        ending = False
        while not ending:
            ending = self._ended.wait(BATCH_EVERY)
            self._send("rows", self.batch.take())
        self._send("done", None)


def _listener(handler: Callable[[Any], None]) -> Callable[..., None]:
    return lambda environment, msg, **_: handler(msg.data)


def main(host: str, port: int, silent_master: str) -> None:
    """Run a worker process until the end of its run."""
    runners.MASTER_HEARTBEAT_TIMEOUT = SILENCE
    allow_many_files()
    environment: Any = Environment()
    worker = Worker(environment)
    environment.user_classes = [dispatch_user(worker.wait_start, worker.end)]
    try:
        worker.join(host, port)
    except ConnectionError:
        print(f"epreuve: {silent_master}", file=sys.stderr)
        exit_process(3)
    exit_process(0 if worker.is_complete else 3)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
