"""Entry point of gunicorn: Kinto, and the limit of the variant throttled."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from pyramid.paster import get_app

LIMIT = 8  # records a minute


class Throttle:
    """WSGI middleware that refuses further records with status 429; nothing of them is stored."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Respond to one request."""
        if environ["REQUEST_METHOD"] == "POST" and self._is_full():
            start("429 Too Many Requests", [("Content-Type", "application/json")])
            return [b'{"code": 429, "error": "Too Many Requests"}']
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


application = get_app(os.environ["FIELD_INI"])
if os.environ.get("FIELD_VARIANT") == "throttled":
    application = Throttle(application)
