"""Human contact channels on a page: phone number, address, opening hours, in French formats."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

_GAP = r"[\s.\-\u00a0\u202f]?"
_PHONE = re.compile(
    rf"(?<![\d+])(?:(?:\+|00)33{_GAP}(?:\(0\){_GAP})?|0)[1-9](?:{_GAP}\d\d){{4}}(?!\d)"
    # A four-digit number (39 39) counts only after a word that announces it.
    rf"|\b(?:appel|compos|tél|tel\b|numéro|joign)[^.!?]{{0,60}}?(?<!\d)3\d{_GAP}\d\d(?!\d)",
    re.IGNORECASE,
)
# A department (99 serves fiction), then a commune's name (or CEDEX).
_POSTAL = re.compile(r"(?<!\d)(?:0[1-9]|[1-9]\d)\d{3}[\s\u00a0]+[A-ZÀ-Ý]")
_STREET = re.compile(
    r"\b(?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|allée|allee|impasse|route|cours|square"
    r"|esplanade|faubourg|parvis|passage|promenade|mail|lieu-dit|hameau|zone artisanale)\b",
    re.IGNORECASE,
)
_TIME = r"\d{1,2}[\s\u00a0]?(?:h|:)[\s\u00a0]?(?:\d{2})?"
_HOURS = re.compile(
    rf"{_TIME}[\s\u00a0]*(?:à|a|-|–|—|/|et|jusqu)[\s\u00a0'à]*{_TIME}|24[\s\u00a0]?h?/24",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HumanChannel:
    """Contact channels that a page shows."""

    phone: bool
    address: bool
    hours: bool


def human_channel(page: str) -> HumanChannel:
    """Find the channels in the visible text and the `tel:` links of a page."""
    tree = LexborHTMLParser(page)
    has_link = tree.css_first('a[href^="tel:"]') is not None
    tree.strip_tags(["script", "style", "template"])
    text = " ".join(tree.root.text(separator=" ").split()) if tree.root else ""
    return HumanChannel(
        phone=has_link or bool(_PHONE.search(text)),
        address=bool(_POSTAL.search(text)) and bool(_STREET.search(text)),
        hours=bool(_HOURS.search(text)),
    )
