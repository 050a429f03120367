"""Dependency with a short timeout and a circuit breaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from epreuve.audits.demo.outbound import OutboundError, post_json
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.settings import Address
from epreuve.audits.demo.sobre.breaker import Breaker

TIMEOUT = 0.8  # seconds per connection and read, below the 2 s after which people give up [A]

_Result = TypeVar("_Result")


class UnavailableError(Exception):
    """The dependency failed, or its circuit breaker is open."""


class Guard:
    """Circuit breaker around the calls to one dependency."""

    def __init__(self) -> None:
        self._breaker = Breaker()

    def call(self, work: Callable[[], _Result]) -> _Result:
        """Return the result of `work`. Raises UnavailableError."""
        if not self._breaker.allows():
            raise UnavailableError("failed a moment ago")
        try:
            result = work()
        except (OutboundError, RegisterError) as error:
            self._breaker.failed()
            raise UnavailableError(str(error)) from error
        self._breaker.succeeded()
        return result


class Dependency:
    """Third party with a JSON interface."""

    def __init__(self, address: Address, path: str) -> None:
        self._address = address
        self._path = path
        self._guard = Guard()

    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the response. Raises UnavailableError."""
        return self._guard.call(lambda: post_json(self._address, self._path, payload, TIMEOUT))
