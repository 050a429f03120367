"""What a citizen would write in a field, guessed from its name; secrets are left out."""

import re

from epreuve.audits.drafts.draft import Guess

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
    """Whether a field of that name may hold what must not be written down."""
    return SECRET.search(name) is not None


def secret(name: str) -> Guess:
    """A placeholder read from the environment when the request is made."""
    variable = re.sub(r"\W+", "_", name).strip("_").upper() or "SECRET"
    return Guess(f"{{env.{variable}}}", f"left out: put it in the environment as {variable}")


def guessed(name: str, kind: str = "text") -> Guess:
    """What to write in a field of that name and HTML type."""
    if kind == "password" or is_secret(name):
        return secret(name)
    if kind == "email":
        return Guess("{citizen.email}")
    if kind == "tel":
        return Guess("{citizen.phone}")
    for pattern, value in _MEANINGS:
        if re.search(pattern, name, re.IGNORECASE):
            return Guess(value, "guessed from the name of the field")
    plain = {"number": "12", "range": "12", "date": "1980-05-17", "url": "https://example.org/"}
    return Guess(plain.get(kind, "essai"), "what would a citizen write here?")
