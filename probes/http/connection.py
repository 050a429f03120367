"""One HTTP/1.1 connection: the same code, and the same outcomes, for probes and for load.

It uses the standard library's sockets only. They block a thread in the harness; in the load
process, where Locust has patched `socket` and `ssl`, they block a greenlet.
"""

import fcntl
import socket
import termios
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from epreuve.faults.closing import reset_at_close
from epreuve.faults.loopback import bind_source, usable_source
from epreuve.faults.message import message
from epreuve.probes.http.address import host_of, host_port_of
from epreuve.probes.http.failure import ExchangePhase, classify
from epreuve.probes.http.parser import ResponseParser
from epreuve.probes.http.request import HttpRequest, encode
from epreuve.probes.http.resolver import resolve
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.probes.http.tls import start_tls

_BLOCK = 1 << 16
_ESTABLISHED = 1  # TCP_ESTABLISHED of Linux's <netinet/tcp.h>

Result = TypeVar("Result")


class Timeouts(NamedTuple):
    """Limits of one wait, in seconds; they count only when the deadline is later.

    The defaults are those of Firefox. A user without a response waits until the deadline.
    """

    connect: float = 90.0  # TCP connection
    silence: float = 300.0  # without a byte from the service; longer than any user's patience
    handshake: float = 30.0  # TLS


DEFAULT_TIMEOUTS = Timeouts()


class Deadline(NamedTuple):
    """End of a user's patience, in `time.monotonic` seconds."""

    end: float

    @classmethod
    def after(cls, limit: float) -> Self:
        """Return the deadline in `limit` seconds from now."""
        return cls(time.monotonic() + max(limit, 0.0))


class Connection:
    """Persistent connection to a URL's host and port; `authority` is the Host header.

    With `resends`, a GET is sent again when a kept connection turns out to be closed, as browsers
    do. Load does not: each planned request is sent once.
    """

    def __init__(
        self,
        url: str,
        authority: str,
        sender: Sender,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        *,
        resends: bool = False,
    ) -> None:
        self._authority, self._sender = authority, sender
        self._timeouts, self._resends = timeouts, resends
        self._url = url
        self._secure = urlsplit(url).scheme == "https"
        self._socket: socket.socket | None = None
        self._phase: ExchangePhase = "connect"
        self._patience_first = False  # the current wait ends with the deadline, not a timeout

    def exchange(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        """Send a request and return its complete response. Raises ExchangeError."""
        if self._socket is not None and not _is_reusable(self._socket):
            self.close()
        kept = self._socket is not None
        try:
            return self._exchange(request, deadline)
        except ExchangeError as failure:
            stale = kept and self._phase == "first byte" and failure.outcome in ("eof", "reset")
            if not (stale and self._resends and request.method == "GET"):
                raise
        return self._exchange(request, deadline)

    def lose_response(self, request: HttpRequest, deadline: Deadline) -> int:
        """Send a request, and reset the connection once the head of the response has come.

        Returns the status of the response that is lost. Raises ExchangeError without one.
        """
        if self._socket is not None and not _is_reusable(self._socket):
            self.close()
        status = self._guarded(lambda: self._status(request, deadline))
        if self._socket is not None:
            reset_at_close(self._socket)
        self.close()
        return status

    def close(self) -> None:
        """Close the connection; the next request opens another. Closing twice is allowed."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        parser, response = self._guarded(lambda: self._response(request, deadline))
        if not parser.keeps_alive:
            self.close()
        return response

    def _guarded(self, action: Callable[[], Result]) -> Result:
        """Do an action; its failure closes the connection and is an ExchangeError."""
        try:
            return action()
        except ExchangeError:
            self.close()
            raise
        except (OSError, ValueError) as error:  # ValueError: a host name that IDNA refuses
            self.close()
            if isinstance(error, TimeoutError) and self._patience_first and not error.errno:
                raise self._gave_up() from None
            raise classify(error, self._phase) from None

    def _response(
        self, request: HttpRequest, deadline: Deadline
    ) -> tuple[ResponseParser, HttpResponse]:
        parser = ResponseParser(request.method)
        for part in self._parts(request, deadline):
            parser.feed(part)
            if parser.is_complete:
                break
            if parser.has_events:
                self._phase = "events" if request.is_enough is None else "event"
            if request.is_enough is not None:
                events = parser.events()
                if events is not None and request.is_enough(events):
                    parser.keeps_alive = False  # the stream goes on
                    return parser, events
        return parser, parser.response()

    def _status(self, request: HttpRequest, deadline: Deadline) -> int:
        parser = ResponseParser(request.method)
        for part in self._parts(request, deadline):
            parser.feed(part)
            if parser.status:
                break
        return parser.status

    def _parts(self, request: HttpRequest, deadline: Deadline) -> Iterator[bytes]:
        """Send a request and yield the received bytes; b"", again and again, after a close."""
        connected = self._connected(deadline)
        self._phase = "first byte"
        connected.settimeout(self._remaining(self._timeouts.silence, deadline))
        connected.sendall(encode(request, self._authority, self._sender, secure=self._secure))
        while True:
            connected.settimeout(self._remaining(self._timeouts.silence, deadline))
            part = connected.recv(_BLOCK)
            if part:
                self._phase = "body"
            yield part

    def _connected(self, deadline: Deadline) -> socket.socket:
        if self._socket is None:
            self._phase = "connect"
            family, address = resolve(*host_port_of(self._url))
            self._socket = socket.socket(family, socket.SOCK_STREAM)
            if source := usable_source(self._sender.source, address[0]):
                bind_source(self._socket, source)
            self._socket.settimeout(self._remaining(self._timeouts.connect, deadline))
            self._socket.connect(address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._secure:  # by the service's own name, whatever the address
                self._phase = "tls"
                end = time.monotonic() + self._timeouts.handshake
                self._socket = start_tls(
                    self._socket,
                    host_of(self._authority),
                    lambda: self._remaining(end - time.monotonic(), deadline),
                )
        return self._socket

    def _remaining(self, timeout: float, deadline: Deadline) -> float:
        """Return the seconds that the next wait may take. Raises ExchangeError or TimeoutError."""
        left = deadline.end - time.monotonic()
        self._patience_first = left < timeout
        if left <= 0:
            raise self._gave_up()
        if timeout <= 0:
            raise TimeoutError
        return min(left, timeout)

    def _gave_up(self) -> ExchangeError:
        match self._phase:
            case "events":
                header = "headers: {Accept: text/event-stream}"
                detail = message(
                    "the server-sent events do not end in time; a step with `{header}` ends with "
                    "the first event that it expects",
                    header=header,
                )
            case "event":
                detail = message("no server-sent event met the expectations in time")
            case phase:
                detail = message("no complete response in time (waiting for: {phase})", phase=phase)
        return ExchangeError("gave up", detail)


def _is_reusable(connected: socket.socket) -> bool:
    """Return whether a kept connection is still open, with nothing unread. Never waits."""
    state: bytes = connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)
    if state[0] != _ESTABLISHED:
        return False
    unread = fcntl.ioctl(connected.fileno(), termios.FIONREAD, bytes(4))
    return not any(unread)
