"""A fault: the dependency sends nothing and closes no connection."""

from typing import ClassVar, Literal

from epreuve.faults.fault import LONG, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic


class Silent(Fault):
    """Silence: data sent is lost, nothing comes back, no connection ends.

    Stands for: a stopped host behind a router, a data centre on fire. Simulated by `timeout` 0
    followed by `slow_close` on both streams: data is lost, the service's side stays half open. Not
    faithful: the kernels still acknowledge, so keepalive and TCP_USER_TIMEOUT never fire and a
    service that relies on them looks worse than it is; new connections still open; healing closes
    every affected connection, as a host that restarts would reset them.
    """

    label: ClassVar[Label] = Label("silent")
    mark: ClassVar[str] = "█"
    exclusive: ClassVar[bool] = True

    kind: Literal["silent"] = "silent"

    def toxics(self) -> tuple[Toxic, ...]:
        """Drop both streams, and hold their ends."""
        return tuple(
            toxic
            for stream in STREAMS
            for toxic in (
                self.toxic("timeout", stream, {"timeout": 0}),
                self.toxic("slow_close", stream, {"delay": LONG}),
            )
        )

    def describe(self) -> Message:
        """Return the response to clients."""
        return message("silence: no more responses")


FRENCH = """
msgid "silent"
msgid_plural "silent"
msgstr[0] "muet"
msgstr[1] "muets"

msgid "silence: no more responses"
msgstr "silence : plus aucune réponse"

msgid "Silence: data sent is lost, nothing comes back, no connection ends."
msgstr ""
"Silence : les données envoyées sont perdues, rien ne revient, aucune connexion ne se termine."

msgid "a stopped host behind a router, a data centre on fire."
msgstr "une machine arrêtée derrière un routeur, un centre de données en feu."

msgid ""
"the kernels still acknowledge, so keepalive and TCP_USER_TIMEOUT never fire and a service that "
"relies on them looks worse than it is; new connections still open; healing closes every affected "
"connection, as a host that restarts would reset them."
msgstr ""
"les noyaux acquittent encore, donc keepalive et TCP_USER_TIMEOUT ne se déclenchent jamais, et un "
"service qui s’y fie paraît moins bon qu’il n’est ; de nouvelles connexions s’ouvrent encore ; la "
"fin de la panne ferme chaque connexion touchée, comme une machine qui redémarre les "
"réinitialiserait."
"""
