"""Linked style sheets of a page, read from the service."""

from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from epreuve.audits.checks.probing.context import ProbeContext
from epreuve.probes.http.address import common_authority, target_of

MOST_SHEETS = 10  # of one page


class LinkedSheet(NamedTuple):
    """Text of one linked sheet, and whether it applies to a screen."""

    text: str
    for_screen: bool


def read_sheets(context: ProbeContext, url: str, page: str) -> list[LinkedSheet]:
    """Return the linked sheets of a page at a URL that are on the service's own host."""
    from epreuve.probes.html.media_query import applies  # see ProbeContext
    from epreuve.probes.pages.print_style import linked_sheets

    sheets = []
    for address, media in linked_sheets(page)[:MOST_SHEETS]:
        absolute = urljoin(url, address)
        if common_authority(absolute) == common_authority(url):
            target = target_of(urlsplit(absolute))
            texts = [response.text for response in context.read(target).responses[-1:]]
            sheets += [LinkedSheet(text, applies(media)) for text in texts]
    return sheets
