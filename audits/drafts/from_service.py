"""A draft from a running service: a few pages read, one after the other; nothing is sent."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, slug
from epreuve.audits.drafts.form import heading, journeys, target
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.probes.browser.page_load import PageView, load_page
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

PAGES = 12  # read at most
LIMIT = 20.0  # seconds for one page with all that it pulls in
ASKED = "epreuve-init"  # the name that robots.txt may speak to
# Links that change something, or that lead to files.
_AVOIDED = re.compile(
    r"logout|signout|deconnexion|delete|supprimer|unsubscribe"
    r"|\.(pdf|zip|jpe?g|png|gif|svg|webp|ico|css|js|mjs|json|xml|csv|ods|odt|docx?|xlsx?|mp4)$",
    re.IGNORECASE,
)
_URGENT = re.compile(r"urgen|crise|alerte|emergency|sinistre|inondation", re.IGNORECASE)


def from_service(url: str) -> Draft:
    """Read up to twelve pages of a service. Raises Misuse, and NotMeasurable without an answer."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misuse(f"{url}: is not an address; write for example http://127.0.0.1:8080")
    address = f"{parts.scheme}://{parts.netloc}"
    if "@" in parts.netloc:
        raise Misuse("the address holds a password; leave it out, and use {env.NAME} in a header")
    start = target(url)
    first = _seen(address, start)
    if first.outcome != "success":
        raise NotMeasurable(f"{url}: no page to read ({first.outcome}: {first.detail})")
    title = heading(LexborHTMLParser(first.text))
    draft = Draft(source=address, address=address, name=title or parts.hostname)
    robots = _robots(draft, address)
    _security(draft, address)
    _read(draft, address, first, robots)
    return draft.settle()


def _read(draft: Draft, address: str, first: PageView, robots: RobotFileParser) -> None:
    """Breadth first, from links on the pages."""
    waiting, known = deque([first.path]), {first.path}
    for _ in range(PAGES):
        if not waiting:
            return
        path = waiting.popleft()
        view = first if path == first.path else _seen(address, path)
        if view.outcome != "success" or not view.text:
            continue
        url = urljoin(address, path)
        _note(draft, view)
        for journey in journeys(view.text, url):
            if not any(j.steps[-1].path == journey.steps[-1].path for j in draft.journeys):
                draft.add(journey)
        for link in _links(view.text, url):
            if link not in known and robots.can_fetch(ASKED, urljoin(address, link)):
                known.add(link)
                waiting.append(link)
    if waiting:
        draft.notes.append(f"{len(waiting)} more pages were found and not read")


def _note(draft: Draft, view: PageView) -> None:
    others = len(view.third_parties)
    seen = (
        f"{view.bytes / 1000:.1f} kB, {view.requests} request{'s' * (view.requests != 1)}, "
        f"{others} third part{'y' if others == 1 else 'ies'}"
    )
    if view.path == "/" or _URGENT.search(view.path):
        draft.information[view.path] = seen
    if not draft.journeys or _URGENT.search(view.path):
        words = heading(LexborHTMLParser(view.text))
        name = slug(urlsplit(view.path).path, "s-informer")
        draft.add(DraftJourney(name, [DraftStep("GET", view.path, contains=words, notes=[seen])]))
    for host in view.third_parties:
        draft.third_parties.setdefault(host, view.path)


def _links(page: str, url: str) -> list[str]:
    found = []
    for node in LexborHTMLParser(page).css("a[href]"):
        link = urljoin(url, node.attributes["href"] or "").partition("#")[0]
        if urlsplit(link).netloc == urlsplit(url).netloc and not _AVOIDED.search(link):
            found.append(target(link))
    return list(dict.fromkeys(found))


def _seen(address: str, path: str) -> PageView:
    authority = urlsplit(address).netloc
    return load_page(path, authority, LIMIT, {authority: address}, repeat=False)


def _get(address: str, path: str) -> HttpResponse | None:
    client = HttpClient(address, urlsplit(address).netloc)
    try:
        answer = client.fetch(HttpRequest("GET", path, {}, b""), LIMIT, follow=False)
    except ExchangeError:
        return None
    finally:
        client.close()
    return answer if answer.status == 200 else None


def _robots(draft: Draft, address: str) -> RobotFileParser:
    """What the service asks of programs; obeyed here, and told to the reader."""
    robots, answer = RobotFileParser(), _get(address, "/robots.txt")
    text = answer.text if answer is not None and "html" not in _kind(answer) else ""
    robots.parse(text.splitlines())
    refused = sorted(set(re.findall(r"(?im)^disallow:\s*(\S+)", text)))
    if refused:
        draft.notes.append(f"robots.txt keeps programs away from: {', '.join(refused)[:200]}")
    return robots


def _security(draft: Draft, address: str) -> None:
    answer = _get(address, "/.well-known/security.txt")
    contacts = re.findall(r"(?im)^contact:\s*(\S+)", answer.text) if answer else []
    if contacts:
        draft.notes.append(f"security.txt: tell {contacts[0][:120]} before you test")
    else:
        draft.notes.append("no security.txt: find out whom to tell before you test")


def _kind(answer: HttpResponse) -> str:
    return answer.headers.get("content-type", "")
