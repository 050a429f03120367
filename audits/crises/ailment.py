"""How a dependency can fail in a crisis: the words and the mark of each way.

The fields of a stage of the same names say which sets fail so.
"""

from dataclasses import dataclass
from typing import Literal

from epreuve.reports.text import Text

Way = Literal["silent", "slow", "erring", "refused"]


@dataclass(frozen=True)
class Ailment:
    """One way to fail: said of one dependency, of several, and drawn."""

    one: Text
    several: Text
    mark: str


AILMENTS: dict[Way, Ailment] = {
    "silent": Ailment(Text(fr="muet", en="silent"), Text(fr="muets", en="silent"), "█"),
    "slow": Ailment(Text(fr="lent", en="slow"), Text(fr="lents", en="slow"), "▒"),
    "erring": Ailment(
        Text(fr="en erreur", en="in error"), Text(fr="en erreur", en="in error"), "▓"
    ),
    "refused": Ailment(Text(fr="refuse", en="refusing"), Text(fr="refusent", en="refusing"), "▚"),
}
# What an error that is asked of all cannot be.
ERRING_LIMIT = Text(
    fr="Une dépendance en erreur répond 503 à toute requête HTTP; celle qui parle TLS ou autre "
    "chose reçoit une erreur qu'elle ne sait pas lire, puis une fermeture. Ses connexions ouvertes "
    "sont fermées quand l'erreur commence et quand elle finit.",
    en="A dependency in error answers 503 to each HTTP request; one that speaks TLS or anything "
    "else gets an error that it cannot read, then a close. Its open connections are closed as the "
    "error begins and as it ends.",
)
