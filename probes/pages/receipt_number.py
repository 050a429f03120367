"""The number of a receipt that is an address: the part of it that its page shows."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from epreuve.probes.journeys.citizen import Citizen


def receipt_number(receipt: str, text: str, earlier: str, user: Citizen) -> str:
    """Return the number that people can note down: the receipt itself, or a part of an address.

    The part of an address has a digit, and the page of the receipt shows it in its visible `text`.
    The user's own values, and words that `earlier` pages showed, are no numbers of a receipt. An
    address without such a part is returned whole.
    """
    own = (user.email, user.phone, user.name)
    parts = [
        part
        for part in _parts(receipt)
        if re.search(r"\d", part)
        and not any(part in value for value in own)
        and shows(text, part)
        and not shows(earlier, part)
    ]
    return max(parts, key=len, default=receipt)


def shows(text: str, number: str) -> bool:
    """Return whether a text shows a number by itself: 8 is not in 1987."""
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text) is not None


def _parts(receipt: str) -> Iterator[str]:
    """Yield the parts of the path and the values of the query of an address; nothing for others."""
    if not re.match(r"https?://|/", receipt):
        return
    address = urlsplit(receipt)
    yield from (unquote(part) for part in address.path.split("/") if part)
    for _, value in parse_qsl(address.query):
        yield value
