"""Cookies of one user on one service.

The part of RFC 6265 that one host needs: path, and end by `Max-Age` or `Expires`. `Secure` is
ignored, because the service is reached through a local link without TLS.
"""

import math
import re
import time
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from epreuve.faults.units import DAY

_LONGEST = 400 * DAY  # seconds that browsers keep a cookie at most [S: rfc6265bis]


class _Cookie(NamedTuple):
    value: str
    end: float  # on the clock of the jar


class CookieJar:
    """Cookies of responses, and the `Cookie` header of requests; `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._cookies: dict[tuple[str, str], _Cookie] = {}  # by name and path
        self._clock = clock

    def store(self, lines: Iterable[str], target: str) -> None:
        """Store the `Set-Cookie` lines of a response to `target`."""
        for line in lines:
            pair, *rest = line.split(";")
            name, _, value = pair.partition("=")
            attributes = {
                key.strip().lower(): text.strip()
                for key, _, text in (part.partition("=") for part in rest)
            }
            path = attributes.get("path", "")
            if not path.startswith("/"):
                path = target.partition("?")[0].rpartition("/")[0] or "/"
            lifetime = _lifetime(attributes)
            if lifetime <= 0:
                self._cookies.pop((name.strip(), path), None)
            else:
                cookie = _Cookie(value.strip(), self._clock() + lifetime)
                self._cookies[name.strip(), path] = cookie

    def header(self, target: str) -> str:
        """Return the `Cookie` header of a request, longest paths first; "" without cookies."""
        if not self._cookies:
            return ""
        wanted, now = target.partition("?")[0], self._clock()
        pairs = [
            (path, f"{name}={cookie.value}")
            for (name, path), cookie in self._cookies.items()
            if now < cookie.end
            if wanted == path or wanted.startswith(path.rstrip("/") + "/")
        ]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return "; ".join(pair for _, pair in pairs)


def _lifetime(attributes: dict[str, str]) -> float:
    """Return the seconds that a cookie is kept; without an end, it lasts as long as its user.

    An attribute that cannot be parsed is ignored (RFC 6265 §5.2).
    """
    if re.fullmatch(r"-?[0-9]{1,18}", age := attributes.get("max-age", "")):
        return min(float(age), _LONGEST)
    try:
        end = parsedate_to_datetime(attributes["expires"]).timestamp()
    except (KeyError, ValueError):
        return math.inf
    return min(end - time.time(), _LONGEST)
