"""Link of the load process to the harness: a pipe for rows, standard input for commands.

The end of the input means that the harness ended; the load process then ends too.
"""

import gc
import math
import os
import resource
from collections import deque
from collections.abc import Callable

import gevent
from gevent import monkey
from gevent.event import Event
from gevent.os import make_nonblocking, nb_write, tp_read

from epreuve.probes.load.commands import Go, Resume, Stop, decode
from epreuve.probes.load.pipe import Batch

BATCH_EVERY = 0.2  # seconds
COLLECT_EVERY = 10_000  # new objects between two collections; a few sessions make Python's 700


class ParentProcess:
    """Sender of recorded rows to the harness, in a greenlet; adding to `batch` never blocks."""

    def __init__(self, descriptor: int) -> None:
        self.batch = Batch()
        self._descriptor = descriptor
        self._done = Event()
        self._sender: gevent.Greenlet | None = None
        make_nonblocking(descriptor)

    def wait_zero(self, zero: float) -> float:
        """Signal that the process is ready; return the run's zero, read from input when NaN."""
        tune_runtime()
        self._send()  # an empty batch is the signal
        return _read_zero() if math.isnan(zero) else zero

    def follow(self, stop: Callable[[], None], resume: Callable[[int, float], None]) -> None:
        """Send rows from now on; call `stop` and `resume` when the harness asks.

        A system thread reads the input, so that a blocked event loop does not delay its end.
        """
        self._sender = gevent.spawn(self._send_until_done)
        lines: deque[bytes] = deque()

        def obey() -> None:
            while lines:
                match decode(lines.popleft()):
                    case Resume(barrier, shift):
                        resume(barrier, shift)
                    case Stop():
                        stop()

        wakeup = gevent.get_hub().loop.async_()
        wakeup.start(gevent.spawn, obey)  # a greenlet, because a master sends messages

        def listen() -> None:
            with open(0, "rb", buffering=0, closefd=False) as commands:
                for line in commands:
                    lines.append(line)
                    wakeup.send()
            os._exit(3)

        monkey.get_original("_thread", "start_new_thread")(listen, ())

    def close(self) -> None:
        """Send the last rows."""
        self._done.set()
        if self._sender is not None:
            self._sender.join()
        os.close(self._descriptor)

    def _send_until_done(self) -> None:
        """Send batches, and the rest at the end; a frame is never cut."""
        ending = False
        while not ending:
            ending = self._done.wait(BATCH_EVERY)
            self._send()

    def _send(self) -> None:
        data = memoryview(self.batch.frame())
        while data:  # a slow reader blocks this greenlet only
            data = data[nb_write(self._descriptor, data) :]


def _read_zero() -> float:
    line = b""
    while not line.endswith(b"\n"):
        byte = tp_read(0, 1)  # a master exchanges messages with its workers meanwhile
        if not byte:  # the harness ended
            os._exit(0)
        line += byte
    match decode(line):
        case Go(zero):
            return zero
        case _:  # a stop before the start
            os._exit(0)


def allow_many_files() -> None:
    """Raise the limit of open files to the maximum of the system."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def tune_runtime() -> None:
    """Make garbage collection rare, and exclude the modules already loaded.

    gevent's tree of greenlets is for debuggers and costs time at each spawn: it is turned off.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY)
    gevent.config.track_greenlet_tree = False
