"""Fragile e-service: calls all dependencies one after the other, without a time limit."""

from __future__ import annotations

import re
import secrets
from typing import Any

from epreuve.audits.demo.dossier import Dossier, digest_of, now
from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.forms import Form
from epreuve.audits.demo.fragile.pages import BARE_ERROR, Pages, photo
from epreuve.audits.demo.fragile.writebehind import WriteBehind
from epreuve.audits.demo.outbound import post_json
from epreuve.audits.demo.register import Register
from epreuve.audits.demo.settings import Address, Settings

_RECEIPT = re.compile(r"/dossiers/(\w{1,32})")
_NO_STORE = (("Cache-Control", "no-store"),)
_COOKIE = "session"


class FragileService:
    """Service that keeps sessions and recent dossiers in memory."""

    def __init__(self, settings: Settings, register: Register, behind: WriteBehind) -> None:
        self._settings = settings
        self._register = register
        self._behind = behind
        self._pages = Pages(settings)
        self._photo = photo()
        self._sessions: dict[str, str] = {}
        self._gets = {
            "/urgence": lambda: self._page(self._pages.emergency()),
            "/demarches/acte": lambda: self._page(self._pages.certificate(_token())),
            "/demarches/cantine": lambda: self._page(self._pages.canteen(_token())),
            "/images/bandeau.png": lambda: Response(self._photo, 200, "image/png", _NO_STORE),
            "/": lambda: self._page(self._pages.home(self._register.news())),
            "/sante": self._health,
        }
        self._posts = {
            "/connexion": self._identify,
            "/demarches/acte": self._file_certificate,
            "/demarches/cantine": self._file_canteen,
        }

    def respond(self, request: Request) -> Response:
        """Respond to one request; an unknown path gets status 404."""
        if request.method == "POST":
            post = self._posts.get(request.path)
            return post(request, request.form()) if post else self.failure(404, "")
        if request.path in self._gets:
            return self._gets[request.path]()
        if request.path == "/suivi":
            return self._follow(request.query.get("nom", "").strip())
        receipt = _RECEIPT.fullmatch(request.path)
        return self._show(receipt[1]) if receipt else self.failure(404, "")

    def failure(self, status: int, reason: str) -> Response:
        """Return a page for an error, without details."""
        body = BARE_ERROR if status >= 500 else f"Erreur {status}".encode()
        return Response(body, status, headers=_NO_STORE)

    def _health(self) -> Response:
        self._register.news()
        return Response(b"ok", content_type="text/plain")

    def _identify(self, request: Request, form: Form) -> Response:
        name = form.required("nom")
        self._ask(self._settings.identity, "/verifier", {"nom": name})
        session = secrets.token_hex(16)
        self._sessions[session] = name
        body = self._pages.certificate(form.fields.get("jeton") or _token(), "Identité vérifiée")
        return self._page(body, ("Set-Cookie", f"{_COOKIE}={session}; Path=/; HttpOnly"))

    def _file_certificate(self, request: Request, form: Form) -> Response:
        if request.cookie(_COOKIE) not in self._sessions:
            return self.failure(403, "")
        piece = form.files.get("piece", b"")
        name, subject = form.required("nom"), form.required("objet", 500)
        return self._acknowledge("acte", name, subject, piece)

    def _file_canteen(self, request: Request, form: Form) -> Response:
        name, amount = form.required("nom"), form.required("montant")
        self._ask(self._settings.payment, "/paiements", {"montant": amount})
        return self._acknowledge("cantine", name, f"Cantine scolaire, {amount} €", due=amount)

    def _acknowledge(
        self, procedure: str, name: str, subject: str, piece: bytes = b"", due: str = ""
    ) -> Response:
        """Call the back office and the SMS gateway, return a receipt, store the dossier later."""
        receipt = secrets.token_hex(4).upper()
        message = {"numero": receipt, "nom": name, "objet": subject}
        self._ask(self._settings.partner, "/dossiers", message)
        self._ask(self._settings.sms, "/envois", {"nom": name, "texte": f"n° {receipt}"})
        dossier = Dossier(
            receipt=receipt,
            token="",
            procedure=procedure,
            name=name,
            subject=subject,
            filed_at=now(),
            identified=procedure == "acte",
            digest=digest_of(piece),
            transmitted=True,
            due=due,
            paid=True if due else None,
        )
        self._behind.take(dossier, piece)
        return self._page(self._pages.receipt(dossier))

    def _show(self, receipt: str) -> Response:
        dossier = self._register.get(receipt)
        if dossier is None:
            fresh = (item for item in self._behind.waiting() if item.receipt == receipt)
            dossier = next(fresh, None)
        return self._page(self._pages.one(dossier)) if dossier else self.failure(404, "")

    def _follow(self, name: str) -> Response:
        dossiers = {item.receipt: item for item in self._behind.waiting() if item.name == name}
        if name:
            dossiers |= {item.receipt: item for item in self._register.by_name(name)}
        return self._page(self._pages.follow(list(dossiers.values())))

    def _ask(self, address: Address, path: str, payload: dict[str, Any]) -> None:
        post_json(address, path, payload, timeout=None)

    def _page(self, body: bytes, *headers: tuple[str, str]) -> Response:
        return Response(body, headers=_NO_STORE + headers)


def _token() -> str:
    return secrets.token_hex(16)
