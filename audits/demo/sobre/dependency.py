"""A dependency called with care: a short timeout, and not at all while it is down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from epreuve.audits.demo.outbound import OutboundError, post_json
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.settings import Address
from epreuve.audits.demo.sobre.breaker import Breaker

TIMEOUT = 0.8  # s, to connect and for each read: below the 2 s where people give up [A].

_Result = TypeVar("_Result")


class UnavailableError(Exception):
    """The dependency failed, or failed too recently to be asked again."""


class Guard:
    """Runs calls to one dependency through its breaker."""

    def __init__(self) -> None:
        self._breaker = Breaker()

    def call(self, work: Callable[[], _Result]) -> _Result:
        """The result of `work`; raises UnavailableError."""
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
    """A third party that takes JSON."""

    def __init__(self, address: Address, path: str) -> None:
        self._address = address
        self._path = path
        self._guard = Guard()

    def post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Its answer; raises UnavailableError."""
        return self._guard.call(lambda: post_json(self._address, self._path, payload, TIMEOUT))
