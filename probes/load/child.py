"""The load process: `python -m epreuve.probes.load.child PLAN DESCRIPTOR`, started by `Load`.

Reads the plan, runs it inside Locust, writes rows to the pipe, touches no disk. One byte on its
standard input asks it to stop; the end of that input means that the harness died, and it dies too.
"""

import locust  # isort: skip  (it patches sockets: before anything that could import them)

import gc
import math
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from gevent import monkey
from gevent.event import Event
from gevent.os import make_nonblocking, nb_write
from locust.env import Environment

from epreuve.probes.load.crowd import Dispatch
from epreuve.probes.load.health import watch
from epreuve.probes.load.pipe import Batch
from epreuve.probes.load.plan import LoadPlan

BATCH_EVERY = 0.2  # seconds


def _follow_parent(stop: Callable[[], None]) -> None:
    """Obey standard input from a thread of the system: heard even when the loop is stuck."""
    asked = gevent.get_hub().loop.async_()
    asked.start(stop)

    def listen() -> None:
        while os.read(0, 1):
            asked.send()
        os._exit(3)

    monkey.get_original("_thread", "start_new_thread")(listen, ())


def _zero() -> float:
    """Wait to be told when the run begins."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if byte in (b"", b"s"):  # the harness died, or gave up before it began
            os._exit(0)
        line += byte
    return float(line)


def _send(batch: Batch, descriptor: int) -> None:
    """Write what is waiting; a slow reader holds this greenlet only."""
    data = memoryview(batch.frame())
    while data:
        data = data[nb_write(descriptor, data) :]


def _send_until(done: Event, batch: Batch, descriptor: int) -> None:
    """Send a batch at a time; once done, what is left: a frame is never cut in the middle."""
    ending = False
    while not ending:
        ending = done.wait(BATCH_EVERY)
        _send(batch, descriptor)


def _allow_many_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _user(dispatch: Dispatch) -> type[locust.User]:
    """The one Locust user, who sends all the citizens."""

    class Everyone(locust.User):
        @locust.task
        def all(self) -> None:
            try:
                dispatch.run()
            except Exception:  # Locust would log it and send everybody again
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(1)
            self.environment.runner.quit()

    return Everyone


def main(path: str, descriptor: int) -> None:
    """Run a plan to its end."""
    plan = LoadPlan.from_json(Path(path).read_text())
    _allow_many_files()
    make_nonblocking(descriptor)
    batch = Batch()
    environment: Any = Environment()
    dispatch = Dispatch(plan, batch.add, environment.events.request.fire)
    environment.user_classes = [_user(dispatch)]
    runner = environment.create_local_runner()
    gc.collect()
    gc.freeze()  # what is loaded stays: the collector must not walk through it again
    _send(batch, descriptor)  # an empty batch says that we are ready
    if math.isnan(plan.zero):
        dispatch.zero = _zero()
    _follow_parent(dispatch.stop)
    done = Event()
    sender = gevent.spawn(_send_until, done, batch, descriptor)
    gevent.spawn(watch, dispatch, batch.add)
    runner.start(1, spawn_rate=1)
    runner.greenlet.join()
    done.set()
    sender.join()
    os.close(descriptor)
    sys.stdout.flush()
    os._exit(0)  # thousands of citizens may still be waiting for an answer: do not unwind them


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
