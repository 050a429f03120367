"""An HTTP request, ready to be sent."""

from typing import NamedTuple


class HttpRequest(NamedTuple):
    """Method, target, headers and body; the connection adds Host and Content-Length."""

    method: str
    target: str  # path and query
    headers: dict[str, str]
    body: bytes
