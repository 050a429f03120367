"""A fault: connections are closed late."""

from typing import ClassVar, Literal

from epreuve.faults.fault import Fault
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import AddedDelay, milliseconds


class SlowClose(Fault):
    """Data passes; the end of a stream arrives `delay` seconds late, each way.

    Stands for: a middlebox that keeps connections too long, a peer too busy to close. Simulated by
    `slow_close` on both streams. Not faithful: both kernels see a running peer.
    """

    label: ClassVar[Label] = Label("slow to close")
    mark: ClassVar[str] = "▐"

    kind: Literal["slow_close"] = "slow_close"
    delay: AddedDelay
    """Delay of the end of each stream: `2 s`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams."""
        delays = {"delay": milliseconds(self.delay)}
        return tuple(self.toxic("slow_close", stream, delays) for stream in STREAMS)

    def describe(self) -> Message:
        """Return the delay."""
        return message("closes {delay} late", delay=Delay(self.delay))


FRENCH = """
msgid "slow to close"
msgid_plural "slow to close"
msgstr[0] "lent à fermer"
msgstr[1] "lents à fermer"

msgid "closes {delay} late"
msgstr "fermetures retardées de {delay}"

msgid "Data passes; the end of a stream arrives `delay` seconds late, each way."
msgstr ""
"Les données passent ; la fin d’un flux arrive avec `delay` secondes de retard, dans chaque sens."

msgid "a middlebox that keeps connections too long, a peer too busy to close."
msgstr ""
"un équipement intermédiaire qui garde les connexions trop longtemps, un correspondant trop occupé "
"pour fermer."

msgid "both kernels see a running peer."
msgstr "les deux noyaux croient le correspondant en marche."

msgid "Delay of the end of each stream: `2 s`, or seconds."
msgstr "Retard de la fin de chaque flux : `2 s`, ou des secondes."
"""
