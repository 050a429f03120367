"""A fault: more latency in both directions."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ValidationInfo

from epreuve.faults.fault import Fault
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import AddedDelay, milliseconds


def _at_most_the_latency(jitter: float, info: ValidationInfo) -> float:
    latency = info.data.get("latency")
    if latency is not None and jitter > latency:
        raise ValueError(
            message(
                "jitter is {jitter}; use at most the latency, {latency}",
                jitter=Delay(jitter), latency=Delay(latency),
            )
        )  # fmt: skip
    return jitter


Jitter = Annotated[AddedDelay, AfterValidator(_at_most_the_latency)]
"""Seconds more or less than the `latency`, a field declared before; at most the latency."""


class Latency(Fault):
    """`latency` ± `jitter` seconds more in each direction: a round trip takes twice as much more.

    Stands for: traffic on a long detour after a cable is cut, a satellite hop, a third party
    that responds late. Simulated by `latency` on both streams. Not faithful: the opening of a
    connection is not delayed, so each new connection is one round trip too fast.
    """

    label: ClassVar[Label] = Label("at high latency")
    mark: ClassVar[str] = "▁"

    kind: Literal["latency"] = "latency"
    latency: AddedDelay
    """Delay added in each direction: `300 ms`, or seconds."""
    jitter: Jitter = 0.0
    """Random variation of the delay, at most the latency: `20 ms`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay both streams."""
        delays = {"latency": milliseconds(self.latency), "jitter": milliseconds(self.jitter)}
        return tuple(self.toxic("latency", stream, delays) for stream in STREAMS)

    def describe(self) -> Message:
        """Return the delay in each direction."""
        latency, jitter = Delay(self.latency), Delay(self.jitter)
        if self.jitter:
            return message("{latency} ± {jitter} more each way", latency=latency, jitter=jitter)
        return message("{latency} more each way", latency=latency)


FRENCH = """
msgid "at high latency"
msgid_plural "at high latency"
msgstr[0] "à forte latence"
msgstr[1] "à forte latence"

msgid "{latency} ± {jitter} more each way"
msgstr "{latency} ± {jitter} de plus dans chaque sens"

msgid "{latency} more each way"
msgstr "{latency} de plus dans chaque sens"

msgid "`latency` ± `jitter` seconds more in each direction: a round trip takes twice as much more."
msgstr ""
"`latency` ± `jitter` secondes de plus dans chaque sens : un aller-retour prend deux fois ce temps "
"en plus."

msgid ""
"traffic on a long detour after a cable is cut, a satellite hop, a third party that responds late."
msgstr ""
"du trafic par un long détour après la rupture d’un câble, un saut par satellite, un tiers qui "
"répond tard."

msgid ""
"the opening of a connection is not delayed, so each new connection is one round trip too fast."
msgstr ""
"l’ouverture d’une connexion n’est pas retardée, donc chaque nouvelle connexion est trop rapide "
"d’un aller-retour."
"""
