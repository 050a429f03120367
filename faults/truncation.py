"""A fault: replies are cut before their end."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import DOWNSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic


class Truncation(Fault, frozen=True):
    """Each connection is closed once it has carried `bytes` bytes of replies.

    Stands for: a hand-over between cells, a proxy that stops in the middle of a page. Simulated by
    `limit_data` on the stream of replies. Not faithful: the end is a clean FIN, as if the reply
    were complete: only its announced length shows the loss; a real one is often silent or a RST.
    """

    label: ClassVar[Label] = Label("truncating replies")
    mark: ClassVar[str] = "┤"

    kind: Literal["truncation"] = "truncation"
    bytes: Annotated[int, Field(ge=1)]
    """Bytes of replies after which the connection is closed."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Limit the replies."""
        return (self.toxic("limit_data", DOWNSTREAM, {"bytes": self.bytes}),)

    def describe(self) -> Message:
        """Return the limit."""
        return message("replies cut after {bytes} bytes", bytes=self.bytes)
