"""A fault: connections are reset when a request arrives."""

from typing import ClassVar, Literal

from epreuve.faults.fault import UPSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import AddedDelay, milliseconds


class Resetting(Fault):
    """Each connection is reset `after` seconds from the first byte of a request.

    Stands for: a third party that crashes on each request, a load balancer without backends.
    Simulated by `reset_peer` on the stream of requests: the connection opens, the request is lost,
    both ends receive a RST. Not faithful: on a real Toxiproxy, connections that were open before
    end by FIN.
    """

    label: ClassVar[Label] = Label("resetting connections")
    mark: ClassVar[str] = "╱"

    kind: Literal["resetting"] = "resetting"
    after: AddedDelay = 0.0
    """Time from the first byte of a request to the reset: `100 ms`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Reset on the first byte of a request."""
        return (self.toxic("reset_peer", UPSTREAM, {"timeout": milliseconds(self.after)}),)

    def describe(self) -> Message:
        """Return the end of the connections."""
        return message("connections reset")


FRENCH = """
msgid "resetting connections"
msgid_plural "resetting connections"
msgstr[0] "rompt les connexions"
msgstr[1] "rompent les connexions"

msgid "connections reset"
msgstr "connexions rompues"

msgid "Each connection is reset `after` seconds from the first byte of a request."
msgstr "Chaque connexion est réinitialisée `after` secondes après le premier octet d’une requête."

msgid "a third party that crashes on each request, a load balancer without backends."
msgstr "un tiers qui plante à chaque requête, un répartiteur de charge sans serveur derrière lui."

msgid "on a real Toxiproxy, connections that were open before end by FIN."
msgstr "sur un vrai Toxiproxy, les connexions déjà ouvertes se terminent par FIN."

msgid "Time from the first byte of a request to the reset: `100 ms`, or seconds."
msgstr ""
"Temps entre le premier octet d’une requête et la réinitialisation : `100 ms`, ou des secondes."
"""
