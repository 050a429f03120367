"""SMS gateway: accepts a message for a person."""

from __future__ import annotations

import secrets

from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.json_exchange import as_json, read_json


def respond(request: Request) -> Response | None:
    """Respond to POST /envois {nom, texte} with {envoi}."""
    if (request.method, request.path) != ("POST", "/envois"):
        return None
    if not read_json(request).get("texte"):
        return as_json({"erreur": "champ texte manquant"}, 400)
    return as_json({"envoi": secrets.token_hex(6)})
