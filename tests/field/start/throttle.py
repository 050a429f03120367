"""Variant throttled for WSGI applications: eight submissions a minute for all users."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

LIMIT = 8  # submissions a minute
Application = Callable[..., Iterable[bytes]]


class Throttle:
    """WSGI middleware that refuses further submissions; nothing of them is stored."""

    def __init__(self, inner: Application, status: str, kind: str, body: bytes) -> None:
        self._inner = inner
        self._status = status
        self._headers = [("Content-Type", kind)]
        self._body = body
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Respond to one request."""
        if environ["REQUEST_METHOD"] == "POST" and self._is_full():
            start(self._status, self._headers)
            return [self._body]
        return self._inner(environ, start)

    def _is_full(self) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._sent and self._sent[0] < now - 60:
                self._sent.popleft()
            if len(self._sent) >= LIMIT:
                return True
            self._sent.append(now)
            return False


def throttled(application: Application) -> Application:
    """Return the application, with the limit in the variant throttled: 503, as nginx responds."""
    if os.environ.get("FIELD_VARIANT") != "throttled":
        return application
    page = b"<html><head><title>503 Service Temporarily Unavailable</title></head></html>"
    return Throttle(application, "503 Service Temporarily Unavailable", "text/html", page)
