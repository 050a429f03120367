"""A control API and its server, without any client library."""

import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from epreuve.faults.errors import LEASE_ENDED


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Control:
    """A control API, called without any client library."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host, _, port = url.removeprefix("http://").rpartition(":")
        self.port = int(port)

    def call(self, method: str, path: str, document: Any = None, **headers: str) -> Answer:
        if isinstance(document, str):
            body = document
        else:
            body = None if document is None else json.dumps(document)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            response = connection.getresponse()
            received_headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, received_headers, response.read().decode())
        finally:
            connection.close()


@contextmanager
def started(
    *arguments: str, uvloop: bool = True
) -> Iterator[tuple[subprocess.Popen[str], Control]]:
    hidden = "" if uvloop else "import sys; sys.modules['uvloop'] = None; "
    start = f"{hidden}from epreuve.faults.embedded.server import main; raise SystemExit(main())"
    command = [sys.executable, "-c", start, "--listen", "127.0.0.1:0"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            line = process.stdout.readline()
            assert line.startswith("listening on ")
            yield process, Control("http://" + line.split()[-1])
        finally:
            process.terminate()
            process.stdin.close()
            assert process.wait(10) in (0, LEASE_ENDED)
            process.stdout.close()
        errors.seek(0)
        assert errors.read() == b"", "the server logged errors"
