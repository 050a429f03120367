"""A fault: brown-out, a link that is slow, narrow and refuses from time to time."""

from collections.abc import Iterator
from random import Random
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import Fault, StagedFault
from epreuve.faults.message import Delay, Label, Message, Share, message
from epreuve.faults.refused import Refused
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import AddedDelay, KilobytesPerSecond, milliseconds

REFUSAL = 0.5  # [A] seconds of each refusal


class BrownOut(StagedFault):
    """`latency` seconds more each way (± half), `rate` KB/s, refused for a `share` of the time.

    Stands for: a voltage dip, a host that sheds load, an uplink on its last battery. Simulated
    by `latency` then `bandwidth` on both streams, and a Refused of half a second at seeded times,
    which also closes the open connections. Not faithful: the service itself keeps all of its
    processor; connections end by FIN; the rate is per connection.
    """

    label: ClassVar[Label] = Label("in brown-out")
    mark: ClassVar[str] = "▄"

    kind: Literal["brown_out"] = "brown_out"
    latency: AddedDelay = 0.3
    """Delay added in each direction, ± half of it: `300 ms`, or seconds."""
    rate: KilobytesPerSecond = 50
    """Rate of each direction: `50 KB/s`, or a number of KB/s."""
    share: Annotated[float, Field(ge=0, le=0.5)] = 0.1
    """Share of the time in which connections are refused, 0 to 0.5."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay, then limit, each stream."""
        latency = milliseconds(self.latency)
        delays = {"latency": latency, "jitter": latency // 2}
        return tuple(
            toxic
            for stream in STREAMS
            for toxic in (
                self.toxic("latency", stream, delays),
                self.toxic("bandwidth", stream, {"rate": self.rate}),
            )
        )

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Refuse at the times of a Poisson process."""
        if self.share == 0:
            return
        between = REFUSAL * (1 - self.share) / self.share
        while True:
            yield random.expovariate(1 / between), None
            yield REFUSAL, Refused()

    def describe(self) -> Message:
        """Return the latency, the rate and the share of refusals."""
        return message(
            "brown-out: {latency}, {rate} KB/s, refused {share}",
            latency=Delay(self.latency),
            rate=self.rate,
            share=Share(self.share),
        )


FRENCH = """
msgid "in brown-out"
msgid_plural "in brown-out"
msgstr[0] "en sous-tension"
msgstr[1] "en sous-tension"

msgid "brown-out: {latency}, {rate} KB/s, refused {share}"
msgstr "baisse de tension : {latency}, {rate} ko/s, refus {share}"

msgid "`latency` seconds more each way (± half), `rate` KB/s, refused for a `share` of the time."
msgstr ""
"`latency` secondes de plus dans chaque sens (± la moitié), `rate` Ko/s, refus pendant une part "
"`share` du temps."

msgid "a voltage dip, a host that sheds load, an uplink on its last battery."
msgstr "une baisse de tension, un hébergeur qui déleste, un lien montant sur sa dernière batterie."

msgid ""
"the service itself keeps all of its processor; connections end by FIN; the rate is per connection."
msgstr ""
"le service lui-même garde tout son processeur ; les connexions se terminent par FIN ; le débit "
"est limité par connexion."

msgid "Delay added in each direction, ± half of it: `300 ms`, or seconds."
msgstr "Retard ajouté dans chaque sens, ± sa moitié : `300 ms`, ou des secondes."

msgid "Rate of each direction: `50 KB/s`, or a number of KB/s."
msgstr "Débit dans chaque sens : `50 KB/s`, ou un nombre de Ko/s."

msgid "Share of the time in which connections are refused, 0 to 0.5."
msgstr "Part du temps pendant laquelle les connexions sont refusées, de 0 à 0,5."
"""
