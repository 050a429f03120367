"""A fault: half-open connections, closed at one end only."""

from typing import ClassVar, Literal

from epreuve.faults.fault import LONG, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic


class HalfOpen(Fault):
    """A connection that one end closes stays open at the other end while the fault lasts.

    Stands for: a NAT or a firewall that lost its table, clients that lose the network without
    closing; half-open connections accumulate and use up file descriptors. Simulated by an endless
    `slow_close` on both streams. Not faithful: the kernel of the link acknowledges bytes sent
    into a half-open connection, so neither keepalive nor TCP_USER_TIMEOUT detects it.
    """

    label: ClassVar[Label] = Label("half-open")
    mark: ClassVar[str] = "▌"

    kind: Literal["half_open"] = "half_open"

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams."""
        return tuple(self.toxic("slow_close", stream, {"delay": LONG}) for stream in STREAMS)

    def describe(self) -> Message:
        """Return the state of the connections."""
        return message("half-open connections")


FRENCH = """
msgid "half-open"
msgid_plural "half-open"
msgstr[0] "à demi ouvert"
msgstr[1] "à demi ouverts"

msgid "half-open connections"
msgstr "connexions à demi ouvertes"

msgid "A connection that one end closes stays open at the other end while the fault lasts."
msgstr "Une connexion fermée à un bout reste ouverte à l’autre bout tant que dure la panne."

msgid ""
"a NAT or a firewall that lost its table, clients that lose the network without closing; half-open "
"connections accumulate and use up file descriptors."
msgstr ""
"un NAT ou un pare-feu qui a perdu sa table, des clients qui perdent le réseau sans fermer ; les "
"connexions à demi ouvertes s’accumulent et épuisent les descripteurs de fichiers."

msgid ""
"the kernel of the link acknowledges bytes sent into a half-open connection, so neither "
"keepalive nor TCP_USER_TIMEOUT detects it."
msgstr ""
"le noyau du lien acquitte ce qui est envoyé dans une connexion à demi ouverte, donc ni keepalive "
"ni TCP_USER_TIMEOUT ne la détecte."
"""
