"""TCP relay between a service and one dependency, which can fall silent."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any

Address = tuple[str, int]


class Relay:
    """Relays connections from `listen` to `upstream` in a thread, until it is closed.

    While it is silent it accepts connections and keeps those that exist, without a byte in either
    direction.
    """

    def __init__(self, listen: Address, upstream: Address) -> None:
        self._listen, self._upstream = listen, upstream
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._speaking = asyncio.Event()
        self._speaking.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread.start()
        self._server = self._call(self._serve())

    def silence(self) -> None:
        """Fall silent."""
        self._loop.call_soon_threadsafe(self._speaking.clear)

    def speak(self) -> None:
        """Relay again, first what was held back."""
        self._loop.call_soon_threadsafe(self._speaking.set)

    def close(self) -> None:
        """Close all connections and the port."""
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10.0)

    async def _serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, *self._listen)

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.closing(writer), contextlib.suppress(OSError):
            await self._speaking.wait()
            far_reader, far_writer = await asyncio.open_connection(*self._upstream)
            with contextlib.closing(far_writer):
                await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._speaking.wait()
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()
