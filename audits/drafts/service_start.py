"""Start of a running service: its address, after a redirect to another host of the same site."""

from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from epreuve.audits.drafts.origin import is_service_address
from epreuve.audits.drafts.page_address import target
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.probes.http.address import DEFAULT_PORTS, authority_of, written_origin
from epreuve.probes.http.browser import BROWSERS
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.reports.text import Text

TIME_LIMIT = 20.0  # seconds for a page with its sub-resources
MOST_REDIRECTS = 3  # from one host to another
USER_AGENT = "epreuve-init"  # name for rules in robots.txt
# A draft is no audit: its requests say what they are.
SENDER = Sender(BROWSERS[0][0], headers=(("User-Agent", USER_AGENT),))


class Start(NamedTuple):
    """Address of the service and path of its first page."""

    address: str
    path: str
    notes: tuple[Text, ...] = ()


def find_start(url: str) -> Start:
    """Return where a service begins. Raises Misuse for an address that cannot be one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Misuse(_no_address(url)) from None
    if "@" in parts.netloc:
        raise Misuse(
            translate(
                "the address contains a password; remove it, and use {placeholder} in a header",
                placeholder="{env.NAME}",
            )
        )
    if parts.scheme not in DEFAULT_PORTS or not is_service_address(written_origin(url)):
        raise Misuse(_no_address(url))
    current = url
    for _ in range(MOST_REDIRECTS):
        following = _redirect(current)
        if following is None:
            break
        current = following
    address = written_origin(current)
    if address == written_origin(url):
        return Start(address, target(url))
    note = translate("{first} leads to {address}", first=written_origin(url), address=address)
    return Start(address, target(current), (note,))


def _no_address(url: str) -> Text:
    return translate(
        "{url}: is not an address; write for example {example}",
        url=url, example="http://127.0.0.1:8080",
    )  # fmt: skip


def _redirect(url: str) -> str | None:
    """Return the address on another host of the same site to which a page leads, if any."""
    response = fetch(written_origin(url), target(url))
    if response is None or not 300 <= response.status < 400:
        return None
    try:
        following = urljoin(url, response.headers.get("location", ""))
        is_elsewhere = authority_of(following) != authority_of(url)
    except ValueError:
        return None
    is_usable = is_service_address(written_origin(following))
    return following if is_elsewhere and is_usable and _is_same_site(url, following) else None


def _is_same_site(one: str, other: str) -> bool:
    """Return whether one host is the other one, or ends with its name: `www.` and the apex."""
    first, second = (urlsplit(url).hostname or "" for url in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def fetch(address: str, path: str) -> HttpResponse | None:
    """Return a response, redirects not followed; None without one."""
    client = HttpClient(address, urlsplit(address).netloc, SENDER)
    try:
        return client.fetch(HttpRequest("GET", path, {}, b""), TIME_LIMIT, follow=False)
    except ExchangeError:
        return None
    finally:
        client.close()


def get(address: str, path: str) -> HttpResponse | None:
    """Return a response of status 200; None for any other."""
    response = fetch(address, path)
    return response if response is not None and response.status == 200 else None
