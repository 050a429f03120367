"""Light pages: printable HTML of a few kilobytes, with a phone number."""

from __future__ import annotations

from datetime import datetime
from html import escape

from epreuve.audits.demo.dossier import Dossier

# Fictitious commune; numbers in 01 99 00 are kept for fiction by the French regulator [G].
_STYLE = """body{font:1.1rem/1.5 sans-serif;max-width:42rem;margin:0 auto;padding:0 1rem;color:#111}
header{border-bottom:3px solid #1a4480}header a{color:#1a4480;text-decoration:none}
label{display:block;margin:.8rem 0 .2rem}input{font:inherit;width:100%;box-sizing:border-box}
button{font:inherit;margin:1rem 0;padding:.5rem 1rem;background:#1a4480;color:#fff;border:0}
footer{border-top:1px solid #777;margin-top:2rem;font-size:1rem}dt{font-weight:bold}
.avis{border-left:4px solid #b34000;padding-left:.8rem}
@media print{button,nav{display:none}body{max-width:none;font-size:12pt}}"""

FOOTER = """<footer><p><strong>Sans Internet, la mairie répond aussi :</strong><br>
Téléphone : <a href="tel:+33199001234">01 99 00 12 34</a>, du lundi au samedi, 8 h – 19 h<br>
Guichet : 1 place de la Mairie, 99123 Saint-Exemple, du lundi au vendredi, 9 h – 12 h et 14 h – 17 h
</p></footer>"""


def _text(value: str) -> str:
    """Escape text between tags; quotes stay unchanged."""
    return escape(value, quote=False)


def page(title: str, body: str) -> bytes:
    """Return a whole page."""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>{_text(title)} – Saint-Exemple</title><style>{_STYLE}</style></head><body>"
        '<header><p><a href="/">Commune de Saint-Exemple</a></p></header>'
        f"<main><h1>{_text(title)}</h1>{body}</main>{FOOTER}</body></html>"
    ).encode()


def home() -> bytes:
    """Return the home page: procedures, and other contacts."""
    return page(
        "Vos démarches",
        """<nav><ul><li><a href="/demarches/acte">Demander un acte d'état civil</a></li>
<li><a href="/demarches/cantine">Payer la cantine scolaire</a></li>
<li><a href="/suivi">Suivre vos dossiers</a></li>
<li><a href="/urgence">En cas d'urgence</a></li></ul></nav>
<p>Ces pages marchent sans script et sur un réseau faible. Vous pouvez aussi tout faire par
téléphone ou au guichet.</p>
<h2>Où nous trouver</h2><img src="/plan.svg" width="240" height="150" alt="Plan : la mairie est au
centre du bourg, l'école au nord, le centre technique à l'est">
<ul><li>Mairie : 1 place de la Mairie</li><li>École : 12 rue des Lavoirs</li>
<li>Centre technique : 4 chemin du Moulin</li></ul>""",
    )


def emergency() -> bytes:
    """Return the emergency page, which must always be readable and printable."""
    return page(
        "En cas d'urgence",
        """<h2>Numéros utiles</h2><dl><dt>112</dt><dd>Urgences, partout en Europe</dd>
<dt>15</dt><dd>SAMU</dd><dt>17</dt><dd>Police, gendarmerie</dd><dt>18</dt><dd>Pompiers</dd>
<dt>114</dt><dd>Urgences par SMS, pour les personnes sourdes ou malentendantes</dd>
<dt>01 99 00 12 34</dt><dd>Mairie, cellule de crise</dd></dl>
<h2>Consignes</h2><ul><li>Montez à l'étage si l'eau monte, coupez le gaz et l'électricité.</li>
<li>N'allez pas chercher vos enfants à l'école : ils y sont à l'abri.</li>
<li>Écoutez la radio locale ; gardez le téléphone pour les urgences.</li></ul>
<h2>Lieux d'accueil</h2><ul><li>Salle des fêtes, 3 rue du Stade</li>
<li>Gymnase, 8 avenue des Tilleuls</li></ul><p>Imprimez cette page et affichez-la.</p>""",
    )


PLAN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 150" font-family="sans-serif" '
    'font-size="11"><rect width="240" height="150" fill="#f4f1e8"/><path d="M0 90h240M120 0v150'
    'M120 90l90-60" stroke="#999" stroke-width="6" fill="none"/><path d="M0 130q60-30 120 0t120-5'
    'v25H0z" fill="#9cc4e4"/><g fill="#1a4480"><circle cx="120" cy="90" r="6"/><circle cx="120" '
    'cy="25" r="5"/><circle cx="205" cy="34" r="5"/></g><text x="130" y="106">Mairie</text>'
    '<text x="130" y="22">École</text><text x="150" y="60">Centre technique</text></svg>'
).encode()


def _field(label: str, name: str, kind: str = "text", value: str = "", mark: str = "") -> str:
    mark = mark or name
    filled = f' value="{escape(value)}"' if value else ""
    required = "" if kind == "file" else " required"
    return (
        f'<label for="{mark}">{label}</label>'
        f'<input id="{mark}" name="{name}" type="{kind}"{filled}{required}>'
    )


def _hidden(token: str) -> str:
    return f'<input type="hidden" name="jeton" value="{escape(token)}">'


def certificate(token: str, name: str = "", notice: str = "") -> bytes:
    """Return the certificate form, which asks for a name first."""
    identify = (
        f'<form method="post" action="/connexion">{_hidden(token)}'
        f"{_field('Votre nom', 'nom')}<button>M'identifier</button></form>"
        "<h2>Votre demande</h2>"
        if not name
        else ""
    )
    return page(
        "Demander un acte d'état civil",
        f'{_notice(notice)}{identify}<form method="post" action="/demarches/acte" '
        f'enctype="multipart/form-data">{_hidden(token)}'
        f"{_field('Nom', 'nom', value=name, mark='demandeur')}"
        f"{_field('Objet de la demande', 'objet')}"
        f"{_field('Pièce jointe', 'piece', 'file')}<button>Déposer</button></form>",
    )


def canteen(token: str) -> bytes:
    """Return the canteen payment form."""
    return page(
        "Payer la cantine scolaire",
        f'<form method="post" action="/demarches/cantine">{_hidden(token)}{_field("Nom", "nom")}'
        f"{_field('Montant en euros', 'montant')}<button>Déposer et payer</button></form>",
    )


def formats() -> bytes:
    """Return the documentation of the exported files."""
    return page(
        "Emporter ses données",
        """<p>Chaque dossier s'emporte depuis sa page, en JSON (UTF-8) ; la commune les emporte tous
en CSV (UTF-8, point-virgule, une ligne de titres). Mêmes noms dans les deux :</p>
<dl><dt>numero, demarche, nom, objet</dt><dd>ce qui a été déposé, comme sur l'accusé</dd>
<dt>depose_le</dt><dd>date et heure, ISO 8601</dd>
<dt>identite_verifiee, transmis, paye</dt><dd>vrai ou faux ; « paye » est vide si rien n'est dû</dd>
<dt>montant</dt><dd>en euros</dd>
<dt>piece_sha256</dt><dd>empreinte de la pièce jointe</dd>
<dt>piece_base64</dt><dd>la pièce elle-même, dans le JSON seulement</dd></dl>""",
    )


def receipt(dossier: Dossier) -> bytes:
    """Return the receipt: number, date, content, and use without a screen."""
    return page(
        "Accusé de réception",
        f"<p>Votre demande est enregistrée sous le <strong>n° {dossier.receipt}</strong> "
        f"le {_date(dossier)}.</p>{_summary(dossier)}"
        "<p>Notez ou imprimez ce numéro : il est valable au guichet et au téléphone.</p>"
        f'<p><a href="/dossiers/{dossier.receipt}">Suivre ce dossier</a></p>',
    )


def one(dossier: Dossier) -> bytes:
    """Return the page of a dossier and its state."""
    body = (
        f"<p>Déposé le {_date(dossier)}.</p>{_summary(dossier)}"
        f'<p><a href="/dossiers/{dossier.receipt}.json">Emporter ce dossier</a> '
        '(<a href="/formats">ce que contient le fichier</a>)</p>'
    )
    return page(f"Dossier n° {dossier.receipt}", body)


def follow(name: str, dossiers: list[Dossier], notice: str = "") -> bytes:
    """Return a person's dossiers, or the form that asks for a name."""
    form = (
        f'<form action="/suivi">{_field("Nom", "nom", value=name)}<button>Chercher</button></form>'
    )
    items = "".join(
        f'<li><a href="/dossiers/{item.receipt}">n° {item.receipt}</a> – {_text(item.subject)} – '
        f"{_state(item)}</li>"
        for item in dossiers
    )
    nothing = "<p>Aucun dossier à ce nom.</p>" if name and not dossiers else ""
    return page("Suivre vos dossiers", f"{_notice(notice)}{form}<ul>{items}</ul>{nothing}")


def failure(title: str, advice: str) -> bytes:
    """Return an error page, with the cause and the remedy."""
    return page(title, f'<p class="avis">{_text(advice)}</p><p><a href="/">Vos démarches</a></p>')


def _notice(text: str) -> str:
    return f'<p class="avis">{_text(text)}</p>' if text else ""


def _summary(dossier: Dossier) -> str:
    lines = [("Nom", dossier.name), ("Objet", dossier.subject), ("État", _state(dossier))]
    if dossier.procedure == "acte":
        lines.append(
            ("Identité", "Identité vérifiée" if dossier.identified else "À vérifier plus tard")
        )
    if dossier.digest:
        lines.append(("Empreinte SHA-256 de la pièce", dossier.digest))
    if dossier.paid is not None:
        paid = "Paiement accepté" if dossier.paid else "Paiement à régler plus tard"
        lines.append(("Paiement", paid))
    return (
        "<dl>"
        + "".join(f"<dt>{label}</dt><dd>{_text(value)}</dd>" for label, value in lines)
        + "</dl>"
    )


def _state(dossier: Dossier) -> str:
    return "Transmis au service instructeur" if dossier.transmitted else "Enregistré"


def _date(dossier: Dossier) -> str:
    return datetime.fromisoformat(dossier.filed_at).strftime("%d/%m/%Y à %H h %M")
