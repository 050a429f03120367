"""Values for form fields, guessed from their names. Secrets are left out."""

import re

from epreuve.audits.drafts.draft import Guess
from epreuve.audits.drafts.field_name import is_secret, words_of
from epreuve.audits.drafts.translation import translate

PLAIN = "essai"  # a word for a field without a meaning
NUMBER = 12
OF_USERS = ("{citizen.name}", "{citizen.email}", PLAIN)  # where a form that logs in has an account
_MEANINGS = {
    "{citizen.email}": {"mail", "email", "courriel", "mel", "mails", "emails"},
    "{citizen.phone}": {"phone", "tel", "telephone", "téléphone", "mobile", "portable", "gsm"},
    "{citizen.message}": {"message", "description", "commentaire", "comment", "comments"},
    "{citizen.birthday}": {"naissance", "birth", "birthday", "birthdate", "dob"},
    "{citizen.postcode}": {"postal", "cp", "zip", "zipcode", "postcode"},
    "{citizen.city}": {"ville", "city", "commune", "town"},
    "{citizen.street}": {"adresse", "address", "rue", "street"},
    str(NUMBER): {
        "montant", "amount", "quantite", "quantité", "quantity", "nombre", "age", "âge", "number",
        "nb", "count",
    },
    "1980-05-17": {"date"},
    "{citizen.name}": {
        "name", "nom", "noms", "prenom", "prénom", "prenoms", "firstname", "lastname", "fullname",
        "surname", "identite", "identité", "demandeur", "usager", "auteur", "author", "username",
    },
}  # fmt: skip
_OF_TYPES = {
    "email": "{citizen.email}", "tel": "{citizen.phone}", "textarea": "{citizen.message}",
    "number": str(NUMBER), "range": str(NUMBER), "date": "1980-05-17", "time": "10:00",
    "datetime-local": "2030-01-15T10:00", "month": "2030-01", "week": "2030-W03",
    "color": "#336699", "url": "https://example.org/",
}  # fmt: skip
_CERTAIN = ("email", "tel")


def environment_variable(name: str) -> str:
    """Return the name of an environment variable for a field."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper()[:60]
    return plain if re.match(r"[A-Z]", plain) else f"SECRET_{plain}".rstrip("_")


def secret(name: str) -> Guess:
    """Return a placeholder that is read from the environment at run time."""
    variable = environment_variable(name)
    reason = translate(
        "secret, left out: set the environment variable {variable}", variable=variable
    )
    return Guess(f"{{env.{variable}}}", reason)


def of_login(name: str, value: Guess) -> Guess:
    """Return the account in place of the name of a user, in a form that logs in."""
    return account(name) if value.value in OF_USERS else value


def account(name: str) -> Guess:
    """Return a placeholder for the name of an account, in a form that logs in."""
    variable = environment_variable(name)
    reason = translate(
        "account of the test: set the environment variable {variable}", variable=variable
    )
    return Guess(f"{{env.{variable}}}", reason)


def guess(name: str, kind: str = "text") -> Guess:
    """Return a value for a field of this name and HTML type."""
    if kind == "password" or is_secret(name):
        return secret(name)
    if kind in _CERTAIN:
        return Guess(_OF_TYPES[kind])
    if kind in _OF_TYPES:
        return Guess(_OF_TYPES[kind], translate("write a value that a user would type"))
    words = set(words_of(name))
    for value, meaning in _MEANINGS.items():
        if not meaning.isdisjoint(words):
            return Guess(value, translate("guessed from the name of the field"))
    return Guess(PLAIN, translate("write a value that a user would type"))
