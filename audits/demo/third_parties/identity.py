"""Identity provider: confirms the identity of a person."""

from __future__ import annotations

import hashlib

from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.json_exchange import as_json, read_json


def respond(request: Request) -> Response | None:
    """Respond to POST /verifier {nom} with {identite}."""
    if (request.method, request.path) != ("POST", "/verifier"):
        return None
    name = str(read_json(request).get("nom", ""))
    if not name:
        return as_json({"erreur": "champ nom manquant"}, 400)
    return as_json({"identite": hashlib.sha256(name.encode()).hexdigest()[:16]})
