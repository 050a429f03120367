"""Cookies of one user on one service.

The part of RFC 6265 that one host needs: path, deletion by `Max-Age` or `Expires`. `Secure` is
ignored, because the service is reached through a local link without TLS.
"""

import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime


class CookieJar:
    """Cookies of responses, and the `Cookie` header of requests."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], str] = {}  # (name, path) -> value

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
            if _is_expired(attributes):
                self._values.pop((name.strip(), path), None)
            else:
                self._values[name.strip(), path] = value.strip()

    def header(self, target: str) -> str:
        """Return the `Cookie` header of a request, longest paths first; "" without cookies."""
        if not self._values:
            return ""
        wanted = target.partition("?")[0]
        pairs = [
            (path, f"{name}={value}")
            for (name, path), value in self._values.items()
            if wanted == path or wanted.startswith(path.rstrip("/") + "/")
        ]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return "; ".join(pair for _, pair in pairs)


def _is_expired(attributes: dict[str, str]) -> bool:
    try:
        if "max-age" in attributes:
            return int(attributes["max-age"]) <= 0
        if "expires" in attributes:
            return parsedate_to_datetime(attributes["expires"]).timestamp() < time.time()
    except ValueError:
        pass  # RFC 6265 §5.2: an attribute that cannot be parsed is ignored
    return False
