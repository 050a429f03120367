"""What a browser's cache does with an answer it has."""

import time
from email.utils import parsedate_to_datetime

from epreuve.probes.http.response import HttpResponse


def is_fresh(answer: HttpResponse) -> bool:
    """Whether a browser would use its copy a moment later without asking (RFC 9111 §4.2)."""
    rules = answer.headers.get("cache-control", "").lower()
    if "no-store" in rules or "no-cache" in rules:
        return False
    for rule in rules.split(","):
        name, _, seconds = rule.strip().partition("=")
        if name == "max-age" and seconds.strip('"').isdigit():
            return int(seconds.strip('"')) > 0
    try:
        return parsedate_to_datetime(answer.headers["expires"]).timestamp() > time.time()
    except (KeyError, ValueError):
        return False


def conditions(known: HttpResponse) -> dict[str, str]:
    """Headers that let the service answer 304, when it gave the means to."""
    if "no-store" in known.headers.get("cache-control", "").lower():
        return {}
    conditions = {}
    if "etag" in known.headers:
        conditions["If-None-Match"] = known.headers["etag"]
    if "last-modified" in known.headers:
        conditions["If-Modified-Since"] = known.headers["last-modified"]
    return conditions
