"""A fault: the link is cut without any signal, both ends keep running."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, LONG, UPSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic

Lost = Literal["both", "requests", "replies"]
_STREAMS: dict[Lost, tuple[str, ...]] = {
    "both": STREAMS,
    "requests": (UPSTREAM,),
    "replies": (DOWNSTREAM,),
}
_DESCRIPTIONS: dict[Lost, Message] = {
    "both": message("link cut, silent"),
    "requests": message("requests lost"),
    "replies": message("replies lost"),
}


class Partition(Fault):
    """Nothing passes, in silence; `lost` limits it to one direction.

    Stands for: a cut fibre, a firewall that drops packets, one direction lost (with "replies", the
    request is executed and its confirmation does not arrive). Simulated by `bandwidth` 0 followed
    by `slow_close`: transfers resume when the fault ends, and no close passes meanwhile. Not
    faithful: the kernels on both sides still acknowledge, new connections still open, and transfers
    resume at once rather than at the next retransmission.
    """

    label: ClassVar[Label] = Label("cut off")
    mark: ClassVar[str] = "╳"

    kind: Literal["partition"] = "partition"
    lost: Lost = "both"
    """Lost direction: `requests`, `replies`, or `both`."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Stall the streams that are lost."""
        return tuple(
            toxic
            for stream in _STREAMS[self.lost]
            for toxic in (
                self.toxic("bandwidth", stream, {"rate": 0}),
                self.toxic("slow_close", stream, {"delay": LONG}),
            )
        )

    def describe(self) -> Message:
        """Return the lost direction."""
        return _DESCRIPTIONS[self.lost]


FRENCH = r"""
msgid "link cut, silent"
msgstr "lien coupé, silencieux"

msgid "requests lost"
msgstr "requêtes perdues"

msgid "replies lost"
msgstr "réponses perdues"

msgid "cut off"
msgid_plural "cut off"
msgstr[0] "coupé"
msgstr[1] "coupés"

msgid "Nothing passes, in silence; `lost` limits it to one direction."
msgstr "Rien ne passe, sans aucun signal ; `lost` limite la panne à un sens."

msgid ""
"a cut fibre, a firewall that drops packets, one direction lost (with \"replies\", the request is "
"executed and its confirmation does not arrive)."
msgstr ""
"une fibre coupée, un pare-feu qui jette les paquets, un sens perdu (avec « replies », la requête "
"est exécutée et sa confirmation n’arrive pas)."

msgid ""
"the kernels on both sides still acknowledge, new connections still open, and transfers resume at "
"once rather than at the next retransmission."
msgstr ""
"les noyaux des deux côtés acquittent encore, de nouvelles connexions s’ouvrent encore, et les "
"transferts reprennent aussitôt, et non à la retransmission suivante."

msgid "Lost direction: `requests`, `replies`, or `both`."
msgstr "Sens perdu : `requests` (requêtes), `replies` (réponses) ou `both` (les deux)."
"""
