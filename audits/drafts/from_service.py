"""Draft from a running service: some pages, read one after the other. No form is submitted."""

import heapq
import re
import time
from collections import Counter
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, slug
from epreuve.audits.drafts.form import FoundForm, page_forms
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.page_link import links
from epreuve.audits.drafts.service_start import SENDER, TIME_LIMIT, USER_AGENT, find_start, get
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.messages.texts import recorded_text
from epreuve.probes.browser.page_load import PageView, load_page
from epreuve.probes.html.scripted import is_built_by_script
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Bytes, Value

MAX_PAGES = 30
MOST_SECONDS = 120.0  # for all pages
MOST_JOURNEYS = 8
MOST_URGENT = 3  # pages for a crisis
SHOWN = 10  # excluded paths, and pages that were not read, in a note
_URGENT = re.compile(r"urgen|crise|alerte|emergency|sinistre|inondation", re.IGNORECASE)
_DRAFTED = ("file", "register", "search")


def from_service(url: str) -> Draft:
    """Read some pages of a service. Raises Misuse, or NotMeasurable without a response."""
    start = find_start(url)
    address = start.address
    first = _load(address, start.path)
    if first.outcome != "success":
        raise NotMeasurable(
            translate(
                "{url}: the page cannot be read ({reason}); "
                "start the service, or correct the address",
                url=url, reason=recorded_text(first.detail or first.outcome),
            )
        )  # fmt: skip
    title = heading(LexborHTMLParser(first.text))
    draft = Draft(source=address, address=address, name=title or urlsplit(address).hostname or "")
    draft.alerts += start.notes
    if is_built_by_script(first.text, first.visible):
        draft.alerts.append(_shell_page())
    robots = _robots(draft, address)
    _security(draft, address)
    reader = _Reader(draft, address, robots)
    reader.read(first)
    return draft.complete()


def _shell_page() -> Text:
    return translate(
        "the page shows nothing without scripts: its forms cannot be read. Record a visit in the "
        "network tab of a browser, and draft with {option}",
        option="--har",
    )


class _Reader:
    """Reader of the pages of a service, those that lead to forms first."""

    def __init__(self, draft: Draft, address: str, robots: RobotFileParser) -> None:
        self._draft, self._address, self._robots = draft, address, robots
        self._login: DraftJourney | None = None
        self._left_out: list[str] = []
        self._kinds: Counter[str] = Counter()
        self._forms: set[str] = set()

    def read(self, first: PageView) -> None:
        """Add pages to the draft, in the order of the weight of their links."""
        queue = [(0, 0, first.path)]
        queued = {first.path}
        deadline = time.monotonic() + MOST_SECONDS
        for _ in range(MAX_PAGES):
            if not queue or time.monotonic() > deadline:
                break
            _, depth, path = heapq.heappop(queue)
            view = first if path == first.path else _load(self._address, path)
            if view.outcome != "success" or not view.text:
                continue
            url = urljoin(self._address, path)
            self._note(view)
            for form in page_forms(view.text, url, view.styles):
                self._add(form, is_first=view is first)
            for link in links(view.text, url):
                if link.target not in queued and self._may_read(link.target):
                    queued.add(link.target)
                    rank = 2 * depth - link.weight + self._alike(link.target)
                    heapq.heappush(queue, (rank, depth + 1, link.target))
        self._finish([path for _, _, path in sorted(queue)])

    def _alike(self, path: str) -> int:
        """Return a rank that grows with the number of known pages of the same kind.

        Their addresses differ by numbers, or by the values of their query.
        """
        numbers = re.sub(r"\d+", "0", path)
        values = re.sub(r"=[^&]*", "=", numbers)
        self._kinds[numbers] += 1
        self._kinds[f"values {values}"] += 1
        return self._kinds[numbers] - 1 + self._kinds[f"values {values}"] // 4

    def _may_read(self, path: str) -> bool:
        return self._robots.can_fetch(USER_AGENT, urljoin(self._address, path))

    def _add(self, form: FoundForm, *, is_first: bool) -> None:
        """Add the journey of a form, or remember that it was left out."""
        journey, submit = form.journey, form.journey.steps[-1]
        if form.purpose == "login":
            self._login = self._login or journey
        if form.purpose not in _DRAFTED:
            if submit.method == "POST":  # others are buttons in place of links
                self._left_out.append(f"{submit.method} {submit.path}")
        elif self._is_new(form):
            self._draft.add(journey)

    def _is_new(self, form: FoundForm) -> bool:
        """Return whether no form with the same address or the same fields is drafted yet."""
        submit = form.journey.steps[-1]
        fields = frozenset(submit.form.keys() | submit.files.keys())
        kind = form.purpose if form.purpose == "search" else f"{form.purpose} {sorted(fields)}"
        is_new = kind not in self._forms and submit.path not in self._forms
        self._forms |= {kind, submit.path}
        return is_new

    def _finish(self, unread: list[str]) -> None:
        draft = self._draft
        draft.keep(MOST_JOURNEYS)
        if self._login is not None and not any(one.weight > 1 for one in draft.journeys):
            self._begin_with_login(self._login)
        left_out = list(dict.fromkeys(self._left_out))
        if left_out:
            draft.notes.append(
                translate(
                    "forms left out, they log in, subscribe, change a setting or delete: {forms}",
                    forms=_first(left_out),
                )
            )
        if unread:
            draft.notes.append(
                translate.plural(
                    "{n} more page was not read: {paths}", "{n} more pages were not read: {paths}",
                    len(unread), paths=_first(unread),
                )
            )  # fmt: skip

    def _begin_with_login(self, journey: DraftJourney) -> None:
        """Add the log-in, where it hides the forms of the service."""
        request = f"{journey.steps[-1].method} {journey.steps[-1].path}"
        self._left_out = [one for one in self._left_out if one != request]
        self._draft.add(journey)
        values = [one.value for guesses in journey.steps[-1].form.values() for one in guesses]
        variables: list[Value] = [value for value in values if value.startswith("{env.")]
        self._draft.alerts.append(
            translate(
                "the service begins with a log-in, and the pages behind it were not read. Set the "
                "environment variables {variables}, and add the steps of a request to the journey "
                "“{journey}”",
                variables=variables, journey=journey.name,
            )
        )  # fmt: skip

    def _note(self, view: PageView) -> None:
        draft = self._draft
        facts = translate(
            "{size}, requests: {requests}, third parties: {others}",
            size=Bytes(view.bytes, 1), requests=view.requests, others=len(view.third_parties),
        )  # fmt: skip
        is_urgent = "&" not in view.path and bool(_URGENT.search(view.path))
        is_urgent = is_urgent and len(draft.information) <= MOST_URGENT
        if view.path == "/" or is_urgent:
            draft.information[view.path] = facts
        if not draft.journeys or is_urgent:
            text = heading(LexborHTMLParser(view.text))
            name = slug(urlsplit(view.path).path, "information")
            draft.add(
                DraftJourney(name, [DraftStep("GET", view.path, contains=text, notes=[facts])])
            )
        for host in view.third_parties:
            draft.third_parties.setdefault(host, untranslated(view.path))


def _first(names: list[str]) -> list[Value]:
    """Return the first names of a list, and how many more there are."""
    shown: list[Value] = [name[:100] for name in names[:SHOWN]]
    if left := len(names) - len(shown):
        shown.append(translate.plural("{n} more", "{n} more", left))
    return shown


def _load(address: str, path: str) -> PageView:
    authority = urlsplit(address).netloc
    return load_page(path, authority, TIME_LIMIT, {authority: address}, SENDER, repeat=False)


def _robots(draft: Draft, address: str) -> RobotFileParser:
    """Return the rules of robots.txt. They are obeyed here and noted in the draft."""
    robots, response = RobotFileParser(), get(address, "/robots.txt")
    is_text = response is not None and "html" not in response.headers.get("content-type", "")
    text = response.text if response is not None and is_text else ""
    robots.parse(text.splitlines())
    excluded = sorted(set(re.findall(r"(?im)^disallow:\s*(\S+)", text)))
    if excluded:
        draft.notes.append(translate("robots.txt excludes: {paths}", paths=_first(excluded)))
    return robots


def _security(draft: Draft, address: str) -> None:
    response = get(address, "/.well-known/security.txt")
    contacts = re.findall(r"(?im)^contact:\s*(\S+)", response.text) if response else []
    if contacts:
        contact = contacts[0][:120]
        draft.notes.append(
            translate("security.txt: inform {contact} before you test", contact=contact)
        )
    else:
        draft.notes.append(translate("no security.txt: find out whom to inform before you test"))
