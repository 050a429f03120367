"""Destinations of a dossier after its receipt: register, SMS gateway, back office."""

from __future__ import annotations

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.outbound import post_json
from epreuve.audits.demo.register import Register
from epreuve.audits.demo.settings import Settings
from epreuve.audits.demo.sobre.dependency import TIMEOUT
from epreuve.audits.demo.sobre.deposits import PARTNER, REGISTER, SMS, Deposits
from epreuve.audits.demo.sobre.outbox import Outbox
from epreuve.audits.demo.sobre.pieces import Pieces


def couriers(
    settings: Settings, deposits: Deposits, pieces: Pieces, register: Register
) -> list[Outbox]:
    """Return one outbox per destination: they do not wait for one another."""

    def to_register(dossier: Dossier) -> None:
        if deposits.registered(dossier.receipt):
            register.mark(dossier.receipt, transmitted=dossier.transmitted, paid=dossier.paid)
        else:
            register.put(dossier, pieces.read(dossier.digest))

    def to_phone(dossier: Dossier) -> None:
        text = f"Saint-Exemple : votre demande est enregistrée, n° {dossier.receipt}."
        post_json(settings.sms, "/envois", {"nom": dossier.name, "texte": text}, TIMEOUT)

    def to_partner(dossier: Dossier) -> None:
        message = {"numero": dossier.receipt, "nom": dossier.name, "objet": dossier.subject}
        post_json(settings.partner, "/dossiers", message, TIMEOUT)

    return [
        Outbox(deposits, REGISTER, to_register),
        Outbox(deposits, SMS, to_phone),
        Outbox(deposits, PARTNER, to_partner),
    ]
