"""One HTTP exchange with a Toxiproxy server, through toxiproxy-python, with its gaps filled.

The library (0.1.1) keeps the server's address on a class, waits for ever, and takes a 500 or a 503
for a success; a subclass per server, a time-out per call and a look at the answer mend the three.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from epreuve.faults.errors import ToxiproxyRefused, ToxiproxyUnreachable

DIRECT = {"http": "", "https": ""}  # Never through the proxy of the environment.


class Wire:
    """Speaks to one server; keeps no connection and no state, so threads may share it."""

    def __init__(self, url: str, timeout: float) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme != "http" or not parts.hostname:
            raise ToxiproxyUnreachable(
                f"{url!r} is not the address of a Toxiproxy: http://HOST:PORT"
            )
        self.host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.port = parts.port or 8474
        self.timeout = timeout
        self._consumer: Any = None

    @property
    def url(self) -> str:
        """Return the server's address."""
        return f"http://{self.host}:{self.port}"

    def call(self, method: str, path: str, document: Any = None) -> Any:
        """Return the decoded answer of `method` (get, post, delete), None where it has no body.

        Raises ToxiproxyRefused on any status of 400 and more, ToxiproxyUnreachable otherwise.
        """
        import requests  # Late: 80 ms.
        from toxiproxy.exceptions import InvalidToxic, NotFound, ProxyExists

        asked = f"{method.upper()} {path}"
        options: dict[str, Any] = {"timeout": (self.timeout, self.timeout), "proxies": DIRECT}
        if method == "post":
            options["json"] = document
        try:
            response = getattr(self._api(), method)(path, **options)
        except NotFound as error:
            raise _refused(404, error.args[0], asked) from None
        except ProxyExists as error:
            raise _refused(409, error.args[0], asked) from None
        except InvalidToxic as error:
            raise _refused(400, error.args[0], asked) from None
        except requests.RequestException as error:
            raise ToxiproxyUnreachable(f"{asked}: {self._silence(error)}") from None
        if response.status_code >= 400:
            raise _refused(response.status_code, response.content, asked)
        try:
            return json.loads(response.content) if response.content else None
        except ValueError:
            raise ToxiproxyUnreachable(f"{asked}: {self.url} does not answer in JSON") from None

    def _silence(self, error: Exception) -> str:
        """What a user needs of an error that wraps four others."""
        if "Timeout" in type(error).__name__:
            return f"{self.url} did not answer within {self.timeout:g} s"
        refused = "refused" in str(error)
        return f"{self.url} " + ("refuses connections" if refused else "closed the connection")

    def _api(self) -> Any:
        if self._consumer is None:
            from toxiproxy.api import APIConsumer

            self._consumer = type(
                "Consumer", (APIConsumer,), {"host": self.host, "port": self.port}
            )
        return self._consumer


def _refused(status: int, content: Any, asked: str) -> ToxiproxyRefused:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    try:
        message = str(json.loads(text)["error"])
    except (ValueError, KeyError, TypeError):
        message = " ".join(text.split())[:200]  # A 503 is a page of HTML.
    return ToxiproxyRefused(status, message, asked)
