"""One citizen's connection, in the load child: each way of failing is told apart.

Uses the client machinery of Locust's FastHttpUser (gevent sockets, the parser of geventhttpclient)
one level below its user agent, which sends a failed GET again by itself and hides resets.
"""

import errno
import select
import ssl
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import gevent
from gevent import monkey, socket
from gevent.ssl import SSLContext
from geventhttpclient.response import HTTPParseError, HTTPResponse

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.address import host_of, host_port_of
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.resolver import resolve
from epreuve.probes.http.response import ExchangeError, HttpResponse, decoded
from epreuve.probes.load.plan import Endpoint

_BLOCK = 1 << 16
_poll = monkey.get_original("select", "poll")  # never waits here: no need to go through the loop
_CLOSED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH)
_TIMEOUTS: Mapping[str, Outcome] = {
    "connect": "connect timeout",
    "tls": "tls timeout",
    "first byte": "first byte timeout",
    "body": "body timeout",
}


class _Message(HTTPResponse):
    """A parser that keeps the body and every cookie line."""

    def __init__(self, method: str) -> None:
        super().__init__(method)
        self.body = bytearray()

    def _on_body(self, buf: bytearray) -> None:
        self.body += buf

    @property
    def is_final(self) -> bool:
        return self.message_complete and self.get_code() >= 200


class Line:
    """Keeps one connection alive between requests, and one citizen's cookies."""

    def __init__(self, door: Endpoint, cookies: CookieJar | None = None) -> None:
        scheme = urlsplit(door.address).scheme
        self._door = door
        self._secure = scheme == "https"
        self._place = host_port_of(door.address)
        self._origin = f"{scheme}://{door.authority}"
        self._cookies = CookieJar() if cookies is None else cookies
        self._socket: socket.socket | None = None
        self._phase = "connect"

    def fetch(self, call: HttpRequest, limit: float, follow: bool) -> HttpResponse:
        """The answer to a call, redirects followed; raises ExchangeError. `limit` is in seconds."""
        patience = gevent.Timeout.start_new(limit)
        try:
            return follow_redirects(
                lambda call: self._exchange(call, limit),
                call, self._cookies, self._origin, follow=follow,
            )  # fmt: skip
        except gevent.Timeout as timeout:
            if timeout is not patience:
                raise
            self.close()
            detail = f"no whole answer in {limit:g} s (waiting for: {self._phase})"
            raise ExchangeError("gave up", detail) from None
        finally:
            patience.close()

    def close(self) -> None:
        """Hang up. Closing twice is fine."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, call: HttpRequest, limit: float) -> HttpResponse:
        try:
            line = self._connected(limit)
            self._phase = "first byte"
            line.sendall(self._encoded(call))
            message = self._read(line, call.method)
        except ExchangeError:
            self.close()
            raise
        except (OSError, HTTPParseError) as error:
            self.close()
            raise failure(error, self._phase) from None
        if message.should_close():
            self.close()
        return _answer(message)

    def _connected(self, limit: float) -> socket.socket:
        if self._socket is not None and not _is_idle(self._socket):
            self.close()
        if self._socket is None:
            self._phase = "connect"
            family, place = resolve(*self._place)
            self._socket = socket.socket(family, socket.SOCK_STREAM)
            self._socket.settimeout(_within(self._door.connect_timeout, limit))
            self._socket.connect(place)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._secure:
                self._phase = "tls"
                name = host_of(self._door.authority)
                self._socket = _tls().wrap_socket(self._socket, server_hostname=name)
        self._socket.settimeout(_within(self._door.silence_timeout, limit))
        return self._socket

    def _encoded(self, call: HttpRequest) -> bytes:
        lines = [f"{call.method} {call.target} HTTP/1.1", f"Host: {self._door.authority}"]
        lines += ["User-Agent: epreuve", "Accept: */*", "Accept-Encoding: gzip, deflate"]
        if call.method != "GET":
            lines.append(f"Content-Length: {len(call.body)}")
        lines += [f"{name}: {text}" for name, text in call.headers.items()]
        if any("\r" in line or "\n" in line for line in lines):
            raise ExchangeError(
                "error", "a header would hold a line break; check the step's `headers`"
            )
        return "\r\n".join([*lines, "\r\n"]).encode("utf-8") + call.body

    def _read(self, line: socket.socket, method: str) -> _Message:
        message = _Message(method)
        while not message.is_final:
            data = line.recv(_BLOCK)
            if not data and self._phase == "first byte":
                raise ExchangeError("eof", "closed before the first byte")
            try:
                message.feed(data)  # an empty one ends a message that has no declared length
            except HTTPParseError as error:
                if data:
                    raise ExchangeError("wrong content", f"not HTTP: {error}") from None
                raise ExchangeError("truncated", "closed in the middle of the answer") from None
            if not data and not message.is_final:
                raise ExchangeError("truncated", "closed in the middle of the answer")
            self._phase = "body"
        return message


def _within(wait: float, limit: float) -> float | None:
    """A timer of its own only when it can ring before the citizen's patience ends."""
    return wait if wait < limit else None


def failure(error: Exception, phase: str) -> ExchangeError:
    """The class in evidence of an error of the network, met while waiting for `phase`."""
    if isinstance(error, TimeoutError):
        return ExchangeError(_TIMEOUTS[phase], f"no byte in time (waiting for: {phase})")
    if isinstance(error, ConnectionRefusedError):
        return ExchangeError("refused", "connection refused")
    if isinstance(error, _CLOSED):
        return ExchangeError("reset", f"reset (waiting for: {phase})")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ExchangeError("eof", f"closed (waiting for: {phase})")
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return ExchangeError("refused", "no route to the service")
    return ExchangeError("error", f"{type(error).__name__}: {error}")


def _is_idle(line: socket.socket) -> bool:
    """Whether a kept connection is still open, with nothing unread."""
    poll = _poll()
    poll.register(line.fileno(), select.POLLIN)
    return not poll.poll(0)


@lru_cache(maxsize=1)
def _tls() -> SSLContext:
    """One for all citizens: it costs as much as a request to make, and remembers no session.

    Certificates are not verified here: a rehearsal bench has its own; a probe looks at them.
    """
    context = SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _answer(message: _Message) -> HttpResponse:
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, text in message.items():
        low = name.lower()
        if low == "set-cookie":
            cookies.append(text)
        else:
            headers[low] = f"{headers[low]}, {text}" if low in headers else text
    body = bytes(message.body)
    return HttpResponse(
        message.get_code(),
        headers,
        decoded(body, headers.get("content-encoding", "")),
        len(body),
        tuple(cookies),
    )
