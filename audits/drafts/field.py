"""Values for form fields, guessed from their names. Secrets are left out."""

import re

from epreuve.audits.drafts.draft import Guess
from epreuve.audits.drafts.translation import translate

SECRET = re.compile(
    r"passw|passphrase|passcode|^pass$|pwd|mot_?de_?passe|mdp|secret|api_?key|token|jeton|csrf|xsrf|nonce|session"
    r"|auth(enticity|orization)?|cookie|otp|^code$|iban|card|carte_?bancaire|cvv",
    re.IGNORECASE,
)
_MEANINGS = (
    (r"mail|courriel", "{citizen.email}"),
    (r"phone|^tel|telephone|mobile|portable", "{citizen.phone}"),
    (r"name|^nom|prenom|firstname|lastname|identite|demandeur|usager", "{citizen.name}"),
    (r"montant|amount|quantit|nombre|age$|number", "12"),
    (r"date|naissance|birth", "1980-05-17"),
    (r"postal|^cp$|zip", "99999"),
    (r"ville|city|commune", "Saint-Exemple"),
    (r"adresse|address|rue|street", "1 rue de l'Exemple"),
)


def is_secret(name: str) -> bool:
    """Return whether a field of this name may hold a secret."""
    return SECRET.search(name) is not None


def secret(name: str) -> Guess:
    """Return a placeholder that is read from the environment at run time."""
    variable = re.sub(r"\W+", "_", name).strip("_").upper() or "SECRET"
    reason = translate(
        "secret, left out: set the environment variable {variable}", variable=variable
    )
    return Guess(f"{{env.{variable}}}", reason)


def guess(name: str, kind: str = "text") -> Guess:
    """Return a value for a field of this name and HTML type."""
    if kind == "password" or is_secret(name):
        return secret(name)
    if kind == "email":
        return Guess("{citizen.email}")
    if kind == "tel":
        return Guess("{citizen.phone}")
    for pattern, value in _MEANINGS:
        if re.search(pattern, name, re.IGNORECASE):
            return Guess(value, translate("guessed from the name of the field"))
    plain = {"number": "12", "range": "12", "date": "1980-05-17", "url": "https://example.org/"}
    reason = translate("write a value that a user would type")
    return Guess(plain.get(kind, "essai"), reason)
