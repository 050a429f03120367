"""A fault: low bandwidth."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import KilobytesPerSecond


class Bandwidth(Fault):
    """At most `down` KB/s towards the client and `up` KB/s from it (1 KB = 1,000 bytes).

    Stands for: a congested cell, a backup line. Simulated by `bandwidth` on both streams.
    Not faithful: the rate is per connection, not per link, so divide by the expected number of
    simultaneous connections; nothing is lost, so no sender slows down as on a full queue.
    """

    label: ClassVar[Label] = Label("at low bandwidth")
    mark: ClassVar[str] = "▂"

    kind: Literal["bandwidth"] = "bandwidth"
    down: KilobytesPerSecond
    """Rate towards the client: `15 KB/s`, or a number of KB/s."""
    up: KilobytesPerSecond
    """Rate from the client: `15 KB/s`, or a number of KB/s."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Limit both streams."""
        return (
            self.toxic("bandwidth", UPSTREAM, {"rate": self.up}),
            self.toxic("bandwidth", DOWNSTREAM, {"rate": self.down}),
        )

    def describe(self) -> Message:
        """Return the two rates."""
        return message("{down} KB/s down, {up} KB/s up", down=self.down, up=self.up)


FRENCH = """
msgid "at low bandwidth"
msgid_plural "at low bandwidth"
msgstr[0] "à bas débit"
msgstr[1] "à bas débit"

msgid "{down} KB/s down, {up} KB/s up"
msgstr "{down} ko/s en descente, {up} ko/s en montée"

msgid "At most `down` KB/s towards the client and `up` KB/s from it (1 KB = 1,000 bytes)."
msgstr "Au plus `down` Ko/s vers le client et `up` Ko/s depuis le client (1 Ko = 1 000 octets)."

msgid "a congested cell, a backup line."
msgstr "une cellule saturée, une ligne de secours."

msgid ""
"the rate is per connection, not per link, so divide by the expected number of simultaneous "
"connections; nothing is lost, so no sender slows down as on a full queue."
msgstr ""
"le débit est limité par connexion, et non par lien : divisez-le par le nombre attendu de "
"connexions simultanées ; rien n’est perdu, donc aucun émetteur ne ralentit comme devant une file "
"pleine."

msgid "Rate towards the client: `15 KB/s`, or a number of KB/s."
msgstr "Débit vers le client : `15 KB/s`, ou un nombre de Ko/s."

msgid "Rate from the client: `15 KB/s`, or a number of KB/s."
msgstr "Débit depuis le client : `15 KB/s`, ou un nombre de Ko/s."
"""
