"""A fault: a link that is cut and restored again and again."""

from collections.abc import Iterator
from random import Random
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from epreuve.faults.fault import Fault, StagedFault
from epreuve.faults.message import Delay, Label, Message, message
from epreuve.faults.partition import Partition
from epreuve.faults.units import InSeconds

SHORTEST = 0.1  # seconds: below, the response time of the server decides the length of a cut
SPREAD = 0.5  # [A] each period is within ± half of its mean
Period = Annotated[InSeconds, Field(ge=SHORTEST, allow_inf_nan=False)]


class Flapping(StagedFault):
    """The link is cut for about `down` seconds, then restored for about `up`, again and again.

    Stands for: a damaged antenna, a router that restarts, a microwave link in a storm. Simulated by
    a silent Partition that comes and goes on a seeded schedule: open connections survive cuts that
    are shorter than their time-outs. Not faithful: a real connection resumes at the next
    retransmission, up to one cut's length later; here it resumes at once.
    """

    label: ClassVar[Label] = Label("flapping")
    mark: ClassVar[str] = "┅"

    kind: Literal["flapping"] = "flapping"
    down: Period
    """Mean duration of a cut: `2 s`, or seconds."""
    up: Period
    """Mean duration between two cuts: `10 s`, or seconds."""

    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Cut first, then restore."""
        while True:
            yield self.down * random.uniform(1 - SPREAD, 1 + SPREAD), Partition()
            yield self.up * random.uniform(1 - SPREAD, 1 + SPREAD), None

    def describe(self) -> Message:
        """Return the two mean periods."""
        return message(
            "flapping link: {down} down, {up} up", down=Delay(self.down), up=Delay(self.up)
        )


FRENCH = """
msgid "flapping"
msgid_plural "flapping"
msgstr[0] "instable"
msgstr[1] "instables"

msgid "flapping link: {down} down, {up} up"
msgstr "lien instable : coupé {down}, rétabli {up}"

msgid "The link is cut for about `down` seconds, then restored for about `up`, again and again."
msgstr ""
"Le lien est coupé pendant `down` secondes environ, puis rétabli pendant `up` secondes environ, "
"sans fin."

msgid "a damaged antenna, a router that restarts, a microwave link in a storm."
msgstr "une antenne abîmée, un routeur qui redémarre, un faisceau hertzien dans la tempête."

msgid ""
"a real connection resumes at the next retransmission, up to one cut's length later; here it "
"resumes at once."
msgstr ""
"une vraie connexion reprend à la retransmission suivante, au plus tard après la durée d’une "
"coupure ; ici elle reprend aussitôt."

msgid "Mean duration of a cut: `2 s`, or seconds."
msgstr "Durée moyenne d’une coupure : `2 s`, ou des secondes."

msgid "Mean duration between two cuts: `10 s`, or seconds."
msgstr "Durée moyenne entre deux coupures : `10 s`, ou des secondes."
"""
