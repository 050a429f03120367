"""A service that looks for signs of an audit in each request."""

from typing import Any
from urllib.parse import unquote_plus

from tests.audits.checks.probes.town import Town, _Handler


class WatchfulTown(Town):
    """Keeps each request whole: its first line, its headers and its body, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = _Watcher
        self.whole: list[str] = []


class _Watcher(_Handler):
    server: WatchfulTown

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        if parsed:
            lines = [f"{name}: {value}" for name, value in self.headers.items()]
            self.server.whole.append("\n".join([self.requestline, *lines]))
        return parsed

    def do_GET(self) -> None:
        self.rfile = _Kept(self.rfile, self.server.whole)  # type: ignore[assignment]
        super().do_GET()

    do_POST = do_GET  # noqa: N815 - the name that the standard library looks for


class _Kept:
    """File of a request that adds what is read to the last request."""

    def __init__(self, file: Any, whole: list[str]) -> None:
        self._file, self._whole = getattr(file, "_file", file), whole

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        self._whole[-1] += "\n\n" + unquote_plus(data.decode(errors="replace"))
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
