"""One exchange with a service: a request and its response, redirects not followed."""

from typing import NamedTuple


class HttpExchange(NamedTuple):
    """Request, and what came back; `status` is 0 without a response."""

    method: str
    target: str  # path and query
    status: int = 0
    size: int = 0  # bytes of the body on the wire
    seconds: float = 0.0
    location: str = ""  # where the response leads its user
    cookies: tuple[str, ...] = ()  # names of the cookies that it sets
