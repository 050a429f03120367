"""Payment provider: collects a fee once per reference."""

from __future__ import annotations

import secrets

from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.json_exchange import as_json, read_json

_payments: dict[str, str] = {}


def respond(request: Request) -> Response | None:
    """Respond to POST /paiements {montant, reference} with {paiement}, one per reference."""
    if (request.method, request.path) != ("POST", "/paiements"):
        return None
    order = read_json(request)
    if not order.get("montant"):
        return as_json({"erreur": "champ montant manquant"}, 400)
    payment = secrets.token_hex(6)
    reference = str(order.get("reference", payment))
    return as_json({"paiement": _payments.setdefault(reference, payment)})
