"""A fault: the dependency answers every HTTP request with an error."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, Message, message

UNAVAILABLE = 503  # what Fastly answered on 8 June 2021 [P: intelligentcio.com]


class ErrorResponse(Fault, frozen=True):
    """Every HTTP request is answered at once by the error `status`, 400 to 599.

    Stands for: a delivery network in error, a third party without backends, an exhausted quota.
    Simulated on both engines: the link leads to a small local server, then back to its upstream.
    Not faithful: open connections are closed at the beginning and at the end, where a real third
    party would answer on them; a client that speaks TLS, or anything but HTTP/1, gets an error
    that it cannot read, then a close; a Toxiproxy that cannot reach our loopback is refused.
    """

    label: ClassVar[Label] = Label("in error")
    mark: ClassVar[str] = "▓"
    exclusive: ClassVar[bool] = True

    kind: Literal["error_response"] = "error_response"
    status: Annotated[int, Field(ge=400, le=599)] = UNAVAILABLE
    """HTTP status of every response, 400 to 599."""

    def http_status(self) -> int:
        """Return `status`."""
        return self.status

    def describe(self) -> Message:
        """Return the status."""
        return message("HTTP error {status} to every request", status=str(self.status))
