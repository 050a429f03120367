"""Back office: receives each dossier once."""

from __future__ import annotations

from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.json_exchange import as_json, read_json

_intake: dict[str, dict[str, object]] = {}


def respond(request: Request) -> Response | None:
    """Respond to POST /dossiers {numero, nom, objet} with {recu}; a number is stored once."""
    if (request.method, request.path) != ("POST", "/dossiers"):
        return None
    dossier = read_json(request)
    receipt = str(dossier.get("numero", ""))
    if not receipt:
        return as_json({"erreur": "champ numero manquant"}, 400)
    _intake.setdefault(receipt, dossier)
    return as_json({"recu": receipt})
