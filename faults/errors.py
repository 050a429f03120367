"""Errors of faults and of the servers that simulate them.

::

    FaultError
    ├── ToxicInvalid           refused before anything is sent (also a ValueError)
    ├── ToxiproxyUnreachable   no response, or an unreadable one
    │   ├── ToxiproxyLate      no response in time, from a server that accepts connections
    │   └── LeaseEnded         our server ended, because this process was late to renew its lease
    ├── ToxiproxyRefused       an error response: status and message
    ├── NotConfirmed           acknowledged, but not found when read back
    ├── PluginUnusable         an installed package offers a fault that cannot be used
    └── EngineUnusable         the engine cannot start, or holds proxies of others
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command starts with this module
    from epreuve.faults.message import Message

LEASE_ENDED = 75  # exit code of the embedded server after its lease (EX_TEMPFAIL of sysexits.h)


class FaultError(Exception):
    """Base class of the errors of this package. `audits` translates the message."""

    def __init__(self, text: Message) -> None:
        super().__init__(text)


class ToxicInvalid(FaultError, ValueError):
    """A toxic with a value that must not be sent to a server."""


class ToxiproxyUnreachable(FaultError):
    """The server does not respond, or is not a Toxiproxy."""


class ToxiproxyLate(ToxiproxyUnreachable):
    """The server accepts requests, and does not respond in time: its machine is too slow."""


class LeaseEnded(ToxiproxyUnreachable):
    """The embedded server removed all faults and ended: this process sent no heartbeat in time."""


class ToxiproxyRefused(FaultError):
    """The server responded with an error; `status` and `response` are its own."""

    def __init__(self, status: int, response: str, request: str) -> None:
        from epreuve.faults.message import message

        super().__init__(
            message(
                "{request}: Toxiproxy responds with {status}: {response}",
                request=request, status=str(status), response=response,
            )
        )  # fmt: skip
        self.status = status
        self.response = response


class NotConfirmed(FaultError):
    """The state read back is not the requested one."""


class PluginUnusable(FaultError):
    """A fault of an installed package cannot be used; the message names the package."""


class EngineUnusable(FaultError):
    """The engine cannot be started, or must not be used."""
