"""Reading of the pages of a service, those that lead to forms first."""

import heapq
import re
import time
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, slug
from epreuve.audits.drafts.form import FoundForm, page_forms
from epreuve.audits.drafts.note import first_names
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.page_link import PageLink, links
from epreuve.audits.drafts.service_start import SENDER, TIME_LIMIT, USER_AGENT
from epreuve.audits.drafts.translation import translate
from epreuve.probes.browser.page_load import PageView, load_page
from epreuve.reports.text import untranslated
from epreuve.reports.translation import Bytes, Value

MAX_PAGES = 30
MOST_SECONDS = 120.0  # for all pages
MOST_JOURNEYS = 8
WEIGHT_OF_FORM = 6  # of a link
MOST_URGENT = 3  # pages for a crisis
_URGENT = re.compile(r"urgen|crise|alerte|emergency|sinistre|inondation", re.IGNORECASE)
_DRAFTED = ("file", "register", "search")


class PageReader:
    """Reader of the pages of a service, those that lead to forms first."""

    def __init__(self, draft: Draft, address: str, robots: RobotFileParser) -> None:
        self._draft, self._address, self._robots = draft, address, robots
        self._login: DraftJourney | None = None
        self._left_out: list[str] = []
        self._behind_login: set[str] = set()
        self._kinds: Counter[str] = Counter()
        self._forms: dict[str, DraftJourney] = {}  # by address, and by purpose and fields

    def read(self, first: PageView) -> None:
        """Add pages to the draft, in the order of the weight of their links."""
        queue = [(0, 0, first.path)]
        queued = {first.path}
        deadline = time.monotonic() + MOST_SECONDS
        for _ in range(MAX_PAGES):
            if not queue or time.monotonic() > deadline:
                break
            _, depth, path = heapq.heappop(queue)
            view = first if path == first.path else load(self._address, path)
            if view.outcome != "success" or not view.text:
                continue
            url = urljoin(self._address, view.target or path)
            self._note(view)
            forms = list(page_forms(view.text, url, view.styles))
            for form in forms:
                self._add(form)
            if _is_login(path, forms):
                self._behind_login.add(path)
            for link in (*links(view.text, url), *map(_address, forms)):
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

    def _add(self, form: FoundForm) -> None:
        """Add the journey of a form, or remember that it was left out."""
        journey, submit = form.journey, form.journey.steps[-1]
        if form.purpose == "login":
            self._login = self._login or journey
        if form.purpose not in _DRAFTED:
            if form.purpose != "setting" or submit.method == "POST":  # a button in place of a link
                self._left_out.append(f"{submit.method} {submit.path}")
        else:
            self._add_once(form)

    def _add_once(self, form: FoundForm) -> None:
        """Add a journey, in place of one with the same address or fields that weighs less."""
        journey, submit = form.journey, form.journey.steps[-1]
        fields = sorted(submit.form.keys() | submit.files.keys())
        kind = form.purpose if form.purpose == "search" else f"{form.purpose} {fields}"
        other = self._forms.get(kind) or self._forms.get(submit.path)
        if other is None:
            self._draft.add(journey)
        elif journey.weight > other.weight:
            self._draft.replace(other, journey)
        else:
            return
        self._forms[kind] = self._forms[submit.path] = journey

    def _finish(self, unread: list[str]) -> None:
        draft = self._draft
        draft.keep(MOST_JOURNEYS)
        filing = [one for one in draft.journeys if one.weight > 1]
        is_behind = any(one.steps[-1].path in self._behind_login for one in filing)
        if self._login is not None and (not filing or is_behind):
            self._begin_with_login(self._login)
        left_out = list(dict.fromkeys(self._left_out))
        if left_out:
            draft.notes.append(
                translate(
                    "forms left out, they log in, subscribe, look up a number, change a setting or "
                    "delete: {forms}",
                    forms=first_names(left_out),
                )
            )
        if unread:
            draft.notes.append(
                translate.plural(
                    "{n} more page was not read: {paths}", "{n} more pages were not read: {paths}",
                    len(unread), paths=first_names(unread),
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
                "pages behind a log-in were not read. Set the environment variables {variables}, "
                "and put the steps of the journey “{journey}” before those of a request",
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


def _is_login(path: str, forms: Sequence[FoundForm]) -> bool:
    """Return whether a page is the log-in instead of the page that its address names."""
    logs_in = [one.journey.steps[-1].path for one in forms if one.purpose == "login"]
    is_filing = any(one.purpose == "file" for one in forms)
    return bool(logs_in) and not is_filing and path not in logs_in


def _address(form: FoundForm) -> PageLink:
    """Return the address of a form as a link: it often shows the form alone."""
    is_filed = form.purpose == "file"
    return PageLink(form.journey.steps[-1].path, WEIGHT_OF_FORM if is_filed else -WEIGHT_OF_FORM)


def load(address: str, path: str) -> PageView:
    """Load a page with its parts, once."""
    authority = urlsplit(address).netloc
    return load_page(path, authority, TIME_LIMIT, {authority: address}, SENDER, repeat=False)
