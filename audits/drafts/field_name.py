"""Words of the name of a form field."""

import re

# A word of a name, such as `userName`, `user_name` or `user[name]`: "user" and "name".
_WORD = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|\d+")
_SECRET_WORDS = frozenset({
    "passwd", "pwd", "mdp", "passphrase", "passcode", "password", "secret", "secrets", "token",
    "tokens", "jeton", "jetons", "csrf", "xsrf", "nonce", "session", "sessionid", "sid",
    "phpsessid", "auth", "authenticity", "authorization", "authorisation", "authentication",
    "bearer", "cookie", "cookies", "otp", "totp", "pin", "iban", "bic", "cvv", "cvc", "card",
    "credential", "credentials", "apikey",
})  # fmt: skip
_SECRET_PARTS = re.compile(
    r"password|passwd|motdepasse|csrf|xsrf|apikey|accesstoken|authtoken|sessid|sessionid"
    r"|cartebancaire|creditcard|cardnumber"
)


def words_of(name: str) -> list[str]:
    """Return the words of a name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def is_secret(name: str) -> bool:
    """Return whether a field of this name may hold a secret: `author` and `annonce` do not."""
    words = words_of(name)
    if words == ["code"] or words[-1:] == ["pass"] or not _SECRET_WORDS.isdisjoint(words):
        return True
    return _SECRET_PARTS.search("".join(words)) is not None


def is_password(name: str) -> bool:
    """Return whether a field of this name holds a password."""
    return is_secret(name) and re.search(r"pass|pwd|mdp", name, re.IGNORECASE) is not None
