"""The cookies of one citizen on one service.

Enough of RFC 6265 for one host: path, deletion by `Max-Age` or `Expires`. `Secure` is not obeyed,
since the service is reached through a local link in clear.
"""

import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime


class CookieJar:
    """Kept from answer to request."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}  # (name, path) -> value

    def keep(self, lines: Iterable[str], target: str) -> None:
        """Remember `Set-Cookie` lines of an answer to `target`."""
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
            if _is_over(attributes):
                self._kept.pop((name.strip(), path), None)
            else:
                self._kept[name.strip(), path] = value.strip()

    def header(self, target: str) -> str:
        """The `Cookie` header for a request, "" when there is none; longest paths first."""
        if not self._kept:
            return ""
        asked = target.partition("?")[0]
        pairs = [
            (path, f"{name}={value}")
            for (name, path), value in self._kept.items()
            if asked == path or asked.startswith(path.rstrip("/") + "/")
        ]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return "; ".join(pair for _, pair in pairs)


def _is_over(attributes: dict[str, str]) -> bool:
    try:
        if "max-age" in attributes:
            return int(attributes["max-age"]) <= 0
        if "expires" in attributes:
            return parsedate_to_datetime(attributes["expires"]).timestamp() < time.time()
    except ValueError:
        pass  # an attribute that cannot be read is ignored (RFC 6265 §5.2)
    return False
