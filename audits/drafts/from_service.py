"""Draft from a running service: a few pages, read one after the other. No form is submitted."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, slug
from epreuve.audits.drafts.form import heading, journeys, target
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.messages.texts import recorded_text
from epreuve.probes.browser.page_load import PageView, load_page
from epreuve.probes.http.address import DEFAULT_PORTS, common_authority, written_origin
from epreuve.probes.http.browser import BROWSERS
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.reports.text import untranslated
from epreuve.reports.translation import Bytes, Value

MAX_PAGES = 12
SHOWN = 10  # excluded paths in a note
TIME_LIMIT = 20.0  # seconds for a page with its sub-resources
USER_AGENT = "epreuve-init"  # name for rules in robots.txt
# A draft is no audit: its requests say what they are.
SENDER = Sender(BROWSERS[0][0], headers=(("User-Agent", USER_AGENT),))
# Links with side effects, and links to files.
_SKIPPED = re.compile(
    r"logout|signout|deconnexion|delete|supprimer|unsubscribe"
    r"|\.(pdf|zip|jpe?g|png|gif|svg|webp|ico|css|js|mjs|json|xml|csv|ods|odt|docx?|xlsx?|mp4)$",
    re.IGNORECASE,
)
_URGENT = re.compile(r"urgen|crise|alerte|emergency|sinistre|inondation", re.IGNORECASE)


def from_service(url: str) -> Draft:
    """Read up to twelve pages of a service. Raises Misuse, or NotMeasurable without a response."""
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise Misuse(
            translate(
                "{url}: is not an address; write for example {example}",
                url=url, example="http://127.0.0.1:8080",
            )
        )  # fmt: skip
    address = written_origin(url)
    if "@" in parts.netloc:
        raise Misuse(
            translate(
                "the address contains a password; remove it, and use {placeholder} in a header",
                placeholder="{env.NAME}",
            )
        )
    start = target(url)
    first = _load(address, start)
    if first.outcome != "success":
        raise NotMeasurable(
            translate(
                "{url}: the page cannot be read ({reason}); "
                "start the service, or correct the address",
                url=url, reason=recorded_text(first.detail or first.outcome),
            )
        )  # fmt: skip
    title = heading(LexborHTMLParser(first.text))
    draft = Draft(source=address, address=address, name=title or parts.hostname)
    robots = _robots(draft, address)
    _security(draft, address)
    _read(draft, address, first, robots)
    return draft.complete()


def _read(draft: Draft, address: str, first: PageView, robots: RobotFileParser) -> None:
    """Add pages to the draft, breadth first along links."""
    queue, queued = deque([first.path]), {first.path}
    for _ in range(MAX_PAGES):
        if not queue:
            return
        path = queue.popleft()
        view = first if path == first.path else _load(address, path)
        if view.outcome != "success" or not view.text:
            continue
        url = urljoin(address, path)
        _note(draft, view)
        for journey in journeys(view.text, url):
            if not any(j.steps[-1].path == journey.steps[-1].path for j in draft.journeys):
                draft.add(journey)
        for link in _links(view.text, url):
            if link not in queued and robots.can_fetch(USER_AGENT, urljoin(address, link)):
                queued.add(link)
                queue.append(link)
    if queue:
        draft.notes.append(
            translate.plural(
                "{n} more page was not read", "{n} more pages were not read", len(queue)
            )
        )


def _note(draft: Draft, view: PageView) -> None:
    facts = translate(
        "{size}, requests: {requests}, third parties: {others}",
        size=Bytes(view.bytes, 1), requests=view.requests, others=len(view.third_parties),
    )  # fmt: skip
    if view.path == "/" or _URGENT.search(view.path):
        draft.information[view.path] = facts
    if not draft.journeys or _URGENT.search(view.path):
        text = heading(LexborHTMLParser(view.text))
        name = slug(urlsplit(view.path).path, "information")
        draft.add(DraftJourney(name, [DraftStep("GET", view.path, contains=text, notes=[facts])]))
    for host in view.third_parties:
        draft.third_parties.setdefault(host, untranslated(view.path))


def _links(page: str, url: str) -> list[str]:
    links = []
    for node in LexborHTMLParser(page).css("a[href]"):
        link = urljoin(url, node.attributes["href"] or "").partition("#")[0]
        if common_authority(link) == common_authority(url) and not _SKIPPED.search(link):
            links.append(target(link))
    return list(dict.fromkeys(links))


def _load(address: str, path: str) -> PageView:
    authority = urlsplit(address).netloc
    return load_page(path, authority, TIME_LIMIT, {authority: address}, SENDER, repeat=False)


def _get(address: str, path: str) -> HttpResponse | None:
    client = HttpClient(address, urlsplit(address).netloc, SENDER)
    try:
        response = client.fetch(HttpRequest("GET", path, {}, b""), TIME_LIMIT, follow=False)
    except ExchangeError:
        return None
    finally:
        client.close()
    return response if response.status == 200 else None


def _robots(draft: Draft, address: str) -> RobotFileParser:
    """Return the rules of robots.txt. They are obeyed here and noted in the draft."""
    robots, response = RobotFileParser(), _get(address, "/robots.txt")
    is_text = response is not None and "html" not in response.headers.get("content-type", "")
    text = response.text if response is not None and is_text else ""
    robots.parse(text.splitlines())
    excluded = sorted(set(re.findall(r"(?im)^disallow:\s*(\S+)", text)))
    if excluded:
        paths: list[Value] = [*excluded[:SHOWN]]
        if left := len(excluded) - len(paths):
            paths.append(translate.plural("{n} more", "{n} more", left))
        draft.notes.append(translate("robots.txt excludes: {paths}", paths=paths))
    return robots


def _security(draft: Draft, address: str) -> None:
    response = _get(address, "/.well-known/security.txt")
    contacts = re.findall(r"(?im)^contact:\s*(\S+)", response.text) if response else []
    if contacts:
        contact = contacts[0][:120]
        draft.notes.append(
            translate("security.txt: inform {contact} before you test", contact=contact)
        )
    else:
        draft.notes.append(translate("no security.txt: find out whom to inform before you test"))
