"""Cuts of a service with a worker in a session of its own, and of one that still responds."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.runs.records.power import PowerOff, PowerOn
from epreuve.faults.processes.listener import listener
from tests.test_power_levels import SERVICE, SWITCH, Place

pytestmark = [pytest.mark.slow, pytest.mark.process]

# A front, and a worker in a session of its own, as php-fpm and pg_ctl make one.
FRONT = """\
#!/bin/sh
setsid "$1" "$2/service.py" "$4" &
exec "$1" "$2/service.py" "$3"
"""


@pytest.fixture
def place(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Place]:
    """A service that is not started."""
    (tmp_path / "service.py").write_text(SERVICE)
    (tmp_path / "switch.py").write_text(SWITCH)
    (tmp_path / "front.sh").write_text(FRONT)
    made = Place(tmp_path, free_port())
    yield made
    made.switch("off")


def power(place: Place, worker: int, boot: str = "60 s") -> str:
    words = f'sh, {place.path}/front.sh, "{{python}}", {place.path}, "{place.port}", "{worker}"'
    return f"{{level: process, start: [{words}], ready: /, boot_within: {boot}}}"


class Unavailable(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, *words: object) -> None:
        pass


class TakesThePort:
    """Another program that responds as soon as the service has left its port."""

    def __init__(self, port: int) -> None:
        self.server: ThreadingHTTPServer | None = None
        self._port = port
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self.server is not None:
            self.server.shutdown()
        self._thread.join()

    def _run(self) -> None:
        while listener(self._port) is None and not self._over.wait(0.02):
            pass  # The service has not started yet.
        while self.server is None and not self._over.wait(0.02):
            with suppress(OSError):
                self.server = ThreadingHTTPServer(("127.0.0.1", self._port), Unavailable)
        if self.server is not None:
            with self.server:
                self.server.serve_forever()


def answers(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def test_a_worker_in_a_session_of_its_own_is_cut_and_stopped(
    place: Place, free_port: Callable[[], int]
) -> None:
    worker = free_port()
    events, _ = place.run(power(place, worker))
    off, on = events
    assert isinstance(off, PowerOff)
    assert isinstance(on, PowerOn)
    assert off.report.survivors == ()
    assert on.answered is None
    # A worker that had not been cut would have kept the second one from its port.
    assert "in use" not in (place.path / "run" / "logs" / "service.log").read_text()
    assert not answers(place.port)
    assert not answers(worker)


def test_an_answer_while_the_power_is_off_is_recorded(
    place: Place, free_port: Callable[[], int]
) -> None:
    with TakesThePort(place.port):  # so that the second start is waited for to its limit
        events, _ = place.run(power(place, free_port(), boot="10 s"))
    on = events[1]
    assert isinstance(on, PowerOn)
    assert on.answered == f"http://127.0.0.1:{place.port}/ (status 503)"


def test_a_service_that_answers_before_its_start_is_refused(
    place: Place, free_port: Callable[[], int]
) -> None:
    place.switch("on")
    while not answers(place.port):
        pass
    refusal = rf"responds before the service was started: process {place.pid} python.*stop it"
    with pytest.raises(Misuse, match=refusal):
        place.run(power(place, free_port()))
