"""A fault: the dependency responds late."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, Fault
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import AddedDelay, milliseconds


class Slow(Fault):
    """Each reply arrives `delay` seconds late; requests arrive as before.

    Stands for: an overloaded dependency, the most common failure. Simulated by `latency` on the
    stream of replies. Not faithful: a reply in several exchanges is delayed at each of them; the
    dependency itself is not overloaded, so it never sheds load.
    """

    label: ClassVar[Label] = Label("slow")
    mark: ClassVar[str] = "▒"

    kind: Literal["slow"] = "slow"
    delay: AddedDelay = 10.0
    """Delay of each reply: `2 s`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay the replies."""
        return (self.toxic("latency", DOWNSTREAM, {"latency": milliseconds(self.delay)}),)

    def describe(self) -> Message:
        """Return the delay."""
        return message("replies {delay} late", delay=Delay(self.delay))


FRENCH = """
msgid "slow"
msgid_plural "slow"
msgstr[0] "lent"
msgstr[1] "lents"

msgid "replies {delay} late"
msgstr "réponses en retard de {delay}"

msgid "Each reply arrives `delay` seconds late; requests arrive as before."
msgstr "Chaque réponse arrive avec `delay` secondes de retard ; les requêtes arrivent comme avant."

msgid "an overloaded dependency, the most common failure."
msgstr "une dépendance surchargée, la panne la plus courante."

msgid ""
"a reply in several exchanges is delayed at each of them; the dependency itself is not overloaded, "
"so it never sheds load."
msgstr ""
"une réponse en plusieurs échanges est retardée à chacun d’eux ; la dépendance elle-même n’est pas "
"surchargée, donc elle ne rejette jamais de charge."

msgid "Delay of each reply: `2 s`, or seconds."
msgstr "Retard de chaque réponse : `2 s`, ou des secondes."
"""
