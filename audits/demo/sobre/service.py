"""Sober e-service: responses by address."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable

from epreuve.audits.demo.dossier import Dossier, now
from epreuve.audits.demo.exchange import Request, Response
from epreuve.audits.demo.forms import Form, FormError
from epreuve.audits.demo.register import Register
from epreuve.audits.demo.sobre import pages
from epreuve.audits.demo.sobre.badge import COOKIE, Badges
from epreuve.audits.demo.sobre.dependency import Dependency, Guard, UnavailableError
from epreuve.audits.demo.sobre.deposits import Deposits
from epreuve.audits.demo.sobre.export import own_file
from epreuve.audits.demo.sobre.library import Library
from epreuve.audits.demo.sobre.pieces import Pieces

_RECEIPT = re.compile(r"/dossiers/(\w{1,32})(\.json)?")
_AMOUNT = re.compile(r"\d{1,5}([.,]\d{1,2})?")
_FRESH = (("Cache-Control", "no-store"),)
_ADVICE = {
    400: ("Formulaire incomplet", "Revenez au formulaire et complétez-le."),
    404: ("Page introuvable", "Cette adresse n'existe pas ou plus."),
    413: ("Pièce trop lourde", "Envoyez une pièce de moins de 10 Mo, ou apportez-la au guichet."),
    503: ("Beaucoup de monde en ce moment", "Rien n'est perdu. Réessayez dans 5 secondes."),
}
_ADVICE_OTHERWISE = ("Incident", "Votre demande n'a pas pu être traitée. Réessayez ou téléphonez.")


class SoberService:
    """Service that needs only the local disk to file a dossier; dependencies may be down."""

    def __init__(
        self,
        deposits: Deposits,
        pieces: Pieces,
        badges: Badges,
        register: Register,
        identity: Dependency,
        payment: Dependency,
    ) -> None:
        self._deposits = deposits
        self._pieces = pieces
        self._badges = badges
        self._register = register
        self._register_guard = Guard()
        self._identity = identity
        self._payment = payment
        self._library = Library()
        self._forms = {"/demarches/acte": pages.certificate, "/demarches/cantine": pages.canteen}
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
        kept = self._library.find(request)
        if kept is not None:
            return kept
        if request.path in self._forms:
            return _page(self._forms[request.path](secrets.token_urlsafe(16)))
        if request.path == "/suivi":
            return self._follow(request.query.get("nom", "").strip())
        receipt = _RECEIPT.fullmatch(request.path)
        return self._show(receipt[1], whole=bool(receipt[2])) if receipt else self.failure(404, "")

    def failure(self, status: int, reason: str) -> Response:
        """Return a page for an error; it always has a phone number."""
        title, advice = _ADVICE.get(status, _ADVICE_OTHERWISE)
        body = pages.failure(title, f"{reason.capitalize()}. {advice}" if reason else advice)
        again = (("Retry-After", "5"),) if status == 503 else ()
        return Response(body, status, headers=_FRESH + again)

    def needs_no_room(self, request: Request) -> bool:
        """Return whether the response is ready in memory and needs no queue."""
        return self._library.holds(request)

    def _identify(self, request: Request, form: Form) -> Response:
        name, token = form.required("nom"), form.required("jeton", 64)
        try:
            self._identity.post({"nom": name})
        except UnavailableError:
            notice = "Identité à vérifier plus tard : vous pouvez déposer votre demande maintenant."
            return _page(pages.certificate(token, name, notice))
        return _page(pages.certificate(token, name, "Identité vérifiée."), self._badges.issue(name))

    def _file_certificate(self, request: Request, form: Form) -> Response:
        token, name = form.required("jeton", 64), form.required("nom")
        subject = form.required("objet", 500)
        identified = self._badges.belongs_to(request.cookie(COOKIE), name)

        def draw_up() -> Dossier:
            digest = self._pieces.keep(form.files.get("piece", b""))
            return _draw_up(token, "acte", name, subject, identified=identified, digest=digest)

        return self._acknowledge(token, draw_up)

    def _file_canteen(self, request: Request, form: Form) -> Response:
        token, name = form.required("jeton", 64), form.required("nom")
        amount = form.required("montant")
        if not _AMOUNT.fullmatch(amount):
            raise FormError(f"montant « {amount} » illisible")
        subject = f"Cantine scolaire, {amount} €"
        return self._acknowledge(
            token, lambda: _draw_up(token, "cantine", name, subject, due=amount)
        )

    def _acknowledge(self, token: str, draw_up: Callable[[], Dossier]) -> Response:
        """File the dossier, collect a fee if due, then return the receipt."""
        try:
            dossier = self._deposits.file(token, draw_up)
            if dossier.paid is False:
                dossier = self._collect(dossier)
        except OSError:
            return self.failure(503, "l'enregistrement est impossible pour l'instant")
        return _page(pages.receipt(dossier))

    def _collect(self, dossier: Dossier) -> Dossier:
        """Return the dossier after payment, unchanged when the payment provider is down."""
        try:
            self._payment.post({"montant": dossier.due, "reference": dossier.receipt})
        except UnavailableError:
            return dossier
        return self._deposits.pay(dossier.receipt)

    def _show(self, receipt: str, *, whole: bool) -> Response:
        """Return the page of a dossier, or its export if `whole`."""
        dossier = self._deposits.get(receipt)
        if dossier is None:
            try:
                dossier = self._register_guard.call(lambda: self._register.get(receipt))
            except UnavailableError:
                return self.failure(503, "les dossiers déposés ailleurs ne sont pas consultables")
        if dossier is None:
            return self.failure(404, "")
        return self._hand_over(dossier) if whole else _page(pages.one(dossier))

    def _hand_over(self, dossier: Dossier) -> Response:
        try:
            piece = self._pieces.read(dossier.digest)
        except FileNotFoundError:
            return self.failure(503, "la pièce de ce dossier est gardée ailleurs")
        name = f'attachment; filename="{dossier.receipt}.json"'
        headers = (*_FRESH, ("Content-Disposition", name))
        return Response(own_file(dossier, piece), 200, "application/json", headers)

    def _follow(self, name: str) -> Response:
        if not name:
            return _page(pages.follow("", []))
        dossiers, notice = {}, ""
        try:
            elsewhere = self._register_guard.call(lambda: self._register.by_name(name))
            dossiers = {item.receipt: item for item in elsewhere}
        except UnavailableError:
            notice = "Liste peut-être incomplète : seuls les dossiers déposés ici sont montrés."
        dossiers |= {item.receipt: item for item in self._deposits.by_name(name)}
        return _page(pages.follow(name, list(dossiers.values()), notice))


def _draw_up(
    token: str,
    procedure: str,
    name: str,
    subject: str,
    *,
    identified: bool = False,
    digest: str = "",
    due: str = "",
) -> Dossier:
    """Return a new dossier. Its number comes from the token of the form: one dossier per form."""
    code = base64.b32encode(hashlib.sha256(token.encode()).digest())[:10].decode()
    return Dossier(
        receipt=code,
        token=token,
        procedure=procedure,
        name=name,
        subject=subject,
        filed_at=now(),
        identified=identified,
        digest=digest,
        due=due,
        paid=False if due else None,
    )


def _page(body: bytes, *headers: tuple[str, str]) -> Response:
    return Response(body, headers=_FRESH + headers)
