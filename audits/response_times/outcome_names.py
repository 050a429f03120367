"""How each outcome class of a request or a journey is called by people."""

from epreuve.probes.evidence.records import Outcome
from epreuve.reports.text import Text

NAMES: dict[Outcome, Text] = {
    "success": Text(fr="réussite", en="success"),
    "wrong content": Text(fr="contenu faux", en="wrong content"),
    "http error": Text(fr="erreur HTTP", en="HTTP error"),
    "refused": Text(fr="refusée", en="refused"),
    "reset": Text(fr="rompue", en="reset"),
    "eof": Text(fr="fermée sans réponse", en="closed without an answer"),
    "truncated": Text(fr="tronquée", en="truncated"),
    "connect timeout": Text(fr="connexion trop longue", en="connect time-out"),
    "tls timeout": Text(fr="TLS trop long", en="TLS time-out"),
    "first byte timeout": Text(fr="premier octet trop tardif", en="first-byte time-out"),
    "body timeout": Text(fr="corps trop long", en="body time-out"),
    "gave up": Text(fr="abandon", en="gave up"),
    "in flight": Text(fr="en cours à la fin", en="in flight at the end"),
    "dropped": Text(fr="non envoyée (banc)", en="not sent (bench)"),
    "no link": Text(fr="sans réseau", en="no network"),
    "error": Text(fr="faute du banc", en="fault of the bench"),
}
