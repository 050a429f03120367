"""Browser cache: freshness and conditional requests."""

import time
from email.utils import parsedate_to_datetime

from epreuve.probes.http.response import HttpResponse

_LONGEST = 2.0**31  # seconds (RFC 9111 §1.2.2)


def is_fresh(response: HttpResponse) -> bool:
    """Return whether a browser would use a copy just received without a request (RFC 9111 §4.2)."""
    return lifetime(response) > 0


def lifetime(response: HttpResponse) -> float:
    """Return the seconds that a browser may use a copy without a request; 0 for none.

    `Expires` counts from the `Date` of the response, so that the clocks may differ.
    """
    directives = _directives(response)
    if "no-store" in directives or "no-cache" in directives:
        return 0.0
    age = directives.get("max-age", "")
    if age.isascii() and age.isdigit():
        return min(float(age), _LONGEST)
    end, sent = _date(response, "expires"), _date(response, "date")
    return 0.0 if end is None else max(0.0, end - (time.time() if sent is None else sent))


def _directives(response: HttpResponse) -> dict[str, str]:
    pairs = (one.partition("=") for one in response.headers.get("cache-control", "").split(","))
    values: dict[str, str] = {}
    for name, _, value in pairs:
        values.setdefault(name.strip().lower(), value.strip().strip('"'))
    return values


def _date(response: HttpResponse, header: str) -> float | None:
    try:
        return parsedate_to_datetime(response.headers[header]).timestamp()
    except (KeyError, ValueError):
        return None


def conditions(cached: HttpResponse) -> dict[str, str]:
    """Return the headers of a conditional request (response 304); {} without a validator."""
    if "no-store" in _directives(cached):
        return {}
    conditions = {}
    if "etag" in cached.headers:
        conditions["If-None-Match"] = cached.headers["etag"]
    if "last-modified" in cached.headers:
        conditions["If-Modified-Since"] = cached.headers["last-modified"]
    return conditions
