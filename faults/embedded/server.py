"""The server's process: `python -m epreuve.faults.embedded --listen 127.0.0.1:0`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import resource
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from epreuve.faults.addresses import is_local, join_host_port
from epreuve.faults.control_address import CONTROL
from epreuve.faults.embedded.address import resolve
from epreuve.faults.embedded.collection import ProxyCollection
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.embedded.control import Control
from epreuve.faults.embedded.error_log import ErrorLog
from epreuve.faults.embedded.http import HttpServer
from epreuve.faults.embedded.lease import Lease
from epreuve.faults.embedded.scheduler import Scheduler
from epreuve.faults.errors import LEASE_ENDED

if TYPE_CHECKING:
    from epreuve.faults.embedded.metrics import Metrics

MISUSE = 2  # the exit code of a wrong option, as argparse's


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="epreuve.faults.embedded", description=__doc__)
    parser.add_argument("--listen", default=CONTROL, help="address of the control API")
    parser.add_argument("--seed", help="seed of every random choice (toxicity, jitter, slices)")
    parser.add_argument("--lease", type=float, metavar="SECONDS", help="heal without heartbeat")
    parser.add_argument("--grace", type=float, metavar="SECONDS", help="first lease")
    parser.add_argument("--exit-on-lease", action="store_true", help="end after the lease")
    parser.add_argument("--exit-on-stdin-eof", action="store_true", help="end with the parent")
    parser.add_argument("--files", type=int, help="limit of open files (default: the system's)")
    parser.add_argument("--proxy-metrics", action="store_true", help="serve /metrics")
    return parser.parse_args(arguments)


async def serve(options: argparse.Namespace, files: int) -> int:
    """Serve until SIGTERM, SIGINT or the end of the lease; return the exit code.

    `files` is the most files that may be open.
    """
    code = 0
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    scheduler = Scheduler(loop)
    loop.set_exception_handler(ErrorLog().handle)
    limit = ConnectionLimit(min(files, options.files or files))
    collection = ProxyCollection(scheduler, options.seed or secrets.token_hex(8), limit)

    async def expired() -> None:
        nonlocal code
        await collection.heal()
        if options.exit_on_lease:
            code = LEASE_ENDED
            stopped.set()

    lease = Lease(options.lease, expired, options.grace)
    metrics = _metrics(collection) if options.proxy_metrics else None
    http = HttpServer(Control(collection, lease, metrics).handle)
    host, port = await resolve(options.listen)
    if not is_local(host):
        raise ValueError("not a loopback address; the control API has no password")
    address = join_host_port(*await http.listen(host, port))
    print(f"listening on {address}", flush=True)
    if options.exit_on_stdin_eof:
        _on_stdin_eof(lambda: loop.call_soon_threadsafe(stopped.set))
    watch = loop.create_task(lease.watch())
    await stopped.wait()
    watch.cancel()
    http.close()
    await collection.close()
    await asyncio.sleep(0)  # Let the transports close.
    scheduler.close()
    return code


def _metrics(collection: ProxyCollection) -> Metrics:
    from epreuve.faults.embedded.metrics import Metrics  # Late: costs 60 ms.

    return Metrics(collection)


def _on_stdin_eof(callback: Callable[[], object]) -> None:
    def read() -> None:
        # A raw read: a buffered one holds a lock that the interpreter needs to exit.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        with contextlib.suppress(RuntimeError):  # The loop is closed already.
            callback()

    threading.Thread(target=read, daemon=True).start()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the loop of uvloop if it is installed, else None."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _allow_many_files() -> int:
    """Raise the limit of open files to the system's maximum; return it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server; return the exit code."""
    options = read_options(arguments)
    files = _allow_many_files()
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            return runner.run(serve(options, files))
    except (OSError, ValueError) as error:
        print(f"--listen {options.listen}: {error}; choose another address", file=sys.stderr)
        return MISUSE
