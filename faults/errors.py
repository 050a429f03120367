"""What can go wrong when a fault is asked for.

::

    FaultError
    ├── ToxicInvalid           refused by us, before anything is sent (also a ValueError)
    ├── ToxiproxyUnreachable   no answer in time, or none that can be read
    ├── ToxiproxyRefused       the server said no: status and message
    ├── NotConfirmed           asked for and acknowledged, but not read back
    └── EngineUnusable         the engine cannot start, or holds what is not ours
"""

from __future__ import annotations


class FaultError(Exception):
    """Root of the tree."""


class ToxicInvalid(FaultError, ValueError):
    """A toxic with a parameter that no server should be given."""


class ToxiproxyUnreachable(FaultError):
    """The server does not answer, or not as a Toxiproxy."""


class ToxiproxyRefused(FaultError):
    """The server answered with an error."""

    def __init__(self, status: int, message: str, asked: str) -> None:
        super().__init__(f"{asked}: Toxiproxy answers {status}: {message}")
        self.status = status
        self.message = message


class NotConfirmed(FaultError):
    """The state read back is not the one asked for."""


class EngineUnusable(FaultError):
    """The engine cannot be started, or must not be used."""
