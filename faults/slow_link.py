"""A fault: a slow network link, with latency and a low data rate."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault
from epreuve.faults.latency import Jitter
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import AddedDelay, KilobytesPerSecond, milliseconds


class NetworkLink(Fault):
    """Values common to faults of a network link; not a fault by itself.

    `latency` ± `jitter` seconds each way, `down` and `up` in KB/s (None: no limit).
    """

    label: ClassVar[Label] = Label("on a slow network")
    mark: ClassVar[str] = "░"

    latency: AddedDelay = 0.0
    """Delay added in each direction: `300 ms`, or seconds."""
    jitter: Jitter = 0.0
    """Random variation of the delay, at most the latency: `20 ms`, or seconds."""
    down: KilobytesPerSecond | None = None
    """Rate towards the client: `15 KB/s`, or a number of KB/s; no limit by default."""
    up: KilobytesPerSecond | None = None
    """Rate from the client: `15 KB/s`, or a number of KB/s; no limit by default."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay, then limit, each stream."""
        delays = {"latency": milliseconds(self.latency), "jitter": milliseconds(self.jitter)}
        delayed = STREAMS if any(delays.values()) else ()
        rates = ((UPSTREAM, self.up), (DOWNSTREAM, self.down))
        return (
            *(self.toxic("latency", stream, delays) for stream in delayed),
            *(
                self.toxic("bandwidth", stream, {"rate": rate})
                for stream, rate in rates
                if rate is not None
            ),
        )

    def describe(self) -> Message:
        """Return the latency and the rates."""
        latency, jitter = Delay(self.latency), Delay(self.jitter)
        if self.down is None and self.up is None:
            return message("{latency} ± {jitter}, no rate limit", latency=latency, jitter=jitter)
        return message(
            "{latency} ± {jitter} each way, {down}/{up} KB/s",
            latency=latency,
            jitter=jitter,
            down="∞" if self.down is None else self.down,
            up="∞" if self.up is None else self.up,
        )


class SlowLink(NetworkLink):
    """A network profile: `latency` ± `jitter` seconds each way, `down` and `up` KB/s.

    Stands for: EDGE at the limit of a cell, a satellite phone, a congested mast. Simulated by
    `latency`, half of the round trip on each stream, then `bandwidth`: in this order, because
    Toxiproxy subtracts the time spent in a rate limit from the latency after it. Not faithful:
    openings cost no round trip, nothing is lost, the rate limit is per connection.
    """

    kind: Literal["slow_link"] = "slow_link"


FRENCH = """
msgid "on a slow network"
msgid_plural "on a slow network"
msgstr[0] "sur un réseau lent"
msgstr[1] "sur un réseau lent"

msgid "{latency} ± {jitter}, no rate limit"
msgstr "{latency} ± {jitter}, débit sans limite"

msgid "{latency} ± {jitter} each way, {down}/{up} KB/s"
msgstr "{latency} ± {jitter} dans chaque sens, {down}/{up} ko/s"

msgid "A network profile: `latency` ± `jitter` seconds each way, `down` and `up` KB/s."
msgstr "Un profil de réseau : `latency` ± `jitter` secondes dans chaque sens, `down` et `up` Ko/s."

msgid "EDGE at the limit of a cell, a satellite phone, a congested mast."
msgstr "EDGE en limite de cellule, un téléphone par satellite, une antenne saturée."

msgid "openings cost no round trip, nothing is lost, the rate limit is per connection."
msgstr ""
"l’ouverture d’une connexion ne coûte aucun aller-retour, rien n’est perdu, le débit est limité "
"par connexion."
"""
