"""Echo server and round-trip timer for `bench_proxy.py`, each in its own process.

Each has its own loop: a client or a target that shares Python's lock with fifty threads is slower
than the proxies that it measures.
"""

import asyncio
import contextlib
import gc
import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from time import perf_counter
from typing import cast

from epreuve.faults.embedded.server import loop_factory

CONNECTIONS, EACH, EVERY = 50, 20, 0.25  # round trips of each, and seconds from one to the next


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


class Ping(asyncio.Protocol):
    """Sends four bytes, and notes in ms how long they take to come back."""

    def __init__(self, took: list[float]) -> None:
        self.took = took
        self.back = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def send(self) -> None:
        self.back.clear()
        self.start = perf_counter()
        self.transport.write(b"ping")

    def data_received(self, data: bytes) -> None:
        self.took.append((perf_counter() - self.start) * 1000)
        self.back.set()


def _serve(said: Connection) -> None:
    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Echo, "127.0.0.1", 0)
        said.send(server.sockets[0].getsockname()[1])
        await asyncio.sleep(3600)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(forever())


@contextlib.contextmanager
def echoing() -> Iterator[str]:
    """The address of an echo."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def pings(address: str) -> list[float]:
    """Round trips in ms, sorted, of connections that start a millisecond after one another."""
    host, _, port = address.rpartition(":")
    took: list[float] = []

    async def one(number: int) -> None:
        loop = asyncio.get_running_loop()
        transport, ping = await loop.create_connection(lambda: Ping(took), host, int(port))
        await asyncio.sleep(0.1 + number * EVERY / CONNECTIONS)
        for _ in range(EACH):
            ping.send()
            await asyncio.gather(asyncio.wait_for(ping.back.wait(), 30), asyncio.sleep(EVERY))
        transport.close()

    async def every() -> None:
        await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))

    gc.disable()
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(every())
    finally:
        gc.enable()
    return sorted(took)
