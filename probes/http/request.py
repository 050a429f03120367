"""An HTTP request and its bytes on the wire."""

from collections.abc import Callable
from typing import NamedTuple

from epreuve.faults.message import message
from epreuve.probes.http.browser_headers import Use, header_lines
from epreuve.probes.http.referrer import Initiator
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender


class HttpRequest(NamedTuple):
    """Method, target, own headers and body; `encode` adds those of the browser."""

    method: str
    target: str  # path and query
    headers: dict[str, str]
    body: bytes
    use: Use = "document"
    page: Initiator = Initiator()  # page from which it comes
    first_method: str = ""  # of the request whose redirect this one follows
    is_enough: Callable[[HttpResponse], bool] | None = None
    """Whether the events of a stream suffice; else a response is read to its end."""


def encode(request: HttpRequest, authority: str, sender: Sender, *, secure: bool = False) -> bytes:
    """Return the bytes of a request. Raises ExchangeError for a line break in a header."""
    lines = [
        f"{request.method} {request.target} HTTP/1.1",
        *header_lines(
            sender, authority, request.headers, use=request.use, method=request.method,
            secure=secure, page=request.page, size=len(request.body),
            first_method=request.first_method,
        ),
    ]  # fmt: skip
    head = "\n".join(lines)
    if "\r" in head or head.count("\n") != len(lines) - 1:
        raise ExchangeError(
            "error", message("a header has a line break; check the step's `headers`")
        )
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + request.body
