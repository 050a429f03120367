"""Browser cache: freshness and conditional requests."""

import time
from email.utils import parsedate_to_datetime

from epreuve.probes.http.response import HttpResponse


def is_fresh(response: HttpResponse) -> bool:
    """Return whether a browser would use a copy just received without a request (RFC 9111 §4.2)."""
    directives = response.headers.get("cache-control", "").lower()
    if "no-store" in directives or "no-cache" in directives:
        return False
    for directive in directives.split(","):
        name, _, seconds = directive.strip().partition("=")
        if name == "max-age" and seconds.strip('"').isdigit():
            return int(seconds.strip('"')) > 0
    try:
        return parsedate_to_datetime(response.headers["expires"]).timestamp() > time.time()
    except (KeyError, ValueError):
        return False


def conditions(cached: HttpResponse) -> dict[str, str]:
    """Return the headers of a conditional request (response 304); {} without a validator."""
    if "no-store" in cached.headers.get("cache-control", "").lower():
        return {}
    conditions = {}
    if "etag" in cached.headers:
        conditions["If-None-Match"] = cached.headers["etag"]
    if "last-modified" in cached.headers:
        conditions["If-Modified-Since"] = cached.headers["last-modified"]
    return conditions
