"""A fault: connections are refused."""

from typing import ClassVar, Literal

from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, Message, message


class Refused(Fault):
    """Connections are refused at once, and the open ones are closed.

    Stands for: a third party whose process ended on a running machine, a port that a firewall
    rejects. Simulated by a disabled proxy, which is exact for new connections.
    Not faithful: open connections are closed too, where a firewall would leave them silent.
    """

    label: ClassVar[Label] = Label("refusing")
    mark: ClassVar[str] = "▚"
    exclusive: ClassVar[bool] = True

    kind: Literal["refused"] = "refused"

    def disables(self) -> bool:
        """Return True."""
        return True

    def describe(self) -> Message:
        """Return the response to clients."""
        return message("connections refused")


FRENCH = """
msgid "refusing"
msgid_plural "refusing"
msgstr[0] "refuse"
msgstr[1] "refusent"

msgid "connections refused"
msgstr "connexions refusées"

msgid "Connections are refused at once, and the open ones are closed."
msgstr "Les connexions sont refusées aussitôt, et les connexions ouvertes sont fermées."

msgid "a third party whose process ended on a running machine, a port that a firewall rejects."
msgstr ""
"un tiers dont le processus s’est terminé sur une machine en marche, un port rejeté par un "
"pare-feu."

msgid "open connections are closed too, where a firewall would leave them silent."
msgstr "les connexions ouvertes sont fermées aussi, alors qu’un pare-feu les laisserait muettes."
"""
