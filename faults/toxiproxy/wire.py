"""HTTP exchanges with a Toxiproxy server, through toxiproxy-python.

The library (0.1.1) keeps the server's address on a class, has no time-out, and accepts a 500 or a
503 as success; a subclass per server, a time-out per call and a check of the status correct this.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from epreuve.faults.addresses import bracketed
from epreuve.faults.control_address import CONTROL_PORT
from epreuve.faults.errors import LeaseEnded, ToxiproxyLate, ToxiproxyRefused, ToxiproxyUnreachable
from epreuve.faults.message import Delay, message

DIRECT = {"http": "", "https": ""}  # Never through the proxy of the environment.


@dataclass(frozen=True)
class LateResponse:
    """A request that had no response in time; `seconds` it waited, `answered` in the end or not."""

    request: str
    seconds: float
    answered: bool


class Wire:
    """Exchanges with one server; it keeps no connection, so threads may share it.

    `timeout` in seconds of one exchange. A GET without a response in time is sent again until
    `patience` seconds are over: a busy machine delays it, and a server that ended refuses at once.
    `late` has the requests that waited longer than `timeout`.
    """

    def __init__(self, url: str, timeout: float, patience: float) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme != "http" or not parts.hostname:
            raise ToxiproxyUnreachable(
                message(
                    "{url} is not the address of a Toxiproxy; write {example}",
                    url=repr(url), example="http://HOST:PORT",
                )
            )  # fmt: skip
        self.host = bracketed(parts.hostname)
        self.port = parts.port or CONTROL_PORT
        self.timeout = timeout
        self.patience = patience
        self.late: deque[LateResponse] = deque()
        self.lease_ended: Callable[[], bool] = lambda: False  # of a server that we launched
        self._consumer: Any = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://{self.host}:{self.port}"

    def call(self, method: str, path: str, document: Any = None, *, again: bool = False) -> Any:
        """Return the decoded response of `method` (get, post, delete), None without a body.

        `again` repeats also a write, which is then done twice.

        Raises ToxiproxyRefused on any status of 400 and more, ToxiproxyLate without a response in
        time, ToxiproxyUnreachable otherwise.
        """
        start, request = time.monotonic(), f"{method.upper()} {path}"
        while True:
            try:
                response = self._call(method, path, document)
            except ToxiproxyLate:
                waited = time.monotonic() - start
                if not (again or method == "get") or waited >= self.patience:
                    self.late.append(LateResponse(request, round(waited, 3), answered=False))
                    raise
            else:
                waited = time.monotonic() - start
                if waited > self.timeout:
                    self.late.append(LateResponse(request, round(waited, 3), answered=True))
                return response

    def _call(self, method: str, path: str, document: Any) -> Any:
        import requests  # Late: 80 ms.
        from toxiproxy.exceptions import InvalidToxic, NotFound, ProxyExists

        request = f"{method.upper()} {path}"
        options: dict[str, Any] = {"timeout": (self.timeout, self.timeout), "proxies": DIRECT}
        if method == "post":
            options["json"] = document
        try:
            response = getattr(self._api(), method)(path, **options)
        except NotFound as error:
            raise _refused(404, error.args[0], request) from None
        except ProxyExists as error:
            raise _refused(409, error.args[0], request) from None
        except InvalidToxic as error:
            raise _refused(400, error.args[0], request) from None
        except requests.Timeout:
            raise ToxiproxyLate(
                message(
                    "{request}: {url} did not respond within {time}",
                    request=request, url=self.url, time=Delay(self.timeout),
                )
            ) from None  # fmt: skip
        except requests.RequestException as error:
            raise self._unreachable(request, error) from None
        if response.status_code >= 400:
            raise _refused(response.status_code, response.content, request)
        try:
            return json.loads(response.content) if response.content else None
        except ValueError:
            raise ToxiproxyUnreachable(
                message(
                    "{request}: {url} does not respond with JSON", request=request, url=self.url
                )
            ) from None

    def _unreachable(self, request: str, error: Exception) -> ToxiproxyUnreachable:
        """Return the cause of an error that wraps four others."""
        if self.lease_ended():
            return LeaseEnded(
                message(
                    "{request}: the embedded server had no heartbeat of this process in time, and "
                    "removed all faults",
                    request=request,
                )
            )
        if "refused" in str(error):
            reason = message("{request}: {url} refuses connections", request=request, url=self.url)
        else:
            reason = message(
                "{request}: {url} closed the connection", request=request, url=self.url
            )
        return ToxiproxyUnreachable(reason)

    def _api(self) -> Any:
        if self._consumer is None:
            from toxiproxy.api import APIConsumer

            self._consumer = type(
                "Consumer", (APIConsumer,), {"host": self.host, "port": self.port}
            )
        return self._consumer


def _refused(status: int, content: Any, request: str) -> ToxiproxyRefused:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    try:
        message = str(json.loads(text)["error"])
    except (ValueError, KeyError, TypeError):
        message = " ".join(text.split())[:200]  # A 503 is a page of HTML.
    return ToxiproxyRefused(status, message, request)
