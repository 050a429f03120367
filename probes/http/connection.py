"""One connection of the standard library, for the probes that the harness runs by itself."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from urllib.parse import urlsplit

from epreuve.probes.http.address import host_of, host_port_of
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.resolver import resolve
from epreuve.probes.http.response import ExchangeError, HttpResponse, decoded

_CLOSED = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)


class Connection:
    """Dials an address, speaks to an authority ("host:port"); kept alive between calls."""

    def __init__(self, address: str, authority: str) -> None:
        scheme = urlsplit(address).scheme
        self._authority = authority
        self._place = host_port_of(address)
        self._secure = scheme == "https"
        self._line: http.client.HTTPConnection | None = None
        self._late = False
        self.origin = f"{scheme}://{authority}"

    def exchange(self, call: HttpRequest, limit: float) -> HttpResponse:
        """The answer to one request, whole within `limit` seconds; raises ExchangeError."""
        if limit <= 0:
            raise ExchangeError("gave up", "no time was left")
        self._late = False
        clock = threading.Timer(limit, self._hang_up)
        clock.daemon = True
        clock.start()
        try:
            return self._exchange(call, time.monotonic() + limit)
        except ExchangeError:
            self.close()
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            if self._late or isinstance(error, TimeoutError):
                raise ExchangeError("gave up", f"no whole answer in {limit:.3g} s") from None
            raise failure(error) from None
        finally:
            clock.cancel()

    def close(self) -> None:
        """Hang up. Closing twice is fine."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _exchange(self, call: HttpRequest, end: float) -> HttpResponse:
        reused = self._line is not None
        try:
            response = self._send(call, end)
        except (http.client.RemoteDisconnected, *_CLOSED):
            if not reused or call.method != "GET" or self._late:
                raise
            self.close()  # the service had closed an idle connection: ask again, as browsers do
            response = self._send(call, end)
        body = response.read()
        if self._late:
            raise TimeoutError
        headers = {name.lower(): text for name, text in response.getheaders()}
        cookies = tuple(response.headers.get_all("set-cookie", ()))
        if response.will_close:
            self.close()
        whole = decoded(body, headers.get("content-encoding", ""))
        return HttpResponse(response.status, headers, whole, len(body), cookies)

    def _send(self, call: HttpRequest, end: float) -> http.client.HTTPResponse:
        line = self._connected(end)
        line.putrequest(call.method, call.target, skip_host=True, skip_accept_encoding=True)
        line.putheader("Host", self._authority)
        line.putheader("User-Agent", "epreuve")
        line.putheader("Accept-Encoding", "gzip, deflate")
        if call.method != "GET":
            line.putheader("Content-Length", str(len(call.body)))
        for name, text in call.headers.items():
            line.putheader(name, text.encode())
        line.endheaders(call.body or None)
        return line.getresponse()

    def _connected(self, end: float) -> http.client.HTTPConnection:
        remaining = max(0.001, end - time.monotonic())
        if self._line is None:
            family, place = resolve(*self._place)
            self._line = http.client.HTTPConnection(*place)
            self._line.sock = socket.socket(family, socket.SOCK_STREAM)
            self._line.sock.settimeout(remaining)
            self._line.sock.connect(place)
            self._line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._secure:  # by the service's own name, whatever door leads to it
                name = host_of(self._authority)
                self._line.sock = _tls().wrap_socket(self._line.sock, server_hostname=name)
        self._line.sock.settimeout(remaining)
        return self._line

    def _hang_up(self) -> None:
        """From the clock's thread: whatever is being waited for ends now."""
        self._late = True
        line = self._line
        if line is not None and line.sock is not None:
            with contextlib.suppress(OSError):  # it may have been closed meanwhile
                line.sock.shutdown(socket.SHUT_RDWR)


def failure(error: Exception) -> ExchangeError:
    """The class in evidence of an error of the standard client."""
    if isinstance(error, ConnectionRefusedError):
        return ExchangeError("refused", "connection refused")
    if isinstance(error, http.client.RemoteDisconnected):
        return ExchangeError("eof", "closed before the first byte")
    if isinstance(error, _CLOSED):
        return ExchangeError("reset", "connection reset")
    if isinstance(error, http.client.IncompleteRead):
        return ExchangeError("truncated", "closed in the middle of the answer")
    if isinstance(error, http.client.HTTPException):
        return ExchangeError("wrong content", f"not HTTP: {type(error).__name__}")
    return ExchangeError("error", f"{type(error).__name__}: {error}")


def _tls() -> ssl.SSLContext:
    """Certificates are not verified here: a rehearsal bench has its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
