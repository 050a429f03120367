"""A fault: a slow network link that also loses packets."""

from collections.abc import Iterator
from random import Random
from typing import ClassVar, Literal

from epreuve.faults.fault import Fault, StagedFault
from epreuve.faults.flapping import Period
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.partition import Partition
from epreuve.faults.slow_link import NetworkLink


class LossyLink(NetworkLink, StagedFault):
    """A slow link on which everything stops for `lasts` seconds, every `every` seconds on average.

    Stands for: the limit of a cell, a congested mast, a satellite in the rain: a sender that lost
    the end of its window waits for its retransmission time-out. Simulated as a SlowLink, with a
    silent Partition at seeded times (exponential between stalls), on the embedded server only: a
    real Toxiproxy lets up to 32 KiB pass its rate limit at each change of the chain, so a link with
    stalls would be faster. Not faithful: no packet is lost; all connections of the link stop
    together, where each would stop by itself.
    """

    label: ClassVar[Label] = Label("on a network that loses packets")
    mark: ClassVar[str] = "╌"

    kind: Literal["lossy_link"] = "lossy_link"
    every: Period
    """Mean duration between two stalls: `14 s`, or seconds."""
    lasts: Period
    """Duration of a stall: `1.2 s`, or seconds."""

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Yield stages that flow and stages that stall, in turn."""
        while True:
            yield random.expovariate(1 / self.every), None
            yield self.lasts, Partition()

    def needs_embedded(self) -> bool:
        """Return True: elsewhere, stalls let bytes pass the rate limit."""
        return True

    def describe(self) -> Message:
        """Return the link and its stalls."""
        return message(
            "{link}, stalled for {lasts} about every {every}",
            link=super().describe(),
            lasts=Delay(self.lasts),
            every=Delay(self.every),
        )


FRENCH = """
msgid "on a network that loses packets"
msgid_plural "on a network that loses packets"
msgstr[0] "sur un réseau qui perd des paquets"
msgstr[1] "sur un réseau qui perd des paquets"

msgid "{link}, stalled for {lasts} about every {every}"
msgstr "{link}, arrêt de {lasts} toutes les {every} environ"

msgid "A slow link on which everything stops for `lasts` seconds, every `every` seconds on average."
msgstr ""
"Un lien lent où tout s’arrête pendant `lasts` secondes, toutes les `every` secondes en moyenne."

msgid ""
"the limit of a cell, a congested mast, a satellite in the rain: a sender that lost the end of its "
"window waits for its retransmission time-out."
msgstr ""
"la limite d’une cellule, une antenne saturée, un satellite sous la pluie : un émetteur qui a "
"perdu la fin de sa fenêtre attend son délai de retransmission."

msgid ""
"no packet is lost; all connections of the link stop together, where each would stop by itself."
msgstr ""
"aucun paquet n’est perdu ; toutes les connexions du lien s’arrêtent ensemble, alors que chacune "
"s’arrêterait seule."

msgid "Mean duration between two stalls: `14 s`, or seconds."
msgstr "Durée moyenne entre deux arrêts : `14 s`, ou des secondes."

msgid "Duration of a stall: `1.2 s`, or seconds."
msgstr "Durée d’un arrêt : `1.2 s`, ou des secondes."
"""
