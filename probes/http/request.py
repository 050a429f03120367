"""An HTTP request and its bytes on the wire."""

from typing import NamedTuple

from epreuve.probes.http.response import ExchangeError

_FIXED = ("User-Agent: epreuve", "Accept: */*", "Accept-Encoding: gzip, deflate")


class HttpRequest(NamedTuple):
    """Method, target, headers and body; `encode` adds Host, Accept and Content-Length."""

    method: str
    target: str  # path and query
    headers: dict[str, str]
    body: bytes


def encode(request: HttpRequest, authority: str) -> bytes:
    """Return the bytes of a request. Raises ExchangeError for a line break in a header."""
    lines = [f"{request.method} {request.target} HTTP/1.1", f"Host: {authority}", *_FIXED]
    if request.method != "GET":
        lines.append(f"Content-Length: {len(request.body)}")
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    head = "\n".join(lines)
    if "\r" in head or head.count("\n") != len(lines) - 1:
        raise ExchangeError("error", "a header has a line break; check the step's `headers`")
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + request.body
