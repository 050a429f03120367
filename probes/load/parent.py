"""The harness, as the load process sees it: a pipe to write to, a standard input to obey.

One byte asks to stop; the end of the input means that the harness died, and the process dies too.
"""

import gc
import math
import os
import resource
from collections.abc import Callable

import gevent
from gevent import monkey
from gevent.event import Event
from gevent.os import make_nonblocking, nb_write, tp_read

from epreuve.probes.load.pipe import Batch

BATCH_EVERY = 0.2  # seconds
COLLECT_EVERY = 10_000  # objects made and not freed: a few citizens make Python's own 700


class ParentProcess:
    """Hears of rows from a greenlet; whoever adds to its `batch` never waits."""

    def __init__(self, descriptor: int) -> None:
        self.batch = Batch()
        self._descriptor = descriptor
        self._done = Event()
        self._sender: gevent.Greenlet | None = None
        make_nonblocking(descriptor)

    def wait_zero(self, zero: float) -> float:
        """Say that all is ready; the run's zero, waited for when it is not known yet."""
        settle()
        self._send()  # an empty batch says that we are ready
        return _told_zero() if math.isnan(zero) else zero

    def follow(self, stop: Callable[[], None]) -> None:
        """Send rows from now on; obey from a thread of the system, heard even in a stuck loop."""
        self._sender = gevent.spawn(self._send_until_done)
        asked = gevent.get_hub().loop.async_()
        asked.start(stop)

        def listen() -> None:
            while os.read(0, 1):
                asked.send()
            os._exit(3)

        monkey.get_original("_thread", "start_new_thread")(listen, ())

    def close(self) -> None:
        """Send the last rows."""
        self._done.set()
        if self._sender is not None:
            self._sender.join()
        os.close(self._descriptor)

    def _send_until_done(self) -> None:
        """A batch at a time; once done, what is left: a frame is never cut in the middle."""
        ending = False
        while not ending:
            ending = self._done.wait(BATCH_EVERY)
            self._send()

    def _send(self) -> None:
        data = memoryview(self.batch.frame())
        while data:  # a slow reader holds this greenlet only
            data = data[nb_write(self._descriptor, data) :]


def _told_zero() -> float:
    line = b""
    while not line.endswith(b"\n"):
        byte = tp_read(0, 1)  # a master goes on speaking with its workers meanwhile
        if byte in (b"", b"s"):  # the harness died, or gave up before it began
            os._exit(0)
        line += byte
    return float(line)


def allow_many_files() -> None:
    """As many connections as the system lets us open."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def settle() -> None:
    """What is loaded stays: the collector must not walk through it again, nor look often.

    A greenlet need not remember who spawned it: that is for debuggers, and a part of its price.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY)
    gevent.config.track_greenlet_tree = False
