"""A fault: replies are cut before their end."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import DOWNSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic


class Truncation(Fault):
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


FRENCH = """
msgid "truncating replies"
msgid_plural "truncating replies"
msgstr[0] "tronque ses réponses"
msgstr[1] "tronquent leurs réponses"

msgid "replies cut after {bytes} bytes"
msgstr "réponses coupées après {bytes} octets"

msgid "Each connection is closed once it has carried `bytes` bytes of replies."
msgstr "Chaque connexion est fermée après `bytes` octets de réponse."

msgid "a hand-over between cells, a proxy that stops in the middle of a page."
msgstr "un changement de cellule, un proxy qui s’arrête au milieu d’une page."

msgid ""
"the end is a clean FIN, as if the reply were complete: only its announced length shows the loss; "
"a real one is often silent or a RST."
msgstr ""
"la fin est un FIN propre, comme si la réponse était complète : seule la longueur annoncée montre "
"la perte ; une vraie coupure est souvent muette, ou un RST."

msgid "Bytes of replies after which the connection is closed."
msgstr "Nombre d’octets de réponse après lequel la connexion est fermée."
"""
