"""Words of links and forms that end a session or destroy something: no draft follows them."""

import re
from urllib.parse import unquote

_WORDS = re.compile(
    r"log[-_ ]?out|sign[-_ ]?out|d[eé]connexion|d[eé]connecter"
    r"|delete|destroy|supprim|unsubscribe|d[eé]sabonn",
    re.IGNORECASE,
)


def is_dangerous(text: str) -> bool:
    """Return whether a link, percent-encoded or not, or the words of a form name such an act."""
    return _WORDS.search(unquote(text)) is not None
