"""Heavy pages: an inlined page model, scripts and fonts of third parties, large images."""

from __future__ import annotations

import json
import random
from datetime import datetime
from html import escape
from typing import Any

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.png import noise
from epreuve.audits.demo.settings import Settings

_CATALOGUE = 560  # entries of the page model: about 110 KB of JSON in each page
_PHOTO_SIDE = 450  # pixels: about 600 KB

BARE_ERROR = b"Erreur 500"


def photo() -> bytes:
    """Return the banner photograph."""
    return noise(7, _PHOTO_SIDE)


def _catalogue() -> list[dict[str, Any]]:
    """Return the catalogue of services, whole in every page."""
    generator = random.Random(11)
    return [
        {
            "identifiant": f"demarche-{rank:04d}",
            "libelle": f"Démarche numéro {rank} de la commune",
            "resume": generator.randbytes(40).hex(),
            "actif": bool(rank % 3),
            "ordre": rank,
        }
        for rank in range(_CATALOGUE)
    ]


class Pages:
    """Pages that depend on the content network and the map of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._cdn = f"http://{settings.cdn}"
        self._tiles = f"http://{settings.tiles}"
        self._model = {"version": 3, "catalogue": _catalogue()}

    def page(self, title: str, body: str) -> bytes:
        """Return a whole page."""
        model = json.dumps({"page": title, **self._model}).replace("<", "\\u003c")
        return (
            '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title><script src='{self._cdn}/lib.js'></script>"
            f"<script src='{self._cdn}/mesure.js'></script><style>@font-face{{font-family:Marque;"
            f"src:url({self._cdn}/police.woff2)}}body{{font-family:Marque}}</style>"
            f"<script>window.__ETAT__={model}</script></head><body>"
            f'<img src="/images/bandeau.png" alt=""><main><h1>{escape(title)}</h1>{body}</main>'
            "</body></html>"
        ).encode()

    def home(self, news: list[str]) -> bytes:
        """Return the home page, with news and map."""
        items = "".join(f"<li>{escape(text)}</li>" for text in news)
        tiles = "".join(
            f'<img src="{self._tiles}/tuile/15/{x}/{y}.png" alt="">'
            for y in (11270, 11271)
            for x in (16600, 16601)
        )
        return self.page(
            "Vos démarches",
            f"<h2>Actualités</h2><ul>{items}</ul>"
            '<ul><li><a href="/demarches/acte">Acte d\'état civil</a></li>'
            '<li><a href="/demarches/cantine">Cantine scolaire</a></li>'
            '<li><a href="/suivi">Suivi</a></li><li><a href="/urgence">Urgence</a></li></ul>'
            f"<p>Contact : 01 99 00 12 34</p><div>{tiles}</div>",
        )

    def emergency(self) -> bytes:
        """Return the emergency information, in the same heavy layout."""
        return self.page(
            "Urgence",
            "<h2>Numéros utiles</h2><ul><li>112</li><li>15 : SAMU</li><li>17 : police</li>"
            "<li>18 : pompiers</li></ul>",
        )

    def certificate(self, token: str, notice: str = "") -> bytes:
        """Return the page with identification and form."""
        hidden = f'<input type="hidden" name="jeton" value="{escape(token)}">'
        return self.page(
            "Acte d'état civil",
            f"<p>{notice}</p>"
            f'<form method="post" action="/connexion">{hidden}<input name="nom">'
            "<button>Connexion</button></form>"
            f'<form method="post" action="/demarches/acte" enctype="multipart/form-data">{hidden}'
            '<input name="nom"><input name="objet"><input name="piece" type="file">'
            "<button>Envoyer</button></form>",
        )

    def canteen(self, token: str) -> bytes:
        """Return the canteen form, sent by a script of the content network."""
        return self.page(
            "Cantine scolaire",
            '<form data-envoi="/demarches/cantine">'
            f'<input type="hidden" name="jeton" value="{escape(token)}">'
            '<input name="nom"><input name="montant">'
            '<button type="button" onclick="envoyer(this.form)">Payer</button></form>',
        )

    def receipt(self, dossier: Dossier) -> bytes:
        """Return the receipt page."""
        paid = "<p>Paiement accepté</p>" if dossier.paid else ""
        return self.page(
            "Accusé de réception",
            f"<p>n° {dossier.receipt}</p><p>{_date(dossier)}</p>{paid}",
        )

    def one(self, dossier: Dossier) -> bytes:
        """Return the page of a dossier and its state."""
        paid = "<p>Paiement accepté</p>" if dossier.paid else ""
        return self.page(
            "Dossier",
            f"<p>n° {dossier.receipt}</p><p>{escape(dossier.name, quote=False)}</p>"
            f"<p>{escape(dossier.subject, quote=False)}</p><p>{dossier.digest}</p>"
            f"<p>{_state(dossier)}</p>{paid}",
        )

    def follow(self, dossiers: list[Dossier]) -> bytes:
        """Return the page of a person's dossiers."""
        items = "".join(f"<li>n° {item.receipt} {_state(item)}</li>" for item in dossiers)
        form = '<form action="/suivi"><input name="nom"><button>Chercher</button></form>'
        return self.page("Suivi", f"{form}<ul>{items}</ul>")


def _state(dossier: Dossier) -> str:
    return "Transmis au service instructeur" if dossier.transmitted else "Enregistré"


def _date(dossier: Dossier) -> str:
    return datetime.fromisoformat(dossier.filed_at).strftime("%d/%m/%Y")
