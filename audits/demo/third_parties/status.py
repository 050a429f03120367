"""Web host of the neighbouring town, with the status page of the e-service."""

from __future__ import annotations

from epreuve.audits.demo.exchange import Request, Response

# Written by hand after an incident; fictitious, like the whole demonstration.
_PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>État des services de
Saint-Exemple</title><meta name="viewport" content="width=device-width"><link rel="icon"
href="data:,"></head><body><h1>État des services de Saint-Exemple</h1><ul>
<li>Guichet en ligne : perturbé par la crue ; s'il ne répond pas, revenez dans une heure.</li>
<li>Accueil téléphonique : fonctionne, 01 99 00 12 34, du lundi au samedi, 8 h – 19 h.</li>
<li>Guichet de la mairie, 1 place de la Mairie, 99123 Saint-Exemple : ouvert, 9 h – 17 h.</li>
</ul><p>Page tenue par la commune de Bourg-Voisin, à la demande de Saint-Exemple.</p></body></html>
""".encode()


def respond(request: Request) -> Response | None:
    """Respond to GET / with the page."""
    return Response(_PAGE) if (request.method, request.path) == ("GET", "/") else None
